"""The connection to an endpoint on the OpenAI protocol: retries, time limits, and what it refuses."""

import asyncio
import threading
import warnings
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import wait
from dataclasses import dataclass, field, replace
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from bot.models import ModelError, Reason

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage
    from langchain_openai.chat_models.base import BaseChatOpenAI
    from openai import APIStatusError
    from tenacity import RetryCallState

log = structlog.get_logger("bot.models")
Messages = list[tuple[str, str]]
CONNECT_SECONDS = 5.0
LEAST_TOKENS = 300
LOOK_SECONDS = 0.05
TEMPORARY = frozenset({408, 409, 425, 429})
T = TypeVar("T")


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
    """For one question, or one rewrite, retries included."""
    retries: int = 2
    backoff: float = 0.5
    """Seconds before the first retry, more or less; doubled each time."""
    context: int = 8192
    """Tokens of a prompt and its reply together."""

    @property
    def reply(self) -> int:
        """Tokens left for a reply."""
        return min(1500, self.context // 3)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a request holds beside its messages; what an endpoint refuses is left out from then on."""

    tokens: int
    """Of the prompt."""
    schema: bool = True
    temperature: bool = True
    limit: bool = True

    def options(self, schema: dict[str, Any], most: int) -> dict[str, Any]:
        return (
            ({"response_format": schema} if self.schema else {})
            | ({"temperature": 0} if self.temperature else {})
            | ({"max_tokens": most} if self.limit else {})
        )

    def without(self, refusal: str) -> "Shape | None":
        """The shape that an endpoint with this refusal may take; None where there is no way out."""
        if "context" in refusal and any(word in refusal for word in ("length", "window", "size", "exceed")):
            half = self.tokens // 2
            return replace(self, tokens=half) if half >= LEAST_TOKENS else None
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


@dataclass(frozen=True, slots=True)
class Asked:
    """One completion to be had: the messages for a number of tokens, and the schema of the reply."""

    messages: Callable[[int], Messages]
    schema: dict[str, Any]


class Connection:
    """Holds the client, an event loop of its own, and what the endpoint was found to refuse."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._shape = Shape(endpoint.context - endpoint.reply)
        self._loop = _running_loop()

    def warm(self) -> None:
        """Loads the client, which takes seconds, before the first question needs it."""
        _ = self._chat

    def ask(self, asked: Asked, stopped: Callable[[], bool], spent: float = 0.0) -> str:
        """The model's reply, where `spent` seconds of its time are gone already. Raises ModelError."""
        self.warm()
        return _finish(self._loop, self._answered(asked), self._endpoint.seconds - spent, stopped)

    def ask_all(self, asked: Sequence[Asked], stopped: Callable[[], bool]) -> list[str | None]:
        """The replies to all of them, asked for together; None where there is none in time.
        Raises ModelError only where the asker has stopped it."""
        self.warm()
        replies: list[str | None] = [None] * len(asked)

        async def one(number: int, each: Asked) -> None:
            replies[number] = await self._answered(each)

        async def everyone() -> None:
            await asyncio.gather(*map(one, range(len(asked)), asked), return_exceptions=True)

        try:
            _finish(self._loop, everyone(), self._endpoint.seconds, stopped)
        except ModelError as error:
            if error.reason is Reason.STOPPED:
                raise
        return replies

    async def _answered(self, asked: Asked) -> str:
        while True:
            shape = self._shape
            options = shape.options(asked.schema, self._endpoint.reply)
            try:
                reply = await self._tried(asked.messages(shape.tokens), options)
                if reply or not shape.limit:
                    return reply
                # A model that thinks first may have used up all it was allowed to write.
                self._shape = replace(shape, limit=False)
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

    begun = monotonic()
    try:
        reply = await chat.ainvoke(messages, **options)
    except openai.APITimeoutError as error:
        raise BusyError("no connection in time") from error
    except openai.APIConnectionError as error:
        raise BusyError("no connection") from error
    except openai.APIStatusError as error:
        raise _status(error) from error
    except openai.LengthFinishReasonError as error:
        # What was written before the limit may hold whole claims.
        return error.completion.choices[0].message.content or ""
    except (openai.OpenAIError, ValueError, LookupError, TypeError, AttributeError) as error:
        # A body that is no chat completion comes out of the client as any of these.
        raise ModelError(Reason.UNREADABLE, type(error).__name__) from error
    _note(reply, monotonic() - begun)
    return str(reply.text)


def _note(reply: "AIMessage", seconds: float) -> None:
    used = reply.usage_metadata
    tokens = {"prompt": used["input_tokens"], "reply": used["output_tokens"]} if used else {}
    log.info("completed", seconds=round(seconds, 2), **tokens)


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
    work: Coroutine[Any, Any, T],
    seconds: float,
    stopped: Callable[[], bool],
) -> T:
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
