"""Microsoft's key set: how often it is asked for, and what is said while it cannot be had."""

import asyncio

import pytest

from bot.channels.teams.tokens import FRESH_SECONDS, SOONEST_SECONDS, Key, Keys, KeysError
from tests.teams.signing import KeySet


def found(keys: Keys, *names: str) -> list[Key | None]:
    async def look() -> list[Key | None]:
        return [await keys.key(name) for name in names]

    return asyncio.run(look())


def test_made_up_keys_do_not_make_the_bot_fetch_the_key_set_again_and_again() -> None:
    served, times = KeySet(), iter(range(0, 10_000, SOONEST_SECONDS // 10))
    keys = served.keys()
    keys.now = lambda: float(next(times))

    assert found(keys, *(f"made-up-{number}" for number in range(20))) == [None] * 20
    assert served.fetched <= 7


def test_until_there_is_a_key_set_nothing_is_called_unknown() -> None:
    """Also in the second after a failure, in which it is not asked for again."""
    served, now = KeySet(down=True), 0.0
    keys = served.keys()
    keys.now = lambda: now

    for _ in range(3):
        with pytest.raises(KeysError, match="HTTPStatusError"):
            found(keys, "one")

    assert served.fetched == 1
    served.down, now = False, 2.0
    assert found(keys, "one", "two")[1] is None
    assert served.fetched == 2


def test_a_key_set_that_was_had_once_does_while_no_newer_one_is_to_be_had() -> None:
    served, now = KeySet(), 0.0
    keys = served.keys()
    keys.now = lambda: now
    first = found(keys, "one")
    served.down, now = True, 2.0 * FRESH_SECONDS

    assert found(keys, "one") == first
    assert served.fetched == 2
