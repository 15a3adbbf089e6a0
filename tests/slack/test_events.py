"""Whose messages are questions."""

import pytest

from bot.channels.slack.events import question


def mention(user: str) -> dict[str, object]:
    said = {"type": "app_mention", "channel": "C1", "user": user, "ts": "1.0", "text": "<@UBOT> what is it?"}
    return {"type": "event_callback", "team_id": "T1", "event": said}


def test_a_person_who_mentions_the_bot_asks() -> None:
    assert question(mention("U1"), "UBOT") is not None


@pytest.mark.parametrize("user", ["UBOT", "USLACKBOT"])
def test_neither_the_bot_itself_nor_slackbot_asks_also_without_a_bot_id(user: str) -> None:
    assert question(mention(user), "UBOT") is None
