"""Short messages: a sentence, the queue, work under way, a hand-off to a person."""

import re
from collections.abc import Sequence

from bot.domain import Answer, Turn
from bot.render import shown
from bot.render.cut import clean, shortened
from bot.render.slack import blocks as kit
from bot.render.slack.answer import for_reading
from bot.render.slack.blocks import Json, Rendered, Run
from config.replies import Replies

_PERSON = re.compile(r"[UW][A-Z0-9]{1,30}")


def message(sentence: str) -> Rendered:
    """One of the bot's own sentences."""
    return Rendered(kit.fallback(sentence), (kit.section(sentence),))


def queue(ahead: int, replies: Replies) -> Rendered:
    return message(replies.message("queue", place=shown.place(ahead)))


def busy(replies: Replies) -> Rendered:
    return message(replies.message("busy"))


def working(sentence: str, key: str) -> Rendered:
    """What is being done, with a button that stops it, for workspaces that have no Stop of their own."""
    stop = kit.button("stop", "Stop", key, label="Stop working on this question")
    return Rendered(kit.fallback(sentence), (kit.section(sentence, stop),))


def handoff(
    answer: Answer,
    *,
    asker: str,
    link: str = "",
    hosts: tuple[str, ...] = (),
    comment: str = "",
    earlier: Sequence[Turn] = (),
    marking: str = "",
) -> Rendered:
    """What a person gets who is asked to take over: who asks what, what was said, and what was found."""
    question = shortened(clean(answer.question.text), 1_500) or "(nothing)"
    head = [
        *([kit.context(f"Marked {shortened(clean(marking), 80)}")] if marking else []),
        *kit.rich([*_who(asker), Run(" would like a person’s answer to this question:")]),
        *kit.quoted([Run(question)]),
        *([kit.context(f"They add: {shortened(clean(comment), 900)}")] if clean(comment) else []),
        *_where(shown.own_link(link, hosts)),
        *_earlier(earlier),
        kit.context("What the assistant said"),
    ]
    text = f"Somebody would like a person’s answer to this question: {question}"
    return Rendered(kit.fallback(text), (*head, *for_reading(answer)))


def _who(asker: str) -> list[Run]:
    return [Run("", person=asker)] if _PERSON.fullmatch(asker) else [Run("Somebody", bold=True)]


def _earlier(turns: Sequence[Turn]) -> list[Json]:
    """The last few turns before, oldest first."""
    if not turns:
        return []
    points = [
        [Run(shortened(clean(turn.question), 250) or "(nothing)", bold=True), Run(f"\n{_said(turn)}")]
        for turn in turns[-3:]
    ]
    return [kit.context("Asked before"), *kit.bullets(points)]


def _said(turn: Turn) -> str:
    return shortened(clean(turn.answer), 350) or turn.outcome.value.replace("_", " ")


def _where(link: str) -> list[Json]:
    return kit.rich([Run("Open the conversation", link=link)]) if link else []
