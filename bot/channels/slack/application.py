"""Slack put together: the endpoint, Socket Mode, and the handler of what was accepted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

import structlog
from fastapi import APIRouter
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncBoltRequest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.briefings.summary import Summariser
from bot.channels.front import Front, Search
from bot.channels.slack import oauth
from bot.channels.slack.changes import Changes
from bot.channels.slack.clients import Clients, OneToken
from bot.channels.slack.guard import Guard, RefusedError
from bot.channels.slack.handler import SlackHandler
from bot.channels.slack.listening import Listening
from bot.channels.slack.manifest import INSTALL_PATH, PATH, REDIRECT_PATH
from bot.channels.slack.people import People
from bot.channels.slack.posting import Poster
from bot.channels.slack.private import Private
from bot.channels.slack.progress import Budgets
from bot.channels.slack.questions import Questions, spot
from bot.channels.slack.reading import Reader
from bot.channels.slack.streaming import Streams
from bot.channels.slack.summaries import Summaries
from bot.channels.slack.tools import Tools
from bot.channels.slack.windows import Windows
from bot.chat.answering import Desk
from bot.work.event import Event
from bot.work.work import Work
from config.replies import Replies
from config.settings import Settings

log = structlog.get_logger(__name__)
_sdk_log = logging.getLogger("bot.slack.sdk")


class Slack:
    """One for a process. `handler` goes into the Work, and then `listen` connects the two."""

    def __init__(
        self,
        settings: Settings,
        replies: Replies,
        desk: Desk,
        search: Search,
        summariser: Summariser,
        database_url: str,
    ) -> None:
        self._settings = settings
        self._installed = _installations(settings, database_url)
        bot_token = settings.slack_bot_token
        tokens = self._installed or OneToken(bot_token.get_secret_value() if bot_token else "")
        self._clients = Clients(tokens, settings.slack_api_url)
        people = People(self._clients, settings.admins)
        poster = Poster(self._clients, desk.records.deliveries)
        self._tools = Tools(
            settings=settings,
            replies=replies,
            clients=self._clients,
            people=people,
            reader=Reader(self._clients, people),
            poster=poster,
            streams=Streams(poster, desk.records.deliveries, replies.steps),
            budgets=Budgets(),
            front=Front(desk, search),
        )
        self.handler = _handler(self._tools, summariser, self._uninstall)
        self._socket: AsyncSocketModeHandler | None = None
        self._listening: Listening | None = None

    def listen(self, work: Work) -> APIRouter:
        """The endpoints; what is accepted goes to `work`."""
        windows = Windows(self._tools, work.forget)
        self._listening = Listening(
            self._clients,
            work.accept,
            windows,
            is_known=self._tools.front.is_known,
            is_open=work.is_open,
            is_answered=self._is_answered,
            stop=work.stop_conversation,
            busy=self._tools.replies.messages.busy,
        )
        router = APIRouter()
        secret = self._settings.slack_signing_secret
        router.add_api_route(
            PATH,
            _endpoint(self._listening, Guard(secret.get_secret_value()) if secret else None),
            methods=["POST"],
        )
        if self._installed:
            pages = self._pages(self._installed)
            for path in (INSTALL_PATH, REDIRECT_PATH):
                router.add_api_route(path, pages, methods=["GET"])
        return router

    async def start(self) -> None:
        """Opens the socket, where there is an app-level token."""
        self._clients.open()
        token = self._settings.slack_app_token
        if token and self._listening:
            app = self._listening.app
            self._socket = AsyncSocketModeHandler(app, token.get_secret_value(), logger=_sdk_log)
            await self._socket.connect_async()  # type: ignore[no-untyped-call]

    async def quiet(self) -> None:
        if self._socket:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        if self._listening:
            await self._listening.close()

    async def close(self) -> None:
        await self._clients.close()
        if self._installed:
            self._installed.close()

    async def is_connected(self) -> bool:
        """Whether events can arrive: in Socket Mode, whether the socket is open."""
        return self._socket is None or bool(await self._socket.client.is_connected())

    async def _is_answered(self, event: Event) -> bool:
        place = spot(event.body).place
        return bool(await asyncio.to_thread(self._tools.answers.by_message, place, event.body["ts"]))

    async def _uninstall(self, team: str) -> None:
        self._clients.forget(team)
        if self._installed:
            await self._installed.remove(team)

    def _pages(self, installed: oauth.Installations) -> Callable[[Request], Awaitable[Response]]:
        flow = oauth.flow(self._settings, installed, self._clients.client(""))

        async def pages(request: Request) -> Response:
            bolt = to_async_bolt_request(request, b"")
            handle = flow.handle_installation if request.url.path == INSTALL_PATH else flow.handle_callback
            return to_starlette_response(await handle(bolt))

        return pages


def _handler(
    tools: Tools, summariser: Summariser, uninstall: Callable[[str], Awaitable[None]]
) -> SlackHandler:
    questions = Questions(tools)
    private, summaries = Private(tools, questions), Summaries(tools, summariser)
    return SlackHandler(tools, questions, private, summaries, Changes(tools, questions), uninstall)


def _installations(settings: Settings, database_url: str) -> oauth.Installations | None:
    return oauth.Installations(settings.slack_client_id, database_url) if settings.slack_client_id else None


def _endpoint(listening: Listening, guard: Guard | None) -> Callable[[Request], Awaitable[Response]]:
    async def events(request: Request) -> Response:
        if guard is None:
            return PlainTextResponse("SLACK_SIGNING_SECRET is not set, so nothing is taken over HTTP.\n", 401)
        try:
            payload = await guard.payload(request)
        except RefusedError as error:
            return error.response()
        # The guard has verified and read it: from here on it is like what comes through the socket.
        bolt = AsyncBoltRequest(mode="socket_mode", body=payload, headers=_headers(request))
        try:
            return to_starlette_response(await listening.app.async_dispatch(bolt))
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            # Signed, but not whole: Bolt trusts that every part is there.
            log.warning("slack_payload_unreadable", error=type(error).__name__)
            return PlainTextResponse("The request cannot be read.\n", HTTPStatus.BAD_REQUEST)

    return events


def _headers(request: Request) -> dict[str, str | Sequence[str]]:
    return {name: value for name, value in request.headers.items() if name.startswith("x-slack-retry")}
