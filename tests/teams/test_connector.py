"""The connector: tries again where Microsoft asks for it, and nowhere else."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx
import pytest
from microsoft_teams.api import ApiClient

from bot.channels.teams.connector import (
    ATTEMPTS,
    Connector,
    ConnectorError,
    NotVouchedError,
    UncertainError,
    Where,
)
from bot.channels.teams.posting import where
from tests.teams.parts import Pauses, asked, connector
from tests.teams.server import TeamsServer

T = TypeVar("T")
REPLY = {"type": "message", "text": "It was built in 1900 [1]."}


def run(work: Callable[[], Awaitable[T]]) -> T:
    async def begun() -> T:
        return await work()

    return asyncio.run(begun())


@pytest.mark.parametrize(("status", "repeatable"), [(412, False), (429, False), (502, True), (504, True)])
def test_what_microsoft_asks_to_try_again_is_tried_again(
    teams: TeamsServer, status: int, repeatable: bool
) -> None:
    pauses = Pauses()
    teams.faults.extend([status, status])

    posted = run(lambda: connector(teams, pauses).post(where(asked(teams)), REPLY, repeatable=repeatable))

    assert [m.id for m in teams.whole] == [posted]
    assert pauses.asked == [0.25, 0.5]


def test_a_pause_that_teams_asks_for_is_kept_and_spread(teams: TeamsServer) -> None:
    pauses = Pauses()
    teams.faults.append(429)
    teams.headers["retry-after"] = "3"

    run(lambda: connector(teams, pauses).post(where(asked(teams)), REPLY))

    assert pauses.asked == [3.25]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 500, 502, 503, 504])
def test_after_any_other_answer_a_message_is_not_sent_again(teams: TeamsServer, status: int) -> None:
    teams.faults.append(status)

    with pytest.raises(ConnectorError) as raised:
        run(lambda: connector(teams).post(where(asked(teams)), REPLY))

    assert raised.value.status == status
    assert len(teams.calls) == 1


def test_the_tries_come_to_an_end(teams: TeamsServer) -> None:
    teams.faults.extend([429] * 50)

    with pytest.raises(ConnectorError):
        run(lambda: connector(teams).post(where(asked(teams)), REPLY))

    assert len(teams.calls) == ATTEMPTS


def test_where_no_answer_comes_it_is_not_known_what_happened_and_not_tried_again() -> None:
    tried = []

    async def cut(request: httpx.Request) -> httpx.Response:
        tried.append(request)
        raise httpx.ReadTimeout("no answer")

    async def post() -> None:
        api = ApiClient("http://127.0.0.1:1")
        api.http.http = httpx.AsyncClient(transport=httpx.MockTransport(cut))
        to = Connector(api, lambda _: True, sleep=Pauses())
        await to.post(Where("http://127.0.0.1:1", "a:1"), REPLY)

    with pytest.raises(UncertainError):
        run(post)
    assert len(tried) == 1


def test_nothing_is_ever_sent_to_an_address_that_is_not_vouched_for(teams: TeamsServer) -> None:
    with pytest.raises(NotVouchedError):
        run(lambda: connector(teams).post(Where("https://evil.example/", "a:1"), REPLY))


def test_removing_a_message_that_is_gone_is_no_error(teams: TeamsServer) -> None:
    run(lambda: connector(teams).delete(where(asked(teams)), "1"))

    assert teams.calls[-1][0] == "DELETE"
