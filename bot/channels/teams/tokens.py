"""Whether a request really comes from Microsoft: its token is checked before its body is believed."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import jwt
import structlog

log = structlog.get_logger(__name__)

KEYS_URL: Final = "https://login.botframework.com/v1/.well-known/keys"
ISSUER: Final = "https://api.botframework.com"
SKEW_SECONDS: Final = 300
"""How far Microsoft's clock and ours may differ, as its documentation has it."""
LONGEST_TOKEN: Final = 16_000
FRESH_SECONDS: Final = 24 * 3600
SOONEST_SECONDS: Final = 300
"""However many unknown keys are named, the key set is asked for again no sooner than this."""
MOST_KEY_SET_BYTES: Final = 1_000_000


class TokenError(Exception):
    """A token that proves nothing. The reason is for the log, never for the sender."""


class KeysError(Exception):
    """Microsoft's key set cannot be had, so nothing can be checked; the sender is asked to come again."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url} gave no signing keys ({reason}): let this server reach it.")


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a checked token says."""

    service_url: str
    channels: tuple[str, ...]
    """The channels that its key may speak for; empty where the key set does not say."""


@dataclass(frozen=True, slots=True)
class Key:
    """One signing key."""

    public: Any
    endorsements: tuple[str, ...]


@dataclass
class Keys:
    """Microsoft's signing keys, fetched when needed and kept for a day."""

    http: httpx.AsyncClient
    url: str = KEYS_URL
    now: Callable[[], float] = time.monotonic
    _keys: Mapping[str, Key] = field(default_factory=dict)
    _fetched: float = float("-inf")
    _tried: float = float("-inf")
    _failure: str = ""
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def key(self, name: str) -> Key | None:
        """Raises KeysError where there has never been a key set."""
        async with self._lock:
            stale = self.now() - self._fetched > FRESH_SECONDS
            if (stale or name not in self._keys) and self.now() - self._tried > self._pause():
                await self._fetch()
        if not self._keys:
            raise KeysError(self.url, self._failure)
        return self._keys.get(name)

    def _pause(self) -> float:
        return SOONEST_SECONDS if self._keys else 1.0

    async def _fetch(self) -> None:
        self._tried = self.now()
        try:
            answer = await self.http.get(self.url, timeout=5)
            answer.raise_for_status()
            self._keys = _read(answer.content)
            self._fetched = self.now()
        except (httpx.HTTPError, ValueError, KeyError, TypeError, jwt.PyJWTError) as error:
            self._failure = type(error).__name__
            log.warning("teams_keys_not_fetched", error=self._failure)


def _read(content: bytes) -> Mapping[str, Key]:
    if len(content) > MOST_KEY_SET_BYTES:
        raise ValueError("the key set is too large")
    keys = {}
    for entry in httpx.Response(200, content=content).json()["keys"]:
        if entry.get("kty") == "RSA" and entry.get("kid"):
            public = jwt.PyJWK(entry, algorithm="RS256").key
            keys[str(entry["kid"])] = Key(public, tuple(map(str, entry.get("endorsements", ()))))
    if not keys:
        raise ValueError("the key set has no keys")
    return keys


@dataclass(frozen=True)
class Tokens:
    """Checks tokens that are meant for one bot."""

    client_id: str
    keys: Keys
    issuer: str = ISSUER

    async def check(self, authorization: str) -> Vouched:
        """Raises TokenError, and KeysError where nothing can be checked."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN:
            raise TokenError("no bearer token")
        key = await self.keys.key(_key_name(token))
        if key is None:
            raise TokenError("signed with an unknown key")
        claims = self._claims(token, key)
        service_url = claims.get("serviceurl")
        if not isinstance(service_url, str) or not service_url:
            raise TokenError("vouches for no service URL")
        return Vouched(service_url, key.endorsements)

    def _claims(self, token: str, key: Key) -> Mapping[str, Any]:
        try:
            return jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self.client_id,
                issuer=self.issuer,
                leeway=SKEW_SECONDS,
                options={"require": ["exp", "iss", "aud"]},
            )
        except jwt.InvalidTokenError as error:
            raise TokenError(type(error).__name__) from error


def _key_name(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError as error:
        raise TokenError(type(error).__name__) from error
    if header.get("alg") != "RS256":
        raise TokenError("not signed with RS256")
    return str(header.get("kid", ""))
