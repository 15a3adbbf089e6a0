"""auth.test, users.*, bots.info and team.info."""

from tests.slack_server import shown
from tests.slack_server.blocks import check_blocks
from tests.slack_server.method import Refused, Request, method
from tests.slack_server.values import Json


@method("api.test", kind="none")
def api_test(asked: Request) -> Json:
    if asked.args.has("error"):
        raise Refused(asked.text("error"), args=dict(asked.args.given))
    return {"ok": True, "args": dict(asked.args.given)}


@method("auth.test")
def auth_test(asked: Request) -> Json:
    bot, team = asked.bot, asked.world.teams[asked.bot.team]
    return {
        "ok": True,
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": asked.world.users[bot.user].name,
        "team_id": team.id,
        "user_id": bot.user,
        "bot_id": bot.id,
        "is_enterprise_install": False,
    }


@method("auth.revoke")
def auth_revoke(asked: Request) -> Json:
    if not asked.args.flag("test"):
        asked.bot.gone = "token_revoked"
    return {"ok": True, "revoked": not asked.args.flag("test")}


@method("users.info", "user", scope="users:read")
def users_info(asked: Request) -> Json:
    found = asked.world.users.get(asked.text("user"))
    if found is None or not _knows(asked, found.id, found.team):
        raise Refused("user_not_found")
    return {"ok": True, "user": shown.user(found, seen_from=asked.bot.team)}


@method("users.list", scope="users:read")
def users_list(asked: Request) -> Json:
    here = [u for u in asked.world.users.values() if u.team == asked.bot.team]
    members = [shown.user(user, seen_from=asked.bot.team) for user in here]
    return {"ok": True, "members": members, "response_metadata": {"next_cursor": ""}}


def _knows(asked: Request, user: str, team: str) -> bool:
    """A person of another organisation is known through a channel that both share."""
    if team == asked.bot.team:
        return True
    shared = (c for c in asked.world.channels.values() if asked.bot.team in c.teams)
    return any(user in channel.members for channel in shared)


@method("bots.info", scope="users:read")
def bots_info(asked: Request) -> Json:
    wanted = asked.text("bot", asked.bot.id)
    found = next((b for b in asked.world.bots.values() if b.id == wanted), None)
    if found is None:
        raise Refused("bot_not_found")
    profile = shown.bot_profile(found)
    return {"ok": True, "bot": {name: profile[name] for name in profile if name != "team_id"}}


@method("team.info", scope="team:read")
def team_info(asked: Request) -> Json:
    found = asked.world.teams.get(asked.text("team", asked.bot.team))
    if found is None or found.id != asked.bot.team:
        raise Refused("team_not_found")
    return {"ok": True, "team": shown.team(found)}


@method("blocks.validate", kind="none")
def blocks_validate(asked: Request) -> Json:
    """Checks blocks without posting them; needs no token."""
    faults = check_blocks(asked.args.structure("blocks") or [])
    if faults:
        raise Refused("invalid_blocks", [f"[ERROR] {fault}" for fault in faults], errors=faults)
    return {"ok": True}
