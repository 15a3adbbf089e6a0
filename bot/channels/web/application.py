"""The web channel put together: pages, sources, health, and who may see them."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any, Protocol

from fastapi import FastAPI

from bot.channels.metrics import Metrics
from bot.channels.web import health
from bot.channels.web.access import Access
from bot.channels.web.asking import Asking
from bot.channels.web.conversing import Conversing
from bot.channels.web.desk import Desk
from bot.channels.web.errors import add_handlers
from bot.channels.web.pages import Pages
from bot.channels.web.parts import Parts
from bot.channels.web.security import HeadAsGet, SecurityHeaders
from bot.channels.web.signing import Signing
from bot.channels.web.sources import Sources


class Beside(Protocol):
    """What runs in the same process for as long as the server does."""

    def running(self) -> AbstractAsyncContextManager[None]: ...

    async def health(self) -> Mapping[str, Any]: ...


def create_app(
    app: Parts,
    *,
    beside: Callable[[FastAPI], Beside | None] = lambda _: None,
    metrics: Metrics | None = None,
) -> FastAPI:
    """The application that `briefing serve` serves; `bot.app.App` has all the parts. `beside` adds the chat
    platforms, with the addresses of theirs; `metrics` are shared with them."""
    pages, access, desk = Pages(), Access(app.settings), Desk()
    metrics = metrics or Metrics()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with added.running() if added else nullcontext():
            yield
        desk.close()

    web = FastAPI(title="Briefing", lifespan=lifespan, openapi_url=None, redirect_slashes=False)
    web.state.desk = desk
    web.add_middleware(SecurityHeaders)
    web.add_middleware(HeadAsGet)
    add_handlers(web, pages)
    web.include_router(Asking(app, pages, access, desk, Conversing(app, metrics)).router())
    web.include_router(Sources(app.store, pages, access).router())
    web.include_router(Signing(access).router())
    added = beside(web)
    web.include_router(health.router(app, access, metrics, added.health if added else None))
    web.include_router(pages.router())
    return web
