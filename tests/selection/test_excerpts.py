"""What is shown can be read by itself: with the sentence before, or as a whole list."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.selection.claims import claims
from bot.selection.excerpts import Excerpt, excerpt
from bot.selection.lines import Candidate
from retrieval.corpus import Line, Passage
from retrieval.sentences import sentences
from tests.retrieval.parts import passage

GUIDANCE = """\
The fund pays for:

- breakwaters, quays and slipways
- markets, ice plants and cold stores

It does not pay for dredging. Private marinas cannot apply."""
REPORT = (
    "Captain Rosa Lindqvist opened the quay. The day was fine. She thanked the divers. It is clear that more "
    "is to be done. The zones are new. They cost £4 million."
)
SAID = (
    "Gwen Moss, who chairs the tenants’ group, welcomed the plan. The day was fine. “I want to see a penalty "
    "clause before the work begins.” “We were told that it would last,” said Ali Reed."
)
PIECES = st.sampled_from(
    ["It rose.", "The board met.", "He left.", "Include:", "- one", "- two", "A b c d e.", ""]
)


def shown(whole: Passage, words: str) -> Excerpt:
    lines = [Line(start, end, 0.5, 0.5, 0.5) for start, end in sentences(whole.text)]
    place = next(n for n, line in enumerate(lines) if words in whole.text[line.start : line.end])
    return excerpt(candidate(whole, lines, place), lines)


def candidate(whole: Passage, lines: list[Line], place: int) -> Candidate:
    return Candidate("S1", whole, lines[place], place, 0, 1.0, 1.0, right_kind=True)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (REPORT, "They cost", "The zones are new. They cost £4 million."),
        (REPORT, "The day", "The day was fine."),
        (REPORT, "It is clear", "It is clear that more is to be done."),
        (
            REPORT,
            "She thanked",
            "Captain Rosa Lindqvist opened the quay. The day was fine. She thanked the divers.",
        ),
        (
            GUIDANCE,
            "ice plants",
            "The fund pays for: breakwaters, quays and slipways; markets, ice plants and cold stores",
        ),
        (
            GUIDANCE,
            "The fund",
            "The fund pays for: breakwaters, quays and slipways; markets, ice plants and cold stores",
        ),
        (GUIDANCE, "Private", "Private marinas cannot apply."),
        (SAID, "penalty", SAID.partition(" “We")[0]),
        (SAID, "would last", "“We were told that it would last,” said Ali Reed."),
    ],
)
def test_a_sentence_comes_with_what_it_needs(text: str, words: str, expected: str) -> None:
    assert shown(passage(text), words).text == expected


@given(st.lists(PIECES, min_size=1, max_size=12).map("\n".join))
def test_every_excerpt_is_a_range_of_whole_lines_around_its_sentence(text: str) -> None:
    whole = passage(text)
    lines = [Line(start, end, 0.5, 0.5, 0.5) for start, end in sentences(text)]
    for place, line in enumerate(lines):
        found = excerpt(candidate(whole, lines, place), lines)

        assert found.start <= line.start < line.end <= found.end
        assert found.start in {other.start for other in lines}
        assert found.end in {other.end for other in lines}


def test_claims_have_no_more_sentences_than_asked_for_but_never_none() -> None:
    whole = passage(REPORT)
    two, one = shown(whole, "They cost"), shown(whole, "The day")

    assert [claim.text for claim in claims([two, one], 2)] == [two.text]
    assert [claim.text for claim in claims([one, two], 3)] == [one.text, two.text]
    assert [claim.text for claim in claims([two], 1)] == [two.text]


def test_excerpts_that_overlap_are_shown_once() -> None:
    whole = passage(REPORT)
    both = claims([shown(whole, "The zones"), shown(whole, "They cost")], 4)

    assert [claim.text for claim in both] == ["The zones are new. They cost £4 million."]


def test_claims_of_one_document_stand_together_though_another_collection_has_its_path() -> None:
    whole = passage(REPORT)
    other = replace(whole, id="q", collection="other", text=SAID)
    chosen = [shown(whole, "The day"), shown(other, "penalty"), shown(whole, "It is clear")]

    assert [claim.text for claim in claims(chosen, 9)] == [chosen[place].text for place in (0, 2, 1)]
