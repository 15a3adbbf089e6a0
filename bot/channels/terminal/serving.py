"""`briefing serve`: the web page, and the way in for other commands while it runs."""

import errno
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from bot.channels.terminal import screen
from bot.render import text
from config.replies import Replies
from config.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from uvicorn import Config, Server

    from bot.channels.connected import Connected
    from bot.service import Service

LOOPBACK = "127.0.0.1"
CLOSING_SECONDS = 5


class AddressError(Exception):
    """The page's address cannot be listened on."""

    def __init__(self, settings: Settings, error: OSError) -> None:
        where = f"http://{settings.host}:{settings.port}"
        if error.errno == errno.EADDRINUSE:
            super().__init__(
                f"{where} is in use by another program: stop it, or take another port with PORT=8081."
            )
        else:
            super().__init__(f"{where} cannot be served ({error.strerror}): correct BRIEFING_HOST or PORT.")


def serve(
    ingest: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="Ingest this first. May be given again.")
    ] = None,
    example: Annotated[
        str | None, typer.Option(metavar="QUESTION", help="Print the answer to this, then serve.")
    ] = None,
) -> None:
    """Serve the web page until Ctrl-C.

    BRIEFING_HOST and PORT say where. Other commands go on working: they go through the server.

    [bold]Examples[/bold]

      [cyan]briefing serve[/cyan]

      [cyan]PORT=9000 briefing serve --ingest seeds --example "What is Humphrey?"[/cyan]
    """
    gc.disable()  # a tenth of the time to start goes into looking through modules for what can be freed
    from bot.channels.metrics import Metrics
    from bot.channels.web.application import create_app
    from bot.service import Local

    def connected(web: "FastAPI") -> "Connected | None":
        if not settings.teams:
            from bot.channels.teams.endpoint import closed

            web.include_router(closed())
        if not (settings.slack or settings.teams):
            return None
        from bot.channels.connected import Connected

        return Connected(app, web, metrics)

    signal.signal(signal.SIGTERM, _end)
    settings = screen.begin()
    metrics = Metrics(_channels(settings))
    with listening(settings) as page, screen.holding(settings) as app:
        bot = Local(app, metrics.count)
        gc.freeze()
        gc.enable()
        with door(settings.data_dir, bot, _url(settings, page)):
            _first(bot, ingest or [], example, app.replies)
            warn(settings)
            _serve(
                create_app(app, beside=connected, metrics=metrics),
                page,
                lambda: screen.note(f"Serving on {_url(settings, page)} (Ctrl-C stops it)"),
            )


def _channels(settings: Settings) -> list[str]:
    """Those that questions can come by."""
    named = {"web": True, "terminal": True, "slack": settings.slack, "teams": settings.teams}
    return [name for name, reached in named.items() if reached]


def _end(*_: object) -> None:
    """Ends as after Ctrl-C, so that the store is closed and the record of this server removed."""
    sys.exit(0)


def _first(bot: "Service", paths: list[Path], example: str | None, replies: Replies) -> None:
    from bot.channels.terminal.documents import read
    from bot.domain import Question

    if paths:
        read(bot, paths, "default", prune=False, quiet=False)
    if example:
        answer = bot.ask(Question(example), record=False, report=lambda _: None)
        screen.show([text.asked(example), *text.answer(answer, replies.standing_for(answer.model))])


def warn(settings: Settings) -> None:
    from bot.channels.web.security import is_loopback

    if not (is_loopback(settings.host) or settings.web_token or settings.web_identity_header):
        screen.note(
            "The page stays closed, because other machines can reach it: set BRIEFING_WEB_TOKEN, "
            "or BRIEFING_WEB_IDENTITY_HEADER with BRIEFING_TRUSTED_PROXIES."
        )


def _serve(web: "FastAPI", page: socket.socket, started: Callable[[], None]) -> None:
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            started()

    with suppress(KeyboardInterrupt):
        Server(_config(web)).run(sockets=[page])


def _config(application: "FastAPI") -> "Config":
    import uvicorn

    # The page decides for itself which proxies to believe, by the address that really connects.
    return uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=CLOSING_SECONDS,
    )


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """The page's socket, taken before anything slow begins. Raises AddressError, or AlreadyServingError where
    it is our own server that has it."""
    from bot.service import AlreadyServingError, running

    try:
        taken = _bound(settings)
    except OSError as error:
        if server := running(settings.data_dir):
            server.close()
            raise AlreadyServingError(server.address) from error
        raise AddressError(settings, error) from error
    with taken:
        yield taken


def _bound(settings: Settings) -> socket.socket:
    """Raises OSError."""
    family, _, _, _, address = socket.getaddrinfo(
        settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with ExitStack() as opened:
        taken = opened.enter_context(socket.socket(family, socket.SOCK_STREAM))
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        opened.pop_all()
    return taken


def _url(settings: Settings, page: socket.socket) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{page.getsockname()[1]}"


@contextmanager
def door(data_dir: Path, bot: "Service", page: str) -> Iterator[None]:
    """Lets other commands in, on a loopback port of their own, for as long as this lasts."""
    import uvicorn

    from bot import wire
    from bot.channels.web import internal

    with socket.create_server((LOOPBACK, 0)) as listener:
        address = wire.Address(listener.getsockname()[1], os.getpid(), bot.model, page)
        application = internal.application(bot, address.token)
        server = uvicorn.Server(_config(application))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        _wait(server)
        address.write(data_dir)
        try:
            yield
        finally:
            wire.record(data_dir).unlink(missing_ok=True)
            server.should_exit = True
            thread.join(CLOSING_SECONDS)


def _wait(server: "Server") -> None:
    end = time.monotonic() + CLOSING_SECONDS
    while not server.started and time.monotonic() < end:
        time.sleep(0.01)
