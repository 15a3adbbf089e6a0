"""A sentence that runs over lines broken for the width of the page is one; other lines stay apart."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.paragraphs import paragraphs
from retrieval.sentences import sentences
from retrieval.wrapping import runs

MAIL = """\
The programme board met on Monday and agreed to open a second round of
the Harbour Renewal Fund in September. Ministers have not yet cleared
the announcement. Of the
31 bids only nine came from harbours with fewer than 50 berths.

Apologies to the chair, Priti Raman, and to the whole secretariat, Ines
Calloway said.
"""
WIDER = "This line was broken by hand further to the right than any of the others of the text.\n\n"
# No "a": where a line begins with "a." it is taken for an item of a list.
WORDS = st.sampled_from("the board met and Priti agreed to open another round of £18 million".split())  # noqa: SIM905
SENTENCES = st.lists(WORDS, min_size=3, max_size=25).map(lambda words: "Then " + " ".join(words) + ".")
PARAGRAPHS = st.lists(st.lists(SENTENCES, min_size=2, max_size=6).map(" ".join), min_size=1, max_size=4)


def cut(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in sentences(text)]


def test_the_sentences_of_a_mail_are_whole() -> None:
    found = cut(MAIL)

    assert found[0].endswith("open a second round of the Harbour Renewal Fund in September.")
    assert "Ministers have not yet cleared the announcement." in found
    assert "Apologies to the chair, Priti Raman, and to the whole secretariat, Ines Calloway said." in found


@given(PARAGRAPHS, st.integers(60, 90))
def test_text_has_the_same_sentences_whether_it_is_broken_into_lines_or_not(
    paragraphs: list[str], width: int
) -> None:
    """But where a line of the first few may have been full by chance: so the text is long enough."""
    long = [
        *paragraphs,
        *["Then the board met and agreed to open a second round of the fund for harbours. " * 4],
    ]
    whole = "\n\n".join(paragraph.strip() for paragraph in long)
    broken = "\n\n".join(textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in long)

    assert cut(broken) == cut(whole)


@pytest.mark.parametrize(
    "text",
    [
        "Opening hours\nWe open at nine.",
        "UK and OpenAI announce a major partnership on public services today\n"
        + "The company has signed it. " * 8,
        "Send the form to the harbour office before the end of the month:\nby post or by hand",
        "Send the form to the harbour office before the end of the month and\n- keep a copy",
        "Ministers agree a new plan for the harbours\nPrime minister pushes for a plan\nCouncils answer",
        "The harbour office is open on every day but Sunday and bank holidays\n\nthe quay is not",
    ],
)
def test_lines_that_are_paragraphs_stay_apart(text: str) -> None:
    assert len(list(runs(text))) > 1
    assert not any("\n" in text[start:end] for start, end in sentences(text))


@pytest.mark.parametrize(
    "text",
    [
        "The winter play was directed by Ada Quill, and its main sponsor\nis the Lime Bank.",
        "The report on the roof of the harbour theatre was published on\n2 May 2022.",
        "The fourth season was opened by the Secretary of State for\nEducation on Monday.",
        "Nobody knew whether the harbour office in Selby would stay open\nor close.",
    ],
)
def test_a_sentence_that_a_line_leaves_open_goes_on_however_uneven_the_lines(text: str) -> None:
    assert " ".join(text.split()) in cut(WIDER + text)
    assert text in [paragraph.text for paragraph in paragraphs(WIDER + text)]


@pytest.mark.parametrize(
    "text",
    [
        "Who this is for\nThe scheme is for harbours.",
        "You can apply if you have a valid passport or a driving licence\nyou are over 18",
        "# What the harbour theatre in Selby is going to be made of\nBricks.",
    ],
)
def test_a_heading_or_an_item_is_not_joined_to_what_follows(text: str) -> None:
    assert len(paragraphs(WIDER + text)) == 3
    assert len(cut(WIDER + text)) == 3


@given(st.text(alphabet="aB.:-#| \n\r\t1", max_size=400))
def test_the_runs_hold_every_character_but_line_breaks_in_order(text: str) -> None:
    position, left = 0, ""
    for start, end in runs(text):
        assert position <= start < end <= len(text)
        left += text[position:start]
        position = end
    assert set(left + text[position:]) <= {"\r", "\n"}
