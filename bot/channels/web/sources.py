"""The documents: a list of them, and each with the words that a citation names highlighted."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from bot.channels.web import errors
from bot.channels.web.access import Access, Asker
from bot.channels.web.pages import Pages
from bot.channels.web.parts import Library
from bot.channels.web.window import Window, numbers, window
from bot.render import html
from bot.render.fingerprint import found
from retrieval.corpus import Document

LANGUAGE = re.compile("[a-z]{2,3}")
ON_A_PAGE = 100
ANY_LENGTH = 10**9
NO_DOCUMENT = "There is no such document, or you do not have access to it. It may have been removed."


@dataclass(frozen=True, slots=True)
class Place:
    """What a link to a source asks for, as it stands in the address."""

    start: str = ""
    end: str = ""
    collection: str = ""
    lang: str = ""
    turn: str = ""
    at: str = ""
    plain: str = ""
    words: str = ""
    """The fingerprint of the words that were cited."""


class Sources:
    """The views of documents."""

    def __init__(self, library: Library, pages: Pages, access: Access) -> None:
        self._library = library
        self._pages = pages
        self._access = access

    def router(self) -> APIRouter:
        admitted = Annotated[Asker, Depends(self._access.admit)]
        router = APIRouter()

        @router.get("/sources")
        def documents(request: Request, asker: admitted, page: str = "1") -> Response:
            return self._list(request, asker, page)

        @router.get("/sources/{document:path}")
        def document(
            request: Request, asker: admitted, document: str, place: Annotated[Place, Depends()]
        ) -> Response:
            if not document:
                return RedirectResponse("/sources", HTTPStatus.SEE_OTHER)
            shown = self._document(asker, document, place.collection)
            if place.plain:
                return PlainTextResponse(shown.text)
            return self._show(request, shown, place)

        return router

    def _list(self, request: Request, asker: Asker, page: str) -> Response:
        documents = [d for c in asker.collections for d in self._library.documents(c)]
        last = max(1, -(-len(documents) // ON_A_PAGE))
        current = min(max(1, int(page)), last) if page.isascii() and page.isdigit() and len(page) < 9 else 1
        first = (current - 1) * ON_A_PAGE
        return self._pages.page(
            request,
            "sources.html",
            documents=documents[first : first + ON_A_PAGE],
            total=len(documents),
            several=len(asker.collections) > 1,
            page=current,
            last=last,
        )

    def _document(self, asker: Asker, path: str, collection: str) -> Document:
        wanted = (collection,) if collection else asker.collections
        for name in wanted:
            document = self._library.document(name, path) if name in asker.collections else None
            if document:
                return document
        raise errors.NotFoundError(NO_DOCUMENT)

    def _show(self, request: Request, document: Document, place: Place) -> Response:
        marked = numbers(place.start, place.end, len(document.text))
        if place.words and (asked := numbers(place.start, place.end, ANY_LENGTH)):
            marked = found(document.text, *asked, place.words)
        at = numbers(place.at, str(len(document.text)), len(document.text))
        shown = window(document.text, *(marked or (0, 0)), at=at[0] if at else None)
        return self._pages.page(
            request,
            "source.html",
            document=document,
            place=place,
            window=shown,
            blocks=html.blocks(document.text[shown.low : shown.high], *_in_window(shown)),
            missed=bool(place.start or place.end) and not marked,
            gone=bool(place.words) and not marked,
            quoted=place.lang if LANGUAGE.fullmatch(place.lang) else "",
            turn=place.turn if place.turn.isascii() and place.turn.isdigit() else "",
        )


def _in_window(shown: Window) -> tuple[int, int]:
    return shown.start - shown.low, shown.end - shown.low
