"""What the doctor says about Teams, and what to do about it."""

import asyncio
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from bot.channels.teams import doctor
from bot.channels.teams.endpoint import closed
from config.settings import Settings

FOUND = {"access_token": "a token"}


@pytest.fixture
def served() -> Iterator[str]:
    """A server where Teams is not connected, or is and does not know who asks: it refuses alike."""
    web = FastAPI()
    web.include_router(closed())
    server = uvicorn.Server(uvicorn.Config(web, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def settings(**values: object) -> Settings:
    given = {
        "teams_client_id": "an id",
        "teams_client_secret": "a secret",
        "teams_tenant_id": "a tenant",
        **values,
    }
    return Settings.model_validate(given)


def test_a_token_is_all_that_is_wanted() -> None:
    assert "gives a token for an id" in doctor.credentials(settings(), lambda _: FOUND)


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("AADSTS7000215: Invalid client secret provided.", "make one under Certificates"),
        ("AADSTS7000222: The provided client secret keys are expired.", "CLIENT_SECRET has expired"),
        ("AADSTS700016: Application not found.", "correct CLIENT_ID or TENANT_ID"),
        ("AADSTS90002: Tenant not found.", "copy the directory"),
        ("Something else entirely", "gives no token (Something else entirely)"),
    ],
)
def test_what_microsoft_says_is_turned_into_what_to_do(said: str, remedy: str) -> None:
    def refused(_: Settings) -> Mapping[str, Any]:
        return {"error": "invalid_client", "error_description": said}

    with pytest.raises(doctor.ProblemError) as problem:
        doctor.credentials(settings(), refused)
    assert remedy in str(problem.value)


def test_a_key_set_out_of_reach_is_said_to_refuse_everything() -> None:
    with pytest.raises(doctor.ProblemError, match="every request is refused"):
        doctor.keys(settings(), "http://127.0.0.1:9/keys")


def test_an_endpoint_that_refuses_what_is_unsigned_is_in_order(served: str) -> None:
    assert "refuses what Microsoft has not signed" in doctor.endpoint(settings(public_url=served))


def test_an_endpoint_that_is_not_there_is_told_from_one_that_does_not_answer(served: str) -> None:
    with pytest.raises(doctor.ProblemError, match="is not there"):
        doctor.endpoint(settings(public_url=f"{served}/elsewhere"))
    with pytest.raises(doctor.ProblemError, match="cannot be reached"):
        doctor.endpoint(settings(public_url="http://127.0.0.1:9"))


def test_without_a_public_address_it_says_what_is_missing() -> None:
    assert "set BRIEFING_PUBLIC_URL" in doctor.endpoint(settings())


def test_trying_out_needs_no_credentials() -> None:
    names = [name for name, _ in doctor.looks(Settings.model_validate({"teams_anonymous": True}))]

    assert names == ["Teams"]
