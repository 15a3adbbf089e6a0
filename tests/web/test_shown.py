"""What is shown again, and what is made again from the record."""

from dataclasses import asdict, replace
from datetime import UTC, datetime

from bot.channels.web.shown import CONVERSATIONS, TURNS, Shown, from_record
from bot.conversation import Recorded
from bot.domain import Answer, Outcome, Question, Statement
from tests.web.fakes import BUILT, SPANISH

STATEMENT = Statement("It was built in 2024.", (BUILT, SPANISH))
RECORDED = Recorded(
    id=7,
    at=datetime(2025, 7, 22, tzinfo=UTC),
    channel="web",
    conversation="c",
    asker="local",
    question="When?",
    standalone="",
    outcome=Outcome.ANSWERED,
    answer=STATEMENT.text,
    notice="",
    model="extractive",
    seconds=0.1,
    statements=[asdict(STATEMENT)],
    found=[],
    timings={},
)


def said(text: str) -> Answer:
    return Answer(Question(text), Outcome.DECLINED_EMPTY, reply=text)


def test_a_recorded_turn_has_its_citations_again() -> None:
    (turn,) = from_record([RECORDED])

    assert turn.answer.statements == (STATEMENT,)
    assert turn.answer.reply == ""


def test_a_turn_recorded_with_other_fields_is_shown_as_its_text() -> None:
    (turn,) = from_record([replace(RECORDED, statements=[{"text": "x", "citations": [{"page": 3}]}])])

    assert turn.answer.statements == ()
    assert turn.answer.reply == STATEMENT.text


def test_the_record_comes_newest_first_and_is_numbered_oldest_first() -> None:
    turns = from_record([replace(RECORDED, question="Second?"), RECORDED])

    assert [(t.turn, t.answer.question.text) for t in turns] == [(1, "When?"), (2, "Second?")]


def test_the_number_of_a_turn_goes_on_from_the_turns_before() -> None:
    shown = Shown()

    assert shown.add("c", said("a"), from_record([RECORDED])).turn == 2
    assert shown.add("c", said("b"), ()).turn == 3


def test_the_oldest_turns_and_conversations_are_let_go() -> None:
    shown = Shown()
    for number in range(TURNS + 5):
        shown.add("first", said(str(number)), ())
    assert [t.turn for t in shown.of("first")] == list(range(6, TURNS + 6))

    for number in range(CONVERSATIONS):
        shown.add(f"c{number}", said("x"), ())
    assert shown.of("first") == ()
