"""Tokens of workspaces: remembered for a minute, and never longer than they hold."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.oauth.installation_store import Bot, Installation

from bot.channels.slack.clients import NotInstalledError
from bot.channels.slack.oauth import KNOWN_SECONDS, Installations

TEAM = "T0TOWNHALL"


class Watched(Installations):
    """Counts how often the database is asked."""

    asked = 0
    now = 0.0

    async def async_find_bot(self, **where: Any) -> Bot | None:
        self.asked += 1
        return await super().async_find_bot(**where)


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Watched]:
    store = Watched("client", f"sqlite:///{tmp_path / 'briefing.sqlite'}", lambda: store.now)
    asyncio.run(store.async_save(installation("xoxb-first")))
    yield store
    store.close()


def installation(token: str) -> Installation:
    return Installation(
        app_id="A1", team_id=TEAM, user_id="U1", bot_token=token, bot_id="B1", bot_user_id="UB"
    )


def token(store: Watched) -> str:
    return asyncio.run(store.token(TEAM))


def test_the_database_is_asked_once_a_minute_and_not_for_every_event(installed: Watched) -> None:
    tokens = {token(installed) for _ in range(100)}

    assert (tokens, installed.asked) == ({"xoxb-first"}, 1)
    installed.now = KNOWN_SECONDS + 1
    token(installed)
    assert installed.asked == 2


def test_a_new_installation_counts_at_once(installed: Watched) -> None:
    token(installed)

    asyncio.run(installed.async_save(installation("xoxb-second")))

    assert token(installed) == "xoxb-second"


def test_a_removed_app_has_no_token_at_once(installed: Watched) -> None:
    token(installed)

    asyncio.run(installed.remove(TEAM))

    with pytest.raises(NotInstalledError):
        token(installed)


def test_a_workspace_without_the_app_is_looked_for_again_each_time(installed: Watched) -> None:
    asyncio.run(installed.remove(TEAM))
    for _ in range(2):
        with pytest.raises(NotInstalledError):
            token(installed)

    asyncio.run(installed.async_save(installation("xoxb-back")))

    assert token(installed) == "xoxb-back"
