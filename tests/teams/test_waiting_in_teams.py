"""Only who really has to wait in Teams is told a place in the queue."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.work.event import Accepted, Event
from bot.work.work import Work
from tests.teams.activities import message
from tests.teams.parts import database
from tests.teams.served import channel, settings
from tests.teams.server import TeamsServer
from tests.web.fakes import FakeEngine


@dataclass
class Queue:
    """Accepts whatever comes, behind something that runs."""

    later: int
    """How many are still before it a moment later."""

    async def accept(self, _: Event) -> Accepted:
        return Accepted(new=True, ahead=1)

    def is_open(self, _: str) -> bool:
        return True

    def ahead(self, _: str) -> int:
        return self.later


@pytest.mark.parametrize(
    ("later", "said"), [(0, []), (1, ["You are first in the queue."]), (2, ["You are second in the queue."])]
)
def test_a_place_is_told_only_while_something_is_before_it(
    teams: TeamsServer, tmp_path: Path, later: int, said: list[str]
) -> None:
    bot = channel(settings(tmp_path), teams.url, FakeEngine({}), database(tmp_path))
    web = FastAPI(on_shutdown=[bot.quiet, bot.close])
    web.include_router(bot.listen(cast("Work", Queue(later))))

    with TestClient(web, "http://127.0.0.1:8080", client=("127.0.0.1", 50000)) as client:
        body = {**message("When was it built?", id="1700000001000"), "serviceUrl": teams.url}
        assert client.post("/api/messages", json=body).status_code == 200

    assert [each.text for each in teams.whole] == said
