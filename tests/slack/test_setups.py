"""The same bot set up in other ways."""

from tests.slack.conftest import Start, settled
from tests.slack_server import ADMIN, CHANNEL, USER, SlackServer

QUESTION = "Who signed the memorandum for the government?"


def test_socket_mode_answers_the_same(slack: SlackServer, start: Start) -> None:
    start(socket_mode=True)

    assert "Peter Kyle" in slack.reply(slack.ask(USER, CHANNEL, QUESTION)).text


def test_a_person_is_asked_once_with_the_question_and_the_answer(slack: SlackServer, start: Start) -> None:
    slack.add_channel("C0HELP", "help", members=(ADMIN,))
    bot = start(refer_to="C0HELP")
    reply = slack.reply(slack.ask(USER, CHANNEL, QUESTION))

    for _ in range(2):
        slack.click(USER, reply, "refer")
        view = slack.wait_for(lambda: slack.views)[-1]
        slack.submit(USER, view, {"comment": "Is this still so?"}).wait()
        settled(slack, bot)

    handed = slack.messages("C0HELP")
    assert len(handed) == 1
    assert QUESTION in str(handed[0].blocks)
    assert "Is this still so?" in str(handed[0].blocks)
