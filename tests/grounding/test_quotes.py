"""A quote stands in its text at an exact place, or it is no citation."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grounding.quotes import locate

WORDS = st.text(alphabet="abcdeéżAB019", min_size=1, max_size=7)
GAPS = st.sampled_from(
    [" ", "  ", "\n", "\u00a0", " – ", "—", "-", "\u2011", " “", "” ", " ‘", "’ ", ", ", ". ", "… "]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=3, max_size=30))
    return "".join(word + draw(GAPS) for word in words)


def found(quote: str, text: str) -> str | None:
    place = locate(quote, text)
    return None if place is None else text[place[0] : place[1]]


def skeleton(text: str) -> str:
    """What has to be the same: everything but white space and marks, each dash as one."""
    return re.sub(r"[\s\u00a0“”‘’'\"]+", "", re.sub(r"[-\u2011–—]+", "-", text))


@given(texts(), st.data())
def test_words_cut_from_a_text_are_found_word_for_word(text: str, data: st.DataObject) -> None:
    words = list(re.finditer(r"\w+", text))
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quote = text[words[first].start() : words[last].end()]

    place = locate(quote, text)

    if place is None:
        assert len(re.findall(r"[^\W_]", quote)) < 3
    else:
        assert skeleton(text[place[0] : place[1]]) == skeleton(quote)


@given(texts(), st.data())
def test_white_space_marks_and_dashes_may_differ(text: str, data: st.DataObject) -> None:
    words = list(re.finditer(r"\w+", text))
    last = data.draw(st.integers(1, len(words) - 1))
    quote = text[words[0].start() : words[last].end()]
    changed = re.sub(r"\s+", data.draw(st.sampled_from(["\n", "\u00a0 ", "\t"])), quote)
    changed = re.sub(r"[“”]", '"', re.sub(r"[‘’]", "'", changed))
    changed = re.sub(r"[–—\u2011-]", data.draw(st.sampled_from(["-", "–", "—"])), changed)

    place = locate(changed, text)

    if len(re.findall(r"[^\W_]", quote)) >= 3:
        assert place is not None
        assert skeleton(text[place[0] : place[1]]) == skeleton(quote)


@given(st.text(), st.text())
def test_any_place_lies_within_the_text(quote: str, text: str) -> None:
    place = locate(quote, text)

    if place is not None:
        assert 0 <= place[0] < place[1] <= len(text)


@pytest.mark.parametrize(
    ("quote", "text", "expected"),
    [
        ("Britain is front", "say “Britain is\u00a0front and centre”", "Britain is\u00a0front"),
        ("it's time to deliver", "Now, it’s time to deliver on", "it’s time to deliver"),
        ('model powering "Humphrey,"', "model powering “Humphrey,” an", "model powering “Humphrey,”"),
        ("le mot «juste» ici", "le mot « juste » ici", "le mot « juste » ici"),
        ("tools-such as ChatGPT-raise", "tools—such as ChatGPT—raise", "tools—such as ChatGPT—raise"),
        ("AI - such as this", "AI—such as this", "AI—such as this"),
        ("GPT-4o model", "its GPT\u20114o model", "GPT\u20114o model"),
        ("“…to use AI…”", "agreed to use AI widely", "to use AI"),
        ("one two", "one\r\n\r\ntwo", "one\r\n\r\ntwo"),
        ("the art of", "party of the art of war", "the art of"),
        ("art", "party, then art", "art"),
        ("“core technology”", "a “core technology” that", "“core technology”"),
        ("东京都", "我住在东京都里", "东京都"),
    ],
)
def test_a_quote_is_found_with_its_own_marks(quote: str, text: str, expected: str) -> None:
    assert found(quote, text) == expected


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("art", "party"),
        ("200", "in 2000"),
        ("200", "£1,200"),
        ("200", "200,000 people"),
        ("120", "120.5 miles"),
        ("we can", "we can’t"),
        ("government", "Government"),
        ("growth. The", "growth.[1][7] The"),
        ("data centres", "datacentres"),
        ("its own", "it’s own"),
        ("cafe", "cafe\u0301"),
        ("up to £500m", "up to around £500m"),
        ("A … B deal", "A and B deal"),
        ("…", "and…"),
        ("“”", "“”"),
        ("an", "an apple"),
        ("", "text"),
        ("text", ""),
        ("non binding", "non-binding"),
    ],
)
def test_nothing_else_may_differ(quote: str, text: str) -> None:
    assert locate(quote, text) is None


def test_a_hostile_quote_is_no_pattern() -> None:
    assert locate("(a+)+$ and .* more", "aaaaaaaaaaaaaaaaaaaaaaaa and xyz more") is None
    assert found("a (b|c)* [d]", "see a (b|c)* [d] here") == "a (b|c)* [d]"
    assert locate("\"' " * 500 + "end of it", "\"' " * 2000) is None
