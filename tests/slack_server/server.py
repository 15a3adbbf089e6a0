"""The server itself: starts, stops, and carries what happens to the app."""

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp
from aiohttp import web

from tests.slack_server.clock import Clock
from tests.slack_server.delivering import Courier, Delivery, Reply
from tests.slack_server.faults import Faults
from tests.slack_server.furnishing import APP, APP_TOKEN, CONFIG_TOKEN, Furnishing
from tests.slack_server.http import Api
from tests.slack_server.method import Refused
from tests.slack_server.payloads import filled
from tests.slack_server.seeing import Seeing
from tests.slack_server.sockets import Sockets
from tests.slack_server.telling import of_message
from tests.slack_server.using import Using
from tests.slack_server.values import App, Json, Message
from tests.slack_server.world import World
from tests.slack_server.writing import Writing

T = TypeVar("T")


class SlackServer(Furnishing, Seeing, Using, Writing):
    """Slack on a port of its own, with one workspace, one channel, two people and the app in it."""

    def __init__(self, port: int = 0, app: App = APP) -> None:
        self.clock = Clock()
        self.faults = Faults()
        self.app = app
        super().__init__(World(self.clock, app), self._deliver)
        self.sockets = Sockets(self.world)
        self.courier = Courier(self.world, self.sockets, app.signing_secret)
        self.deliveries: list[Delivery] = []
        self.tells_of_own_posts = True
        """Whether the app hears of what it posts itself, as it does from Slack."""
        self._api = Api(self.world, self.faults, self.sockets, {APP_TOKEN: "app", CONFIG_TOKEN: "config"})
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack", daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()
        self._furnish()
        self.world.listen(self._happened)
        self._thread.start()
        self._runner, self.port = self._run(self._open(port))
        self.world.base = self._api.base = self.url

    # Running

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> str:
        """What to give slack_sdk as base_url."""
        return f"{self.url}/api/"

    def connect(self, *urls: str) -> None:
        """Where the app listens; several for several processes of it, taken in turn. None: Socket Mode."""
        self.courier.urls = list(urls)

    def close(self) -> None:
        self._run(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _open(self, port: int) -> tuple[web.AppRunner, int]:
        self.courier.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        runner = web.AppRunner(self._api.application(), access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        return runner, runner.addresses[0][1]

    async def _shut(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            if task.get_name() == "delivery":
                task.cancel()
        if self.courier.session:
            await self.courier.session.close()
        await self._runner.cleanup()

    # Delivering

    def _deliver(self, kind: str, payload: Json) -> Delivery:
        delivery = Delivery(kind, payload)
        self.deliveries.append(delivery)
        self._loop.call_soon_threadsafe(self._set_out, delivery)
        return delivery

    def _set_out(self, delivery: Delivery) -> None:
        task = self._loop.create_task(self._bring(delivery), name="delivery")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _bring(self, delivery: Delivery) -> None:
        try:
            await self.courier.deliver(delivery)
            self.answered(delivery)
        except Refused as refused:
            delivery.refused = str(refused)
        finally:
            delivery.finished.set()
            with self.world.changed:
                self.world.changed.notify_all()

    def _happened(self, what: str, message: Message, before: Message | None) -> None:
        if message.app == self.app.id and not self.tells_of_own_posts:
            return
        for body in of_message(self.world, what, message, before):
            self.gathered(self._deliver("events_api", body))

    def repeat(self, delivery: Delivery, attempt: int = 1, reason: str = "http_timeout") -> Delivery:
        """Delivers the same thing again, as Slack does when it did not hear the first answer."""
        again = Delivery(delivery.kind, delivery.payload)
        again.first, again.reason = attempt, reason
        self.deliveries.append(again)
        self._loop.call_soon_threadsafe(self._set_out, again)
        return again

    def post(self, body: bytes, headers: dict[str, str]) -> Reply:
        """Posts these very bytes to the app, for what Slack would never send."""
        return self._run(self.courier.post(body, headers))

    def verify_url(self) -> Delivery:
        """What Slack sends when the address is put into the app's settings."""
        return self._deliver("events_api", filled("url_verification"))

    def ssl_check(self) -> Delivery:
        return self._deliver("slash_commands", filled("ssl_check"))

    def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        """Ends every Socket Mode connection, as Slack does now and then."""
        self._run(self.sockets.disconnect(reason))
