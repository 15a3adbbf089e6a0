"""What a draft leaves out though the evidence answers it is asked for once more."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.domain import Answer, Claim, Draft, Evidence, Outcome, Question, Turn
from bot.models import ModelError, Reason
from bot.models.connection import Endpoint
from bot.models.openai import OpenAIModel
from retrieval.corpus import Found
from tests.engine.parts import MEMO, MONEY, engine, found, model
from tests.fakes.model_server import Asked, Reply, claims, error, model_server

BOTH = "When was the memorandum signed, and how many jobs may the scheme create?"
SIGNED = "The government signed a memorandum of understanding with OpenAI in July 2025."
JOBS = "The scheme may create up to 5,000 jobs by 2030."
FIRST = ("The memorandum was signed in July 2025.", "S1", SIGNED)
SECOND = ("By 2030 the scheme may create up to 5,000 jobs.", "S2", JOBS)


class Parts:
    """Selects the sentence about jobs or the one about the signing; for anything else it finds no answer."""

    name = "extractive"

    def compose(self, question: str, found: Sequence[Found], turns: Sequence[Turn] = ()) -> Draft:  # noqa: ARG002
        asked = question.casefold()
        lines = [("S1", SIGNED)] if "sign" in asked else []
        lines += [("S2", JOBS)] if "jobs" in asked else []
        selected = tuple(Claim(line, (Evidence(label, line),)) for label, line in lines)
        return Draft(selected or (Claim(SIGNED, (Evidence("S1", SIGNED),)),), closest=not selected)


def answered(*replies: Reply, question: str = BOTH, seconds: float = 10.0) -> tuple[Answer, list[Asked]]:
    with model_server(*replies) as server:
        line = engine(found(MEMO, MONEY), model=model(server, seconds=seconds), extractive=Parts())
        return line.answer(Question(question)), server.asked


def test_a_part_that_the_draft_leaves_out_is_asked_for_and_added() -> None:
    answer, asked = answered(claims(FIRST), claims(SECOND))

    assert answer.outcome is Outcome.ANSWERED
    assert [statement.text for statement in answer.statements] == [FIRST[0], SECOND[0]]
    assert [each.schema for each in asked] == ["claims", "claims"]
    assert "only this part, from the passages: how many jobs may the scheme create?" in asked[1].said("user")
    assert f"Question: {BOTH}" in asked[1].said("user")


def test_a_part_that_the_model_calls_unanswered_is_asked_for_where_the_evidence_answers_it() -> None:
    missing = "how many jobs it may create"

    answer, asked = answered(claims(FIRST, unanswered=(missing,)), claims(SECOND))

    assert len(asked) == 2
    assert answer.outcome is Outcome.ANSWERED
    assert answer.unanswered == ()


def test_a_complete_draft_is_not_asked_for_again() -> None:
    answer, asked = answered(claims(FIRST, SECOND))

    assert len(asked) == 1
    assert answer.outcome is Outcome.ANSWERED


def test_a_sentence_that_answers_two_parts_does_not_answer_both_where_the_claim_tells_one() -> None:
    both = "By 2030 the scheme may create up to 5,000 jobs, and a memorandum was signed in July 2025."

    class Both(Parts):
        def compose(self, question: str, found: Sequence[Found], turns: Sequence[Turn] = ()) -> Draft:  # noqa: ARG002
            return Draft((Claim(both, (Evidence("S1", both),)),))

    first = ("The scheme may create up to 5,000 jobs by 2030.", "S1", both)
    second = ("A memorandum was signed in July 2025.", "S1", both)
    with model_server(claims(first), claims(second)) as server:
        line = engine(found(both), model=model(server), extractive=Both())
        answer = line.answer(
            Question("How many jobs may the scheme create, and when was a memorandum signed?")
        )

    assert [statement.text for statement in answer.statements] == [first[0], second[0]]


def test_a_simple_question_with_an_answer_is_not_asked_for_again() -> None:
    _, asked = answered(claims(FIRST), question="When was the memorandum signed?")

    assert len(asked) == 1


def test_a_part_that_the_evidence_does_not_answer_is_not_asked_for_again() -> None:
    question = "When was the memorandum signed, and why does the minister like cheese?"

    answer, asked = answered(claims(FIRST, unanswered=("why the minister likes cheese",)), question=question)

    assert len(asked) == 1
    assert answer.outcome is Outcome.PARTLY_ANSWERED
    assert answer.unanswered == ("why the minister likes cheese",)


def test_a_part_is_asked_for_once_only_and_then_named_as_missing() -> None:
    missing = "how many jobs the scheme may create"

    answer, asked = answered(claims(FIRST), claims(unanswered=(missing,)), claims(SECOND))

    assert len(asked) == 2
    assert answer.outcome is Outcome.PARTLY_ANSWERED
    assert answer.unanswered == (missing,)
    assert missing in answer.reply


def test_a_part_that_the_second_draft_calls_missing_is_named_once() -> None:
    missing = "how many jobs the scheme may create"

    answer, _ = answered(claims(FIRST, unanswered=(missing,)), claims(unanswered=(missing,)))

    assert answer.unanswered == (missing,)


def test_what_was_not_asked_for_again_stays_missing() -> None:
    question = BOTH.rstrip("?") + ", and why does the minister like cheese?"
    said = claims(FIRST, unanswered=("how many jobs it may create", "why the minister likes cheese"))

    answer, asked = answered(said, claims(SECOND), question=question)

    assert len(asked) == 2
    assert answer.unanswered == ("why the minister likes cheese",)
    assert [statement.text for statement in answer.statements] == [FIRST[0], SECOND[0]]


def test_a_claim_that_was_cut_answers_nothing() -> None:
    wrong = ("Up to 50,000 jobs may be created by the scheme by 2030.", "S2", JOBS)

    answer, asked = answered(claims(FIRST, wrong), claims(SECOND))

    assert len(asked) == 2
    assert [statement.text for statement in answer.statements] == [FIRST[0], SECOND[0]]


def test_what_is_added_is_checked_too() -> None:
    wrong = ("Up to 50,000 jobs may be created by the scheme by 2030.", "S2", JOBS)

    answer, _ = answered(claims(FIRST), claims(wrong))

    assert [statement.text for statement in answer.statements] == [FIRST[0]]


@pytest.mark.parametrize("second", [error(503), error(401), Reply("Sure!"), Reply("{}", wait=60)])
def test_a_second_draft_that_fails_leaves_the_first(second: Reply) -> None:
    answer, _ = answered(claims(FIRST), second, seconds=1.5)

    assert [statement.text for statement in answer.statements] == [FIRST[0]]
    assert (answer.model, answer.notice) == ("test-model", "")


def test_the_second_draft_has_only_the_time_that_the_first_left() -> None:
    with model_server(Reply("{}", wait=60)) as server, pytest.raises(ModelError) as caught:
        model(server, seconds=10).compose(BOTH, found(MEMO, MONEY), missing=("jobs",), spent=10)

    assert caught.value.reason is Reason.TIMEOUT


def test_the_time_that_the_first_draft_took_is_spent() -> None:
    taken: list[float] = []

    class Timed(OpenAIModel):
        def compose(self, *given: Any, spent: float = 0.0, **named: Any) -> Draft:
            taken.append(spent)
            return super().compose(*given, spent=spent, **named)

    with model_server(Reply(claims(FIRST).content, wait=0.2), claims(SECOND)) as server:
        timed = Timed(Endpoint("test-model", base_url=server.url))
        engine(found(MEMO, MONEY), model=timed, extractive=Parts()).answer(Question(BOTH))

    first, second = taken
    assert first == 0
    assert second >= 0.2


def test_a_question_stopped_during_the_second_draft_ends_at_once() -> None:
    with model_server(claims(FIRST), Reply("{}", wait=60)) as server:
        line = engine(found(MEMO, MONEY), model=model(server), extractive=Parts())
        answer = line.answer(Question(BOTH), stopped=lambda: len(server.asked) > 1)

    assert answer.outcome is Outcome.STOPPED
