"""Questions asked in Slack: mentions, threads and direct messages, from the post to the reply."""

from tests.slack.conftest import Running
from tests.slack_server import CHANNEL, USER, SlackServer

QUESTION = "Who signed the memorandum for the government?"


def test_a_mention_is_answered_once_in_its_thread_with_citations(slack: SlackServer, bot: Running) -> None:
    asked = slack.ask(USER, CHANNEL, QUESTION)

    reply = slack.reply(asked)

    assert "Peter Kyle" in reply.text
    assert "[1]" in reply.text
    assert len(slack.thread(CHANNEL, asked.root)) == 1
