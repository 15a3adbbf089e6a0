"""What stands in front: a request that is unsigned, too large, unreadable or not for us ends here."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import structlog
from fastapi import Request
from pydantic_core import from_json
from starlette.requests import ClientDisconnect

from bot.channels.teams import addresses
from bot.channels.teams.activity import Activity, UnreadableError, read
from bot.channels.teams.tokens import KeysError, TokenError, Tokens, Vouched
from bot.channels.web.security import host_of, is_loopback

log = structlog.get_logger(__name__)
MOST_BYTES: Final = 256 * 1024
BODY_SECONDS: Final = 10.0
KINDS: Final = frozenset(
    {"message", "messageUpdate", "messageDelete", "conversationUpdate", "installationUpdate", "invoke"}
)
"""Every other kind of activity is taken and left alone, as Teams may send new ones at any time."""


class RefusedError(Exception):
    """A request that goes no further. The reason is for the log; the sender is told the status only."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Check(Protocol):
    """Who may send: by a signed token, or, when trying out, from this machine only."""

    async def sender(self, request: Request) -> Vouched: ...
    def replies_to(self, service_url: str) -> bool: ...


class Nobody:
    """No credentials are configured, so nothing can be checked and all are refused."""

    async def sender(self, request: Request) -> Vouched:  # noqa: ARG002
        raise RefusedError(401, "no credentials are configured")

    def replies_to(self, service_url: str) -> bool:  # noqa: ARG002
        return False


@dataclass(frozen=True)
class Signed:
    """Requests with a token from Microsoft that is meant for this bot."""

    tokens: Tokens
    allowed: addresses.Allowed = addresses.is_microsofts

    async def sender(self, request: Request) -> Vouched:
        try:
            return await self.tokens.check(request.headers.get("authorization", ""))
        except TokenError as error:
            raise RefusedError(401, str(error)) from error
        except KeysError as error:
            raise RefusedError(503, str(error)) from error

    def replies_to(self, service_url: str) -> bool:
        return self.allowed(service_url)


class ThisMachine:
    """Unsigned requests from this machine, for trying out. What came through a tunnel or a proxy, or out of a
    web page, is not from this machine."""

    async def sender(self, request: Request) -> Vouched:
        client = request.client.host if request.client else ""
        if not (is_loopback(client) and is_loopback(host_of(request.headers))):
            raise RefusedError(401, "unsigned, and not from this machine")
        if forwarded := [name for name in request.headers if name in _FORWARDED or name.startswith("x-forw")]:
            raise RefusedError(401, f"unsigned, and passed on by another ({forwarded[0]})")
        if "origin" in request.headers or "sec-fetch-site" in request.headers:
            raise RefusedError(401, "unsigned, and sent by a web page")
        return Vouched("", ())

    def replies_to(self, service_url: str) -> bool:
        return addresses.is_this_machine(service_url)


_FORWARDED: Final = frozenset({"forwarded", "via", "x-real-ip", "x-original-host"})


async def admit(request: Request, check: Check) -> Activity | None:
    """The activity, None for one of a kind that is left alone. Raises RefusedError."""
    vouched = await check.sender(request)
    body = _parsed(await _read(request))
    if str(body.get("type")) not in KINDS:
        return None
    activity = _activity(body)
    if vouched.service_url and not addresses.same(vouched.service_url, activity.service_url):
        raise RefusedError(401, "the token vouches for another service URL")
    if vouched.channels and activity.channel not in vouched.channels:
        raise RefusedError(401, "the key does not speak for this channel")
    if not check.replies_to(activity.service_url):
        raise RefusedError(403, "replies may not go to this service URL")
    return activity


async def _read(request: Request) -> bytes:
    declared = request.headers.get("content-length", "0")
    if not declared.isascii() or not declared.isdigit():
        raise RefusedError(400, "its length cannot be read")
    if len(declared) > 12 or int(declared) > MOST_BYTES:
        raise RefusedError(413, "too large")
    content = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise RefusedError(413, "too large")
    except (TimeoutError, ClientDisconnect) as error:
        raise RefusedError(408, "it did not come whole") from error
    return bytes(content)


def _parsed(content: bytes) -> Mapping[str, Any]:
    try:
        body = from_json(content, allow_inf_nan=False)
    except ValueError as error:
        raise RefusedError(400, "no JSON") from error
    if not isinstance(body, dict):
        raise RefusedError(400, "no JSON object")
    return body


def _activity(body: Mapping[str, Any]) -> Activity:
    try:
        return read(body)
    except UnreadableError as error:
        raise RefusedError(400, str(error)) from error
