"""Whether the service is alive and ready, and its metrics."""

from http import HTTPStatus

import structlog
from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.channels.web.access import Access
from bot.channels.web.metrics import CONTENT_TYPE, Metrics
from bot.channels.web.parts import Parts

log = structlog.get_logger(__name__)


def router(parts: Parts, access: Access, metrics: Metrics) -> APIRouter:
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> Response:
        return PlainTextResponse("alive\n")

    @router.get("/readyz")
    def readyz() -> Response:
        """A search goes through the model, the index and the database."""
        try:
            parts.engine.search("ready", parts.settings.web_collections, 1)
        except Exception:  # whatever it is, this process should get no questions
            log.warning("not_ready", exc_info=True)
            return JSONResponse({"ready": False}, HTTPStatus.SERVICE_UNAVAILABLE)
        return JSONResponse({"ready": True})

    @router.get("/metrics", dependencies=[Depends(access.admit)])
    def prometheus() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return router
