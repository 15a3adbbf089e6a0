"""People using what the app shows: commands, buttons, modals, shortcuts; and what its answers do."""

from collections.abc import Mapping
from dataclasses import replace

from tests.slack_server import respond, shown
from tests.slack_server.base import Base
from tests.slack_server.delivering import Delivery
from tests.slack_server.payloads import filled
from tests.slack_server.pressing import Pressed, pressed, state_of
from tests.slack_server.values import Bot, Json, Message, User, View
from tests.slack_server.world import World


class Using(Base):
    def command(self, user: str, channel: str, command: str, text: str = "") -> Delivery:
        place, person = self.world.channels[channel], self.world.users[user]
        bot = self._bot_for(person, channel)
        url = self._response_url(bot, person, channel)
        payload = filled(
            "slash_command",
            team_id=bot.team,
            team_domain=self.world.teams[bot.team].domain,
            channel_id=channel,
            channel_name="directmessage" if place.is_direct else place.name,
            user_id=user,
            user_name=person.name,
            command=command,
            text=text,
            api_app_id=bot.app,
            response_url=url,
            trigger_id=self.world.trigger(bot.team, user),
        )
        return self._send("slash_commands", payload)

    def click(self, user: str, where: Message | View, action_id: str, **chosen: object) -> Delivery:
        """Presses what has that name in a message, a modal or a home. `block_id`, `value` or `index` tell
        like ones apart; other values are what was chosen: selected_date="2026-11-23"."""
        return self._press(self.world.users[user], where, pressed(where, action_id, chosen))

    def _press(self, person: User, where: Message | View, action: Pressed) -> Delivery:
        if isinstance(where, Message):
            bot, view = self._bot_for(person, where.channel), ""
            more = self._in_message(bot, person, where)
        else:
            bot, view = self._bot_in(where.team), where.id
            more = _in_view(where, action)
        common = self._common(bot, person) | {
            "actions": [action.payload | {"action_ts": self.world.clock.stamp()}],
            "trigger_id": self.world.trigger(bot.team, person.id, view),
        }
        return self._send("interactive", filled("block_actions", **common) | more)

    def _in_message(self, bot: Bot, person: User, message: Message) -> Json:
        container: Json = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
        container["is_ephemeral"] = bool(message.ephemeral_to)
        container |= {"thread_ts": message.thread_ts} if message.thread_ts else {}
        place = self.world.channels[message.channel]
        body = {} if message.ephemeral_to else {"message": shown.message(self.world, message)}
        return {
            "container": container,
            "channel": {"id": place.id, "name": "directmessage" if place.is_direct else place.name},
            "response_url": self._response_url(bot, person, place.id, message),
            "state": {"values": {}},
            **body,
        }

    def submit(self, user: str, view: View, values: Mapping[str, object] | None = None) -> Delivery:
        """Submits a modal with values by action_id: text, an option's value, or a list of them."""
        person = self.world.users[user]
        bot = self._bot_in(view.team)
        state = state_of(view.content, values or {})
        payload = filled(
            "view_submission",
            **self._common(bot, person),
            trigger_id=self.world.trigger(bot.team, user, view.id),
            view=shown.view(view, state),
        )
        return self._send("interactive", payload)

    def dismiss(self, user: str, view: View) -> Delivery | None:
        """Closes a modal. Slack tells the app of it only where the modal has notify_on_close."""
        common = self._common(self._bot_in(view.team), self.world.users[user])
        self.world.views[view.id] = replace(view, is_open=False)
        if not view.content.get("notify_on_close"):
            return None
        return self._send("interactive", filled("view_closed", **common, view=shown.view(view)))

    def shortcut(self, user: str, callback_id: str) -> Delivery:
        person = self.world.users[user]
        payload = filled(
            "shortcut",
            **_only(self._common(self._bot_in(person.team), person), "team", "user"),
            callback_id=callback_id,
            trigger_id=self.world.trigger(person.team, user),
            action_ts=self.world.clock.stamp(),
        )
        return self._send("interactive", payload)

    def message_shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> Delivery:
        person, place = self.world.users[user], self.world.channels[channel]
        bot, message = self._bot_for(person, channel), self.world.messages[channel, ts]
        payload = filled(
            "message_action",
            **_only(self._common(bot, person), "team", "user"),
            callback_id=callback_id,
            channel={"id": channel, "name": "directmessage" if place.is_direct else place.name},
            trigger_id=self.world.trigger(bot.team, user),
            response_url=self._response_url(bot, person, channel, message),
            action_ts=self.world.clock.stamp(),
            message_ts=ts,
            message=shown.with_thread(self.world, message, metadata=True),
        )
        return self._send("interactive", payload)

    def answered(self, delivery: Delivery) -> None:
        """Does what the app's answer to a command or a submission asks for."""
        if delivery.kind == "slash_commands" and delivery.accepted:
            self._answer_command(delivery)
        if delivery.payload.get("type") == "view_submission" and delivery.accepted:
            self._answer_view(delivery)

    def _answer_command(self, delivery: Delivery) -> None:
        text = delivery.attempts[-1].text
        if not text:
            return
        url = self.world.response_urls[str(delivery.payload["response_url"]).rpartition("/")[2]]
        with self.world.changed:
            respond.apply(self.world, url, delivery.answer or {"text": text})

    def _answer_view(self, delivery: Delivery) -> None:
        name = delivery.payload["view"]["id"]
        with self.world.changed:
            view = self.world.views[name]
            after(self.world, view, delivery.answer)
            self.world.changed.notify_all()


def after(world: World, view: View, answer: Json) -> None:
    """What becomes of a submitted modal: closed, kept with errors, replaced, or another put on top."""
    action = answer.get("response_action", "close")
    if action == "errors":
        world.view_errors[view.id] = answer.get("errors", {})
    elif action == "update":
        world.views[view.id] = replace(view, content=answer["view"])
    elif action == "push":
        name = world.new("V")
        world.views[name] = replace(view, id=name, content=answer["view"], previous=view.id)
    elif action == "clear":
        for other in [v for v in world.views.values() if v.root == view.root]:
            world.views[other.id] = replace(other, is_open=False)
    else:
        world.views[view.id] = replace(view, is_open=False)


def _in_view(view: View, action: Pressed) -> Json:
    state = state_of(view.content, {action.action_id: action.payload})
    return {"container": {"type": "view", "view_id": view.id}, "view": shown.view(view, state)}


def _only(values: Json, *names: str) -> Json:
    return {name: values[name] for name in names}
