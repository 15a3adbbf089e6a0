"""What `briefing doctor` looks at in Teams, and what to do where it is wrong."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import httpx

from bot.channels.teams.endpoint import PATH
from bot.channels.teams.tokens import KEYS_URL
from config.settings import Settings

SECONDS: Final = 15
LOGIN: Final = "https://login.microsoftonline.com"
SCOPE: Final = "https://api.botframework.com/.default"
Look = Callable[[Settings], str]
Acquire = Callable[[Settings], Mapping[str, Any]]
_REMEDIES: Final = {
    "AADSTS7000215": "CLIENT_SECRET is no secret of that app: make one under Certificates & secrets, and "
    "copy its value, not its id",
    "AADSTS7000222": "CLIENT_SECRET has expired: make a new one under Certificates & secrets",
    "AADSTS700016": "there is no app CLIENT_ID in the tenant: correct CLIENT_ID or TENANT_ID",
    "AADSTS90002": "there is no tenant TENANT_ID: copy the directory (tenant) id from the app's overview",
    "AADSTS900023": "TENANT_ID is no tenant id: copy the directory (tenant) id from the app's overview",
}
"""By the codes that Microsoft Entra gives."""


class ProblemError(Exception):
    """Something that a person can put right; says how."""


def looks(settings: Settings) -> Iterator[tuple[str, Look]]:
    """The checks that these settings call for, by name."""
    if settings.teams_anonymous:
        yield "Teams", _trying
        return
    yield "Teams credentials", credentials
    yield "Teams signing keys", keys
    yield "Teams endpoint", endpoint


def _trying(settings: Settings) -> str:
    return (
        f"unsigned requests are taken from this machine, on http://{settings.host}:{settings.port}{PATH}: "
        "for trying out only"
    )


def credentials(settings: Settings, acquire: Acquire | None = None) -> str:
    """Raises ProblemError where Microsoft Entra gives no token."""
    got = (acquire or _acquire)(settings)
    if got.get("access_token"):
        return f"Microsoft Entra gives a token for {settings.teams_client_id}"
    said = str(got.get("error_description") or got.get("error") or "no reason")
    remedy = next((does for code, does in _REMEDIES.items() if code in said), "")
    raise ProblemError(remedy or f"Microsoft Entra gives no token ({said.splitlines()[0][:200]})")


def keys(_: Settings, url: str = KEYS_URL) -> str:
    """Without them no request can be checked, and all are refused."""
    try:
        answer = httpx.get(url, timeout=SECONDS)
        answer.raise_for_status()
        count = len(answer.json()["keys"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise ProblemError(
            f"{url} cannot be read ({error}): let this server reach it, else every request is refused"
        ) from error
    return f"{url} has {count} keys"


def endpoint(settings: Settings) -> str:
    """Whether Teams can reach the bot, as far as that can be seen from here."""
    if settings.public_url is None:
        return (
            f"not looked at: set BRIEFING_PUBLIC_URL to the https address whose {PATH} is the messaging "
            "endpoint in Azure"
        )
    url = f"{settings.public_url}{PATH}"
    try:
        status = httpx.post(url, json={}, timeout=SECONDS).status_code
    except httpx.HTTPError as error:
        raise ProblemError(f"{url} cannot be reached ({error}): start `briefing serve` there") from error
    if status == httpx.codes.UNAUTHORIZED:
        return f"{url} answers, and refuses what Microsoft has not signed"
    if status == httpx.codes.NOT_FOUND:
        raise ProblemError(f"{url} is not there: start `briefing serve` with CLIENT_ID and CLIENT_SECRET set")
    raise ProblemError(f"{url} answers with status {status}, not 401: see what stands in front of the bot")


def _acquire(settings: Settings) -> Mapping[str, Any]:
    import msal
    import requests

    secret = settings.teams_client_secret
    try:
        app = msal.ConfidentialClientApplication(
            settings.teams_client_id,
            client_credential=secret.get_secret_value() if secret else "",
            authority=f"{LOGIN}/{settings.teams_tenant_id or 'botframework.com'}",
        )
        got: Mapping[str, Any] = app.acquire_token_for_client([SCOPE])
    except (requests.RequestException, ValueError) as error:
        raise ProblemError(
            f"{LOGIN} cannot be reached, or TENANT_ID is wrong ({type(error).__name__})"
        ) from error
    return got
