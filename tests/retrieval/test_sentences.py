"""A sentence keeps its place in the text, and leaves out what is not part of it."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.sentences import readable, sentences

MARKS = (" [3]", "[12][4]", "[1] [2]", " • ", "1. ", "- ", "..", "…", "。")
BREAKS = ("\r\n", "\n", "\r", "\t", "\u2028", "\x0b", "\x85", "\u200b", "\u00a0")
WRITING = ("The wall broke.", "Why?", "Dr. Osei", "“Yes,” she said.", "£2bn", "e\u0301", "é", "İ", "🙂")
PIECES = st.sampled_from((*MARKS, *BREAKS, *WRITING))
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))
ENDS_IN_FOOTNOTE = re.compile(r"\[\d{1,3}\]$")


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@given(TEXTS)
@example("[1]")
@example("a\r\n[2]\r\nb [3] [4] \r")
@example("• \n• ")
@example("V\u00a0.")
@example("Mr.V\u3000.")
def test_sentences_stand_in_order_inside_the_text_without_overlap(text: str) -> None:
    position = 0
    for start, end in sentences(text):
        assert position <= start < end <= len(text)
        position = end


@given(TEXTS)
def test_no_sentence_has_white_space_around_it_or_two_line_breaks_side_by_side(text: str) -> None:
    for sentence in cut(text):
        assert sentence == sentence.strip()
        assert not re.search(r"\n\s*\n|\r\s*\r", sentence)


@given(TEXTS)
def test_no_sentence_ends_in_a_footnote_mark(text: str) -> None:
    assert not any(ENDS_IN_FOOTNOTE.search(sentence) for sentence in cut(text))


@given(TEXTS)
def test_nothing_but_white_space_bullets_and_footnote_marks_is_left_out(text: str) -> None:
    left, position = "", 0
    for start, end in sentences(text):
        left += text[position:start] + "\n"
        position = end
    left = re.sub(r"\[\d{1,3}\]|\d{1,2}[.)]", "", left + text[position:])

    assert not [c for c in left if c.isalpha()]


@given(TEXTS)
def test_a_sentence_shown_readable_has_none(text: str) -> None:
    assert not re.search(r"\[\d{1,3}\]", readable(readable(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The wall broke. Homes were flooded!", ["The wall broke.", "Homes were flooded!"]),
        ("Dr. Osei chaired it. It cost £4.6 million.", ["Dr. Osei chaired it.", "It cost £4.6 million."]),
        (
            "It grew fast.[1][2] Then it stopped. [3]\nDone.[14]",
            ["It grew fast.", "Then it stopped.", "Done."],
        ),
        ("Opening hours\n\nWe open at nine.", ["Opening hours", "We open at nine."]),
        ("  • Bring boots.\r\n  • Bring a torch.\r\n", ["Bring boots.", "Bring a torch."]),
        ("1. Boil the water.\n2) Wait.", ["Boil the water.", "Wait."]),
        ("[1]\n[2] [3]", []),
        (" \t\r\n ", []),
        ("", []),
    ],
)
def test_the_sentences_of_a_text(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_run_of_footnote_marks_is_read_in_no_time() -> None:
    assert cut("Flood." + " [1]" * 20_000)[0].startswith("Flood.")


@pytest.mark.parametrize(
    ("text", "cut_up"),
    [
        ("~~Send it by May. Late ones are lost.~~ Send it by June.", ["Send it by June."]),
        ("The fee is ~~£400~~ £450.", ["The fee is ~~£400~~ £450."]),
        ("- ~~Renewals cost £20.~~\n- Renewals cost £30.", ["Renewals cost £30."]),
        ("~~All of it.~~", []),
        ("It takes ~50 days, not ~~60.", ["It takes ~50 days, not ~~60."]),
    ],
)
def test_what_is_struck_out_is_no_sentence(text: str, cut_up: list[str]) -> None:
    assert cut(text) == cut_up


def test_a_footnote_may_have_a_name() -> None:
    assert cut("It is £450.[^order]\nIt rose.[^2]") == ["It is £450.", "It rose."]


def test_a_sentence_is_readable_without_what_is_struck_out_and_marks() -> None:
    assert readable("The fee is ~~£400~~ £450[^order] from May [3].") == "The fee is £450 from May."
