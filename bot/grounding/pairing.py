"""Whether an amount stands with the date that the evidence has it with."""

from collections.abc import Iterator

from bot.grounding.alignment import Aligned
from bot.grounding.closeness import apart
from bot.grounding.mentions import Mention, mentions
from bot.grounding.words import Sentence


def misdated(aligned: Aligned) -> Iterator[str]:
    """63.7 million in 2011, where the evidence has 63.7 million in 2012, up from 63.3 million in 2011."""
    mine, here = _amount_and_date(aligned.claim), mentions(aligned.claim)
    if len(mine) != 1 or sum(mention.kind != "name" for mention in here) != 2:
        return
    [(amount, date)] = mine
    for number in aligned.window:
        pairs = _amount_and_date(aligned.evidence[number])
        dates = [theirs for much, theirs in pairs if much.says(amount)]
        amounts = [much for much, theirs in pairs if theirs.says(date)]
        absolute = all(any(character.isdigit() for character in theirs.said) for theirs in dates)
        if dates and amounts and absolute and not any(theirs.says(date) for theirs in dates):
            yield f"the evidence has “{amount.said}” for “{dates[0].said}”, not for “{date.said}”"


def _amount_and_date(sentence: Sentence) -> list[tuple[Mention, Mention]]:
    """The amounts and the dates that stand nearest to each other."""
    found = mentions(sentence)
    amounts = [mention for mention in found if mention.kind not in ("name", "date")]
    dates = [mention for mention in found if mention.kind == "date"]
    if not amounts or not dates:
        return []
    pairs = []
    for amount in amounts:
        date = min(dates, key=lambda other: apart(sentence, amount, other))
        if min(amounts, key=lambda other: apart(sentence, other, date)) == amount:
            pairs.append((amount, date))
    return pairs
