"""Signing in with the token, and out again."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web import errors
from bot.channels.web.access import SESSION, SESSION_SECONDS, Access
from bot.channels.web.forms import form

WRONG_TOKEN = "That is not the token. Check it and try again."  # noqa: S105 - a sentence about one


class Signing:
    """The views of the sign-in form, which `errors.SignInNeededError` shows in place of any page."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def router(self) -> APIRouter:
        router = APIRouter()

        @router.post("/sign-in")
        async def sign_in(request: Request, fields: Annotated[Mapping[str, str], Depends(form)]) -> Response:
            return self._sign_in(request, fields)

        @router.post("/sign-out")
        async def sign_out(request: Request) -> Response:
            self._access.check_site(request)
            response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
            response.delete_cookie(SESSION)
            return response

        return router

    def _sign_in(self, request: Request, fields: Mapping[str, str]) -> Response:
        self._access.check_site(request)
        if not self._access.has_token:
            raise errors.NotFoundError("There is no token to sign in with.")
        if not self._access.opens(fields.get("token", "").strip()):
            raise errors.SignInNeededError(WRONG_TOKEN)
        response = RedirectResponse(inside(fields.get("next", "")), HTTPStatus.SEE_OTHER)
        response.set_cookie(
            SESSION,
            self._access.session(),
            max_age=SESSION_SECONDS,
            httponly=True,
            samesite="strict",
            secure=self._access.is_secure(request),
        )
        return response


def inside(address: str) -> str:
    """The address where it is a page of ours, else the first page: no sign-in leads to another site."""
    ours = address.startswith("/") and not address.startswith("//")
    return address if ours and address.isprintable() and "\\" not in address else "/"
