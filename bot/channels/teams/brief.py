""" "Brief me on this": what the sources say about a message, in the dialog that opens from it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.channels.teams.activity import Activity
from bot.channels.teams.endpoint import Reply
from bot.channels.teams.events import Kind, activity_of, event, place
from bot.channels.teams.reading import plain
from bot.channels.teams.tools import Tools
from bot.channels.teams.words import BRIEF
from bot.chat.answering import Asked
from bot.domain import Answer
from bot.render.teams import cards
from bot.render.teams.dialog import answer_card
from bot.work.event import Accepted, Event, Steps

PATIENCE: Final = 8.0
"""Seconds that Teams' dialog is kept waiting. After that the answer goes to the asker's own chat."""
LONGEST: Final = 4000


class Brief:
    """Answered at once where that can be, else as work."""

    def __init__(self, tools: Tools, patience: float = PATIENCE) -> None:
        self._tools = tools
        self._patience = patience

    async def dialog(
        self, activity: Activity, accept: Callable[[Event], Awaitable[Accepted | Reply | None]]
    ) -> Reply:
        wanted = event(Kind.BRIEF, activity, suffix=BRIEF, text=_said(activity.value))
        work = asyncio.ensure_future(self._answered(wanted))
        try:
            answer = await asyncio.wait_for(asyncio.shield(work), self._patience)
        except TimeoutError:
            work.cancel()
            return self._later(await accept(wanted))
        return Reply(_dialog(answer, self._tools.replies.standing_for(answer.model)))

    def _later(self, accepted: Accepted | Reply | None) -> Reply:
        if isinstance(accepted, Reply):
            return accepted
        replies = self._tools.replies
        said = replies.teams.too_long_now if accepted else replies.messages.busy
        return Reply({"task": {"type": "message", "value": said}})

    async def handle(self, event: Event, steps: Steps) -> None:
        """The same, later: to the asker's own chat."""
        asked = await self._asked(event)
        answer = await self._tools.front.ask(asked, steps)
        note = self._tools.replies.message("you_asked", question=answer.question.text)
        drawn = await asyncio.to_thread(
            self._tools.drawn, event.key, answer, asked.place, asked.person, note=note
        )
        activity = activity_of(event)
        await self._tools.to_person(f"{event.key}/reply", activity, activity.sender.id, drawn)

    async def _answered(self, event: Event) -> Answer:
        return await asyncio.to_thread(self._tools.desk.answer, await self._asked(event))

    async def _asked(self, event: Event) -> Asked:
        activity = activity_of(event)
        person = await self._tools.people.person(activity)
        return Asked(event.key, str(event.body["text"]), place(activity), person, private=True)


def _said(value: Mapping[str, Any]) -> str:
    """The words of the message that the dialog was opened from."""
    message = value.get("messagePayload")
    body = message.get("body") if isinstance(message, Mapping) else None
    content = str(body.get("content") or "") if isinstance(body, Mapping) else ""
    return plain(content)[:LONGEST]


def _dialog(answer: Answer, standing: str) -> Mapping[str, Any]:
    shown = {
        "title": "Brief me on this",
        "card": cards.attachment(answer_card(answer, standing=standing)),
        "height": "large",
        "width": "medium",
    }
    return {"task": {"type": "continue", "value": shown}}
