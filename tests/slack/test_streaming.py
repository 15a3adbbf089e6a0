"""Answers of a chat model: streamed with their steps, and always ending as exactly one whole reply."""

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.channels.slack.clients import Clients, OneToken
from bot.channels.slack.posting import PAGE, Poster
from bot.channels.slack.progress import Budget
from bot.channels.slack.streaming import Stream, Streams
from bot.chat.deliveries import Deliveries
from bot.chat.place import Place
from config.replies import load
from tests.fakes.model_server import Asked, ModelServer, Reply, well
from tests.fast import rarely
from tests.slack.conftest import Running, Start, settled
from tests.slack_server import ADMIN, BOT_TOKEN, CHANNEL, USER, Said, SlackServer, Streaming, check_blocks

QUESTION = "Who signed the memorandum for the government?"
Written = Callable[..., Running]


@pytest.fixture
def written(start: Start) -> Iterator[Written]:
    """The bot with a chat model that behaves as given."""
    servers: list[ModelServer] = []

    def begin(behave: Callable[[Asked], Reply] = well, **settings: object) -> Running:
        servers.append(ModelServer(behave))
        return start(
            model="test-model", openai_base_url=servers[-1].url, openai_api_key="sk-test", **settings
        )

    yield begin
    for server in servers:
        server.close()


def whole_reply(slack: SlackServer, bot: Running, asked: Said) -> str:
    """The one reply in the thread, when all is done."""
    settled(slack, bot)
    replies = slack.thread(asked.channel, asked.root)
    assert len(replies) == 1
    assert replies[0].streaming is not Streaming.IN_PROGRESS
    assert not check_blocks(list(replies[0].blocks))
    return replies[0].text


def test_a_written_answer_is_streamed_and_ends_whole(slack: SlackServer, written: Written) -> None:
    bot = written()
    asked = slack.ask(USER, CHANNEL, QUESTION)

    slack.wait_for(lambda: slack.calls("chat.stopStream"))

    assert "Kyle" in whole_reply(slack, bot, asked)
    assert slack.calls("chat.startStream")[0].args["recipient_user_id"] == USER


@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream", "chat.stopStream"])
@pytest.mark.parametrize(
    "code", rarely(["internal_error", "unknown_method", "message_not_in_streaming_state", "ratelimited"])
)
def test_a_stream_that_fails_anywhere_is_one_whole_reply_all_the_same(
    method: str, code: str, slack: SlackServer, written: Written
) -> None:
    slack.faults.error(method, code, None)
    bot = written()

    asked = slack.ask(USER, CHANNEL, QUESTION)

    slack.wait_for(lambda: "Kyle" in str([message.text for message in slack.posts]), timeout=20)
    assert "Kyle" in whole_reply(slack, bot, asked)


def test_a_stream_that_expired_is_finished_as_a_message(slack: SlackServer, written: Written) -> None:
    slack.world.stream_seconds = 0.2

    def slow(asked: Asked) -> Reply:
        time.sleep(1)
        return well(asked)

    bot = written(slow)
    asked = slack.ask(USER, CHANNEL, QUESTION)

    slack.wait_for(lambda: slack.calls("chat.update"), timeout=20)
    assert "Kyle" in whole_reply(slack, bot, asked)


def test_a_streamed_message_that_somebody_deleted_is_replaced(slack: SlackServer, written: Written) -> None:
    def slow(asked: Asked) -> Reply:
        time.sleep(1)
        return well(asked)

    bot = written(slow)
    asked = slack.ask(USER, CHANNEL, QUESTION)
    streamed = slack.wait_for(lambda: slack.thread(CHANNEL, asked.root))[0]
    slack.remove(CHANNEL, streamed.ts)

    slack.wait_for(lambda: "Kyle" in str([message.text for message in slack.posts]), timeout=20)
    assert "Kyle" in whole_reply(slack, bot, asked)


def test_stop_ends_the_question_with_one_reply_that_says_so(slack: SlackServer, written: Written) -> None:
    def slow(asked: Asked) -> Reply:
        time.sleep(3)
        return well(asked)

    bot = written(slow)
    asked = slack.ask(USER, CHANNEL, QUESTION)
    slack.wait_for(lambda: slack.thread(CHANNEL, asked.root))

    slack.stop(USER, CHANNEL, asked.root)

    slack.wait_for(lambda: slack.calls("chat.update"), timeout=20)
    assert "You stopped" in whole_reply(slack, bot, asked)


@pytest.mark.slow
def test_more_answers_than_slack_streams_in_a_minute_are_posted_whole(
    slack: SlackServer, written: Written
) -> None:
    bot = written()

    asked = [slack.ask(user, CHANNEL, QUESTION) for user in (USER, ADMIN) * 9]

    for each in asked:
        slack.reply(each, timeout=60)
    settled(slack, bot)
    assert len(slack.calls("chat.startStream")) <= 15
    assert all(len(slack.thread(CHANNEL, each.root)) == 1 for each in asked)


def test_a_guest_sees_no_stream_begin(slack: SlackServer, written: Written) -> None:
    bot = written()
    slack.add_user("U0GUEST", "Gus Guest", is_restricted=True)
    slack.world.channels[CHANNEL].members.add("U0GUEST")

    asked = slack.ask("U0GUEST", CHANNEL, QUESTION)

    slack.reply(asked)
    assert "Guests" in whole_reply(slack, bot, asked)
    assert not slack.calls("chat.startStream")


def test_each_step_of_a_stream_is_shown_once_and_completed(slack: SlackServer, written: Written) -> None:
    def slow(asked: Asked) -> Reply:
        time.sleep(2.5)
        return well(asked)

    bot = written(slow)
    asked = slack.ask(USER, CHANNEL, QUESTION)
    slack.wait_for(lambda: slack.calls("chat.stopStream"), timeout=20)
    settled(slack, bot)

    assert "Kyle" in whole_reply(slack, bot, asked)
    sent = [chunk for call in slack.calls("chat.appendStream") for chunk in call.args["chunks"]]
    begun = [chunk["id"] for chunk in sent if chunk["status"] == "in_progress"]
    done = [chunk["id"] for chunk in sent if chunk["status"] == "complete"]
    assert len(begun) == len(set(begun)) > 1
    assert done == ["step-0", *begun[:-1]]


@pytest.mark.parametrize("replies", [0, PAGE + 1])
def test_a_stream_whose_receipt_was_lost_is_found_again_however_long_the_thread(
    slack: SlackServer, tmp_path: Path, replies: int
) -> None:
    root = slack.say(USER, CHANNEL, QUESTION)
    for number in range(replies):
        slack.say(USER, CHANNEL, f"Reply {number}", root.ts)
    slack.faults.cut("chat.startStream")
    place = Place("slack", "T0TOWNHALL", CHANNEL, root.ts)

    async def opened() -> tuple[Stream | None, Stream | None]:
        clients = Clients(OneToken(BOT_TOKEN), f"{slack.url}/api")
        deliveries = Deliveries(f"sqlite:///{tmp_path / 'briefing.sqlite'}")
        streams = Streams(Poster(clients, deliveries), deliveries, load().steps)
        client = await clients.of(place.workspace)
        first, again = [await streams.open(client, place, "k", USER, Budget()) for _ in range(2)]
        deliveries.close()
        return first, again

    first, again = asyncio.run(opened())

    (begun,) = [each for each in slack.thread(CHANNEL, root.ts) if each.streaming is Streaming.IN_PROGRESS]
    assert first is None
    assert again
    assert again.ts == begun.ts
