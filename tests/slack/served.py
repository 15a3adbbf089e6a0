"""The bot in a process of its own, with an engine that takes a moment: made to be killed.

python -m tests.slack.served FOLDER PORT SLACK_API_URL [DATABASE_URL]"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import uvicorn

from bot.app import App
from bot.channels.connected import Connected
from bot.channels.web.application import create_app
from bot.conversation import Conversations
from bot.domain import Answer, Outcome, Question, Statement
from bot.engine import Step
from config import replies
from config.settings import Settings
from tests.slack_server import APP, BOT_TOKEN
from tests.web.fakes import BUILT, FakeApp, FakeEngine

SECONDS = 0.05


@dataclass
class Slow(FakeEngine):
    """Says back what was asked, with a citation."""

    def answer(
        self,
        question: Question,
        *,
        report: Callable[[Step], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Answer:
        del stopped
        report(Step.SEARCHING)
        time.sleep(SECONDS)
        statement = Statement(f"You asked: {question.text}", (BUILT,))
        return replace(Answer(question, Outcome.ANSWERED, (statement,)), seconds=SECONDS)


@dataclass
class Served(FakeApp):
    """The parts that the chat channels need."""

    database_url: str = ""
    model: None = None
    judge: None = None


def app(folder: Path, api: str, **values: object) -> App:
    database_url = str(values.pop("database_url", f"sqlite:///{folder / 'briefing.sqlite'}"))
    settings = Settings.model_validate(
        {
            "data_dir": folder,
            "slack_bot_token": BOT_TOKEN,
            "slack_signing_secret": APP.signing_secret,
            "slack_api_url": api,
            **values,
        }
    )
    parts = Served(
        settings, Slow(), Conversations(database_url), replies=replies.load(), database_url=database_url
    )
    return cast("App", parts)


def main() -> None:
    folder, port, api, *database = sys.argv[1:]
    parts: Any = app(Path(folder), api, **({"database_url": database[0]} if database else {}))
    web = create_app(parts, beside=lambda web: Connected(parts, web))
    uvicorn.run(web, port=int(port), log_config=None)


if __name__ == "__main__":
    main()
