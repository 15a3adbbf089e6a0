"""The page where people ask, and the answers as they arrive, with JavaScript or without."""

import json
from collections.abc import AsyncIterator, Mapping
from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response, StreamingResponse

from bot.channels.web.access import Access, Asker
from bot.channels.web.conversing import Conversing
from bot.channels.web.desk import Asked, Desk
from bot.channels.web.forms import form
from bot.channels.web.pages import Pages
from bot.channels.web.parts import Parts
from bot.channels.web.shown import Numbered
from bot.domain import Answer
from bot.engine import Step
from bot.render import html

COOKIE = "conversation"
LINES = "application/x-ndjson"
LONGEST_TITLE = 80
Form = Annotated[Mapping[str, str], Depends(form)]


class Asking:
    """The views of the console."""

    def __init__(
        self, parts: Parts, pages: Pages, access: Access, desk: Desk, conversing: Conversing
    ) -> None:
        self._parts = parts
        self._pages = pages
        self._access = access
        self._desk = desk
        self._conversing = conversing

    def router(self) -> APIRouter:
        admitted = Annotated[Asker, Depends(self._access.admit)]
        router = APIRouter()

        @router.get("/")
        def page(request: Request, asker: admitted) -> Response:
            return self._page(request, asker)

        @router.get("/ask")
        def ask_by_link(asker: admitted) -> Response:  # noqa: ARG001 - the page checks it again
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)

        @router.post("/ask")
        async def ask(request: Request, asker: admitted, fields: Form) -> Response:
            return await self._ask(request, asker, fields.get("question", ""))

        @router.post("/stop", dependencies=[Depends(self._access.admit)])
        async def stop(fields: Form) -> Response:
            stopped = self._desk.stop(fields.get("id", ""))
            return Response(status_code=HTTPStatus.NO_CONTENT if stopped else HTTPStatus.NOT_FOUND)

        @router.post("/new", dependencies=[Depends(self._access.admit)])
        async def new() -> Response:
            response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
            response.delete_cookie(COOKIE)
            return response

        return router

    def _page(self, request: Request, asker: Asker) -> Response:
        turns = self._conversing.turns(asker, request.cookies.get(COOKIE, ""))
        library = [d for c in asker.collections for d in self._parts.store.documents(c) if not d.withdrawn]
        return self._pages.page(
            request,
            "ask.html",
            title=_title(turns[-1].answer) if turns else "",
            turns=[self._turn(numbered) for numbered in turns],
            documents=library,
        )

    async def _ask(self, request: Request, asker: Asker, text: str) -> Response:
        secret = request.cookies.get(COOKIE, "") or self._conversing.new_secret()
        asked = self._desk.open()
        events = self._desk.work(asked, partial(self._conversing.answer, asker, secret, text))
        response: Response
        if LINES in request.headers.get("accept", ""):
            response = StreamingResponse(self._lines(asked, events), media_type=LINES)
            response.headers["X-Accel-Buffering"] = "no"  # nginx would hold the status lines back
        else:
            response = RedirectResponse(f"/#turn-{await _last(events)}", HTTPStatus.SEE_OTHER)
        response.set_cookie(
            COOKIE, secret, httponly=True, samesite="lax", secure=self._access.is_secure(request)
        )
        return response

    async def _lines(self, asked: Asked, events: AsyncIterator[Step | Numbered | None]) -> AsyncIterator[str]:
        yield _line(id=asked.id)
        async for event in events:
            if event is None:
                yield "\n"
            elif isinstance(event, Step):
                yield _line(status=self._parts.replies.steps.get(event.value, ""))
            else:
                yield _line(
                    html=self._turn(event),
                    turn=event.turn,
                    title=_title(event.answer),
                    status=html.announcement(event.answer),
                )

    def _turn(self, numbered: Numbered) -> Markup:
        standing = self._parts.replies.standing_for(numbered.answer.model)
        return html.answer(numbered.answer, turn=numbered.turn, standing=standing)


async def _last(events: AsyncIterator[Step | Numbered | None]) -> int:
    turn = 0
    async for event in events:
        turn = event.turn if isinstance(event, Numbered) else turn
    return turn


def _title(answer: Answer) -> str:
    return html.shortened(html.asked(answer), LONGEST_TITLE)


def _line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"
