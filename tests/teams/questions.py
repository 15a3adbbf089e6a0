"""Many numbered questions from many people, for the tests that kill."""

from typing import Any

from tests.teams.activities import TENANT, mention, message
from tests.teams.server import Message, TeamsServer

PEOPLE = 20
ROOM = "19:general@thread.tacv2"


def asked(number: int, teams: TeamsServer) -> dict[str, Any]:
    """Every other question in a personal chat, the rest in threads of a channel."""
    text, id_ = f"What is the answer to number {number}?", str(1700000000000 + number)
    who = number % PEOPLE
    person = {"id": f"29:{who}", "name": f"Person {who}", "aadObjectId": f"aad-{who}"}
    common = {"id": id_, "serviceUrl": teams.url, "from": person}
    if number % 2:
        chat = {"id": f"a:{who}", "conversationType": "personal", "tenantId": TENANT}
        return message(text, **{**common, "conversation": chat})
    thread = {"id": f"{ROOM};messageid={id_}", "conversationType": "channel", "tenantId": TENANT}
    return {**mention(text, **common), "conversation": thread}


def number_of(reply: Message) -> int | None:
    """Of the question that a reply answers; None for what is no reply."""
    words = reply.text.partition("You asked: ")[2].partition("number ")[2]
    return int(words.partition("?")[0]) if words else None
