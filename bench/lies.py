"""Sentences that are changed so that they say something else: a number, a date, a qualifier, a "not", a "may"."""

import random
import re
from collections.abc import Iterator, Sequence

Made = tuple[str, str, str, bool]
"""The kind of a claim, the claim, its evidence, and whether that supports it."""
MONTHS = "January February March April May June July August September October November December".split()
QUALIFIER = re.compile(
    r"\b(more than|over|at least|up to|about|around|approximately|nearly|almost|less than|fewer than|roughly|some"
    r"|as many as|under|an estimated|estimated)\s+(?=[£$€]?\d)",
)
MODAL = re.compile(r"\b(may|might|could|can)\s+(?!not\b)(?=[a-z]+)")
WOULD = re.compile(r"\b(may|might|could|should)\s+(?=be\b)")
AUX = re.compile(r"\b(is|are|was|were|has|have|had|can|could|will|would|may|should)\b(?!\s+not\b|n't)")
NOT = re.compile(r"\b(is|are|was|were|has|have|had|can|could|will|would|may|should|does|did|do)\s+not\s+")
TURNED = dict(
    pair
    for line in """increased decreased|rose fell|grew shrank|higher lower|larger smaller|before
    after|first last
    |northern southern|eastern western|more less|most fewest|best worst|early late|won lost|accepted rejected
    |supported opposed|opened closed|began ended|above below|increase decrease|strong weak|public private
    |major minor|largest smallest|highest lowest|allowed banned|include exclude|older younger|rich poor
    |north south|east west|positive negative|win lose|majority minority|success failure|legal illegal""".split(
        "|"
    )
    for pair in ((line.split()[0], line.split()[1]), (line.split()[1], line.split()[0]))
)
OPPOSITE = {
    "more than": "fewer than", "over": "under", "at least": "at most", "up to": "at least", "nearly": "more than",
    "almost": "over", "less than": "more than", "fewer than": "more than", "under": "over",
}  # fmt: skip
"""Qualifiers and what turns them round."""


def changed(sentence: str, strangers: Sequence[str], rng: random.Random) -> Iterator[Made]:
    """What no longer says the same, of every kind that the sentence has room for."""
    for lies in (_numbers, _dates, _qualifiers, _negations, _certainties, _directions):
        yield from ((f"false: {kind}", claim, sentence, False) for kind, claim in lies(sentence, rng))
    if rng.random() < 0.08:
        stranger = rng.choice(strangers)
        tail = stranger[0].lower() + stranger[1:].rstrip(".")
        claim = f"{sentence.rstrip('.')}, and {' '.join(tail.split()[:14])}."
        yield "false: an outside fact", claim, sentence, False


def _figures(sentence: str) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """Plain numbers, and years; the days of dates are neither."""
    numbers = list(re.finditer(r"(?<![\d,.])\d[\d,]*(?:\.\d+)?(?![\d,.]*\d)", sentence))
    days = rf"\d+(?= (?:{'|'.join(MONTHS)}))|(?<=[a-z] )\d+(?=, \d{{4}})|(?<=[–-])\d+"
    dated = {match.start() for match in re.finditer(days, sentence)}
    years = [match for match in numbers if re.fullmatch(r"1[0-9]\d\d|20[0-2]\d", match.group())]
    return [match for match in numbers if match not in years and match.start() not in dated], years


def _numbers(sentence: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    plain, _ = _figures(sentence)
    if plain and rng.random() < 0.6:
        match = rng.choice(plain)
        yield "a number", _put(sentence, match, _other_number(match.group(), rng))
    if len(plain) > 1 and plain[0].group() != plain[1].group() and rng.random() < 0.7:
        yield "two numbers swapped", _swap(sentence, plain[0], plain[1])


def _dates(sentence: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    _, years = _figures(sentence)
    if years and rng.random() < 0.5:
        match = rng.choice(years)
        yield (
            "a date",
            _put(sentence, match, str(int(match.group()) + rng.choice([-11, -10, -2, -1, 1, 2, 10, 100]))),
        )
    month = re.search(rf"\b({'|'.join(m for m in MONTHS if m not in ('May', 'March'))})\b", sentence)
    if month:
        yield "a date", _put(sentence, month, rng.choice([m for m in MONTHS if m != month[1]]))


def _qualifiers(sentence: str, _: random.Random) -> Iterator[tuple[str, str]]:
    qualifier = QUALIFIER.search(sentence)
    if qualifier:
        yield "a qualifier dropped", _put(sentence, qualifier, "")
        if qualifier[1] in OPPOSITE:
            yield "a qualifier turned", _put(sentence, qualifier, OPPOSITE[qualifier[1]] + " ")


def _negations(sentence: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    negated, auxiliary = NOT.search(sentence), AUX.search(sentence)
    if negated:
        yield "a not left out", _put(sentence, negated, negated[1] + " ")
    elif auxiliary and rng.random() < 0.12:
        yield "a not put in", sentence[: auxiliary.end()] + " not" + sentence[auxiliary.end() :]


def _certainties(sentence: str, _: random.Random) -> Iterator[tuple[str, str]]:
    modal = MODAL.search(sentence)
    if modal:
        yield "may to will", _put(sentence, modal, "will ")
    if WOULD.search(sentence):
        yield "may be to is", re.sub(r"\b(?:may|might|could|should) be\b", "is", sentence, count=1)


def _directions(sentence: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    turnable = [word for word in TURNED if re.search(rf"\b{word}\b", sentence)]
    if turnable and rng.random() < 0.5:
        word = rng.choice(turnable)
        yield "direction turned", re.sub(rf"\b{word}\b", TURNED[word], sentence, count=1)


def _put(sentence: str, match: re.Match[str], other: str) -> str:
    return sentence[: match.start()] + other + sentence[match.end() :]


def _swap(sentence: str, one: re.Match[str], two: re.Match[str]) -> str:
    return "".join(
        (
            sentence[: one.start()],
            two.group(),
            sentence[one.end() : two.start()],
            one.group(),
            sentence[two.end() :],
        )
    )


def _other_number(text: str, rng: random.Random) -> str:
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    at = digits[0] if rng.random() < 0.6 else rng.choice(digits)
    choices = [d for d in "123456789" if d != text[at]]
    return text[:at] + rng.choice(choices) + text[at + 1 :]
