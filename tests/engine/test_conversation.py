"""The audit record: what was asked and answered, whole, and gone when it is to be gone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation import Conversations, NotRecordedError
from bot.domain import Answer, Outcome, Question, Turn
from tests.engine.parts import MEMO, engine, found

ASKED = Question("When was it signed?", asker="ann", conversation="c1")


@pytest.fixture
def conversations(tmp_path: Path) -> Conversations:
    return Conversations(f"sqlite:///{tmp_path / 'b.db'}")


def answered(question: Question = ASKED) -> Answer:
    return engine(found(MEMO)).answer(question)


def test_a_turn_is_kept_with_its_evidence(conversations: Conversations) -> None:
    answer = answered()

    conversations.record(answer, channel="web")

    (kept,) = conversations.recent()
    assert (kept.channel, kept.asker, kept.conversation, kept.outcome) == (
        "web",
        "ann",
        "c1",
        Outcome.ANSWERED,
    )
    assert kept.question == ASKED.text
    assert kept.statements[0]["citations"][0]["quote"] == answer.citations[0].quote
    assert kept.found == [{"passage": "p1", "document": "001.txt", "score": 0.9}]
    assert set(kept.timings) == set(answer.timings)
    assert datetime.now(UTC) - kept.at < timedelta(minutes=1)


def test_the_turns_of_a_conversation_come_oldest_first_and_are_its_own(conversations: Conversations) -> None:
    for text in ("One?", "Two?", "Three?"):
        conversations.record(answered(replace(ASKED, text=text)), channel="web")
    conversations.record(answered(replace(ASKED, text="Other?", conversation="c2")), channel="web")

    assert [turn.question for turn in conversations.turns("c1", 2)] == ["Two?", "Three?"]
    assert conversations.turns("c1")[0] == Turn("One?", answered().statements[0].text, Outcome.ANSWERED)


def test_a_conversation_without_a_name_has_no_turns(conversations: Conversations) -> None:
    conversations.record(answered(replace(ASKED, conversation="")), channel="terminal")

    assert conversations.turns("") == ()


@pytest.mark.parametrize("text", ["a\x00b", "lone \ud83d", "back\\slash \\u0041", "tags \U000e0041?", "متى؟"])
def test_every_character_that_was_written_is_kept(conversations: Conversations, text: str) -> None:
    conversations.record(answered(replace(ASKED, text=text)), channel="web")

    assert conversations.recent()[0].question == text


def test_personal_data_is_not_kept(conversations: Conversations) -> None:
    conversations.record(answered(replace(ASKED, text="I am AB123456C")), channel="web")

    assert conversations.recent()[0].question == "I am [removed]"


def test_an_asker_can_be_forgotten(conversations: Conversations) -> None:
    conversations.record(answered(), channel="web")
    conversations.record(answered(replace(ASKED, asker="bob")), channel="web")

    assert conversations.delete_asker("ann") == 1
    assert [kept.asker for kept in conversations.recent()] == ["bob"]
    assert conversations.delete_asker("") == 0


def test_old_turns_can_be_purged(conversations: Conversations) -> None:
    conversations.record(answered(), channel="web")

    assert conversations.purge(datetime.now(UTC) - timedelta(days=1)) == 0
    assert conversations.purge(datetime.now(UTC) + timedelta(seconds=1)) == 1
    assert conversations.recent() == ()


def test_the_record_outlives_the_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'b.db'}"
    first = Conversations(url)
    first.record(answered(), channel="web")
    first.close()

    assert len(Conversations(url).recent(asker="ann")) == 1


def test_a_turn_that_cannot_be_written_is_said_without_its_text(tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    conversations = Conversations(f"sqlite:///{path}")
    conversations.close()
    path.unlink()
    for other in tmp_path.iterdir():
        other.unlink()

    with pytest.raises(NotRecordedError) as caught:
        conversations.record(answered(), channel="web")

    assert ASKED.text not in str(caught.value)
    assert "b.db" in str(caught.value)


def test_a_turn_with_a_key_is_recorded_once(conversations: Conversations) -> None:
    for _ in range(2):
        conversations.record(answered(), channel="slack", key="slack:T1:C1:1")
    conversations.record(answered(), channel="slack", key="slack:T1:C1:2")

    assert len(conversations.recent()) == 2


def test_a_turn_can_be_forgotten_by_its_key(conversations: Conversations) -> None:
    conversations.record(answered(), channel="slack", key="slack:T1:C1:1")
    conversations.record(answered(replace(ASKED, text="And where?")), channel="slack", key="slack:T1:C1:2")

    assert conversations.forget("slack:T1:C1:1")
    assert not conversations.forget("slack:T1:C1:1")
    assert [kept.question for kept in conversations.recent()] == ["And where?"]


def test_a_key_goes_with_its_turn(conversations: Conversations) -> None:
    conversations.record(answered(), channel="slack", key="k")
    conversations.delete_asker("ann")

    conversations.record(answered(), channel="slack", key="k")

    assert len(conversations.recent()) == 1


@pytest.mark.parametrize("forget", [lambda c: c.forget("k"), lambda c: c.delete_asker("ann")])
def test_follow_ups_of_others_lose_the_words_that_they_leaned_on(
    conversations: Conversations, forget: Callable[[Conversations], object]
) -> None:
    conversations.record(answered(), channel="slack", key="k")
    follow_up = replace(
        answered(replace(ASKED, text="And where?", asker="bob")), standalone="And signed where?"
    )
    conversations.record(follow_up, channel="slack")
    conversations.record(
        replace(follow_up, question=replace(ASKED, asker="bob", conversation="c2")), channel="x"
    )

    forget(conversations)

    assert [kept.standalone for kept in conversations.recent()] == ["And signed where?", ""]
