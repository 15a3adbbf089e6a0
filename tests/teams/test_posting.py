"""What goes to Teams: retried as Microsoft asks, streamed where it may be, always exactly one whole reply."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.channels.teams.activity import Activity, read
from bot.channels.teams.posting import NoLookup, Poster, base, where
from bot.channels.teams.streaming import LONGEST_SECONDS, PACE_SECONDS, Stream
from bot.chat.deliveries import Deliveries
from bot.engine import Step
from tests.teams.activities import mention
from tests.teams.parts import STEPS, Pauses, asked, connector, database, reader
from tests.teams.server import STREAM_SECONDS, TeamsServer

T = TypeVar("T")
REPLY = {"type": "message", "text": "It was built in 1900 [1]."}


def run(work: Callable[[], Awaitable[T]]) -> T:
    async def begun() -> T:
        return await work()

    return asyncio.run(begun())


class Chat:
    """A chat in which the bot replies; each `reply` as after a new start of the process."""

    def __init__(self, server: TeamsServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.pauses = Pauses()
        self.clock = 0.0

    def stream(self, activity: Activity) -> Stream:
        return Stream(
            connector(self.server), where(activity), base(activity), STEPS,
            clock=lambda: self.clock, sleep=self._sleep,
        )  # fmt: skip

    async def _sleep(self, seconds: float) -> None:
        await self.pauses(seconds)
        self.clock += seconds

    def poster(self) -> Poster:
        return Poster(connector(self.server), Deliveries(database(self.folder)), NoLookup())

    async def answered(self, activity: Activity, *steps: Step, key: str = "k/reply") -> Stream:
        stream = self.stream(activity)
        await stream.open()
        stream.follow()
        for step in steps:
            stream.report(step)
            await settled()
        await stream.settle()
        await self.poster().reply(key, activity, REPLY, stream)
        return stream


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0.005)


@pytest.fixture
def chat(teams: TeamsServer, tmp_path: Path) -> Chat:
    return Chat(teams, tmp_path)


def test_when_teams_asks_for_a_long_pause_the_reply_comes_after_it(chat: "Chat", teams: TeamsServer) -> None:
    teams.faults.extend([429, 429])
    teams.headers["retry-after"] = "40"
    pauses = Pauses()
    to = asked(teams)

    async def reply() -> None:
        poster = Poster(connector(teams), Deliveries(database(chat.folder)), NoLookup(), sleep=pauses)
        await poster.reply("k/reply", to, REPLY)

    run(reply)

    assert pauses.asked == [50.0, 50.0]
    assert [m.text for m in teams.whole] == [REPLY["text"]]


def test_in_a_personal_chat_the_status_becomes_the_reply(chat: Chat, teams: TeamsServer) -> None:
    run(lambda: chat.answered(asked(teams), Step.COMPOSING, Step.CHECKING))

    (message,) = teams.messages.values()
    assert message.statuses == ["Searching the sources", "Writing the answer", "Checking"]
    assert message.text == REPLY["text"]
    assert not message.streaming
    assert message.changes == 0


def test_updates_keep_the_pace_that_teams_takes(chat: Chat, teams: TeamsServer) -> None:
    run(lambda: chat.answered(asked(teams), Step.COMPOSING, Step.CHECKING))

    assert chat.pauses.asked == [PACE_SECONDS, PACE_SECONDS]


def test_the_same_status_is_not_said_twice(chat: Chat, teams: TeamsServer) -> None:
    run(lambda: chat.answered(asked(teams), Step.COMPOSING, Step.COMPOSING, Step.COMPOSING))

    (message,) = teams.messages.values()
    assert message.statuses == ["Searching the sources", "Writing the answer"]


def test_where_streams_are_not_allowed_the_reply_is_one_whole_message(chat: Chat, teams: TeamsServer) -> None:
    teams.streams = False

    run(lambda: chat.answered(asked(teams), Step.COMPOSING))

    assert [(m.text, m.changes) for m in teams.messages.values()] == [(REPLY["text"], 0)]


def test_after_two_minutes_the_status_is_changed_into_the_reply(chat: Chat, teams: TeamsServer) -> None:
    async def slow() -> None:
        stream = chat.stream(asked(teams))
        await stream.open()
        teams.seconds = STREAM_SECONDS + 1
        await chat.poster().reply("k/reply", asked(teams), REPLY, stream)

    run(slow)

    assert [(m.text, m.changes) for m in teams.messages.values()] == [(REPLY["text"], 1)]


def test_before_two_minutes_are_over_the_status_is_left_as_it_is(chat: Chat, teams: TeamsServer) -> None:
    async def slow() -> None:
        stream = chat.stream(asked(teams))
        await stream.open()
        chat.clock = LONGEST_SECONDS + 1
        stream.follow()
        stream.report(Step.COMPOSING)
        await settled()
        await stream.settle()

    run(slow)

    (message,) = teams.messages.values()
    assert message.statuses == ["Searching the sources"]


def test_a_person_who_presses_stop_stops_the_question(chat: Chat, teams: TeamsServer) -> None:
    async def stopped() -> Stream:
        stream = chat.stream(asked(teams))
        await stream.open()
        stream.follow()
        teams.cancel = True
        stream.report(Step.COMPOSING)
        await settled()
        await stream.settle()
        await chat.poster().reply("k/reply", asked(teams), REPLY, stream)
        return stream

    assert run(stopped).is_stopped()
    assert [m.text for m in teams.whole] == [REPLY["text"]]


@pytest.mark.parametrize("status", [400, 413])
def test_what_teams_does_not_take_as_it_is_comes_in_words_alone(
    chat: Chat, teams: TeamsServer, status: int
) -> None:
    teams.faults.append(status)
    rich = {**REPLY, "entities": [], "attachments": [{"contentType": "odd", "content": {}}], "summary": "s"}

    run(lambda: chat.poster().reply("k/reply", asked(teams), rich))

    (message,) = teams.whole
    assert message.text == REPLY["text"]
    assert "attachments" not in message.activity


def test_a_reply_is_posted_once_however_often_it_is_delivered(chat: Chat, teams: TeamsServer) -> None:
    async def again_and_again() -> None:
        for _ in range(3):
            await chat.poster().reply("k/reply", asked(teams), REPLY)

    run(again_and_again)

    assert [m.text for m in teams.messages.values()] == [REPLY["text"]]


@pytest.mark.parametrize("ended", [False, True], ids=["before the reply arrived", "after it had arrived"])
def test_a_crash_between_posting_and_recording_leaves_one_reply(
    chat: Chat, teams: TeamsServer, ended: bool
) -> None:
    class CrashedError(Exception):
        """The process ends here."""

    async def crashed() -> str:
        stream = chat.stream(asked(teams))
        opened = await stream.open()

        async def post() -> str:
            if ended:
                poster = chat.poster()
                await poster._end(where(asked(teams)), {**base(asked(teams)), **REPLY}, opened)
            raise CrashedError

        async def never() -> None:
            return None

        with pytest.raises(CrashedError):
            await Deliveries(database(chat.folder)).once("k/reply", find=never, post=post)
        return opened

    async def resumed(opened: str) -> None:
        stream = chat.stream(asked(teams))
        stream.resume(opened)
        await chat.poster().reply("k/reply", asked(teams), REPLY, stream)

    opened = run(crashed)
    run(lambda: resumed(opened))

    assert [(m.id, m.text) for m in teams.whole] == [(opened, REPLY["text"])]


@pytest.mark.parametrize("status", [502, 504])
@pytest.mark.parametrize("readable", [True, False], ids=["may be read", "may not be read"])
def test_a_reply_whose_receipt_was_lost_is_looked_up_where_messages_may_be_read(
    chat: Chat, teams: TeamsServer, status: int, readable: bool
) -> None:
    """Elsewhere it comes twice: Teams has no key by which it would take a message once."""
    question = read(mention(serviceUrl=teams.url))
    teams.lost.append(status)

    async def reply() -> None:
        lookup = reader(teams) if readable else NoLookup()
        poster = Poster(connector(teams), Deliveries(database(chat.folder)), lookup, sleep=chat.pauses)
        await poster.reply("k/reply", question, REPLY)

    run(reply)

    assert [m.text for m in teams.whole] == [REPLY["text"]] * (1 if readable else 2)


def test_in_a_channel_the_reply_stands_in_the_thread_of_the_question(chat: Chat, teams: TeamsServer) -> None:
    question = read(mention(serviceUrl=teams.url))

    run(lambda: chat.poster().reply("k/reply", question, REPLY))

    (message,) = teams.messages.values()
    assert message.conversation == question.conversation
    assert message.activity["replyToId"] == question.id
    assert message.activity["from"]["id"] == question.bot
