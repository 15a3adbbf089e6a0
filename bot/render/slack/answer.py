"""An answer as a Slack message: the answer first, then its sources, then what can be done with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.domain import Answer
from bot.render import lines
from bot.render.cut import clean, shortened
from bot.render.lines import Line, Role
from bot.render.slack import blocks as kit
from bot.render.slack import source_list
from bot.render.slack.blocks import Json, Rendered, Run
from bot.render.slack.escape import markdown

LONGEST_BODY = 5_500
LONGEST_LINE = 2_800
LONGEST_TO_READ = 3_500
MOST_SAID = 18
"""Blocks that what is said may take: each side of a disagreement takes two."""
LONGEST_MESSAGE = 11_000
MOST_BLOCKS = 46


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be done with a message, beyond opening its sources."""

    feedback: bool = True
    refer: bool = False
    share: bool = False
    delete: bool = False
    deleters: tuple[str, ...] = ()
    """The Slack user ids that see the delete button, at most ten; empty: everyone."""


def answer(
    answer: Answer,
    *,
    key: str,
    standing: str = "",
    note: str = "",
    shareable: bool = False,
    feedback: bool = True,
    refer: bool = False,
    deletable: bool = False,
    deleters: tuple[str, ...] = (),
    body: bool = True,
    simple: bool = False,
) -> Rendered:
    """`key` is opaque. `standing` stands under every answer; `note` above it, such as that the question was
    edited since. `body` is False where the answer itself was streamed already; `simple` leaves out the newer
    blocks, which some workspaces refuse."""
    offer = Offer(feedback, refer, shareable, deletable, deleters)
    foot = [*_standing(answer, standing), *_actions(key, offer, simple=simple)]
    around = [*_notice(answer), *_suggestions(answer, key)]
    fixed = [*_note(note), *around, *foot]
    room = LONGEST_MESSAGE - kit.cost(fixed) - source_list.least(answer.citations, key)
    said = _said(lines.fitted(lines.of(answer), min(LONGEST_BODY, room), LONGEST_LINE)) if body else []
    places = MOST_BLOCKS - len(fixed) - len(said)
    listed = source_list.listed(answer.citations, key, room - kit.cost(said), places, simple=simple)
    shown = (*_note(note), *said, *around, *listed, *foot)
    return Rendered(kit.fallback(_whole(answer, standing, note)), shown)


def private(given: Answer, *, key: str, standing: str = "", note: str = "", refer: bool = False) -> Rendered:
    """What only the asker sees, in the form that every client shows, with a button that shows it to all."""
    return answer(given, key=key, standing=standing, note=note, refer=refer, shareable=True, simple=True)


def for_reading(answer: Answer) -> list[Json]:
    """The answer and its sources without buttons, for people who read it in another room."""
    said = _said(lines.fitted(lines.of(answer), LONGEST_TO_READ, LONGEST_LINE))
    return [*said, *_notice(answer), *source_list.readable(answer.citations)]


def streamed(answer: Answer) -> str:
    """What an answer says, as the Markdown that Slack's streams take."""
    said = lines.fitted(lines.of(answer), LONGEST_BODY, LONGEST_LINE)
    return "\n\n".join(_markdown(line) for line in said)


def _whole(answer: Answer, standing: str, note: str) -> str:
    """The whole plain answer within the limit of a message's text."""
    named = [f"[{number}] {lines.origin(cited)}" for number, cited in enumerate(answer.citations[:20], 1)]
    after = [clean(answer.notice), *named, standing if answer.statements else ""]
    tail = shortened("\n".join(part for part in after if part), 1_500)
    said = lines.plain(lines.fitted(lines.of(answer), 2_200, 2_000))
    return "\n".join(part for part in (note, said, tail) if part)


def _markdown(line: Line) -> str:
    text = " ".join(part for part in (markdown(line.text), lines.marked(line.marks)) if part)
    return {Role.HEADING: f"**{text}**", Role.POINT: f"- {text}"}.get(line.role, text)


def _said(said: Sequence[Line]) -> list[Json]:
    """Lists as lists, unless that takes so many blocks that the sources would find no room."""
    parts = [block for is_list, group in groupby(said, _is_point) for block in _group(is_list, list(group))]
    return parts if len(parts) <= MOST_SAID else _group(is_list=False, group=said)


def _is_point(line: Line) -> bool:
    return line.role is Role.POINT


def _group(is_list: bool, group: Sequence[Line]) -> list[Json]:
    if is_list:
        return kit.bullets([list(_runs(line)) for line in group])
    apart = [Run("\n\n")]
    return kit.rich(
        run for index, line in enumerate(group) for run in (*(apart if index else []), *_runs(line))
    )


def _runs(line: Line) -> Iterator[Run]:
    if line.text:
        yield Run(line.text, bold=line.role is Role.HEADING)
    yield from (Run(f" [{mark}]") for mark in line.marks)


def _note(note: str) -> list[Json]:
    return [kit.context(shortened(clean(note), 300))] if note else []


def _notice(answer: Answer) -> list[Json]:
    looked_up = answer.standalone if answer.standalone != answer.question.text else ""
    said = [clean(answer.notice), f"Looked up as: {clean(looked_up)}" if clean(looked_up) else ""]
    return [kit.context(shortened(text, 900)) for text in said if text]


def _standing(answer: Answer, standing: str) -> list[Json]:
    return [kit.context(shortened(clean(standing), 300))] if standing and answer.statements else []


def _suggestions(answer: Answer, key: str) -> list[Json]:
    """Each whole beside its button, since a button shows only some thirty characters."""
    questions = [
        (index, shortened(question, 300))
        for index, question in enumerate(map(clean, answer.suggestions[:5]))
        if question
    ]
    asked = [
        kit.section(
            question, kit.button("ask_suggestion", "Ask this", f"{key}:{index}", label=f"Ask: {question}")
        )
        for index, question in questions
    ]
    return [kit.context(lines.YOU_COULD_ASK), *asked] if asked else []


def _actions(key: str, offer: Offer, *, simple: bool) -> list[Json]:
    marks = [] if simple else _marks(key, offer)
    buttons = [*_plain_marks(key, offer, simple=simple), *_buttons(key, offer, simple=simple)]
    return [
        *([kit.actions(*buttons)] if buttons else []),
        *([{"type": "context_actions", "elements": marks}] if marks else []),
    ]


def _marks(key: str, offer: Offer) -> list[Json]:
    trash = {
        "type": "icon_button",
        "icon": "trash",
        "text": kit.plain("Delete this reply"),
        "action_id": "delete_reply",
        "value": key,
        "confirm": _CONFIRM_DELETE,
    } | ({"visible_to_user_ids": list(offer.deleters[:10])} if offer.deleters else {})
    return [*([_feedback(key)] if offer.feedback else []), *([trash] if offer.delete else [])]


def _feedback(key: str) -> Json:
    return {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "positive_button": _rating(key, "good", "Good answer", "Say that this answer is good"),
        "negative_button": _rating(key, "bad", "Bad answer", "Say what is wrong with this answer"),
    }


def _rating(key: str, rating: str, text: str, label: str) -> Json:
    return {"text": kit.plain(text), "accessibility_label": label, "value": f"{key}:{rating}"}


def _plain_marks(key: str, offer: Offer, *, simple: bool) -> list[Json]:
    if not simple or not offer.feedback:
        return []
    return [
        kit.button("feedback:good", "Good answer", f"{key}:good", label="Say that this answer is good"),
        kit.button("feedback:bad", "Bad answer", f"{key}:bad", label="Say what is wrong with this answer"),
    ]


def _buttons(key: str, offer: Offer, *, simple: bool) -> list[Json]:
    delete = kit.button("delete_reply", "Delete this reply", key, confirm=_CONFIRM_DELETE)
    return [
        *([kit.button("share", "Share with channel", key)] if offer.share else []),
        *([kit.button("refer", "Ask a person", key)] if offer.refer else []),
        *([delete] if offer.delete and simple else []),
    ]


_CONFIRM_DELETE = kit.confirm("Delete this reply?", "It is removed for everyone here.", "Delete")
