"""A chat model on the OpenAI protocol: any endpoint, one completion a draft, one kind of failure."""

import asyncio
import threading
import warnings
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import wait
from dataclasses import dataclass, field, replace
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any

from bot.domain import Draft, Turn
from bot.models import ModelError, Reason, never, protocol
from config import prompts
from retrieval.corpus import Found

if TYPE_CHECKING:
    from langchain_openai.chat_models.base import BaseChatOpenAI
    from openai import APIStatusError
    from tenacity import RetryCallState

Messages = list[tuple[str, str]]
CONNECT_SECONDS = 5.0
LEAST_CHARACTERS = 1000
LOOK_SECONDS = 0.05
TEMPORARY = frozenset({408, 409, 425, 429})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a chat model is reached, and how long and how much it may take."""

    model: str
    """The model's name; on Azure, the deployment's."""
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    azure_endpoint: str | None = None
    """When set, Azure is used."""
    azure_api_key: str | None = field(default=None, repr=False)
    api_version: str | None = None
    seconds: float = 40.0
    """For one draft or one rewrite, retries included."""
    retries: int = 2
    backoff: float = 0.5
    """Seconds before the first retry, more or less; doubled each time."""
    max_tokens: int = 1500
    characters: int = 12_000
    """Of passages in one prompt."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a request holds beside its messages; what an endpoint refuses is left out from then on."""

    characters: int
    schema: bool = True
    temperature: bool = True
    limit: bool = True

    def options(self, schema: dict[str, Any], max_tokens: int) -> dict[str, Any]:
        return (
            ({"response_format": schema} if self.schema else {})
            | ({"temperature": 0} if self.temperature else {})
            | ({"max_tokens": max_tokens} if self.limit else {})
        )

    def without(self, refusal: str) -> "Shape | None":
        """The shape that an endpoint with this refusal may take; None where there is no way out."""
        if "context" in refusal and any(word in refusal for word in ("length", "window", "size", "exceed")):
            half = self.characters // 2
            return replace(self, characters=half) if half >= LEAST_CHARACTERS else None
        if self.schema and any(
            word in refusal for word in ("response_format", "schema", "structured output")
        ):
            return replace(self, schema=False)
        if self.temperature and "temperature" in refusal:
            return replace(self, temperature=False)
        if self.limit and "max_" in refusal and "tokens" in refusal:
            return replace(self, limit=False)
        return None


class RefusedError(ModelError):
    """The endpoint would not take the request; `said` is its reason, in lower case, for us only."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(Reason.REFUSED, f"status {status}")
        self.status = status
        self.said = said.lower()


class BusyError(ModelError):
    """The endpoint may take the request a little later: after `pause` seconds, where it says so."""

    def __init__(self, detail: str, pause: float | None = None) -> None:
        super().__init__(Reason.UNREACHABLE, detail)
        self.pause = pause


class OpenAIModel:
    """A `ChatModel`. It holds the connection, and what its endpoint was found to refuse."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.name = endpoint.model
        self._endpoint = endpoint
        self._shape = Shape(endpoint.characters)
        self._loop = _running_loop()

    def compose(
        self,
        question: str,
        found: Sequence[Found],
        turns: Sequence[Turn] = (),  # noqa: ARG002  # a follow-up comes with its meaning instead
        *,
        meaning: str = "",
        stopped: Callable[[], bool] = never,
    ) -> Draft:
        """Raises ModelError."""

        def messages(characters: int) -> Messages:
            passages = protocol.passages(found, characters)
            if meaning and meaning != question:
                user = prompts.fill("claims_follow_up", passages=passages, question=question, meaning=meaning)
            else:
                user = prompts.fill("claims_user", passages=passages, question=question)
            return [("system", prompts.fill("claims")), ("human", user)]

        return protocol.draft(self._ask(messages, protocol.CLAIMS, stopped), found)

    def rewrite(self, question: str, turns: Sequence[Turn], *, stopped: Callable[[], bool] = never) -> str:
        """Raises ModelError."""
        user = prompts.fill("question_user", conversation=protocol.conversation(turns), question=question)
        messages = [("system", prompts.fill("question")), ("human", user)]
        return protocol.question(self._ask(lambda _: messages, protocol.QUESTION, stopped))

    def warm(self) -> None:
        """Loads the client, which takes seconds, before the first question needs it."""
        _ = self._chat

    def _ask(
        self, messages: Callable[[int], Messages], schema: dict[str, Any], stopped: Callable[[], bool]
    ) -> str:
        self.warm()
        return _finish(self._loop, self._answered(messages, schema), self._endpoint.seconds, stopped)

    async def _answered(self, messages: Callable[[int], Messages], schema: dict[str, Any]) -> str:
        while True:
            shape = self._shape
            options = shape.options(schema, self._endpoint.max_tokens)
            try:
                return await self._tried(messages(shape.characters), options)
            except RefusedError as refused:
                other = shape.without(refused.said) if refused.status in {400, 413, 422} else None
                if other is None:
                    raise
                self._shape = other

    async def _tried(self, messages: Messages, options: dict[str, Any]) -> str:
        from tenacity import (
            AsyncRetrying,
            retry_if_exception_type,
            stop_after_attempt,
            stop_before_delay,
            wait_random_exponential,
        )

        backoff = wait_random_exponential(multiplier=self._endpoint.backoff, max=8)

        def pause(state: "RetryCallState") -> float:
            error = state.outcome.exception() if state.outcome else None
            told = error.pause if isinstance(error, BusyError) else None
            return backoff(state) if told is None else told

        retrying = AsyncRetrying(
            retry=retry_if_exception_type(BusyError),
            wait=pause,
            # A pause that ends after the time limit is not worth waiting for.
            stop=stop_after_attempt(self._endpoint.retries + 1) | stop_before_delay(self._endpoint.seconds),
            reraise=True,
        )
        return await retrying(_complete, self._chat, messages, options)

    @cached_property
    def _chat(self) -> "BaseChatOpenAI":
        return connect(self._endpoint)


def connect(endpoint: Endpoint) -> "BaseChatOpenAI":
    """The LangChain chat model for an endpoint."""
    from langchain_openai import AzureChatOpenAI, ChatOpenAI
    from openai import Timeout
    from pydantic import SecretStr

    # LangChain advises its own users to ask otherwise; we do, in `Shape.without`.
    warnings.filterwarnings("ignore", "This model does not support OpenAI's structured", UserWarning)
    # Our own time limit comes first; the client's only closes what that left open.
    timeout = Timeout(endpoint.seconds + CONNECT_SECONDS, connect=CONNECT_SECONDS)
    if endpoint.azure_endpoint:
        return AzureChatOpenAI(
            azure_deployment=endpoint.model,
            azure_endpoint=endpoint.azure_endpoint,
            api_key=SecretStr(endpoint.azure_api_key or endpoint.api_key or "none"),
            api_version=endpoint.api_version,
            timeout=timeout,
            max_retries=0,
            use_responses_api=False,
        )
    return ChatOpenAI(
        model=endpoint.model,
        base_url=endpoint.base_url,
        api_key=SecretStr(endpoint.api_key or "none"),  # local servers want no key, the client wants one
        timeout=timeout,
        max_retries=0,
        use_responses_api=False,
    )


async def _complete(chat: "BaseChatOpenAI", messages: Messages, options: dict[str, Any]) -> str:
    import openai

    try:
        reply = await chat.ainvoke(messages, **options)
    except openai.APITimeoutError as error:
        raise BusyError("no connection in time") from error
    except openai.APIConnectionError as error:
        raise BusyError("no connection") from error
    except openai.APIStatusError as error:
        raise _status(error) from error
    except (openai.OpenAIError, ValueError, LookupError, TypeError, AttributeError) as error:
        # A body that is no chat completion comes out of the client as any of these.
        raise ModelError(Reason.UNREADABLE, type(error).__name__) from error
    return str(reply.text)


def _status(error: "APIStatusError") -> ModelError:
    status = error.status_code
    if status in TEMPORARY or status >= 500:
        return BusyError(f"status {status}", _told(error.response.headers.get("retry-after")))
    return RefusedError(status, error.message)


def _told(seconds: str | None) -> float | None:
    try:
        return max(0.0, float(seconds)) if seconds else None
    except ValueError:
        return None


def _finish(
    loop: asyncio.AbstractEventLoop,
    work: Coroutine[Any, Any, str],
    seconds: float,
    stopped: Callable[[], bool],
) -> str:
    """The result of `work`; it is cancelled, with its connection, when the asker stops it or time is up."""
    future = asyncio.run_coroutine_threadsafe(work, loop)
    end = monotonic() + seconds
    try:
        while not wait([future], LOOK_SECONDS).done:
            if stopped():
                raise ModelError(Reason.STOPPED)
            if monotonic() > end:
                raise ModelError(Reason.TIMEOUT, f"over {seconds:g} seconds")
        return future.result()
    finally:
        future.cancel()


def _running_loop() -> asyncio.AbstractEventLoop:
    """An event loop in a thread of its own: connections are reused, and a call can be cancelled."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="chat model", daemon=True).start()
    return loop
