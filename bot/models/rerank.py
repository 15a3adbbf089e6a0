"""A reranker behind `/v1/rerank`, in the shape of Cohere and Jina that vLLM, llama.cpp and infinity serve."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import structlog

log = structlog.get_logger(__name__)
REST = 30.0
"""Seconds for which an endpoint that failed is not asked again: each question would wait for it."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where it is, and how long it may take."""

    url: str
    """The whole address, such as http://127.0.0.1:8082/v1/rerank."""
    model: str
    key: str | None = None
    seconds: float = 2.0


class UnreadableError(Exception):
    """The reply is not one relevance for each text."""


class Reranker:
    """Says how well each text answers a question; None where the endpoint does not say."""

    def __init__(self, endpoint: Endpoint, clock: Callable[[], float] = time.monotonic) -> None:
        self._endpoint = endpoint
        self._clock = clock
        self._rests_until = -math.inf
        headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
        self._client = httpx.Client(headers=headers, timeout=endpoint.seconds)

    def __call__(self, question: str, texts: Sequence[str]) -> list[float] | None:
        if not texts or self._clock() < self._rests_until:
            return None
        try:
            return self.ask(question, texts)
        except (httpx.HTTPError, UnreadableError) as error:
            self._rests_until = self._clock() + REST
            log.warning("rerank_failed", why=str(error) or type(error).__name__, rests_seconds=REST)
            return None

    def ask(self, question: str, texts: Sequence[str]) -> list[float]:
        """Raises httpx.HTTPError or UnreadableError."""
        body = {
            "model": self._endpoint.model,
            "query": question,
            "documents": list(texts),
            "top_n": len(texts),
            "return_documents": False,
        }
        reply = self._client.post(self._endpoint.url, json=body)
        reply.raise_for_status()
        return _relevance(reply, len(texts))

    def close(self) -> None:
        self._client.close()


def _relevance(reply: httpx.Response, count: int) -> list[float]:
    """One for each text, in the order in which they were sent."""
    try:
        results: list[Any] = reply.json()["results"]
        found = {int(one["index"]): float(one["relevance_score"]) for one in results}
    except (ValueError, TypeError, LookupError) as error:
        raise UnreadableError(f"the reply is not a list of results ({type(error).__name__})") from error
    if set(found) != set(range(count)) or not all(map(math.isfinite, found.values())):
        raise UnreadableError(f"{len(found)} usable results for {count} texts")
    return [found[place] for place in range(count)]
