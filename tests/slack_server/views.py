"""views.open, push, update and publish."""

import json
from dataclasses import replace

from tests.slack_server import shown
from tests.slack_server.blocks import check_view
from tests.slack_server.method import Refused, Request, invalid, method
from tests.slack_server.values import Json, Trigger, View

TRIGGER_SECONDS = 3
VIEW_BYTES = 250_000
STACK = 3


@method("views.open", "view")
def open_(asked: Request) -> Json:
    trigger = _trigger(asked)
    content = checked(asked.args.structure("view"), "modal")
    return _answer(put(asked, trigger.user, content))


@method("views.push", "view")
def push(asked: Request) -> Json:
    trigger = _trigger(asked)
    below = asked.world.views.get(trigger.view)
    if below is None:
        raise Refused("not_found")
    if depth(asked, below) >= STACK:
        raise Refused("push_limit_reached")
    content = checked(asked.args.structure("view"), "modal")
    return _answer(put(asked, trigger.user, content, root=below.root, previous=below.id))


@method("views.update", "view")
def update(asked: Request) -> Json:
    found = _named(asked)
    if found is None or found.app != asked.bot.app or not found.is_open:
        raise Refused("not_found")
    if asked.args.has("hash") and asked.text("hash") != found.hash:
        raise Refused("hash_conflict")
    changed = replace(found, content=checked(asked.args.structure("view"), found.type), hash=_hash(asked))
    asked.world.views[found.id] = changed
    return _answer(changed)


@method("views.publish", "user_id", "view")
def publish(asked: Request) -> Json:
    user = asked.text("user_id")
    if user not in asked.world.users or asked.world.users[user].team != asked.bot.team:
        raise invalid("user_id is not a member of this team [json-pointer:/user_id]")
    before = asked.world.homes.get((asked.bot.team, user))
    if asked.args.has("hash") and before and asked.text("hash") != before.hash:
        raise Refused("hash_conflict")
    view = put(asked, user, checked(asked.args.structure("view"), "home"))
    asked.world.homes[asked.bot.team, user] = view
    return _answer(view)


def checked(given: object, kind: str) -> Json:
    if not isinstance(given, dict):
        raise Refused("invalid_arguments", ["[ERROR] must provide an object [json-pointer:/view]"])
    if len(json.dumps(given)) > VIEW_BYTES:
        raise Refused("view_too_large")
    faults = check_view(given)
    if given.get("type") != kind:
        faults.append(f"must be one of: {kind} [json-pointer:/view/type]")
    if faults:
        raise invalid(*faults)
    return given


def put(asked: Request, user: str, content: Json, root: str = "", previous: str = "") -> View:
    _unique(asked, content)
    name = asked.world.new("V")
    view = View(
        name, asked.bot.team, user, asked.bot.id, asked.bot.app, content, _hash(asked), root or name, previous
    )
    asked.world.views[name] = view
    return view


def depth(asked: Request, view: View) -> int:
    below = asked.world.views.get(view.previous)
    return 1 + (depth(asked, below) if below else 0)


def _unique(asked: Request, content: Json) -> None:
    external = content.get("external_id")
    if external and any(
        v.is_open and v.content.get("external_id") == external for v in asked.world.views.values()
    ):
        raise Refused("duplicate_external_id")


def _named(asked: Request) -> View | None:
    if asked.args.has("view_id"):
        return asked.world.views.get(asked.text("view_id"))
    if not asked.args.has("external_id"):
        raise invalid("must provide view_id or external_id")
    wanted = asked.text("external_id")
    open_ = (v for v in asked.world.views.values() if v.is_open)
    return next((v for v in open_ if v.content.get("external_id") == wanted), None)


def _trigger(asked: Request) -> Trigger:
    name = asked.text("trigger_id")
    if not name:
        raise invalid("missing required field: trigger_id")
    found = asked.world.triggers.get(name)
    if found is None or found.team != asked.bot.team:
        raise Refused("invalid_trigger_id")
    if asked.world.clock.now() - found.at > TRIGGER_SECONDS:
        raise Refused("expired_trigger_id")
    if name in asked.world.spent_triggers:
        raise Refused("exchanged_trigger_id")
    asked.world.spent_triggers.add(name)
    return found


def _hash(asked: Request) -> str:
    return f"{int(asked.world.clock.now())}.{asked.world.new('h').lower()}"


def _answer(view: View) -> Json:
    return {"ok": True, "view": shown.view(view)}
