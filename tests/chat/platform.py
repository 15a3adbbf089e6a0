"""A platform that takes messages over real HTTP and never forgets one, and a worker that posts to it."""

import asyncio
import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote
from urllib.request import Request, urlopen

import structlog

from bot.chat.deliveries import Deliveries
from bot.chat.place import Place

PLACE = Place("slack", "T1", "C1")


class Platform:
    """Takes `POST /KEY`, and finds by `GET /KEY`; each message has an id."""

    def __init__(self) -> None:
        self.posted: list[str] = []
        """Keys, in the order of their ids."""
        self.removed: list[str] = []
        self.lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    def find(self, key: str) -> str | None:
        return f"m{self.posted.index(key)}" if key in self.posted else None

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@contextmanager
def platform() -> Iterator[Platform]:
    served = Platform()
    try:
        yield served
    finally:
        served.close()


def _handler(served: Platform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with served.lock:
                served.posted.append(self._key)
                self._send(f"m{len(served.posted) - 1}")

        def do_GET(self) -> None:
            with served.lock:
                self._send(served.find(self._key))

        def do_DELETE(self) -> None:
            with served.lock:
                served.removed.append(self._key)
                self._send(None)

        @property
        def _key(self) -> str:
            return unquote(self.path.removeprefix("/"))

        def _send(self, value: str | None) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(value).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
            """Tests say what they need to."""

    return Handler


class Client:
    """Posts to a platform; holds on where it is told to, so that a test may kill it there."""

    def __init__(self, url: str, key: str, hold_on: str = "") -> None:
        self._url = f"{url}/{key}"
        self._key = key
        self._root = url
        self._hold_on = hold_on

    async def find(self) -> str | None:
        return await self._call(self._url, "GET")

    async def post(self) -> str:
        self._reached("posting")
        message = await self._call(self._url, "POST")
        self._reached("posted")
        return str(message)

    async def undo(self, message: str) -> None:
        await self._call(f"{self._root}/{message}", "DELETE")

    async def _call(self, url: str, method: str) -> str | None:
        def call() -> str | None:
            with urlopen(Request(url, method=method), timeout=20) as reply:  # noqa: S310 - loopback
                found: str | None = json.load(reply)
                return found

        return await asyncio.to_thread(call)

    def _reached(self, point: str) -> None:
        if point == self._hold_on:
            print(point, flush=True)  # noqa: T201 - what the test waits for
            time.sleep(60 if point == "posted" else 1.0)


async def deliver(database_url: str, url: str, key: str, *, hold: float = 30, hold_on: str = "") -> str:
    deliveries = Deliveries(database_url, hold=timedelta(seconds=hold))
    client = Client(url, key, hold_on)
    try:
        return await deliveries.once(key, find=client.find, post=client.post, place=PLACE, undo=client.undo)
    finally:
        deliveries.close()


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    database, server, name, seconds, point = sys.argv[1:]
    print(asyncio.run(deliver(database, server, name, hold=float(seconds), hold_on=point)), flush=True)  # noqa: T201
