"""Picks the main points: the sentences that say most of what is spoken of."""

from collections import Counter
from collections.abc import Collection, Sequence
from math import log, sqrt

from bot.briefings.patterns import patterns
from bot.briefings.reading import Line
from bot.screen.injection import is_injection
from retrieval.words import held

MOST = 5
LEAST_WORDS, LEAST_TOPICS = 5, 3
LEAST_AFTER_GREETING = 10
LONGEST_WORDS = 60
_ALIKE = 0.6


def main_points(lines: Sequence[Line], used: Collection[Line] = (), most: int = MOST) -> tuple[Line, ...]:
    """In the order they were said; none that is in `used`, none that says what another one says."""
    spread = Counter(stem for _, stems in _by_message(lines).items() for stem in stems)
    taken = {line.text for line in used}
    able = [line for line in lines if line.text not in taken and _says_something(line)]
    ranked = sorted(able, key=lambda line: -_weight(line, spread, first=line.message == lines[0].message))
    picked: list[Line] = []
    for line in ranked:
        if len(picked) < most and not any(_alike(line, other) for other in (*picked, *used)):
            picked.append(line)
    return tuple(line for line in lines if line in picked)


def _by_message(lines: Sequence[Line]) -> dict[str, set[str]]:
    stems: dict[str, set[str]] = {}
    for line in lines:
        stems.setdefault(line.message.id, set()).update(held(line.text))
    return stems


def _says_something(line: Line) -> bool:
    return (
        line.count >= LEAST_WORDS
        and not line.is_question
        and not (patterns().reading["greeting"].match(line.text) and line.count < LEAST_AFTER_GREETING)
        and len(held(line.text)) >= LEAST_TOPICS
        and not is_injection(line.text)
    )


def _weight(line: Line, spread: Counter[str], *, first: bool) -> float:
    """What is spoken of in several messages weighs more; long sentences do not win by their length."""
    stems = held(line.text)
    shared: float = sum(log(1 + spread[stem]) for stem in stems if spread[stem] > 1)
    bonus = 0.5 * len(set(patterns().reading["weighty"].findall(line.text))) + (1.0 if first else 0.0)
    return (shared + bonus + 0.1 * len(stems)) / sqrt(4 + min(line.count, LONGEST_WORDS))


def _alike(one: Line, other: Line) -> bool:
    a, b = held(one.text), held(other.text)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) > _ALIKE
