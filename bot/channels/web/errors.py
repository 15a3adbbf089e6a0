"""What can be wrong with a request, each with the page that says so."""

from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from bot.channels.web.pages import Pages
from bot.channels.web.security import HEADERS

PROGRAMS = ("/internal/", "/api/", "/slack/", "/mcp")
"""Paths that only programs call: there, FastAPI's own JSON errors stay."""

log = structlog.get_logger(__name__)


class RefusedError(Exception):
    """A request that gets a page which says what is wrong and what to do."""

    status = HTTPStatus.BAD_REQUEST
    title = "There is a problem with what was sent"
    template = "error.html"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class TooLargeError(RefusedError):
    """A body over the limit."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    title = "Too much was sent at once"


class NotFoundError(RefusedError):
    """A page or a document that is not here, or not for this asker."""

    status = HTTPStatus.NOT_FOUND
    title = "Page not found"


class NotAllowedError(RefusedError):
    """An address that is there for another method."""

    status = HTTPStatus.METHOD_NOT_ALLOWED
    title = "This address is part of another page"


class ForbiddenError(RefusedError):
    """A request that may not be made."""

    status = HTTPStatus.FORBIDDEN
    title = "You cannot use this page"


class NotSetUpError(ForbiddenError):
    """The page can be reached from other machines, and nothing says who may see it."""

    title = "This page is closed until access is set up"
    template = "not_set_up.html"

    def __init__(self) -> None:
        super().__init__("This page can be reached from other machines, so it needs to know who may see it.")


class SignInNeededError(RefusedError):
    """A request without the token that opens the page."""

    status = HTTPStatus.UNAUTHORIZED
    title = "Sign in"
    template = "sign_in.html"

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence)


class FailedError(RefusedError):
    """A defect of ours."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    title = "There is a problem with this service"


MISSING = NotFoundError("If you typed the address, check that it is correct.")
NO_METHOD = NotAllowedError("Open the page itself.")
FAILED = FailedError("Try again later. If it happens again, tell the person who runs this assistant.")
UNREADABLE = RefusedError("Go back to the page you came from and try again.")


def add_handlers(app: FastAPI, pages: Pages) -> None:
    """Every error becomes a page in plain words; what was wrong inside is only logged."""

    @app.exception_handler(RefusedError)
    async def refused(request: Request, error: RefusedError) -> Response:
        return error_page(pages, request, error)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        if request.url.path.startswith(PROGRAMS):
            return await http_exception_handler(request, error)
        known = {404: MISSING, 405: NO_METHOD}
        response = error_page(pages, request, known.get(error.status_code, UNREADABLE))
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        if request.url.path.startswith(PROGRAMS):
            return await request_validation_exception_handler(request, error)
        return error_page(pages, request, UNREADABLE)

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        log.error("web_request_failed", path=request.url.path, error=type(error).__name__)
        return error_page(pages, request, FAILED)


def error_page(pages: Pages, request: Request, error: RefusedError) -> Response:
    # This can stand outside the middleware that adds the headers, so it adds them itself.
    headers = dict(HEADERS)
    if isinstance(error, SignInNeededError):
        headers["WWW-Authenticate"] = "Bearer"
    if wants_json(request):
        return JSONResponse(
            {"error": f"{error.title}. {error.sentence}".strip()}, error.status, headers=headers
        )
    return pages.page(
        request,
        error.template,
        status=error.status,
        headers=headers,
        title=error.title,
        error=error,
        back_to=_address(request),
    )


def _address(request: Request) -> str:
    """Where signing in leads: to the page that was asked for, where it was one."""
    if request.method != "GET":
        return "/"
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def wants_json(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return "json" in accept and "text/html" not in accept
