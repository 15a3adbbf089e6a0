"""Sentences retold faithfully: a clause of it, reordered, in other words, in another format."""

import random
import re
from collections.abc import Iterator

from bench.lies import MONTHS, Made

SENTENCE = re.compile(r"[^.!?\s][^.!?]*(?:[.!?](?!\s+[A-Z]|\s*$)[^.!?]*)*[.!?]?")
KINDLY = {
    "large": "big", "began": "started", "started": "began", "many": "numerous", "several": "a number of",
    "purchased": "bought", "bought": "purchased", "near": "close to", "created": "established",
    "because": "since",
    "however": "but", "located": "situated", "about 1": "approximately 1", "approximately": "about",
    "however,": "but",
    "more than": "over", "important": "significant", "famous": "well known", "often": "frequently",
    "primarily": "mainly", "mainly": "chiefly", "received": "got", "obtained": "got", "died": "passed away",
    "required": "needed", "needed": "required", "attempted": "tried", "built": "constructed",
    "constructed": "built",
    "movie": "film", "film": "movie", "children": "kids", "also": "too", "currently": "at present",
    "wrote": "authored", "founded": "established", "states": "says", "assist": "help", "helped": "assisted",
    "begin": "start", "ended": "finished", "entire": "whole", "various": "different", "shows": "demonstrates",
    "known as": "called", "called": "known as", "main": "principal", "chief": "main", "occurs": "happens",
    "usually": "generally", "generally": "usually", "commonly": "often", }  # fmt: skip


def sentences(text: str) -> list[str]:
    return [s.strip() for s in SENTENCE.findall(text) if 40 < len(s) < 400]


def retold(sentence: str, rng: random.Random) -> Iterator[Made]:
    """What still says the same, always."""
    if rng.random() < 0.1:
        yield "true: word for word", sentence, sentence, True
    yield from _clause(sentence, rng)
    yield from _reordered(sentence)
    without = re.sub(r" \([^)]*\)|, (?:which|who) [^,]+,", "", sentence)
    if without != sentence and len(without) > 40:
        yield "true: an aside left out", without, sentence, True
    yield from _in_other_words(sentence, rng)
    formatted = _reformat(sentence)
    if formatted != sentence:
        yield "true: other format", formatted, sentence, True


def _clause(sentence: str, rng: random.Random) -> Iterator[Made]:
    clause = re.match(r"^(.{40,}?)(?:, (?:which|who|and|but|while|although|where)\b|; )", sentence)
    if clause and rng.random() < 0.5:
        yield "true: a clause", clause[1] + ".", sentence, True


def _reordered(sentence: str) -> Iterator[Made]:
    """ "In 1912, the mill closed" as "The mill closed in 1912"."""
    fronted = re.match(
        r"^((?:In|On|After|During|By|From|At|Since|Until) [^,]{3,40}), ((?:the|a|an|[A-Z])[^,]+)\.$", sentence
    )
    if fronted:
        first, rest = fronted[1], fronted[2]
        claim = f"{rest[0].upper()}{rest[1:]} {first[0].lower()}{first[1:]}."
        yield "true: reordered", claim, sentence, True


def _in_other_words(sentence: str, rng: random.Random) -> Iterator[Made]:
    words = [word for word in KINDLY if re.search(rf"\b{re.escape(word)}\b", sentence)]
    rng.shuffle(words)
    kindly = sentence
    for word in words[:2]:
        kindly = re.sub(rf"\b{re.escape(word)}\b", KINDLY[word], kindly, count=1)
    if kindly != sentence and rng.random() < 0.6:
        yield "true: other words", kindly, sentence, True


def _reformat(sentence: str) -> str:
    text = re.sub(r"\b(\d{1,3})(?:,000,000)\b", r"\1 million", sentence)
    text = (
        re.sub(r"(\d) million\b", r"\1m", text)
        if text == sentence and re.search(r"[£$€]\d+ million", text)
        else text
    )
    text = re.sub(r"(\d)%", r"\1 per cent", text)
    text = (
        re.sub(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})", r"\2 \1, \3", text)
        if text == sentence
        else text
    )
    if text == sentence:
        text = re.sub(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}}), (\d{{4}})", r"\2 \1 \3", text)
    for digit, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight"], 2):
        text = re.sub(rf"(?<!-)\b{word}\b(?= [a-z]+s\b)", str(digit), text)
    return text
