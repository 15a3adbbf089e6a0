"""Private answers that could not be shown where they were asked, and went to the asker's direct messages."""

import pytest

from tests.slack.conftest import Running, settled
from tests.slack.test_private import QUESTION, value_of
from tests.slack_server import ADMIN, CHANNEL, USER, Message, Said, SlackServer

pytestmark = pytest.mark.usefixtures("bot")
NOWHERE = "How many moons does the memorandum have?"


def asked(slack: SlackServer, text: str = QUESTION) -> tuple[Said, Message]:
    """A question in a room whose replies are private, and the reply by direct message."""
    slack.command(ADMIN, CHANNEL, "/briefing", "settings")
    view = slack.wait_for(lambda: slack.views)[-1]
    private = {"collections": ["default"], "follow_ups": "mention", "replies": ["private"]}
    slack.submit(ADMIN, view, private).wait()
    slack.faults.error("chat.postEphemeral", "user_not_in_channel", None)
    question = slack.ask(USER, CHANNEL, text)
    return question, slack.wait_for(lambda: slack.messages(slack.dm(USER)))[-1]


def test_a_source_of_it_opens_there(slack: SlackServer) -> None:
    _, reply = asked(slack)
    before = len(slack.views)

    slack.click(USER, reply, "show_source", index=0)

    assert "Peter Kyle" in str(slack.wait_for(lambda: slack.views[before:])[0].content)


def test_it_is_rated_there(slack: SlackServer, bot: Running) -> None:
    _, reply = asked(slack)

    slack.click(USER, reply, "feedback", value=value_of(reply, ":good"))

    (given,) = slack.wait_for(bot.connected.desk.records.feedback.recent)
    assert (given.rating.value, given.person) == ("good", f"slack:T0TOWNHALL:{USER}")


def test_a_question_offered_under_it_is_answered_there(slack: SlackServer) -> None:
    _, reply = asked(slack, NOWHERE)

    slack.click(USER, reply, "ask_suggestion", index=0)

    assert slack.wait_for(lambda: slack.messages(slack.dm(USER))[1:])


def test_it_is_marked_when_its_question_is_edited(slack: SlackServer) -> None:
    question, reply = asked(slack)

    slack.edit(CHANNEL, question.ts, f"{slack.mention(CHANNEL)} Who signed the memorandum for OpenAI?")

    slack.wait_for(lambda: "was changed after this answer" in text_of(slack, reply))


def test_it_goes_with_its_question(slack: SlackServer, bot: Running) -> None:
    question, reply = asked(slack)
    settled(slack, bot)

    slack.remove(CHANNEL, question.ts)

    slack.wait_for(lambda: slack.removed(reply.channel, reply.ts))
    settled(slack, bot)
    assert not bot.app.conversations.recent()


def text_of(slack: SlackServer, said: Message) -> str:
    message = slack.message(said.channel, said.ts)
    return message.text if message else ""
