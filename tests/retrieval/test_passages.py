"""Passages: in their exact place, nothing lost, nothing mixed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus import Kind, Passage
from retrieval.passages import split
from tests.retrieval.parts import SEEDS, document

WORDS = "The minister said on Monday that the office would explore how services might be improved further."
WELSH = "Mae’r Llywodraeth wedi cyhoeddi cynllun newydd ar gyfer gwasanaethau cyhoeddus yng Nghymru."
SPANISH = "El gobierno ha anunciado un nuevo plan para mejorar los servicios públicos del país entero."
_line = st.one_of(
    st.text(max_size=200),
    st.sampled_from(
        ["# Heading", "Title of it", "Related content", "- a teaser", "  • an item", "By Ann Lee", "Sources"]
    ),
    st.sampled_from([WORDS, WORDS * 3, WORDS * 20, WELSH, SPANISH, "July 22, 2025"]),
    st.sampled_from(["x" * 3000, "政府宣布了新的計劃。" * 300, "```", "==="]),
)
_break = st.sampled_from(
    ["\n", "\r\n", "\n\n", "\r\n\r\n", "\r", " ", "\n \t\n", "\x0b", "\u2028", "\x85", "\x1c"]
)


@st.composite
def _texts(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.tuples(_line, _break), min_size=1, max_size=25))
    return draw(st.sampled_from(["", "\ufeff", "  \n"])) + "".join(line + end for line, end in lines)


def _splits_exactly(text: str) -> list[Passage]:
    passages = split(document(text))
    position = 0
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert not text[position : passage.start].strip(), "something was left out"
        assert passage.start >= position
        assert passage.text == passage.text.strip()
        assert passage.text
        position = passage.end
    assert not text[position:].strip()
    return passages


@given(_texts())
def test_passages_are_exact_ordered_and_hold_everything_but_white_space(text: str) -> None:
    passages = _splits_exactly(text)

    assert len({passage.id for passage in passages}) == len(passages)
    assert all(len(passage.text) <= 1700 for passage in passages)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_at_all_is_split_exactly(text: str) -> None:
    _splits_exactly(text)


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_the_seeds_are_split_exactly(path: Path) -> None:
    _splits_exactly(path.read_bytes().decode())


def test_one_paragraph_of_common_length_is_one_passage() -> None:
    for words in (100, 150, 200, 230):
        text = " ".join(f"The word number {n} stands here." for n in range(words // 6))

        assert len(split(document(text))) == 1


def test_a_long_paragraph_is_split_between_sentences_into_pieces_of_about_one_size() -> None:
    text = WORDS + " " + " ".join([WORDS] * 29)

    pieces = [passage.text for passage in split(document(text))]

    assert all(piece.endswith("further.") and piece.startswith("The minister") for piece in pieces)
    lengths = [len(piece.split()) for piece in pieces]
    assert max(lengths) <= 200
    assert min(lengths) > 100


def test_short_paragraphs_go_together_and_a_long_one_stays_alone() -> None:
    short = "One short paragraph of eight words is here.\n\n"
    long = WORDS * 3 + "\n\n"

    passages = split(document(short * 3 + long + short * 2))

    assert [passage.text.count("\n\n") for passage in passages] == [2, 0, 1]


def test_a_heading_is_kept_with_what_stands_below_it() -> None:
    body = f"What comes next\n\n{WORDS * 3}\n\n{WORDS * 3}\n"
    text = "The title of the page\n\nA first line of enough words to stand by itself is here.\n\n" + body

    _, second, third = split(document(text))

    assert second.text.startswith("What comes next\n\nThe minister")
    assert second.heading == third.heading == "What comes next"


def test_the_rest_of_a_section_is_not_put_under_the_next_heading() -> None:
    text = f"## Not here\n\n{WORDS * 3}\n\nOn wet days.\n\n## Allowed\n\n{WORDS * 3}\n"

    first, second = split(document(text, "a.md", title="A guide"))

    assert first.text.endswith("On wet days.")
    assert (first.heading, second.heading) == ("Not here", "Allowed")


def test_long_items_stay_with_the_line_that_opens_their_list() -> None:
    item = "you carry " + ", ".join(["a can of fuel for the stove of a boat"] * 6)
    text = f"## Tickets\n\n{WORDS * 3}\n\nYou cannot travel if:\n\n- {item}\n- {item}\n"

    passages = split(document(text, "a.md", title="A guide"))

    assert [p.text.count("- you carry") for p in passages if "cannot travel" in p.text] == [2]


def test_markdown_headings_are_told_by_their_marks() -> None:
    section = f"## Who may apply: a list.\n\n{WORDS * 3}\n\n"
    text = f"# A guide\n\n{WORDS * 3}\n\n{section}```\n# a comment in code\n```\n"

    headings = [passage.heading for passage in split(document(text, "a.md", title="A guide"))]

    assert headings == ["", "Who may apply: a list."]


def test_an_address_or_list_of_short_lines_has_no_headings() -> None:
    text = "Cabinet Office\n70 Whitehall\nLondon\nSW1A 2AS\nUnited Kingdom\n\n" + WORDS * 3

    assert {passage.heading for passage in split(document(text))} == {"Cabinet Office"}


def test_languages_are_never_mixed_and_the_spanish_paragraph_is_spanish() -> None:
    (path,) = SEEDS.glob("004_*")
    text = path.read_text(encoding="utf-8")

    spoken = {passage.text: passage.language for passage in split(document(text))}

    spanish = [text for text, language in spoken.items() if language == "es"]
    assert len(spanish) == 1
    assert spanish[0].startswith("El Reino Unido está avanzando")
    assert set(spoken.values()) == {"en", "es"}


def test_a_list_stays_with_the_line_that_opens_it() -> None:
    opening = " ".join([WORDS] * 3)[:-1] + ":"
    text = f"{opening}\n\n- the first of the things\n- the second of them\n"

    assert len(split(document(text))) == 1


def test_lines_broken_by_hand_are_one_paragraph() -> None:
    text = (
        "The department has published its plan for the coming year, and asks\n"
        "everyone who works with it to read the plan before the meeting that\n"
        "takes place in the first week of the month, so that their views can\n"
        "be heard in time.\n\n"
        "A second paragraph follows here, which is also broken into lines by\n"
        "whoever typed it, as was the custom in electronic mail for years on\n"
        "end, until the custom was forgotten by nearly everyone.\n"
    )

    first, second = split(document(text))

    assert first.text.endswith("be heard in time.")
    assert second.text.startswith("A second paragraph")
    assert first.heading == second.heading == ""


def test_footnote_marks_and_bullets_are_inside_some_passage() -> None:
    text = " ".join([WORDS[:-1] + ".[1][2]"] * 40)

    assert "".join(passage.text for passage in _splits_exactly(text)).count("[1][2]") == 40


def test_furniture_is_a_passage_of_its_own() -> None:
    text = f"{WORDS}\n\nRead more about plans\n\n- A plan was made.\n- Another plan was dropped.\n\n{WORDS}"

    kinds = [(passage.kind, passage.text[:9]) for passage in split(document(text))]

    assert kinds == [(Kind.BODY, "The minis"), (Kind.FURNITURE, "Read more"), (Kind.BODY, "The minis")]


LONG = 200_000


@pytest.mark.parametrize(
    "text",
    [
        "x" * LONG,
        "word " * (LONG // 5),
        "*" * LONG + "x",
        "# " + (" " * 999 + "a") * (LONG // 1000),
        "http://" * (LONG // 7) + " x",
        "." * LONG + "x",
        ". " * (LONG // 2),
        '"' * LONG,
        "\n" * LONG + "x",
        " " * LONG + "x",
        pytest.param("ab\n" * (LONG // 12), marks=pytest.mark.slow),
        "- a\r\n" * (LONG // 20),
        "A Heading Like Line\n\n" * (LONG // 100),
        "Related content\n" * (LONG // 100),
        "By Ann Lee\n" * (LONG // 100),
        pytest.param("計劃。" * (LONG // 12), marks=pytest.mark.slow),
        "é\u0301" * (LONG // 4),
        "[1]" * (LONG // 3),
        "```\n" * (LONG // 20),
    ],
    ids=lambda text: repr(text[:16]),
)
def test_a_large_odd_text_is_split_in_time(text: str) -> None:
    """A quadratic step anywhere would run into the time limit of every test."""
    _splits_exactly(text)
