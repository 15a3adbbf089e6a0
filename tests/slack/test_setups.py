"""The same bot set up in other ways."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import httpx

from bot.channels.slack.manifest import manifest
from tests.slack.conftest import Running, Start, settled
from tests.slack_server import ADMIN, CHANNEL, USER, Message, SlackServer

QUESTION = "Who signed the memorandum for the government?"


def test_socket_mode_answers_the_same(slack: SlackServer, start: Start) -> None:
    start(socket_mode=True)

    assert "Peter Kyle" in slack.reply(slack.ask(USER, CHANNEL, QUESTION)).text


def test_a_person_is_asked_once_with_the_question_and_the_answer(slack: SlackServer, start: Start) -> None:
    slack.add_channel("C0HELP", "help", members=(ADMIN,))
    bot = start(refer_to="C0HELP")
    reply = slack.reply(slack.ask(USER, CHANNEL, QUESTION))

    for _ in range(2):
        slack.click(USER, reply, "refer")
        view = slack.wait_for(lambda: slack.views)[-1]
        slack.submit(USER, view, {"comment": "Is this still so?"}).wait()
        settled(slack, bot)

    handed = slack.messages("C0HELP")
    assert len(handed) == 1
    assert QUESTION in str(handed[0].blocks)
    assert "Is this still so?" in str(handed[0].blocks)


def test_another_workspace_installs_the_app_and_is_answered(slack: SlackServer, start: Start) -> None:
    slack.add_team("T0OTHER", "Other Org")
    slack.add_user("U0THEM", "Theo Them", team="T0OTHER")
    bot = installable(slack, start)

    status = installed(slack, bot.url, "T0OTHER")

    assert status == 200
    slack.add_channel("C0THEIRS", "theirs", team="T0OTHER", members=("U0THEM",))
    assert "Peter Kyle" in slack.reply(slack.ask("U0THEM", "C0THEIRS", QUESTION)).text


def test_another_workspace_sees_nothing_of_this_one(slack: SlackServer, start: Start) -> None:
    """A button of one workspace's reply, pressed under a message of another that has the app too."""
    slack.add_team("T0OTHER", "Other Org")
    slack.add_user("U0THEM", "Theo Them", team="T0OTHER")
    bot = installable(slack, start)
    assert [installed(slack, bot.url, team) for team in ("T0TOWNHALL", "T0OTHER")] == [200, 200]
    slack.add_channel("C0THEIRS", "theirs", team="T0OTHER", members=("U0THEM",))
    reply = slack.reply(slack.ask(USER, CHANNEL, QUESTION))
    theirs = slack.say("U0THEM", "C0THEIRS", "hello")

    slack.click("U0THEM", replace(reply, channel="C0THEIRS", ts=theirs.ts, thread_ts=""), "show_source")

    told = slack.wait_for(lambda: slack.views or slack.ephemerals)
    assert [each.text for each in told if isinstance(each, Message)] == [
        bot.app.replies.messages.source_missing
    ]
    slack.click(USER, reply, "show_source", index=0)
    (view,) = slack.wait_for(lambda: slack.views)
    assert (view.user, "Peter Kyle" in str(view.content)) == (USER, True)


def test_an_installation_that_somebody_else_began_is_refused(slack: SlackServer, start: Start) -> None:
    bot = installable(slack, start)
    began = httpx.get(f"{bot.url}/slack/install")
    state = dict(parse_qsl(urlsplit(began.headers["location"]).query))["state"]

    without_cookie = httpx.get(f"{bot.url}/slack/oauth_redirect", params={"code": "c", "state": state})
    forged = httpx.get(
        f"{bot.url}/slack/oauth_redirect",
        params={"code": "c", "state": "made-up"},
        headers={"cookie": "slack-app-oauth-state=made-up"},
    )

    assert [without_cookie.status_code, forged.status_code] == [400, 401]


def test_the_manifest_names_what_is_listened_to_and_slack_takes_it(slack: SlackServer, start: Start) -> None:
    start()
    slack.adopt(manifest(public_url="https://briefing.example.gov.uk", socket_mode=False))

    assert "Peter Kyle" in slack.reply(slack.ask(USER, CHANNEL, QUESTION)).text
    assert "Peter Kyle" in slack.reply(slack.say(USER, slack.dm(USER), QUESTION)).text


def test_a_workspace_that_removes_the_app_is_forgotten_but_not_when_a_person_revokes_theirs(
    slack: SlackServer, start: Start
) -> None:
    bot = installable(slack, start)
    installed(slack, bot.url, "T0TOWNHALL")

    slack.tell("T0TOWNHALL", "tokens_revoked", tokens={"oauth": [USER], "bot": []}, event_ts="1.0").wait()
    settled(slack, bot)
    assert "Peter Kyle" in slack.reply(slack.ask(USER, CHANNEL, QUESTION)).text
    slack.uninstall("T0TOWNHALL")
    settled(slack, bot)

    asked = slack.ask(USER, CHANNEL, QUESTION).wait()
    settled(slack, bot)
    assert not slack.thread(CHANNEL, asked.root)


def installable(slack: SlackServer, start: Start) -> Running:
    """The bot as any workspace may install it."""
    return start(
        slack_bot_token=None,
        slack_client_id=slack.app.client_id,
        slack_client_secret=slack.app.client_secret,
        public_url="https://briefing.example.gov.uk",
    )


def installed(slack: SlackServer, url: str, team: str) -> int:
    """The status of the page that a person sees after letting the app into a workspace."""
    began = httpx.get(f"{url}/slack/install", params={"team": team})
    asked = dict(parse_qsl(urlsplit(began.headers["location"]).query))
    allowed = httpx.get(f"{slack.url}/oauth/v2/authorize", params=asked)
    back = urlsplit(allowed.headers["location"])
    cookie = began.headers["set-cookie"].split(";")[0]
    return httpx.get(f"{url}{back.path}?{back.query}", headers={"cookie": cookie}).status_code
