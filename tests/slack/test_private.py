"""What one person sees: commands, buttons, forms and the Home tab."""

import re

import pytest

from bot.chat.place import Place
from tests.slack.conftest import Running, settled
from tests.slack_server import ADMIN, CHANNEL, USER, Message, SlackServer, check_blocks, check_view

pytestmark = pytest.mark.usefixtures("bot")
QUESTION = "Who signed the memorandum for the government?"
NOWHERE = "What is the boiling point of the moon?"


def command(slack: SlackServer, text: str, user: str = USER) -> Message:
    """What one person sees after a command."""
    before = len(slack.ephemerals)
    slack.command(user, CHANNEL, "/briefing", text)
    return slack.wait_for(lambda: slack.ephemerals[before:])[-1]


def test_a_command_is_answered_in_private(slack: SlackServer) -> None:
    said = command(slack, f"ask {QUESTION}")

    assert "Peter Kyle" in said.text
    assert said.ephemeral_to == USER
    assert not check_blocks(list(said.blocks))
    assert not slack.posts


def test_a_command_without_a_known_word_is_a_question(slack: SlackServer) -> None:
    assert "Peter Kyle" in command(slack, QUESTION).text


def test_a_question_about_a_payload_is_not_lost(slack: SlackServer) -> None:
    """Bolt takes a form with that word in it for one without fields."""
    assert command(slack, "ask what is the payload of the memorandum?").text


def test_a_private_answer_can_be_shared_once_by_who_asked(slack: SlackServer, bot: Running) -> None:
    said = command(slack, QUESTION)

    slack.click(USER, said, "share").wait()
    slack.click(USER, said, "share").wait()

    settled(slack, bot)
    assert len(slack.posts) == 1
    assert "ada asked" in slack.posts[0].text
    assert "Peter Kyle" in slack.posts[0].text


def test_nobody_else_can_share_a_private_answer(slack: SlackServer, bot: Running) -> None:
    said = command(slack, QUESTION)

    slack.click(ADMIN, said, "share").wait()

    settled(slack, bot)
    assert not slack.posts


def test_a_source_opens_in_its_surroundings(slack: SlackServer) -> None:
    reply = slack.reply(slack.ask(USER, CHANNEL, QUESTION))

    slack.click(USER, reply, "show_source", index=0)

    view = slack.wait_for(lambda: slack.views)[-1]
    assert "Peter Kyle" in str(view.content)
    assert not check_view(view.content)


def test_a_source_of_a_private_answer_opens_for_its_asker_and_nobody_else(slack: SlackServer) -> None:
    said = command(slack, QUESTION)

    slack.click(ADMIN, said, "show_source", index=0)

    told = slack.wait_for(lambda: [each for each in slack.ephemerals if each.ephemeral_to == ADMIN])
    assert "This source cannot be shown" in told[0].text
    assert not slack.views
    slack.click(USER, said, "show_source", index=0)
    assert "Kyle" in str(slack.wait_for(lambda: slack.views)[0].content)


def test_a_bad_rating_counts_at_once_and_asks_for_a_reason(slack: SlackServer, bot: Running) -> None:
    reply = slack.reply(slack.ask(USER, CHANNEL, QUESTION))

    slack.click(USER, reply, "feedback", value=value_of(reply, ":bad"))
    view = slack.wait_for(lambda: slack.views)[-1]
    slack.submit(USER, view, {"reason": "incomplete", "comment": "Who else?"}).wait()

    given = bot.connected.desk.records.feedback.recent()
    assert [(each.rating.value, each.reason and each.reason.value, each.comment) for each in given] == [
        ("bad", "incomplete", "Who else?")
    ]


def test_a_suggested_question_is_answered_in_the_same_thread(slack: SlackServer, bot: Running) -> None:
    asked = slack.ask(USER, CHANNEL, "How many moons does the memorandum have?")
    reply = slack.reply(asked)
    assert any("ask_suggestion" in str(block) for block in reply.blocks), reply.text

    slack.click(USER, reply, "ask_suggestion", index=0)
    slack.click(USER, reply, "ask_suggestion", index=0)

    slack.wait_for(lambda: len(slack.thread(CHANNEL, asked.root)) == 2)
    settled(slack, bot)
    assert len(slack.thread(CHANNEL, asked.root)) == 2


def test_a_reply_is_removed_by_its_asker_and_not_by_others(slack: SlackServer, bot: Running) -> None:
    slack.add_user("U0OTHER", "Olive Other")
    asked = slack.ask(USER, CHANNEL, QUESTION)
    reply = slack.reply(asked)

    slack.click("U0OTHER", reply, "delete_reply").wait()
    settled(slack, bot)
    assert slack.thread(CHANNEL, asked.root)
    slack.click(USER, reply, "delete_reply").wait()

    slack.wait_for(lambda: not slack.thread(CHANNEL, asked.root))


def test_the_home_tab_says_what_is_known_and_deletes_what_was_asked(slack: SlackServer, bot: Running) -> None:
    slack.reply(slack.ask(USER, CHANNEL, QUESTION))
    settled(slack, bot)

    slack.open_home(USER)
    home = slack.wait_for(lambda: slack.home(USER))
    assert home
    assert QUESTION in str(home.content)
    assert "5 documents" in str(home.content)
    assert not check_view(home.content)

    slack.click(USER, home, "delete_my_data")

    slack.wait_for(lambda: (now := slack.home(USER)) and QUESTION not in str(now.content))
    assert not bot.app.conversations.recent()
    assert bot.connected.desk.records.removals()[0].turns == 1


def test_the_messages_tab_suggests_questions_that_can_be_answered(slack: SlackServer) -> None:
    slack.open_home(USER, tab="messages")

    prompts = slack.wait_for(lambda: slack.prompts)[-1]

    assert 1 <= len(prompts.prompts) <= 4


def test_the_older_assistant_view_gets_its_suggestions_too(slack: SlackServer) -> None:
    slack.start_assistant_thread(USER)

    assert slack.wait_for(lambda: slack.prompts)


@pytest.mark.parametrize("word", ["help", "", "sources"])
def test_commands_that_only_show_something(word: str, slack: SlackServer) -> None:
    said = command(slack, word)

    assert said.text
    assert not check_blocks(list(said.blocks))


def test_an_admin_binds_a_channel_to_another_collection(slack: SlackServer, bot: Running) -> None:
    slack.command(ADMIN, CHANNEL, "/briefing", "settings")
    view = slack.wait_for(lambda: slack.views)[-1]
    assert not check_view(view.content)

    slack.submit(ADMIN, view, {"collections": ["town"], "follow_ups": "mention"}).wait()

    reply = slack.reply(slack.ask(USER, CHANNEL, QUESTION))
    assert "Peter Kyle" not in reply.text
    changes = bot.connected.desk.records.rooms.changes(Place("slack", "T0TOWNHALL", CHANNEL))
    assert [change.by for change in changes] == [f"slack:T0TOWNHALL:{ADMIN}"]


def test_somebody_else_cannot_change_the_settings(slack: SlackServer) -> None:
    assert "Only an admin" in command(slack, "settings").text
    assert not slack.views


def test_a_private_room_shows_its_answers_to_the_asker_alone(slack: SlackServer) -> None:
    slack.command(ADMIN, CHANNEL, "/briefing", "settings")
    view = slack.wait_for(lambda: slack.views)[-1]
    slack.submit(
        ADMIN, view, {"collections": ["default"], "follow_ups": "mention", "replies": ["private"]}
    ).wait()

    slack.ask(USER, CHANNEL, QUESTION)

    said = slack.wait_for(lambda: slack.ephemerals)[-1]
    assert "Peter Kyle" in said.text
    assert not slack.posts


def test_a_deleted_question_is_forgotten_where_answers_are_private(slack: SlackServer, bot: Running) -> None:
    slack.command(ADMIN, CHANNEL, "/briefing", "settings")
    view = slack.wait_for(lambda: slack.views)[-1]
    slack.submit(ADMIN, view, {"collections": ["default"], "replies": ["private"]}).wait()
    asked = slack.ask(USER, CHANNEL, QUESTION)
    slack.wait_for(lambda: slack.ephemerals)
    settled(slack, bot)
    assert bot.app.conversations.recent()

    slack.remove(CHANNEL, asked.ts)

    slack.wait_for(lambda: not bot.app.conversations.recent())


def test_a_message_can_be_briefed_on(slack: SlackServer) -> None:
    said = slack.say(ADMIN, CHANNEL, QUESTION)

    slack.message_shortcut(USER, "brief_me", CHANNEL, said.ts)

    assert "Peter Kyle" in slack.wait_for(lambda: slack.ephemerals)[-1].text


def test_the_global_shortcut_is_answered_by_direct_message(slack: SlackServer) -> None:
    slack.shortcut(USER, "ask")
    view = slack.wait_for(lambda: slack.views)[-1]
    slack.submit(USER, view, {"question": QUESTION}).wait()

    reply = slack.wait_for(lambda: slack.messages(slack.dm(USER)))[-1]
    assert "Peter Kyle" in reply.text


def value_of(message: Message, end: str) -> str:
    """The value of a button that ends so."""
    return str(re.search(rf"'value': '([^']*{end})'", str(message.blocks))[1])  # type: ignore[index]
