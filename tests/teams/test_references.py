"""Where each conversation can be reached, kept on arrival and with messages, so that the bot may begin."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.teams.activity import Scope, read
from bot.channels.teams.references import Reference, References
from tests.teams.activities import BOT, TENANT, mention, message
from tests.teams.parts import connector, database
from tests.teams.server import TeamsServer
from tests.teams.whole import Bot, wait_for

ROOM = "19:general@thread.tacv2"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[References]:
    references = References(database(tmp_path))
    yield references
    references.close()


def test_a_conversation_is_kept_when_the_bot_arrives_and_forgotten_when_it_is_removed(
    bot: Bot, kept: References
) -> None:
    for number, action in enumerate(("add", "remove")):
        bot.send({**message(""), "type": "installationUpdate", "action": action, "id": f"i{number}"})
        wait_for(lambda action=action: bool(kept.all()) is (action == "add"))  # type: ignore[misc]


def test_a_conversation_is_kept_with_whatever_is_said_there_first(bot: Bot, kept: References) -> None:
    bot.say()
    bot.mention()
    bot.some(2)

    assert {(each.scope, each.room) for each in kept.all()} == {
        (Scope.PERSONAL, "a:personal-ann"),
        (Scope.CHANNEL, ROOM),
    }
    own = kept.of_person(TENANT, "29:ann")
    assert own is not None
    assert (own.bot, own.service_url) == (BOT, bot.teams.url)


def test_what_is_kept_is_enough_to_speak_first(kept: References, teams: TeamsServer) -> None:
    """For digests: to a person's own chat, to a channel, and to a thread of it."""
    for body in (message(serviceUrl=teams.url), mention(serviceUrl=teams.url)):
        kept.keep(Reference.of(read(body)))
    own, channel = kept.of(TENANT, "a:personal-ann"), kept.of(TENANT, ROOM)
    assert own
    assert channel

    async def speak() -> None:
        for where in (own.where(), channel.where(), channel.where("1700000000000")):
            await connector(teams).post(where, {"type": "message", "text": "New today [1]."})

    asyncio.run(speak())

    places = [each.conversation for each in teams.whole]
    assert places == ["a:personal-ann", ROOM, f"{ROOM};messageid=1700000000000"]


@pytest.mark.parametrize("regions", [("emea", "uk"), ("uk", "emea", "uk")])
def test_the_latest_address_of_a_conversation_counts(kept: References, regions: tuple[str, ...]) -> None:
    for region in regions:
        url = f"https://smba.trafficmanager.net/{region}"
        kept.keep(Reference.of(read(message(serviceUrl=url))))

    (reference,) = kept.all()
    assert reference.service_url.endswith("/uk")
