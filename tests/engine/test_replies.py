"""The bot's own sentences and the prompts: complete, and filled strictly."""

from pathlib import Path

import pytest

from bot.domain import Outcome
from bot.engine import Step
from bot.models import Reason
from bot.screen import Greeting
from config import prompts, replies

REPLIES = replies.load()


def test_there_is_a_reply_for_every_outcome_and_no_other() -> None:
    assert set(REPLIES.outcomes) == set(Outcome)


def test_there_is_a_status_line_for_every_step_and_no_other() -> None:
    assert set(REPLIES.steps) == set(Step)


def test_every_way_in_which_a_model_fails_has_a_notice() -> None:
    assert all(REPLIES.notice(f"model_{reason}") for reason in Reason if reason is not Reason.STOPPED)


def test_every_courtesy_has_a_reply() -> None:
    assert all(REPLIES.greeting(greeting) for greeting in Greeting)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.ANSWERED])
def test_every_other_outcome_than_an_answer_says_something(outcome: Outcome) -> None:
    assert REPLIES.outcome(outcome, parts="x", limit="1").endswith(".")


def test_only_a_model_s_answer_is_called_ai_generated() -> None:
    assert "AI-generated" in REPLIES.standing_for("gpt-x")
    assert "AI" not in REPLIES.standing_for("extractive")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('thanks = "', 'unknown = "', "thanks"),
        ("[steps]", "[stages]", "steps"),
        ('goodbye = "Goodbye."', "goodbye = 5", "greetings.goodbye"),
        ('goodbye = "Goodbye."', 'goodbye = "Goodbye, $name."', "greetings.goodbye"),
        ("$parts", "$pieces", "partly_answered"),
        ("[outcomes]", "[outcomes", "replies.toml"),
    ],
)
def test_a_file_of_replies_with_a_mistake_is_refused_by_name(
    tmp_path: Path, old: str, new: str, named: str
) -> None:
    path = tmp_path / "replies.toml"
    path.write_text(replies.DEFAULT.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(replies.RepliesError, match=named):
        replies.load(path)


def test_a_prompt_with_a_variable_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        prompts.fill("verdict_user", sentence="It was signed.")


def test_what_fills_a_prompt_is_never_filled_again() -> None:
    assert "$evidence" in prompts.fill("verdict_user", evidence="", sentence="What is $evidence?")
