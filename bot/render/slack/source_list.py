"""The sources of an answer: each with its quote, where it is from, and a button that opens it."""

from collections.abc import Iterator, Sequence

from bot.domain import Citation
from bot.render import lines
from bot.render.cut import clean, shortened
from bot.render.slack import blocks as kit
from bot.render.slack.blocks import Json

LONGEST_QUOTE = 600
IN_A_CONTAINER = 5
"""Sources; each takes two of a container's ten blocks."""

MOST_BUTTONS = 25
FURTHER_ROWS = 8
"""Rows of buttons for sources that have no room for their quote."""

MOST_TO_READ = 8
LONGEST_TO_READ = 250


def listed(citations: Sequence[Citation], key: str, room: int, places: int, *, simple: bool) -> list[Json]:
    """Each source with its quote, as far as `room` characters and `places` blocks go, and a button for each
    of the rest; `simple` is without the blocks that fold away."""
    if not citations:
        return []
    entries = [_entry(number, citation, key) for number, citation in enumerate(citations, 1)]
    places -= min(FURTHER_ROWS, -(-len(entries) // MOST_BUTTONS)) + len(entries) // IN_A_CONTAINER + 2
    whole = 0
    for number, entry in enumerate(entries, 1):
        room -= kit.cost(entry) - kit.cost(_show(key, number))
        places -= len(entry)
        if room < 0 or places < 0:
            break
        whole = number
    rest = range(whole + 1, len(entries) + 1)
    shown = _in_a_row(entries[:whole]) if simple else _folded(entries[:whole], len(entries))
    return [*shown, *_further(key, rest, after=bool(whole))]


def least(citations: Sequence[Citation], key: str) -> int:
    """The characters that the sources need where none has room for its quote."""
    numbers = range(1, min(len(citations), FURTHER_ROWS * MOST_BUTTONS) + 1)
    return sum(kit.cost(_show(key, number)) for number in numbers) + 60


def readable(citations: Sequence[Citation]) -> list[Json]:
    """The first few sources without buttons, which work only in the room of the answer."""
    shown = [
        block
        for number, citation in enumerate(citations[:MOST_TO_READ], 1)
        for block in (
            kit.context(f"[{number}] {lines.about(citation)}"),
            kit.section(f"“{shortened(clean(citation.quote), LONGEST_TO_READ)}”"),
        )
    ]
    left = len(citations) - MOST_TO_READ
    return [*shown, *([kit.context(f"{left} more sources are not shown.")] if left > 0 else [])]


def _entry(number: int, citation: Citation, key: str) -> list[Json]:
    quote = shortened(clean(citation.quote), LONGEST_QUOTE)
    label = f"Show source {number}: {lines.origin(citation)}"
    return [
        kit.context(f"[{number}] {lines.about(citation)}"),
        kit.section(f"“{quote}”", _show(key, number, label=label)),
    ]


def _show(key: str, number: int, *, label: str = "", suffix: str = "") -> Json:
    return kit.button(f"show_source{suffix}", f"Show source {number}", f"{key}:{number}", label=label)


def _folded(shown: Sequence[Sequence[Json]], total: int) -> Iterator[Json]:
    for start in range(0, len(shown), IN_A_CONTAINER):
        part = shown[start : start + IN_A_CONTAINER]
        children = [block for entry in part for block in entry]
        yield kit.collapsible(_counted(start + 1, start + len(part), total), children)


def _counted(first: int, last: int, total: int) -> str:
    if total == 1:
        return "1 source"
    if first == 1 and last == total:
        return f"{total} sources"
    return f"Sources {first} to {last} of {total}" if first < last else f"Source {first} of {total}"


def _in_a_row(shown: Sequence[Sequence[Json]]) -> list[Json]:
    blocks = [block for entry in shown for block in entry]
    return [{"type": "divider"}, *blocks] if blocks else []


def _further(key: str, rest: Sequence[int], *, after: bool) -> Iterator[Json]:
    if not rest:
        return
    most = FURTHER_ROWS * MOST_BUTTONS
    more = f" ({len(rest) - most} more are not shown)" if len(rest) > most else ""
    yield kit.context(f"{'Further sources' if after else 'Sources'}{more}")
    for start in range(0, min(len(rest), most), MOST_BUTTONS):
        row = rest[start : min(start + MOST_BUTTONS, most)]
        yield kit.actions(*(_show(key, number, suffix=f":{number}") for number in row))
