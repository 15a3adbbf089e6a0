"""What is kept of people can be removed, by wish and by age; that it was, is recorded."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import MetaData, create_engine, select

from bot.chat.answering import Desk
from bot.chat.answers import Answers
from bot.chat.feedback import Feedback, Rating, Reason
from bot.chat.handoffs import Handoffs
from tests.chat.desk import ANN, ASKED, BOB, ROOM, desk, settings
from tests.engine.parts import REPLIES

SAID = "quokka"
"""A word that stands in what Ann writes and nowhere else."""


@pytest.fixture
def a_desk(database: str) -> Desk:
    desk_ = desk(database)
    settings(desk_, ROOM, refer_to="C9")
    return desk_


async def busy(desk_: Desk) -> None:
    """Ann and Bob ask, rate and hand on; Ann's replies are posted."""
    for key, person, text in (
        ("a:1", ANN, f"When was the {SAID} signed?"),
        ("a:11", BOB, "When was it signed?"),
    ):
        desk_.answer(replace(ASKED, key=key, person=person, text=text))
        desk_.records.feedback.add(key, person, "bad", "wrong", f"{text} No!")
        desk_.records.feedback.add(key, BOB, "bad", "incomplete", f"{text} and then?")
        desk_.hand_off(key, ROOM, person)
        for part in ("reply", "status"):
            await posted(desk_, f"{key}/{part}")


async def posted(desk_: Desk, key: str) -> None:
    async def find() -> str | None:
        return None

    async def post() -> str:
        return f"m-{key}"

    await desk_.records.deliveries.once(key, find=find, post=post, place=ROOM)


def everything(database: str) -> str:
    """Every value in every table."""
    engine = create_engine(database)
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return repr([connection.execute(select(table)).all() for table in tables.sorted_tables])


@pytest.mark.asyncio
async def test_nothing_of_a_person_s_words_is_left(database: str, a_desk: Desk) -> None:
    await busy(a_desk)
    assert SAID in everything(database)

    assert a_desk.forget(ANN) == 1

    assert SAID not in everything(database)


@pytest.mark.asyncio
async def test_what_others_asked_stays(a_desk: Desk) -> None:
    await busy(a_desk)

    a_desk.forget(ANN)

    assert [kept.key for kept in a_desk.recent(BOB)] == ["a:11"]
    assert [turn.asker for turn in a_desk.records.conversations.recent()] == [BOB.key]
    assert [given.answer for given in a_desk.records.feedback.recent()] == ["a:11"]
    assert not a_desk.records.handoffs.done("a:1")
    assert a_desk.records.handoffs.done("a:11")
    assert a_desk.records.deliveries.of("a:1/reply") is None
    assert a_desk.records.deliveries.of("a:11/reply")


@pytest.mark.asyncio
async def test_that_something_was_removed_is_recorded_without_it(a_desk: Desk) -> None:
    await busy(a_desk)

    a_desk.forget(ANN)

    (removal,) = a_desk.records.removals()
    assert removal.person == ANN.key
    assert (removal.turns, removal.answers, removal.handoffs, removal.deliveries) == (1, 1, 1, 2)
    assert removal.feedback == 2
    assert datetime.now(UTC) - removal.at < timedelta(minutes=1)


def test_whoever_asked_nothing_is_told_so(a_desk: Desk) -> None:
    assert a_desk.forgotten(a_desk.forget(ANN)) == REPLIES.records.nothing_to_remove
    assert "3 in all" in a_desk.forgotten(3)


@pytest.mark.asyncio
async def test_what_is_old_goes(a_desk: Desk) -> None:
    await busy(a_desk)

    assert a_desk.purge(1) == 0
    assert a_desk.records.removals() == ()
    later = a_desk.records.purge(30, now=datetime.now(UTC) + timedelta(days=31))

    assert (later.turns, later.answers, later.feedback, later.handoffs, later.deliveries) == (2, 2, 3, 2, 4)
    assert later.person == ""
    assert a_desk.records.conversations.recent() == ()
    assert a_desk.seen("a:1", ROOM, ANN) is None


def test_settings_and_their_changes_are_not_old_records(a_desk: Desk) -> None:
    a_desk.records.purge(1, now=datetime.now(UTC) + timedelta(days=1000))

    assert a_desk.refers_to(ROOM) == "C9"
    assert a_desk.records.rooms.changes(ROOM)


# Feedback


@pytest.fixture
def feedback(database: str) -> Feedback:
    return Feedback(database)


def test_the_latest_that_a_person_said_about_an_answer_counts(feedback: Feedback) -> None:
    feedback.add("k1", ANN, "bad")
    feedback.add("k1", ANN, "bad", "out_of_date", "It is 2026.")
    feedback.add("k1", BOB, Rating.GOOD)
    feedback.add("k2", ANN, Rating.GOOD)

    assert {(given.person, given.rating, given.reason, given.comment) for given in feedback.of("k1")} == {
        (ANN.key, Rating.BAD, Reason.OUT_OF_DATE, "It is 2026."),
        (BOB.key, Rating.GOOD, None, ""),
    }
    feedback.add("k1", ANN, "good")
    assert {(given.rating, given.reason, given.comment) for given in feedback.of("k1")} == {
        (Rating.GOOD, None, "")
    }
    assert len(feedback.recent()) == 3


@pytest.mark.parametrize(("rating", "reason"), [("fine", None), ("bad", "ugly")])
def test_feedback_of_no_known_kind_is_refused(feedback: Feedback, rating: str, reason: str | None) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        feedback.add("k1", ANN, rating, reason)

    assert feedback.recent() == ()


# Handing on


def test_an_answer_is_handed_on_once(database: str) -> None:
    handoffs = Handoffs(database)

    assert handoffs.once("k1", ANN)
    assert not handoffs.once("k1", BOB)
    assert handoffs.once("k2", ANN, "click")
    assert handoffs.once("k2", ANN, "click")
    assert not handoffs.once("k2", ANN, "another click")


# Answers


@pytest.mark.parametrize("text", ["a\x00b?", "lone \ud83d?", "back\\slash \\u0041?", "متى؟", "🙂 \\ud83d?"])
def test_every_character_of_a_kept_question_comes_back(database: str, text: str) -> None:
    answers = Answers(database)
    answer = desk(database).answer(ASKED)
    answer = replace(answer, question=replace(answer.question, text=text))

    answers.put("k9", answer, ROOM, ANN)

    kept = answers.get("k9")
    assert kept
    assert (kept.answer.question.text, kept.answer.citations) == (text, answer.citations)
    assert (kept.place, kept.person, kept.message, kept.private) == (ROOM, ANN, "", False)


def test_the_first_answer_under_a_key_stays(database: str) -> None:
    answers = Answers(database)
    answer = desk(database).answer(ASKED)

    answers.put("k9", answer, ROOM, ANN)
    answers.put("k9", replace(answer, seconds=99.0), ROOM, BOB)

    kept = answers.get("k9")
    assert kept
    assert (kept.person, kept.answer.seconds) == (ANN, answer.seconds)


# Tables


def test_many_processes_may_open_a_new_database_at_once(database: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        all_feedback = list(pool.map(Feedback, [database] * 8))

    all_feedback[0].add("k1", ANN, "good")
    assert [len(feedback.recent()) for feedback in all_feedback] == [1] * 8
