"""Which part of a document a page shows: all of a short one, a window of a long one."""

from dataclasses import dataclass

SIZE = 60_000
"""Characters a page shows: some twenty printed pages. A browser chokes on the whole of fifty megabytes."""
WHOLE = 2 * SIZE
"""A document up to this long is shown in one piece."""
LINE = 400
"""How far a border moves to fall between lines."""


@dataclass(frozen=True, slots=True)
class Window:
    """`text[low:high]` is shown, and of it `text[start:end]` is highlighted, where that is anything."""

    low: int
    high: int
    start: int
    end: int
    length: int
    """Of the whole text."""

    @property
    def is_whole(self) -> bool:
        return self.low == 0 and self.high == self.length

    @property
    def earlier(self) -> int | None:
        """Where the window before this begins."""
        return max(0, self.low - SIZE) if self.low else None

    @property
    def later(self) -> int | None:
        return self.high if self.high < self.length else None


def window(text: str, start: int = 0, end: int = 0, at: int | None = None) -> Window:
    """The window around a quote, or from `at` on where one pages through the document."""
    length = len(text)
    if length <= WHOLE:
        return Window(0, length, start, end, length)
    low = max(0, min(start - SIZE // 3 if at is None else at, length - 1))
    low = _after_line_end(text, low, -1) if at is None else low
    high = _after_line_end(text, min(low + SIZE, length), 1)
    return Window(low, high, _within(start, low, high), _within(end, low, high), length)


def numbers(start: str, end: str, length: int) -> tuple[int, int] | None:
    """The character range that a link gives, None where it does not lie in the text."""
    try:
        first, last = int(start), int(end)
    except ValueError:
        return None
    return (first, last) if 0 <= first < last <= length else None


def _after_line_end(text: str, place: int, direction: int) -> int:
    if place in {0, len(text)}:
        return place
    if direction < 0:
        found = text.rfind("\n", max(0, place - LINE), place)
    else:
        found = text.find("\n", place, place + LINE)
    return place if found < 0 else found + 1


def _within(place: int, low: int, high: int) -> int:
    return min(max(place, low), high)
