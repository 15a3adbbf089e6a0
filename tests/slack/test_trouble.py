"""What Slack refuses, breaks off or takes away: one whole reply all the same, or a word to the operator."""

import pytest
from structlog.testing import capture_logs

from tests.fast import rarely
from tests.slack.conftest import Running, settled
from tests.slack_server import ADMIN, CHANNEL, USER, SlackServer

pytestmark = pytest.mark.usefixtures("bot")
QUESTION = "Who signed the memorandum for the government?"
POST = "chat.postMessage"


def answers(slack: SlackServer, root: str) -> list[str]:
    return [message.text for message in slack.thread(CHANNEL, root)]


def test_a_rate_limit_is_waited_out(slack: SlackServer) -> None:
    slack.faults.rate_limit(POST, 1, times=2)

    assert "Peter Kyle" in slack.reply(slack.ask(USER, CHANNEL, QUESTION)).text


@pytest.mark.parametrize("code", rarely(["msg_blocks_too_long", "invalid_blocks", "msg_too_long"]))
def test_a_form_that_slack_does_not_take_is_sent_plainer(code: str, slack: SlackServer, bot: Running) -> None:
    slack.faults.error(POST, code, 2)
    asked = slack.ask(USER, CHANNEL, QUESTION)

    assert "Peter Kyle" in slack.reply(asked).text
    settled(slack, bot)
    assert len(answers(slack, asked.root)) == 1


@pytest.mark.parametrize(
    "code", rarely(["fatal_error", "internal_error", "service_unavailable", "ratelimited"])
)
def test_trouble_that_passes_is_tried_again(code: str, slack: SlackServer, bot: Running) -> None:
    slack.faults.error(POST, code, 1)
    asked = slack.ask(USER, CHANNEL, QUESTION)

    assert "Peter Kyle" in slack.reply(asked, timeout=20).text
    settled(slack, bot)
    assert len(answers(slack, asked.root)) == 1


def test_a_reply_whose_receipt_was_lost_is_found_and_not_posted_again(
    slack: SlackServer, bot: Running
) -> None:
    slack.faults.cut(POST)
    asked = slack.ask(USER, CHANNEL, QUESTION)

    slack.reply(asked)

    settled(slack, bot)
    assert len(answers(slack, asked.root)) == 1


@pytest.mark.parametrize(
    "code", rarely(["not_in_channel", "channel_not_found", "is_archived", "restricted_action"])
)
def test_where_nothing_can_be_posted_the_asker_hears_it_directly(code: str, slack: SlackServer) -> None:
    slack.faults.error(POST, code, None, when=lambda args: args["channel"] == CHANNEL)

    slack.ask(USER, CHANNEL, QUESTION)

    told = slack.wait_for(lambda: slack.messages(slack.dm(USER)))
    assert "could not reply" in told[-1].text


@pytest.mark.parametrize("code", rarely(["account_inactive", "token_revoked"]))
def test_a_dead_token_is_told_to_the_operator_and_ends_the_work(
    code: str, slack: SlackServer, bot: Running
) -> None:
    slack.reply(slack.ask(USER, CHANNEL, QUESTION))
    with capture_logs() as logs:
        slack.faults.error("*", code, None)
        slack.ask(USER, CHANNEL, QUESTION)
        settled(slack, bot)

    assert {"slack_token_refused"} <= {line["event"] for line in logs}


@pytest.mark.parametrize(
    "method", rarely(["assistant.threads.setStatus", "agents.sessions.setStatus", "users.info"])
)
def test_what_is_only_pleasant_may_fail(method: str, slack: SlackServer) -> None:
    slack.faults.error(method, "unknown_method" if "set" in method else "internal_error", 1)

    assert slack.reply(slack.ask(USER, CHANNEL, QUESTION), timeout=20).text


@pytest.mark.parametrize("code", ["user_not_found", *rarely(["missing_scope", "unknown_method"])])
def test_a_person_who_cannot_be_looked_up_is_an_outsider(code: str, slack: SlackServer) -> None:
    slack.faults.error("users.info", code, None)

    assert "other organisations" in slack.reply(slack.ask(USER, CHANNEL, QUESTION), timeout=5).text


def test_a_channel_that_cannot_be_looked_up_counts_as_shared(slack: SlackServer) -> None:
    slack.faults.error("conversations.info", "missing_scope", None)

    assert "other organisations" in slack.reply(slack.ask(USER, CHANNEL, QUESTION), timeout=5).text


@pytest.mark.parametrize("method", ["users.info", "conversations.info"])
def test_an_answer_of_slack_that_says_little_is_taken_as_it_is(method: str, slack: SlackServer) -> None:
    slack.faults.bare(method, None)

    assert "Peter Kyle" in slack.reply(slack.ask(USER, CHANNEL, QUESTION), timeout=5).text


def test_two_people_ask_at_once_and_each_gets_one_reply(slack: SlackServer, bot: Running) -> None:
    asked = [slack.ask(user, CHANNEL, QUESTION) for user in (USER, ADMIN) * 5]

    for each in asked:
        slack.reply(each, timeout=30)
    settled(slack, bot)
    assert all(len(slack.thread(CHANNEL, each.root)) == 1 for each in asked)


def test_messages_and_tokens_never_reach_the_logs(slack: SlackServer, bot: Running) -> None:
    with capture_logs() as logs:
        slack.faults.error(POST, "fatal_error", 1)
        slack.reply(slack.ask(USER, CHANNEL, f"{QUESTION} zebracrossing"), timeout=20)
        settled(slack, bot)

    assert "zebracrossing" not in str(logs)
    assert "xoxb" not in str(logs)
