"""The answers that Teams wants at once: forms and sources in dialogs, searches, ratings. Nothing here is lost
work: what fails is pressed again."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, Final

import structlog
from pydantic_core import from_json

from bot.channels.teams.activity import Activity
from bot.channels.teams.endpoint import Reply
from bot.channels.teams.events import CHANNEL, place
from bot.channels.teams.tools import Tools
from bot.chat.access import barred
from bot.chat.answers import Kept
from bot.chat.place import Person, Place
from bot.chat.rooms import FollowUps, NotAnAdminError, Room
from bot.domain import Citation
from bot.render import teams as render
from bot.render.teams import cards

log = structlog.get_logger(__name__)
Json = Mapping[str, Any]
MOST_RESULTS: Final = 10
LONGEST_SEARCH: Final = 400
LONGEST_COMMENT: Final = 1000
RATINGS: Final = {"like": "good", "dislike": "bad"}
MESSAGE: Final = "application/vnd.microsoft.activity.message"


class Dialogs:
    """Each invoke by its name, to what is shown."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._by_name: Mapping[str, Callable[[Activity], Awaitable[Json]]] = {
            "message/fetchTask": self._ask_why,
            "message/submitAction": self._rated,
            "task/fetch": self._opened,
            "task/submit": self._sent,
            "composeExtension/query": self._searched,
        }

    def knows(self, name: str) -> bool:
        return name in self._by_name

    async def answer(self, activity: Activity) -> Reply:
        return Reply(dict(await self._by_name[activity.name](activity)))

    # Ratings

    async def _ask_why(self, activity: Activity) -> Json:
        """The form behind a thumb. The rating counts when it is sent."""
        data = _part(activity.value, "data") or activity.value
        rating = RATINGS.get(str(_part(data, "actionValue").get("reaction")), "bad")
        key = await self._key(activity)
        return _form("Your feedback", render.feedback_card(key, rating, self._tools.replies))

    async def _rated(self, activity: Activity) -> Json:
        """Teams takes an empty answer only."""
        value = _part(activity.value, "actionValue")
        rating = RATINGS.get(str(value.get("reaction")))
        said = _read(str(value.get("feedback") or ""))
        key = await self._key(activity)
        if rating and key:
            await self._rate(activity, key, rating, said)
        return {}

    async def _rate(self, activity: Activity, key: str, rating: str, said: Json) -> None:
        kept, person = await self._seen(activity, key)
        if kept is None:
            return
        comment = str(said.get("comment") or said.get("feedbackText") or "")[:LONGEST_COMMENT]
        add = self._tools.desk.records.feedback.add
        try:
            await asyncio.to_thread(add, key, person, rating, said.get("reason") or None, comment)
        except ValueError:
            await asyncio.to_thread(add, key, person, rating, None, comment)  # a reason that is none of ours

    async def _key(self, activity: Activity) -> str:
        """The key of the answer that a message of ours is, "" for another message. Where Teams does not say
        which message, it is the last answer that this person was given there."""
        spot, person = await self._who(activity)
        records = self._tools.desk.records
        if activity.reply_to:
            found = await asyncio.to_thread(records.deliveries.by_message, spot, activity.reply_to)
            return found.key.rpartition("/")[0] if found else ""
        for kept in await asyncio.to_thread(records.answers.of, person):
            found = await asyncio.to_thread(records.deliveries.of, f"{kept.key}/reply")
            if found and found.room == spot.room_key:
                return kept.key
        return ""

    # Dialogs

    async def _opened(self, activity: Activity) -> Json:
        data = _part(activity.value, "data")
        action, value = str(data.get("action")), str(data.get("value") or "")
        if action == "show_source":
            return await self._source(activity, value)
        if action == "refer":
            return _form("Ask a person", render.refer_card(value, self._tools.replies))
        if action == "settings":
            return await self._settings(activity)
        return shown(self._tools.replies.messages.source_missing)

    async def _sent(self, activity: Activity) -> Json:
        """A form that was filled in. What has an effect for others was taken as work before this."""
        data = _part(activity.value, "data")
        if data.get("action") == "settings":
            return await self._change(activity, data)
        if data.get("action") == "refer":
            return shown(self._tools.replies.messages.referred)
        key, _, rating = str(data.get("value") or "").rpartition(":")
        if data.get("action") == "feedback" and key and rating in RATINGS.values():
            await self._rate(activity, key, rating, data)
        return {}

    async def _source(self, activity: Activity, value: str) -> Json:
        key, _, number = value.rpartition(":")
        kept, person = await self._seen(activity, key)
        citations = kept.answer.citations if kept else ()
        words = self._tools.replies.messages
        if kept is None or not number.isdecimal() or not 0 < int(number) <= len(citations):
            return shown(words.source_missing)
        citation = citations[int(number) - 1]
        found = await asyncio.to_thread(self._tools.desk.source, citation, kept.place, person)
        return _form("Source", render.source_card(found, citation, int(number), words))

    async def _settings(self, activity: Activity) -> Json:
        spot, person = await self._who(activity)
        if not person.is_admin:
            return shown(self._tools.replies.messages.admins_only)
        room = await asyncio.to_thread(self._tools.desk.room, spot)
        choices = await asyncio.to_thread(self._tools.desk.choices, spot)
        return _form("Settings", render.settings_card(room, choices))

    async def _change(self, activity: Activity, data: Json) -> Json:
        spot, person = await self._who(activity)
        try:
            choices = await asyncio.to_thread(self._tools.desk.choices, spot)
            room = _room(data, spot, choices)
            await asyncio.to_thread(self._tools.desk.records.rooms.change, spot, room, by=person)
        except NotAnAdminError:
            return shown(self._tools.replies.messages.admins_only)
        return shown(self._tools.replies.teams.settings_saved)

    # The search extension

    async def _searched(self, activity: Activity) -> Json:
        spot, person = await self._who(activity)
        room = await asyncio.to_thread(self._tools.desk.room, spot)
        if said := barred(person, spot, room, self._tools.replies.access):
            return render.results((), said)
        text = _searched_for(activity.value)
        collections = self._tools.desk.collections(spot)
        found = await asyncio.to_thread(self._tools.front.search, text, collections, MOST_RESULTS)
        cited = [Citation.of(each.passage, 0, len(each.passage.text)) for each in found]
        return render.results(cited, self._tools.replies.teams.nothing_found)

    # Who, where, what

    async def _who(self, activity: Activity) -> tuple[Place, Person]:
        return place(activity), await self._tools.people.person(activity)

    async def _seen(self, activity: Activity, key: str) -> tuple[Kept | None, Person]:
        """The answer that a button belongs to, where who presses it may see it."""
        spot, person = await self._who(activity)
        return await asyncio.to_thread(self._tools.desk.seen, key, spot, person), person


def told(sentence: str) -> Reply:
    """A line shown beside a button that was pressed."""
    return Reply({"statusCode": 200, "type": MESSAGE, "value": sentence})


def _form(title: str, card: Json) -> Json:
    shown = {"title": title, "card": cards.attachment(dict(card)), "height": "medium", "width": "medium"}
    return {"task": {"type": "continue", "value": shown}}


def shown(sentence: str) -> Json:
    """A line shown in a dialog's place."""
    return {"task": {"type": "message", "value": sentence}}


def _part(value: Json, name: str) -> Json:
    part = value.get(name)
    return part if isinstance(part, Mapping) else {}


def _read(text: str) -> Json:
    """The fields of a form, which Teams sends as JSON in a string; the words alone count as a comment."""
    try:
        said = from_json(text)
    except ValueError:
        said = text
    return said if isinstance(said, dict) else {"comment": str(said)}


def _searched_for(value: Json) -> str:
    parameters = value.get("parameters")
    named = parameters if isinstance(parameters, list) else []
    texts = [str(each.get("value") or "") for each in named if isinstance(each, Mapping)]
    return " ".join(texts)[:LONGEST_SEARCH].strip()


def _room(data: Json, spot: Place, choices: Collection[str]) -> Room:
    def several(name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in str(data.get(name) or "").split(",") if part.strip())

    policy = str(data.get("follow_ups") or "")
    return Room(
        collections=tuple(name for name in several("collections") if name in choices) or ("default",),
        follow_ups=FollowUps(policy) if policy in set(FollowUps) else FollowUps.WHEN_ADDRESSED,
        allowed=tuple(Person(CHANNEL, spot.workspace, each).key for each in several("allowed")),
        private=data.get("private") == "true",
        admits_guests=data.get("guests") == "true",
        admits_outsiders=data.get("outsiders") == "true",
        refer_to=next(iter(several("refer_to")), ""),
    )
