"""The bot as a running `briefing serve` has it, reached over loopback."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import httpx
from pydantic import ValidationError
from pydantic_core import to_json

from bot import wire
from bot.domain import Answer, Question
from retrieval.corpus import Document, Found

if TYPE_CHECKING:
    from bot.run import Step
    from retrieval.ingest import Ingested, Progress
    from retrieval.rows import DocumentSummary

P = TypeVar("P")
R = TypeVar("R")


class ServerError(Exception):
    """What the running server says went wrong."""


class ServerGoneError(Exception):
    """The server was there, and is not any more."""

    def __init__(self, address: wire.Address) -> None:
        super().__init__(f"The running server (process {address.pid}) stopped; run the command again.")


class OtherVersionError(Exception):
    """The server is of another version than the command."""

    def __init__(self, address: wire.Address) -> None:
        super().__init__(
            f"The running server (process {address.pid}) is another version of the program; restart it."
        )


class Remote:
    """A Service. Raises ServerError, ServerGoneError or OtherVersionError."""

    def __init__(self, address: wire.Address) -> None:
        self.address = address
        self.model = address.model
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{address.port}/internal",
            headers={"Authorization": f"Bearer {address.token}", "Content-Type": "application/json"},
            timeout=httpx.Timeout(None, connect=2.0),
            trust_env=False,  # a proxy has no business on loopback
        )

    def close(self) -> None:
        self._http.close()

    def answers(self) -> bool:
        """Whether the server that wrote its address is still the one that listens there."""
        try:
            return self._http.post("/ping", timeout=5.0).text.startswith('{"result"')
        except httpx.HTTPError:
            return False

    def ask(
        self,
        question: Question,
        *,
        record: bool,
        report: "Callable[[Step], None]",
        stopped: Callable[[], bool] = lambda: False,  # noqa: ARG002  # leaving is how this side stops
    ) -> Answer:
        from bot.run import Step

        return self._call("ask", wire.Ask(question, record), Answer, Step, report)

    def search(self, text: str, collections: Sequence[str], k: int) -> Sequence[Found]:
        return self._call("search", wire.Search(text, tuple(collections), k), list[Found])

    def ingest(
        self, paths: Sequence[Path], collection: str, *, prune: bool, report: "Callable[[Progress], None]"
    ) -> "Ingested":
        from retrieval.ingest import Ingested, Progress

        body = wire.Ingest(tuple(map(wire.place, paths)), collection, prune)
        return self._call("ingest", body, Ingested, Progress, report)

    def document(self, collection: str, path: str) -> Document | None:
        found = self._call("document", wire.Lookup(collection, path), list[Document])
        return found[0] if found else None

    def documents(self, collection: str) -> "Sequence[DocumentSummary]":
        from retrieval.rows import DocumentSummary

        return self._call("documents", wire.Lookup(collection), list[DocumentSummary])

    def _call(
        self,
        command: str,
        body: object,
        kind: type[R],
        step: type[P] | None = None,
        report: Callable[[P], None] | None = None,
    ) -> R:
        try:
            with self._http.stream("POST", f"/{command}", content=to_json(body)) as response:
                response.raise_for_status()
                for line in response.iter_lines():
                    ((name, value),) = json.loads(line).items()
                    if name == "result":
                        return wire.decoded(kind, value)
                    if name == "error":
                        raise ServerError(value)
                    if step and report:
                        report(wire.decoded(step, value))
        except httpx.HTTPStatusError:
            raise OtherVersionError(self.address) from None
        except ValidationError:
            raise OtherVersionError(self.address) from None
        except httpx.HTTPError:
            raise ServerGoneError(self.address) from None
        raise ServerGoneError(self.address)
