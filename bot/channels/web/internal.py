"""The commands' way into a running `briefing serve`: loopback only, behind a token of its own."""

import hmac
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from queue import SimpleQueue
from threading import Event, Thread
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request
from fastapi.responses import StreamingResponse

from bot import wire
from bot.service import Service

Emit = Callable[[object], None]
_log = structlog.get_logger(__name__)


class GoneError(Exception):
    """The command that asked has ended."""


def application(service: Service, token: str) -> FastAPI:
    """Served on a loopback port of its own, so that nothing of it shows on the web page's."""
    api = FastAPI(openapi_url=None)
    api.include_router(router(service, token))
    return api


def router(service: Service, token: str) -> APIRouter:
    api = APIRouter(prefix="/internal", dependencies=[Depends(_keeper(token))])

    @api.post("/ping")
    def ping() -> StreamingResponse:
        return _stream(lambda *_: None)

    @api.post("/ask")
    def ask(body: wire.Ask) -> StreamingResponse:
        return _stream(
            lambda emit, gone: service.ask(
                body.question, record=body.record, report=emit, stopped=gone.is_set
            )
        )

    @api.post("/search")
    def search(body: wire.Search) -> StreamingResponse:
        return _stream(lambda *_: service.search(body.text, body.collections, body.k))

    @api.post("/ingest")
    def ingest(body: wire.Ingest) -> StreamingResponse:
        paths = [wire.path(place) for place in body.places]
        return _stream(
            lambda emit, gone: service.ingest(
                paths, body.collection, prune=body.prune, report=_while(gone, emit)
            )
        )

    @api.post("/document")
    def document(body: wire.Lookup) -> StreamingResponse:
        return _stream(lambda *_: _list(service.document(body.collection, body.path)))

    @api.post("/documents")
    def documents(body: wire.Lookup) -> StreamingResponse:
        return _stream(lambda *_: service.documents(body.collection))

    return api


def _keeper(token: str) -> Callable[[Request, str], None]:
    def check(request: Request, authorization: Annotated[str, Header()] = "") -> None:
        near = request.client is not None and ip_address(request.client.host).is_loopback
        if not near or not hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
            raise HTTPException(403)

    return check


def _stream(work: Callable[[Emit, Event], object]) -> StreamingResponse:
    return StreamingResponse(_events(work), media_type="application/x-ndjson")


def _events(work: Callable[[Emit, Event], object]) -> Iterator[bytes]:
    lines: SimpleQueue[bytes | None] = SimpleQueue()
    gone = Event()

    def run() -> None:
        try:
            lines.put(
                wire.event("result", work(lambda value: lines.put(wire.event("progress", value)), gone))
            )
        except GoneError:
            _log.info("command_left")
        except Exception as error:  # noqa: BLE001  # told to the command, which ends with it
            _log.warning("command_failed", exc_info=True)
            lines.put(wire.event("error", str(error)))
        lines.put(None)

    Thread(target=run, daemon=True).start()
    try:
        yield from iter(lines.get, None)
    finally:
        gone.set()


def _list(value: object | None) -> list[object]:
    return [] if value is None else [value]


def _while(gone: Event, emit: Emit) -> Emit:
    def emit_or_stop(value: object) -> None:
        if gone.is_set():
            raise GoneError
        emit(value)

    return emit_or_stop
