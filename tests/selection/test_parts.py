"""A question of several parts is taken apart where each part asks by itself, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.selection.parts import MOST, parts


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who signed it, and how many people work there?", ("Who signed it?", "how many people work there?")),
        ("When did it open and where is it?", ("When did it open?", "where is it?")),
        (
            "When did the library open? How many books has it?",
            ("When did the library open?", "How many books has it?"),
        ),
        ("Who paid for the bridge; when was it built?", ("Who paid for the bridge?", "when was it built?")),
        ("What is the fee but when is it paid?", ("What is the fee?", "when is it paid?")),
        (
            "Who chaired it, and when did it meet, and what did it find?",
            ("Who chaired it?", "when did it meet?", "what did it find?"),
        ),
        (
            "How many buses run on Sunday, and do they stop at the hospital?",
            ("How many buses run on Sunday?", "do they stop at the hospital?"),
        ),
        ("When was it signed and by whom?", ("When was it signed?", "by whom was it signed?")),
        ("When and where was it signed?", ("When was it signed?", "where was it signed?")),
        ("Who signed it, and when?", ("Who signed it?", "when was it that they signed it?")),
        ("WHO CHAIRED IT AND WHEN DID IT MEET?", ("WHO CHAIRED IT?", "WHEN DID IT MEET?")),
    ],
)
def test_parts_that_ask_by_themselves_are_parts(question: str, expected: tuple[str, ...]) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "When was the wall repaired?",
        "What is said about who signed and why?",
        "Which schools and which hospitals are closing?",
        "What are salt and pepper?",
        "Who, and when?",
        "Who was elected and when?",
        "How do they decide who pays and why?",
        "What did the council decide on bins and buses?",
        "Bins and buses",
        "Meals are one of three services. What are all three?",
        "Who chaired it, and who sat on it, and when did it meet, and what did it find?",
    ],
)
def test_a_question_that_is_one_is_left_alone(question: str) -> None:
    assert parts(question) == (question,)


@given(st.text())
def test_any_text_is_one_to_three_parts(question: str) -> None:
    found = parts(question)

    assert 1 <= len(found) <= MOST
    assert len(found) > 1 or found == (question.strip(),)


@given(
    st.lists(
        st.sampled_from(["Who", "when", "did", "it", "and", "but", "; ", ", ", "? ", "the wall", "how many"])
    )
)
def test_every_part_asks_with_words_of_the_question(pieces: list[str]) -> None:
    question = " ".join(pieces)

    for part in parts(question):
        assert part.strip("?; ,") in question or part == question.strip()
