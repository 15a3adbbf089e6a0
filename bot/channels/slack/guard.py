"""Stands before Bolt: what cannot be shown to be a request of Slack is turned away before it is parsed.

Bolt would parse a body before it looks at the signature, answer a malformed one with a traceback, and take a
command whose text has the word "payload" in it for an empty one."""

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.signature import SignatureVerifier
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.slack.shape import wrong_part

LARGEST = 1_000_000
"""Bytes; Slack's own largest payloads are modals with a few hundred kilobytes."""
MOST_FIELDS = 100


class RefusedError(Exception):
    """A request that is not believed; says why in a line without anything of the request in it."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status

    def response(self) -> Response:
        return PlainTextResponse(f"{self}\n", self.status)


class Guard:
    """Knows the signing secret."""

    def __init__(self, signing_secret: str) -> None:
        self._verifier = SignatureVerifier(signing_secret)

    async def payload(self, request: Request) -> dict[str, Any]:
        """What Slack says. Raises RefusedError."""
        body = await _read(request)
        headers = request.headers
        stamp = headers.get("x-slack-request-timestamp", "")
        # slack_sdk takes whatever stands here for a number, and raises where it is none.
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "The request is not signed by Slack.")
        try:
            text = body.decode()
        except UnicodeDecodeError:
            raise RefusedError(HTTPStatus.BAD_REQUEST, "The request is not text in UTF-8.") from None
        signature = headers.get("x-slack-signature", "")
        if not signature.isascii() or not self._verifier.is_valid(text, stamp, signature):
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "The request is not signed by Slack, or is too old.")
        return _parsed(headers, text)


async def _read(request: Request) -> bytes:
    """No further than the limit."""
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or int(length) > LARGEST:
        raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large.")
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > LARGEST:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large.")
    return bytes(read)


def _parsed(headers: Headers, text: str) -> dict[str, Any]:
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    try:
        if kind == "application/json":
            value = json.loads(text)
        elif kind == "application/x-www-form-urlencoded":
            fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
            value = json.loads(fields["payload"]) if set(fields) == {"payload"} else fields
        else:
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Slack sends JSON or forms.")
    except (ValueError, RecursionError):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "The request cannot be read.") from None
    if not isinstance(value, dict):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "The request cannot be read.")
    if wrong := wrong_part(value):
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"The event cannot be read: {wrong} is missing or wrong.")
    return value
