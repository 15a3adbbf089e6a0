"""The body of a form post: read up to a limit, decoded strictly."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import Request

from bot.channels.web import errors

FORM = "application/x-www-form-urlencoded"
LARGEST = 1_000_000
"""Bytes; far over any question, so that one too long reaches the engine, which says how long it may be."""
MOST_FIELDS = 20


async def form(request: Request) -> Mapping[str, str]:
    """The fields of the form, the last of each name. Raises a RefusedError."""
    kind = request.headers.get("content-type", FORM).partition(";")[0].strip().lower()
    if kind != FORM:
        raise errors.RefusedError("Questions are sent as a form. Go back to the page and ask there.")
    body = await _body(request)
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise errors.RefusedError(
            "It is no form that this page sends. Go back to the page and try again."
        ) from None
    return dict(pairs)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise errors.TooLargeError("Ask a shorter question.")
    return bytes(body)
