"""Who has to wait in Slack: what they are told, what is taken meanwhile, and what is counted."""

import re
import time
from collections.abc import Callable
from threading import Thread

import httpx
import pytest

from tests.slack.conftest import Running, Start, settled
from tests.slack_server import CHANNEL, USER, SlackServer
from tests.teams.whole import wait_for
from tests.web.fakes import FakeEngine

WHEN = "When was it built?"
OTHER = "U0OTHER"


def _is_gone(url: str) -> bool:
    try:
        httpx.get(url)
    except httpx.TransportError:
        return True
    return False


class Held(FakeEngine):
    """Answers nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.released = False
        self.before = lambda _: wait_for(lambda: self.released)


@pytest.fixture
def engine() -> Held:
    return Held()


@pytest.fixture
def begin(slack: SlackServer, start: Start, engine: Held) -> Callable[..., Running]:
    def begin(**settings: object) -> Running:
        bot = start(engine=engine, **settings)
        slack.add_user(OTHER, "Olive Other")
        slack.world.channels[CHANNEL].members.add(OTHER)
        return bot

    return begin


def test_a_follow_up_is_taken_while_the_first_answer_is_still_being_made(
    slack: SlackServer, begin: Callable[..., Running], engine: Held
) -> None:
    bot = begin()
    asked = slack.ask(USER, CHANNEL, WHEN).wait()
    wait_for(lambda: engine.asked)

    slack.say(USER, CHANNEL, "What did it cost?", asked.root).wait()
    engine.released = True

    settled(slack, bot)
    assert [question.text for question in engine.asked] == [WHEN, "What did it cost?"]
    assert not slack.ephemerals, "nobody is told a place in the queue for what may not be for the bot"


def test_a_command_that_has_to_wait_is_told_its_place_as_it_is_acknowledged(
    slack: SlackServer, begin: Callable[..., Running], engine: Held
) -> None:
    bot = begin()
    slack.command(USER, CHANNEL, "/briefing", f"ask {WHEN}").wait()

    second = slack.command(USER, CHANNEL, "/briefing", "summary").wait()

    assert second.attempts[-1].text == "You are first in the queue."
    engine.released = True
    settled(slack, bot)


def test_what_others_ask_by_commands_in_the_same_channel_is_not_waited_for(
    slack: SlackServer, begin: Callable[..., Running], engine: Held
) -> None:
    bot = begin()
    slack.command(USER, CHANNEL, "/briefing", f"ask {WHEN}").wait()

    other = slack.command(OTHER, CHANNEL, "/briefing", "ask Who built it?").wait()

    wait_for(lambda: len(engine.asked) == 2)
    assert not other.attempts[-1].text
    engine.released = True
    settled(slack, bot)


def test_questions_of_chat_platforms_are_counted_beside_those_of_the_page(
    slack: SlackServer, begin: Callable[..., Running], engine: Held
) -> None:
    bot = begin()
    engine.released = True
    slack.reply(slack.ask(USER, CHANNEL, WHEN))
    slack.reply(slack.ask(USER, CHANNEL, "And what did it cost?"))

    shown = httpx.get(f"{bot.url}/metrics").text

    counted = re.findall(r'briefing_questions_total\{channel="slack",outcome="not_in_sources"\} (\S+)', shown)
    assert counted == ["2.0"]


@pytest.mark.parametrize("socket_mode", [False, True])
def test_what_is_at_work_when_the_server_is_told_to_end_is_answered_first(
    slack: SlackServer, begin: Callable[..., Running], engine: Held, *, socket_mode: bool
) -> None:
    bot = begin(socket_mode=socket_mode)
    asked = slack.ask(USER, CHANNEL, WHEN).wait()
    wait_for(lambda: engine.asked)

    ending = Thread(target=bot.end)
    ending.start()
    wait_for(lambda: _is_gone(bot.url))
    time.sleep(0.3)  # for what ends after the page
    engine.released = True
    ending.join()

    assert len(slack.thread(CHANNEL, asked.root)) == 1
