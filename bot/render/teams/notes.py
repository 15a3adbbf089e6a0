"""Short messages: the queue, a welcome, help, what the bot knows, a hand-off to a person."""

from collections.abc import Mapping, Sequence

from bot.domain import Answer, Turn
from bot.render import lines, shown
from bot.render.cut import clean, shortened
from bot.render.shown import Holding
from bot.render.teams import cards
from bot.render.teams.cards import Json
from bot.render.teams.escape import markdown, spent
from bot.render.teams.message import Message, message, summarised
from config.replies import Replies

MOST_COLLECTIONS = 15
MOST_NEWEST = 5
MOST_SOURCES = 12
LONGEST_HANDOFF = 18_000
"""Bytes; the message has 40 KB, in UTF-16, for everything."""

HANDED = (4_500, 2_400, 900)
"""Characters of what the assistant said in a hand-off, from ample to scant."""


def queue(ahead: int, replies: Replies) -> Message:
    return message(replies.message("queue", place=shown.place(ahead)))


def busy(replies: Replies) -> Message:
    return message(replies.message("busy"))


def welcome(replies: Replies, commands: Mapping[str, str], suggestions: Sequence[str] = ()) -> Message:
    """What people read when the bot arrives; `commands` are what can be typed, with what each does. These and
    the suggestions stand on a card: suggestions of a message go away when the next one comes."""
    text = "\n\n".join((markdown(replies.greetings.about), markdown(replies.messages.how_to_ask)))
    listed = [
        cards.text(cards.run(name, weight="bolder"), cards.run(f": {does}"), spacing="small")
        for name, does in commands.items()
    ]
    asked = filter(None, (shortened(clean(question), 300) for question in suggestions[:5]))
    body = [cards.heading("What you can type"), *listed]
    card = cards.card(body, [cards.asks(question) for question in asked], fallback=", ".join(commands))
    return Message(text, summarised(replies.greetings.about), card=card)


def sources(replies: Replies, known: Sequence[Holding]) -> Message:
    """What somebody may be answered from here."""
    if not known:
        return message(replies.messages.nothing_ingested)
    parts = [_holding(each) for each in known[:MOST_COLLECTIONS]]
    more = len(known) - MOST_COLLECTIONS
    parts += [f"{more} more collections are not shown."] if more > 0 else []
    return Message("\n\n".join(parts), summarised(f"{len(known)} collections"))


def handoff(
    answer: Answer,
    *,
    asker: str,
    link: str = "",
    hosts: Sequence[str] = (),
    comment: str = "",
    earlier: Sequence[Turn] = (),
    marking: str = "",
) -> Message:
    """What a person gets who is asked to take over; `asker` is a name."""
    name = shortened(clean(asker), 80) or "Somebody"
    lead = f"{name} would like a person’s answer to this question."
    leads = shown.own_link(link, hosts)
    opens = [{"type": "Action.OpenUrl", "title": "Open the conversation", "url": leads}] if leads else []
    for room in HANDED:
        body = [*_request(answer, lead, comment, marking, room), *_earlier(earlier), *_reply(answer, room)]
        card = cards.card(body, opens, fallback=lead)
        if cards.weight(card) <= LONGEST_HANDOFF:
            break
    return Message(markdown(lead), summarised(lead), card=card)


def _request(answer: Answer, lead: str, comment: str, marking: str, room: int) -> list[Json]:
    question = shortened(clean(answer.question.text), room // 3) or "(nothing)"
    added = shortened(clean(comment), room // 4)
    return [
        *([cards.words(f"Marked {shortened(clean(marking), 80)}", weight="bolder")] if marking else []),
        cards.words(lead),
        cards.set_off([cards.words(question)]),
        *([cards.words(f"They add: {added}")] if added else []),
    ]


def _reply(answer: Answer, room: int) -> list[Json]:
    said = lines.fitted(lines.of(answer), room, room)
    return [
        cards.heading("What the assistant said"),
        *(cards.words(line.plain) for line in said),
        *_sources(answer, MOST_SOURCES if room > HANDED[-1] else 3),
    ]


def _holding(holding: Holding) -> str:
    name = markdown(shortened(clean(holding.collection), 150) or "(no name)")
    count = "1 document" if holding.documents == 1 else f"{holding.documents:,} documents"
    titles = [f"- {_title(*each)}" for each in holding.newest[:MOST_NEWEST]]
    return "\n\n".join(part for part in (f"**{name}**: {count}", "\n".join(titles)) if part)


def _title(title: str, date: str | None) -> str:
    named = shortened(" ".join(clean(title).split()), 100, spent=spent) or "Untitled"
    return markdown(f"{named} ({lines.dated(date)})" if date else named)


def _earlier(turns: Sequence[Turn]) -> list[Json]:
    if not turns:
        return []
    said = [
        cards.text(
            cards.run(shortened(clean(turn.question), 250) or "(nothing)", weight="bolder"),
            cards.run(f" {shortened(clean(turn.answer), 350)}"),
        )
        for turn in turns[-3:]
    ]
    return [cards.heading("Asked before"), *said]


def _sources(answer: Answer, most: int) -> list[Json]:
    listed = [
        cards.quiet(f"[{number}] {lines.about(cited)}: “{shortened(clean(cited.quote), 200)}”")
        for number, cited in enumerate(answer.citations[:most], 1)
    ]
    left = len(answer.citations) - len(listed)
    return [*listed, *([cards.quiet(f"{left} more sources are not shown.")] if left else [])]
