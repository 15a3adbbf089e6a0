"""What opens at once in Slack: modals, the Home tab, suggested questions, and short private notes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.channels.slack import events
from bot.channels.slack.clients import call, tried
from bot.channels.slack.events import CHANNEL, Kind, Payload
from bot.channels.slack.tools import Tools
from bot.chat.answers import Kept
from bot.chat.place import Person, Place
from bot.chat.rooms import FollowUps, NotAnAdminError, Room
from bot.render import slack as render
from bot.work.event import Event

log = structlog.get_logger(__name__)
MOST_PROMPTS = 4
MOST_RECENT = 10
_EVENTS = {"share": Kind.SHARE, "delete_reply": Kind.REMOVE}


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a modal that was sent comes to."""

    event: Event | None = None
    response: Mapping[str, Any] = field(default_factory=dict)
    """What the acknowledgement says: an error beside a field, or nothing, which closes the modal."""


class Windows:
    """Nothing here is lost work: what fails to open is clicked again."""

    def __init__(self, tools: Tools, erase: Callable[[str], Awaitable[int]]) -> None:
        """`erase` forgets what still waits of one asker."""
        self._tools = tools
        self._erase = erase

    # Opened

    async def home(self, payload: Payload) -> None:
        """The Home tab, or the suggested questions of the Messages tab."""
        said, team = payload["event"], events.event_team(payload)
        thread = said.get("assistant_thread", {})
        if said["type"] == "assistant_thread_started":
            await self._prompts(team, thread["channel_id"], thread["user_id"], thread["thread_ts"])
        elif said.get("tab") == "messages":
            await self._prompts(team, said["channel"], said["user"])
        else:
            await self._publish(team, said["user"], said.get("channel", ""))

    async def ask(self, body: Payload) -> None:
        await self._open(body, render.ask_view(self._tools.replies))

    async def command(self, window: str, body: Payload) -> None:
        """What a command shows: help, the sources, or a form."""
        team, user, room = body["team_id"], body["user_id"], body["channel_id"]
        place = Place(CHANNEL, team, room, is_direct=room.startswith("D"))
        person = await self._tools.people.asker(team, user, room)
        if window == "settings":
            await self._settings(body, place, person)
        elif window == "feedback":
            await self._feedback(body, person)
        elif window == "sources":
            shelves = await self._tools.front.known(place, person)
            await self._note(body, render.sources(self._tools.replies, shelves))
        else:
            await self._note(body, render.help(self._tools.replies))

    # Clicked

    def clicked(self, action: Mapping[str, Any], body: Payload) -> Event | None:
        """The work that a button asks for, None where it opens something."""
        name = action["action_id"].partition(":")[0]
        if name == "ask_suggestion":
            return _suggestion(action["value"], body)
        kind = _EVENTS.get(name)
        return events.clicked(kind, body, action["value"]) if kind else None

    async def action(self, action: Mapping[str, Any], body: Payload) -> None:
        name, value = action["action_id"].partition(":")[0], str(action.get("value", ""))
        key, _, rest = value.rpartition(":")
        if name == "show_source":
            await self._source(body, key, rest)
        elif name == "feedback":
            await self._rated(body, key, rest)
        elif name == "refer":
            await self._open(body, render.refer_view(value, self._tools.replies))
        elif name == "delete_my_data":
            await self._forget(body)
        elif name == "open_settings":
            team = body["team"]["id"]
            person = await self._tools.people.person(team, events.user(body))
            await self._settings(body, Place(CHANNEL, team, "").defaults, person)

    async def submitted(self, body: Payload) -> Submitted:
        view = body["view"]
        name, values, meta = view["callback_id"], _values(view), view.get("private_metadata", "")
        if name == "ask":
            key = f"window:{view['id']}"
            return Submitted(events.asked(body, values.get("question") or "", key=key, room=""))
        if name == "refer":
            return Submitted(events.referred(body, meta, values.get("comment") or ""))
        if name == "feedback":
            key, _, rating = meta.rpartition(":")
            await self._rate(body, key, rating, values)
        elif name == "settings":
            return await self._change(body, meta, values)
        return Submitted()

    # Told

    async def busy(self, event: Event) -> None:
        await self._whisper(event, render.busy(self._tools.replies))

    async def queued(self, event: Event, ahead: int) -> None:
        await self._whisper(event, render.queue(ahead - 1, self._tools.replies))

    def place_in_queue(self, ahead: int) -> str:
        return render.queue(ahead - 1, self._tools.replies).text

    async def _whisper(self, event: Event, message: render.Rendered) -> None:
        body = event.body
        if body["room"]:
            client = await self._tools.clients.of(body["team"])
            await tried(
                client.chat_postEphemeral,
                channel=body["room"],
                user=body["user"],
                thread_ts=body["thread"] or None,
                text=message.text,
                blocks=list(message.blocks),
            )

    async def _note(self, body: Payload, message: render.Rendered) -> None:
        await self._tools.poster.note(body["response_url"], message)

    async def _open(self, body: Payload, view: Mapping[str, Any]) -> None:
        team = body.get("team_id") or body["team"]["id"]
        client = await self._tools.clients.of(team)
        method = client.views_push if body.get("view", {}).get("type") == "modal" else client.views_open
        await call(method, trigger_id=body["trigger_id"], view=view)

    async def _source(self, body: Payload, key: str, number: str) -> None:
        kept, person = await self._seen(body, key)
        citations = kept.answer.citations if kept else ()
        if kept is None or not number.isdigit() or not 0 < int(number) <= len(citations):
            await self._refuse(body, self._tools.replies.messages.source_missing)
            return
        citation = citations[int(number) - 1]
        found = await asyncio.to_thread(self._tools.desk.source, citation, kept.place, person)
        await self._open(body, render.source_view(found, citation, int(number), self._tools.replies.messages))

    async def _rated(self, body: Payload, key: str, rating: str) -> None:
        """A bad rating counts at once; its reason is asked for in a form."""
        await self._rate(body, key, rating, {})
        if rating == "bad":
            await self._open(body, render.feedback_view(key, rating, self._tools.replies))

    async def _rate(self, body: Payload, key: str, rating: str, values: Mapping[str, Any]) -> None:
        kept, person = await self._seen(body, key)
        if kept and rating in ("good", "bad"):
            add = self._tools.desk.records.feedback.add
            await asyncio.to_thread(
                add, key, person, rating, values.get("reason"), values.get("comment") or ""
            )

    async def _feedback(self, body: Payload, person: Person) -> None:
        """On the last answer that this person was given."""
        last = await asyncio.to_thread(self._tools.desk.records.answers.of, person, 1)
        if last:
            await self._open(body, render.feedback_view(last[0].key, "bad", self._tools.replies))
        else:
            await self._note(body, render.message(self._tools.replies.messages.nothing_asked))

    async def _settings(self, body: Payload, place: Place, person: Person) -> None:
        if not person.is_admin:
            await self._refuse(body, self._tools.replies.messages.admins_only)
            return
        room = await asyncio.to_thread(self._tools.desk.room, place)
        collections = await asyncio.to_thread(self._tools.desk.choices, place)
        await self._open(body, render.settings_view(room, collections, meta=place.room))

    async def _refuse(self, body: Payload, sentence: str) -> None:
        if body.get("response_url"):
            await self._note(body, render.message(sentence))

    async def _change(self, body: Payload, room: str, values: Mapping[str, Any]) -> Submitted:
        team = body["team"]["id"]
        person = await self._tools.people.person(team, events.user(body))
        place = Place(CHANNEL, team, room)
        settings = Room(
            collections=tuple(values.get("collections") or ()),
            follow_ups=FollowUps(values.get("follow_ups") or FollowUps.WHEN_ADDRESSED),
            allowed=tuple(Person(CHANNEL, team, user).key for user in values.get("allowed") or ()),
            private="private" in (values.get("replies") or ()),
            admits_guests="guests" in (values.get("admits") or ()),
            admits_outsiders="outsiders" in (values.get("admits") or ()),
            refer_to=values.get("refer_to_person") or values.get("refer_to") or "",
        )
        try:
            await asyncio.to_thread(self._tools.desk.records.rooms.change, place, settings, by=person)
        except (NotAnAdminError, ValueError) as error:
            return Submitted(response={"response_action": "errors", "errors": {"collections": str(error)}})
        return Submitted()

    async def _forget(self, body: Payload) -> None:
        team, user = body["team"]["id"], events.user(body)
        person = await self._tools.people.person(team, user)
        await self._erase(person.key)
        await asyncio.to_thread(self._tools.desk.forget, person)
        await self._publish(team, user, "")

    async def _publish(self, team: str, user: str, room: str) -> None:
        tools = self._tools
        person = await tools.people.person(team, user)
        place = Place(CHANNEL, team, room, is_direct=True)
        known = await tools.front.known(place, person)
        asked = await asyncio.to_thread(tools.desk.recent, person, MOST_RECENT)
        view = render.home_view(
            tools.replies,
            known,
            [kept.answer.question.text for kept in asked],
            days=tools.settings.retention_days,
            settings=person.is_admin,
        )
        client = await tools.clients.of(team)
        await call(client.views_publish, user_id=user, view=view)

    async def _prompts(self, team: str, room: str, user: str, thread: str = "") -> None:
        """Questions that the documents do answer, made from what they are about."""
        person = await self._tools.people.person(team, user)
        place = Place(CHANNEL, team, room, is_direct=True)
        questions = await asyncio.to_thread(self._tools.front.openers, place, person, MOST_PROMPTS)
        client = await self._tools.clients.of(team)
        prompts = [{"title": question[:75], "message": question} for question in questions]
        if prompts:
            await call(
                client.assistant_threads_setSuggestedPrompts,
                channel_id=room,
                thread_ts=thread or None,
                prompts=prompts,
            )

    async def _seen(self, body: Payload, key: str) -> tuple[Kept | None, Person]:
        """The answer that a button belongs to, where who clicks may see it."""
        team, user = body.get("team_id") or body["team"]["id"], events.user(body)
        room = body.get("container", {}).get("channel_id") or body.get("channel", {}).get("id") or ""
        person = await self._tools.people.asker(team, user, room)
        place = Place(CHANNEL, team, room, is_direct=room.startswith("D"))
        if not room:  # a form, which the answer's own place opened
            kept = await asyncio.to_thread(self._tools.desk.records.answers.get, key)
            place = kept.place if kept and kept.place.workspace == team else place
        return await asyncio.to_thread(self._tools.desk.seen, key, place, person), person


def _suggestion(value: str, body: Payload) -> Event | None:
    key, _, index = value.rpartition(":")
    return events.suggestion(body, key, int(index)) if index.isdigit() else None


def _values(view: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, by the name of each field."""
    found: dict[str, Any] = {}
    for block in view.get("state", {}).get("values", {}).values():
        for name, element in block.items():
            found[name.partition(":")[0]] = _value(element)
    return found


def _value(element: Mapping[str, Any]) -> Any:
    for name in ("value", "selected_user", "selected_users", "selected_conversation"):
        if name in element:
            return element[name]
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    return [option["value"] for option in element.get("selected_options") or ()]
