"""The bot in Teams on a port of its own, and what Teams would send it."""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.teams.activities import TENANT, invoke, mention, message
from tests.teams.server import Message, TeamsServer
from tests.web.fakes import FakeEngine

WHEN = "When was it built?"
ANN = {"id": "29:ann", "name": "Ann Smith", "aadObjectId": "aad-ann", "tenantId": TENANT, "userRole": "user"}
Json = dict[str, Any]


@dataclass
class Bot:
    """The bot on a port of its own, and what Teams would send it."""

    url: str
    teams: TeamsServer
    engine: FakeEngine
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1700000001000))

    def send(self, body: Json) -> httpx.Response:
        body = {**body, "serviceUrl": self.teams.url}
        return httpx.post(f"{self.url}/api/messages", json=body, timeout=15)

    def say(self, text: str = WHEN, **more: Any) -> str:
        """In Ann's own chat; the message's id."""
        id_ = str(next(self._ids))
        assert self.send(message(text, id=id_, **more)).status_code == 200
        return id_

    def mention(self, text: str = WHEN, **more: Any) -> str:
        id_ = str(next(self._ids))
        assert self.send(mention(text, id=id_, **more)).status_code == 200
        return id_

    def press(self, action: str, value: str, name: str = "adaptiveCard/action", **more: Any) -> Json:
        data = {"action": action, "value": value}
        where = {"conversation": more.pop("conversation")} if "conversation" in more else {}
        wanted = {"action": {"data": data}} if name == "adaptiveCard/action" else {"data": {**data, **more}}
        found: Json = self.send(invoke(name, wanted, id=str(next(self._ids)), **where)).json()
        return found

    def one(self) -> Message:
        """The one message that people see, once it is there."""
        return self.some(1)[0]

    def some(self, count: int) -> list[Message]:
        wait_for(lambda: len(self.teams.whole) >= count)
        return self.teams.whole


def wait_for(holds: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.02)


def settled() -> None:
    """Long enough for what should not come to come."""
    time.sleep(0.4)
