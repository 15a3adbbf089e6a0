"""`POST /api/messages`: what Teams sends is admitted or refused, and answered at once."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from traceback import extract_tb
from typing import Any, Final

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from bot.channels.teams.activity import Activity
from bot.channels.teams.guard import Check, Nobody, RefusedError, admit

log = structlog.get_logger(__name__)
PATH: Final = "/api/messages"


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back in the HTTP response; most activities need none."""

    body: Mapping[str, Any] | None = None
    status: int = 200


Take = Callable[[Activity], Awaitable[Reply]]
"""Makes an activity durable, or answers it where Teams wants the answer at once."""


def router(check: Check, take: Take) -> APIRouter:
    routes = APIRouter()

    @routes.post(PATH, include_in_schema=False)
    async def messages(request: Request) -> Response:
        try:
            activity = await admit(request, check)
        except RefusedError as refused:
            log.warning("teams_refused", status=refused.status, reason=str(refused))
            return JSONResponse({"error": _SAYS[refused.status]}, refused.status)
        try:
            reply = await take(activity) if activity else Reply()
        except Exception as error:  # noqa: BLE001 - Teams sends again what was answered so
            # The message of an exception may hold what somebody wrote, so it is not logged.
            log.error("teams_not_taken", error=type(error).__name__, at=_place(error))  # noqa: TRY400
            return JSONResponse({"error": _SAYS[503]}, 503)
        return Response(status_code=reply.status) if reply.body is None else _json(reply)

    return routes


def closed() -> APIRouter:
    """Where Teams is not connected: without credentials nothing can be checked, so all are refused."""

    async def nothing(_: Activity) -> Reply:
        return Reply()

    return router(Nobody(), nothing)


def _place(error: BaseException) -> str:
    last = extract_tb(error.__traceback__)[-1]
    return f"{last.filename}:{last.lineno}"


def _json(reply: Reply) -> Response:
    return JSONResponse(dict(reply.body or {}), reply.status)


_SAYS: Final = {
    400: "The request cannot be read.",
    401: "The request is not signed by Microsoft Teams for this bot.",
    403: "Replies may not go to this service URL.",
    408: "The request did not come whole.",
    413: "The request is too large.",
    503: "The request cannot be checked at the moment. Send it again.",
}
