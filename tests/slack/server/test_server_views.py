"""Modals and homes on the Slack server."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.server.asking import error_of
from tests.slack_server import ADMIN, TEAM, USER, SlackServer

pytestmark = pytest.mark.asyncio
TITLE = {"type": "plain_text", "text": "Source"}
MODAL = {"type": "modal", "title": TITLE, "blocks": [{"type": "divider"}]}


async def test_a_modal_opens_once_and_soon(slack: SlackServer, client: AsyncWebClient) -> None:
    trigger, late = slack.world.trigger(TEAM, USER), slack.world.trigger(TEAM, USER)

    await client.views_open(trigger_id=trigger, view=MODAL)
    assert [view.words for view in slack.views] == ["Source"]
    assert await error_of(client.views_open(trigger_id=trigger, view=MODAL)) == "exchanged_trigger_id"
    slack.clock.skip(4)
    assert await error_of(client.views_open(trigger_id=late, view=MODAL)) == "expired_trigger_id"
    assert await error_of(client.views_open(trigger_id="1.2.x", view=MODAL)) == "invalid_trigger_id"


async def test_three_modals_stand_on_each_other_and_no_more(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    view = (await client.views_open(trigger_id=slack.world.trigger(TEAM, USER), view=MODAL))["view"]
    for _ in range(2):
        trigger = slack.world.trigger(TEAM, USER, view["id"])
        view = (await client.views_push(trigger_id=trigger, view=MODAL))["view"]

    trigger = slack.world.trigger(TEAM, USER, view["id"])
    assert await error_of(client.views_push(trigger_id=trigger, view=MODAL)) == "push_limit_reached"
    assert len({view.root for view in slack.views}) == 1


async def test_a_home_is_published_for_one_person(slack: SlackServer, client: AsyncWebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "Welcome"}}]}

    first = (await client.views_publish(user_id=USER, view=home))["view"]
    shown = slack.home(USER)
    assert shown
    assert shown.words == "Welcome"
    assert slack.home(ADMIN) is None
    await client.views_publish(user_id=USER, view=home)
    stale = client.views_publish(user_id=USER, view=home, hash=first["hash"])
    assert await error_of(stale) == "hash_conflict"
