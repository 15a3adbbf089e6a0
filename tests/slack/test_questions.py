"""Questions asked in Slack: mentions, threads and direct messages, from the post to the reply."""

import pytest

from tests.slack.conftest import Running, settled
from tests.slack_server import CHANNEL, USER, SlackServer, check_blocks

pytestmark = pytest.mark.usefixtures("bot")
QUESTION = "Who signed the memorandum for the government?"
OTHER = "U0OTHER"


def test_a_mention_is_answered_once_in_its_thread_with_citations(slack: SlackServer, bot: Running) -> None:
    asked = slack.ask(USER, CHANNEL, QUESTION)

    reply = slack.reply(asked)

    assert "Peter Kyle" in reply.text
    assert "[1]" in reply.text
    assert not check_blocks(list(reply.blocks))
    settled(slack, bot)
    assert len(slack.thread(CHANNEL, asked.root)) == 1


def test_what_slack_sends_again_is_not_answered_again(slack: SlackServer, bot: Running) -> None:
    asked = slack.ask(USER, CHANNEL, QUESTION).wait()
    slack.reply(asked)

    for delivery in asked.deliveries:
        slack.repeat(delivery).wait()

    settled(slack, bot)
    assert len(slack.thread(CHANNEL, asked.root)) == 1


def test_a_direct_message_needs_no_mention_and_remembers(slack: SlackServer) -> None:
    room = slack.dm(USER)
    first = slack.reply(slack.say(USER, room, QUESTION))
    second = slack.reply(slack.say(USER, room, "Who signed it for OpenAI?"))

    assert "Peter Kyle" in first.text
    assert "Altman" in second.text


def test_a_follow_up_in_a_thread_the_bot_answered_in_needs_no_mention(slack: SlackServer) -> None:
    asked = slack.ask(USER, CHANNEL, QUESTION)
    slack.reply(asked)

    slack.say(USER, CHANNEL, "Who signed it for OpenAI?", asked.root)

    slack.wait_for(lambda: len(slack.thread(CHANNEL, asked.root)) == 3)
    assert "Altman" in slack.thread(CHANNEL, asked.root)[-1].text


def test_people_who_talk_to_each_other_in_such_a_thread_are_left_alone(
    slack: SlackServer, bot: Running
) -> None:
    asked = slack.ask(USER, CHANNEL, QUESTION)
    slack.reply(asked)
    slack.add_user(OTHER, "Olive Other")
    slack.world.channels[CHANNEL].members.add(OTHER)

    slack.say(USER, CHANNEL, f"<@{OTHER}> did you know that?", asked.root).wait()
    slack.say(OTHER, CHANNEL, "Not at all, thanks.", asked.root).wait()

    settled(slack, bot)
    assert [m.user for m in slack.thread(CHANNEL, asked.root)].count(slack.posts[0].user) == 1


def test_messages_that_do_not_name_the_bot_are_not_taken_in(slack: SlackServer, bot: Running) -> None:
    said = slack.say(USER, CHANNEL, "Who signed the memorandum?").wait()
    slack.say(USER, CHANNEL, "I think it was Peter Kyle?", said.ts).wait()

    settled(slack, bot)
    assert not slack.posts


def test_other_bots_are_not_answered(slack: SlackServer, bot: Running) -> None:
    other = slack.add_bot("Weather")

    slack.bot_says(other.id, CHANNEL, f"{slack.mention(CHANNEL)} {QUESTION}").wait()

    settled(slack, bot)
    assert not slack.posts


def test_a_mention_within_a_thread_reads_the_thread_first(slack: SlackServer) -> None:
    said = slack.say(USER, CHANNEL, "I am reading about the memorandum between the government and OpenAI.")

    reply = slack.reply(slack.ask(USER, CHANNEL, "Is it legally binding?", said.ts))

    assert "legally binding" in reply.text


def test_an_edited_question_leaves_a_reply_that_says_it_answers_the_earlier_wording(
    slack: SlackServer,
) -> None:
    asked = slack.ask(USER, CHANNEL, QUESTION)
    before = slack.reply(asked)

    slack.edit(CHANNEL, asked.ts, f"{slack.mention(CHANNEL)} Who signed the memorandum for OpenAI?")

    slack.wait_for(lambda: "earlier wording" in text_of(slack, before.ts))
    assert "Peter Kyle" in text_of(slack, before.ts)


def test_the_reply_goes_when_its_question_is_deleted(slack: SlackServer, bot: Running) -> None:
    asked = slack.ask(USER, CHANNEL, QUESTION)
    reply = slack.reply(asked)

    slack.remove(CHANNEL, asked.ts)

    slack.wait_for(lambda: slack.removed(CHANNEL, reply.ts))
    settled(slack, bot)
    assert not bot.app.conversations.recent()


def test_nothing_in_a_question_or_answer_pings_anyone(slack: SlackServer) -> None:
    reply = slack.reply(slack.ask(USER, CHANNEL, "What is <!channel> and <@U0GRACE> and <http://x.test|y>?"))

    assert "<!" not in str(reply.blocks)
    assert "<@" not in reply.text
    assert "<http" not in reply.text


def test_a_guest_is_told_why_they_are_not_answered(slack: SlackServer) -> None:
    slack.add_user("U0GUEST", "Gus Guest", is_restricted=True)
    slack.world.channels[CHANNEL].members.add("U0GUEST")

    reply = slack.reply(slack.ask("U0GUEST", CHANNEL, QUESTION))

    assert "Guests cannot ask" in reply.text


def test_a_channel_shared_with_another_organisation_is_declined(slack: SlackServer) -> None:
    slack.add_team("T0OTHER", "Other Org")
    slack.add_channel("C0SHARED", "shared", members=(USER,), shared_with=("T0OTHER",))

    reply = slack.reply(slack.ask(USER, "C0SHARED", QUESTION))

    assert "other organisations" in reply.text
    assert "Kyle" not in reply.text


def test_an_outsiders_mention_in_a_shared_channel_gets_one_reply(slack: SlackServer, bot: Running) -> None:
    """Its two events name different workspaces."""
    slack.add_team("T0OTHER", "Other Org")
    slack.add_user("U0THEM", "Theo Them", team="T0OTHER")
    slack.add_channel("C0SHARED", "shared", members=(USER, "U0THEM"), shared_with=("T0OTHER",))

    asked = slack.ask("U0THEM", "C0SHARED", QUESTION)

    slack.reply(asked)
    settled(slack, bot)
    assert len(slack.thread("C0SHARED", asked.root)) == 1


def test_help_is_shown_without_a_slash(slack: SlackServer) -> None:
    assert "/briefing summary" in slack.reply(slack.say(USER, slack.dm(USER), "help")).text


def test_a_question_marked_secret_is_answered_with_a_warning(slack: SlackServer) -> None:
    reply = slack.reply(slack.ask(USER, CHANNEL, f"OFFICIAL-SENSITIVE {QUESTION}"))

    assert "more sensitive than OFFICIAL" in reply.text


def test_a_status_is_shown_while_it_works_and_gone_after(slack: SlackServer, bot: Running) -> None:
    asked = slack.ask(USER, CHANNEL, QUESTION)
    slack.reply(asked)
    settled(slack, bot)

    shown = [call.args["status"] for call in slack.calls("assistant.threads.setStatus")]
    assert shown[0] == "Searching the sources"
    assert shown[-1] == ""
    assert slack.session(CHANNEL, asked.root) == "active"


def text_of(slack: SlackServer, ts: str) -> str:
    message = slack.message(CHANNEL, ts)
    return message.text if message else ""
