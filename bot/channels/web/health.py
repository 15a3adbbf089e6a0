"""Whether the service is alive and ready, and its metrics."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.channels.metrics import CONTENT_TYPE, Metrics
from bot.channels.web.access import Access
from bot.channels.web.parts import Parts

log = structlog.get_logger(__name__)


Health = Callable[[], Awaitable[Mapping[str, Any]]]


def router(parts: Parts, access: Access, metrics: Metrics, beside: Health | None = None) -> APIRouter:
    """`beside` tells of the chat platforms: "slack" and "teams" are False while events cannot arrive."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> Response:
        return PlainTextResponse("alive\n")

    @router.get("/readyz")
    async def readyz() -> Response:
        """A search goes through the model, the index and the database."""
        try:
            await run_in_threadpool(parts.engine.search, "ready", parts.settings.web_collections, 1)
            state = dict(await beside()) if beside else {}
        except Exception:  # whatever it is, this process should get no questions
            log.warning("not_ready", exc_info=True)
            return JSONResponse({"ready": False}, HTTPStatus.SERVICE_UNAVAILABLE)
        ready = all(state.get(name, True) for name in ("slack", "teams"))
        status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse({"ready": ready, **state}, status)

    @router.get("/metrics", dependencies=[Depends(access.admit)])
    def prometheus() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return router
