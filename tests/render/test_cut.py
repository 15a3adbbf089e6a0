"""Text is cleaned, and cut where it does no harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.cut import clean, shortened, size
from tests.render.values import TEXTS


@given(TEXTS, st.integers(1, 400))
def test_a_cut_text_keeps_its_limit_and_can_be_sent(text: str, limit: int) -> None:
    cut = shortened(clean(text), limit)

    assert size(cut) <= limit
    cut.encode()


@given(TEXTS)
def test_a_text_that_fits_is_not_cut(text: str) -> None:
    text = clean(text)

    assert shortened(text, size(text)) == text


def test_a_text_is_cut_where_a_sentence_ends() -> None:
    assert shortened("One fact. Another fact. A third one.", 30) == "One fact. Another fact. …"


def test_a_text_without_a_sentence_end_is_cut_between_words() -> None:
    assert shortened("some words that go on and on", 20) == "some words that go…"


def test_a_cut_says_what_it_is_told_to_say() -> None:
    assert shortened("One fact. Another fact. A third.", 25, "… more") == "One fact. … more"


@pytest.mark.parametrize("room", range(4, 30))
def test_a_character_made_of_several_is_kept_or_cut_whole(room: int) -> None:
    family = "👩‍👩‍👧‍👦"

    cut = shortened(f"ab {family}{family}{family}", room).removesuffix("…").removeprefix("ab").strip()

    assert cut.replace(family, "") == ""


@pytest.mark.parametrize("room", range(4, 14))
def test_an_entity_in_a_text_is_never_cut_through(room: int) -> None:
    assert shortened("ab&lt;cdefghijklmnop", room).rstrip("…") in {"", "a", "ab", *_after("ab&lt;", "cdefgh")}


def _after(head: str, tail: str) -> set[str]:
    return {head + tail[:count] for count in range(len(tail) + 1)}


def test_what_is_written_out_counts_as_written_out() -> None:
    assert size("a&<>👍") == 1 + 5 + 4 + 4 + 2


def test_marks_that_turn_a_line_round_are_removed_and_those_of_scripts_stay() -> None:
    assert clean("\u202eevil\u202c \u0645\u200c\u0646 👩‍👧") == "evil \u0645\u200c\u0646 👩‍👧"


def test_half_a_character_is_replaced() -> None:
    assert clean("a\ud800b") == "a\ufffdb"
