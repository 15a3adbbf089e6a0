"""Where replies may go: Microsoft's own hosts, or this machine when it is tried out."""

from collections.abc import Callable
from typing import Final
from urllib.parse import SplitResult, urlsplit

from bot.channels.web.security import is_loopback

HOSTS: Final = frozenset({"smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"})
DOMAINS: Final = (".botframework.com", ".smba.trafficmanager.net", ".teams.microsoft.com")
Allowed = Callable[[str], bool]


def is_microsofts(url: str) -> bool:
    """Whether a service URL names, over https, a host on which Microsoft serves Teams."""
    parts = _parts(url)
    if parts is None or parts.scheme != "https" or parts.port not in {None, 443}:
        return False
    host = (parts.hostname or "").lower()
    return host in HOSTS or host.endswith(DOMAINS)


def is_this_machine(url: str) -> bool:
    """Whether a service URL names this machine: all that an unsigned request may have."""
    parts = _parts(url)
    return parts is not None and parts.scheme in {"http", "https"} and is_loopback(parts.hostname or "")


def same(one: str, other: str) -> bool:
    """Whether two service URLs are the same but for the slash at their end."""
    return one.rstrip("/") == other.rstrip("/")


def _parts(url: str) -> SplitResult | None:
    """None for what is no plain address: a name or password in it, a query, or characters that readers of
    addresses disagree about."""
    if any(character in "\\@?#" or character.isspace() or not character.isprintable() for character in url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
