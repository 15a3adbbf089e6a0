"""Short messages: a sentence, the queue, work under way, a hand-off to a person."""

import re

from bot.domain import Answer
from bot.render import shown
from bot.render.cut import clean, shortened
from bot.render.slack import blocks as kit
from bot.render.slack.answer import answer as whole
from bot.render.slack.blocks import Json, Rendered, Run
from config.replies import Replies

_PERSON = re.compile(r"[UW][A-Z0-9]{2,30}")


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
    answer: Answer, *, key: str, asker: str, link: str = "", hosts: tuple[str, ...] = (), comment: str = ""
) -> Rendered:
    """What a person gets who is asked to take over: who asks, what, what the bot said, and its sources."""
    question = shortened(clean(answer.question.text), 1_500) or "(nothing)"
    found = whole(answer, key=key, feedback=False)
    head = [
        *kit.rich([*_who(asker), Run(" would like a person’s answer to this question:")]),
        *kit.quoted([Run(question)]),
        *([kit.context(f"They add: {shortened(clean(comment), 900)}")] if clean(comment) else []),
        *_where(shown.own_link(link, hosts)),
        kit.context("What the assistant said"),
    ]
    text = f"Somebody would like a person’s answer to this question: {question}"
    return Rendered(kit.fallback(text), (*head, *found.blocks))


def _who(asker: str) -> list[Run]:
    return [Run("", person=asker)] if _PERSON.fullmatch(asker) else [Run("Somebody", bold=True)]


def _where(link: str) -> list[Json]:
    return kit.rich([Run("Open the conversation", link=link)]) if link else []
