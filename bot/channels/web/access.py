"""Who may see the pages: one decision, asked before every view."""

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from fastapi import Request

from bot.channels.web import errors
from bot.channels.web.security import address_of, host_of, is_loopback, is_same_site
from config.settings import Settings

SESSION = "session"
SESSION_SECONDS = 12 * 3600
LONGEST_NAME = 256
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
READS = frozenset({"GET", "HEAD"})

CROSS_SITE = "The request came from another site. Open this page itself and try again."
WRONG_HOST = "This page is only for the machine it runs on. Open it as http://127.0.0.1 with its port."
NOT_THROUGH_PROXY = (
    "This page opens only through your organisation’s sign-in. Use the address you were given for it."
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who was let in, and what they may be answered from."""

    name: str
    collections: tuple[str, ...]
    signed_in: bool = False
    """By the form, so that they can sign out."""


class Access:
    """Decides by the settings; a session is a signature with the token, so it ends when the token changes."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self._header = settings.web_identity_header or ""
        self._proxies = settings.trusted_proxies
        self._token = settings.web_token.get_secret_value().encode() if settings.web_token else b""
        self._local = is_loopback(settings.host)
        self._collections = settings.web_collections
        self._clock = clock

    @property
    def has_token(self) -> bool:
        return bool(self._token)

    async def admit(self, request: Request) -> Asker:
        """The dependency of every view. Raises a RefusedError that says what to do."""
        self.check_site(request)
        asker = self._asker(request)
        request.state.asker = asker
        return asker

    def check_site(self, request: Request) -> None:
        if request.method not in READS and not is_same_site(request.headers):
            raise errors.ForbiddenError(CROSS_SITE)

    def opens(self, token: str) -> bool:
        """Whether this is the token; takes as long whatever is wrong with it."""
        return self.has_token and hmac.compare_digest(
            sha256(token.encode("utf-8", "replace")).digest(), sha256(self._token).digest()
        )

    def session(self) -> str:
        """The value of a new session's cookie."""
        until = str(int(self._clock()) + SESSION_SECONDS)
        return f"{until}.{self._signature(until)}"

    def is_secure(self, request: Request) -> bool:
        """Whether the browser speaks HTTPS, with us or with a trusted proxy."""
        forwarded = self._is_proxy(request) and request.headers.get("x-forwarded-proto") == "https"
        return forwarded or request.url.scheme == "https"

    def _asker(self, request: Request) -> Asker:
        if not self._token and not self._header:
            return self._local_asker(request)
        if self.opens(_bearer(request)):
            return Asker("token", self._collections)
        if self.in_session(request.cookies.get(SESSION, "")):
            return Asker("token", self._collections, signed_in=True)
        if name := self._identity(request):
            return Asker(name, self._collections)
        raise errors.SignInNeededError() if self._token else errors.ForbiddenError(NOT_THROUGH_PROXY)

    def _local_asker(self, request: Request) -> Asker:
        if not self._local or any(name in request.headers for name in FORWARDED):
            raise errors.NotSetUpError
        host = host_of(request.headers)
        if not is_loopback(host):  # another site's name that was made to point here
            raise errors.ForbiddenError(WRONG_HOST)
        return Asker("local", self._collections)

    def _identity(self, request: Request) -> str:
        """The one name that a trusted proxy gives, "" where there is none."""
        names = request.headers.getlist(self._header) if self._header else []
        if len(names) != 1 or not self._is_proxy(request):
            return ""
        name = names[0].strip()
        return name if name.isprintable() and len(name) <= LONGEST_NAME else ""

    def _is_proxy(self, request: Request) -> bool:
        address = address_of(request.client.host) if request.client else None
        return address is not None and any(address in network for network in self._proxies)

    def in_session(self, cookie: str) -> bool:
        until, _, signature = cookie.partition(".")
        if not self.has_token or not (until.isascii() and until.isdigit()) or len(until) > 12:
            return False
        genuine = hmac.compare_digest(signature.encode(), self._signature(until).encode())
        return genuine and self._clock() < int(until)

    def _signature(self, until: str) -> str:
        return hmac.new(self._token, f"session until {until}".encode(), sha256).hexdigest()


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
