"""The pages and what they are made of: templates, and the static files served beside them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from bot.render import html, text

HERE = Path(__file__).parent
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Static:
    """A file that pages load from us; its address changes with its content."""

    content: bytes
    media_type: str
    version: str

    @classmethod
    def read(cls, path: Path) -> "Static":
        content = path.read_bytes()
        return cls(content, TYPES[path.suffix], hashlib.sha256(content).hexdigest()[:12])


class Pages:
    """Renders the templates, which escape every value."""

    def __init__(self) -> None:
        self.static = {path.name: Static.read(path) for path in sorted((HERE / "static").iterdir())}
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {
            "LANGUAGES": html.LANGUAGES,
            "day": text.day,
            "document_link": html.document_link,
            "language": html.language,
            "static": self.static_link,
        }

    def page(
        self,
        request: Request,
        template: str,
        *,
        status: int = HTTPStatus.OK,
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> Response:
        page = self._environment.get_template(template).render(
            here=request.url.path, asker=getattr(request.state, "asker", None), **values
        )
        return HTMLResponse(page, status, headers)

    def static_link(self, name: str) -> str:
        return f"/static/{name}?v={self.static[name].version}"

    def router(self) -> APIRouter:
        """The static files. They say nothing of anybody's documents, so they are open."""
        router = APIRouter()

        @router.get("/static/{name}")
        def static(name: str, v: str = "") -> Response:
            if name not in self.static:
                return Response(status_code=HTTPStatus.NOT_FOUND)
            file = self.static[name]
            caching = FOREVER if v == file.version else "no-cache"
            return Response(file.content, media_type=file.media_type, headers={"Cache-Control": caching})

        return router
