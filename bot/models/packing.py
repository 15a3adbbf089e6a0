"""Passages as a prompt shows them: in a budget of tokens, whole sentences, the best where they are read."""

from collections.abc import Sequence
from html import escape

from bot.domain import Citation
from bot.models import labelled
from bot.models.tokens import count
from retrieval.copies import copies
from retrieval.corpus import Found, Passage
from retrieval.sentences import sentences
from retrieval.words import held


def passages(found: Sequence[Found], tokens: int, question: str = "") -> str:
    """The passages under their labels, as many as `tokens` allow, the best taken first; one that was found in
    several documents once. Two messages of a thread are two, whatever they say."""
    blocks: list[str] = []
    copied = _copied(found) if _ranked(found) else ()
    for label, passage in labelled(found).items():
        if passage.id in copied:
            continue
        frame = _block(label, passage, "")
        if text := _fitted(passage, tokens - count(frame), question):
            blocks.append(_block(label, passage, text))
            tokens -= count(blocks[-1])
    return "\n".join(_ordered(blocks) if _ranked(found) else blocks)


def _copied(found: Sequence[Found]) -> set[str]:
    return {copy.id for some in copies([hit.passage for hit in found]).values() for copy in some}


def _ranked(found: Sequence[Found]) -> bool:
    """Passages of one score are a text from beginning to end, and stay in that order."""
    return len({hit.score for hit in found}) > 1


def _ordered(blocks: Sequence[str]) -> list[str]:
    """The best first and the next best last: models read least well what stands in the middle."""
    return [*blocks[::2], *reversed(blocks[1::2])]


def quoted(citation: Citation, source: Passage | None, tokens: int) -> str:
    """A quote, after as much of its source around it as fits."""
    quote = f"<quote>{escape(citation.quote, quote=False)}</quote>"
    if source is None:
        return quote
    opening = f'<source title="{_attribute(citation.title)}" date="{escape(citation.date or "")}">'
    text = _fitted(source, tokens, citation.quote)
    return f"{opening}{escape(text, quote=False)}</source>\n{quote}"


def _fitted(passage: Passage, tokens: int, near: str) -> str:
    """The text, or as many of its sentences as fit, from the one on that is nearest; "" where none does."""
    if count(passage.text) <= tokens:
        return passage.text
    spans = sentences(passage.text, passage.language)
    first = last = _nearest(near, passage.text, spans)
    best = ""
    while 0 <= first <= last < len(spans):
        text = passage.text[spans[first][0] : spans[last][1]]
        if count(text) > tokens:
            break
        best = text
        # What follows a sentence explains it more often than what stands before it.
        first, last = (first, last + 1) if last + 1 < len(spans) else (first - 1, last)
    return best


def _nearest(near: str, text: str, spans: Sequence[tuple[int, int]]) -> int:
    """The number of the sentence that holds most of the words, the first of several."""
    asked = held(near)
    shared = [len(asked & held(text[start:end])) for start, end in spans]
    return shared.index(max(shared)) if shared else 0


def _block(label: str, passage: Passage, text: str) -> str:
    columns = f' columns="{_attribute(passage.columns)}"' if passage.columns else ""
    return (
        f'<passage label="{label}" title="{_attribute(passage.title)}" date="{escape(passage.date or "")}"'
        f"{columns}>{escape(text, quote=False)}</passage>"
    )


def _attribute(value: str) -> str:
    return escape(" ".join(value.split()))
