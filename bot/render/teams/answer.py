"""An answer as a Teams message: the answer with numbered citations, and a card for what else can be done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.chat.library import Surroundings
from bot.domain import Answer, Citation
from bot.render import lines
from bot.render.cut import clean, shortened
from bot.render.lines import Line, Role
from bot.render.teams import cards
from bot.render.teams.cards import Json
from bot.render.teams.escape import markdown, spent
from bot.render.teams.message import Cited, Message, summarised, weight
from bot.render.teams.source import quote_card, source_card
from bot.render.text import LANGUAGES
from config.replies import Messages
from retrieval.corpus import Kind

MOST_CITED = 10
"""What Teams takes as citations of one message; the sources of higher numbers stand on a card."""

MOST_FURTHER = 30
IN_A_ROW = 6
"""Buttons, which is as many as Teams shows."""

LONGEST_MESSAGE = 39_000
"""Bytes in UTF-16, of everything; Teams refuses more than 40 KB, and more only lately."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much the parts of a message may hold."""

    body: int
    """UTF-16 units of what is said."""
    line: int
    cards: int
    """Bytes for the cards of all citations together; with 0 there are none, and only first words show."""
    further: int
    """Sources beyond Teams' own citations."""


ROOMS = (
    Room(4_500, 3_000, 9_000, MOST_FURTHER),
    Room(3_000, 2_000, 5_000, 20),
    Room(2_500, 2_000, 0, 10),
    Room(1_200, 1_200, 0, 10),
)
"""From ample to scant; the first that fits is taken."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands round an answer, and what it offers."""

    key: str
    words: Messages
    standing: str
    note: str
    found: Mapping[int, Surroundings]
    personal: bool
    feedback: bool
    offers: tuple[Json, ...]


def answer(
    answer: Answer,
    *,
    key: str,
    words: Messages,
    standing: str = "",
    note: str = "",
    found: Mapping[int, Surroundings] | None = None,
    personal: bool = False,
    shareable: bool = False,
    feedback: bool = True,
    refer: bool = False,
    deletable: bool = False,
) -> Message:
    """`key` is opaque; `found` are surroundings by citation number; `personal` is a chat with the bot alone,
    where suggestions are Teams' own buttons. `standing` stands under every answer, `note` above it."""
    offers = tuple(_offers(key, shareable=shareable, refer=refer, deletable=deletable))
    frame = Frame(key, words, standing, note, found or {}, personal, feedback, offers)
    drawn = (_drawn(answer, frame, room) for room in ROOMS)
    shown = next(drawn)
    while weight(shown) > LONGEST_MESSAGE and (smaller := next(drawn, None)):
        shown = smaller
    return shown


def _drawn(answer: Answer, frame: Frame, room: Room) -> Message:
    said = lines.fitted(lines.of(answer), room.body, room.line, spent)
    paragraphs = [_quiet(frame.note), *_said(said), _quiet(answer.notice, 900), *_lookup(answer)]
    paragraphs += [_quiet(frame.standing)] if answer.statements else []
    questions = [shortened(clean(each), 200) for each in answer.suggestions[:5]]
    return Message(
        text="\n\n".join(part for part in paragraphs if part),
        summary=summarised(lines.plain(said)),
        citations=_cited(answer.citations[:MOST_CITED], frame, room.cards),
        suggestions=tuple(filter(None, questions)) if frame.personal else (),
        card=_card(answer.citations, frame, [] if frame.personal else questions, room.further),
        generated=bool(answer.statements),
        feedback=frame.feedback and bool(answer.statements),
    )


def _said(said: Iterable[Line]) -> list[str]:
    """The paragraphs; a list is one of them."""
    shown: list[str] = []
    for line in said:
        text = " ".join(part for part in (markdown(line.text), lines.marked(line.marks)) if part)
        if line.role is not Role.POINT:
            shown.append(f"**{text}**" if line.role is Role.HEADING else text)
        elif shown and shown[-1].startswith("- "):
            shown[-1] += f"\n- {_in_a_list(text)}"
        else:
            shown.append(f"- {_in_a_list(text)}")
    return shown


def _in_a_list(text: str) -> str:
    return text.replace("\n", "\n  ")


def _quiet(text: str, longest: int = 300) -> str:
    text = markdown(shortened(clean(text), longest, spent=spent))
    return "\n".join(f"_{line.strip()}_" for line in text.split("\n") if line.strip())


def _lookup(answer: Answer) -> list[str]:
    looked_up = clean(answer.standalone) if answer.standalone != answer.question.text else ""
    return [_quiet(f"Looked up as: {looked_up}")] if looked_up else []


def _cited(citations: Sequence[Citation], frame: Frame, room: int) -> tuple[Cited, ...]:
    return tuple(
        Cited(
            position=number,
            name=shortened(clean(citation.title), 80) or "Untitled",
            abstract=shortened(" ".join(clean(citation.quote).split()), 160) or "(no words)",
            keywords=_keywords(citation),
            card=_source(citation, number, frame, room // len(citations)),
        )
        for number, citation in enumerate(citations, 1)
    )


def _source(citation: Citation, number: int, frame: Frame, room: int) -> str:
    surroundings = frame.found.get(number)
    if not room:
        return ""
    if surroundings is None:
        return cards.written(quote_card(citation, number, room=room))
    return cards.written(source_card(surroundings, citation, number, frame.words, room=room))


def _keywords(citation: Citation) -> tuple[str, ...]:
    known = [shortened(lines.dated(citation.date), 28) or "No date given"]
    known += [f"In {LANGUAGES[citation.language]}"] if citation.language in LANGUAGES else []
    known += ["Teaser"] if citation.kind is Kind.FURNITURE else []
    return tuple(filter(None, known))


def _card(citations: Sequence[Citation], frame: Frame, questions: Sequence[str], most: int) -> Json | None:
    """None where there is nothing to show on it."""
    body = [*_asks(frame.key, questions), *_further(citations, frame.key, most)]
    shown = cards.card(body, frame.offers, fallback="Suggestions, further sources and actions")
    return shown if body or frame.offers else None


def _further(citations: Sequence[Citation], key: str, most: int) -> list[Json]:
    """Buttons for the sources that have no place among Teams' own citations."""
    rest = list(enumerate(citations, 1))[MOST_CITED:]
    buttons = [_show(number, citation, key) for number, citation in rest[:most]]
    rows = [buttons[start : start + IN_A_ROW] for start in range(0, len(buttons), IN_A_ROW)]
    sets: list[Json] = [{"type": "ActionSet", "actions": row} for row in rows]
    left = len(rest) - len(buttons)
    more = [cards.quiet(f"{left} more are not shown.")] if left else []
    return [cards.heading("Further sources"), *sets, *more] if rest else []


def _show(number: int, citation: Citation, key: str) -> Json:
    title = shortened(lines.origin(citation), 60)
    return cards.opens("show_source", f"Show source {number}", f"{key}:{number}", tooltip=title)


def _asks(key: str, questions: Sequence[str]) -> list[Json]:
    rows = [
        cards.row(question, cards.press("ask_suggestion", "Ask this", f"{key}:{index}", tooltip=question))
        for index, question in enumerate(questions)
        if question
    ]
    return [cards.heading(lines.YOU_COULD_ASK), *rows] if rows else []


def _offers(key: str, *, shareable: bool, refer: bool, deletable: bool) -> list[Json]:
    return [
        *([cards.press("share", "Share with everyone here", key)] if shareable else []),
        *([cards.opens("refer", "Ask a person", key)] if refer else []),
        *([cards.press("delete_reply", "Delete this reply", key)] if deletable else []),
    ]
