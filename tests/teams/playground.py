"""Microsoft's Agents Playground, confined to this machine, driven through its page."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: uv sync --group browser"
)
PACKAGE = "@microsoft/m365agentsplayground@0.2.28"
CONFINE = Path(__file__).with_name("confine.cjs")
START_SECONDS = 90
Page = Any
"""A playwright page; its type is there only where the package is."""


@contextmanager
def started(words: list[str], url: str, log: Path, **more: str) -> Iterator[None]:
    """A server, once it answers under `url`, until the end."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=_environment(more),
            cwd=log.parent,
        )  # fmt: skip
        try:
            _wait(process, url, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def command(program: Path, bot: int, port: int) -> list[str]:
    endpoint = f"http://127.0.0.1:{bot}/api/messages"
    words = ["start", "-e", endpoint, "-c", "msteams", "-p", str(port), "--disable-telemetry"]
    return ["node", "-r", str(CONFINE), str(program / "cli.js"), *words]


@dataclass
class Client:
    """A person at the Playground's page."""

    page: Page
    pictures: Path

    def open(self, chat: str) -> None:
        self.page.get_by_role("treeitem", name=chat).click()

    def ask(self, text: str, *, mention: bool = False) -> None:
        """Sends a message from the box that is open, with a mention of the bot where wanted."""
        self.write(text, mention=mention)
        self.page.keyboard.press("Enter")

    def write(self, text: str, *, mention: bool = False, box: int = 0) -> None:
        self.page.get_by_role("textbox").nth(box).click()
        if mention:
            self.page.keyboard.type("@")
            offered = self.page.get_by_role("listbox", name="Typeahead menu").get_by_text("Test Bot")
            offered.filter(visible=True).click()
            self.page.keyboard.type(" ")
        self.page.keyboard.type(text)

    def sees(self, text: str, seconds: float = 30) -> None:
        """Waits until some text stands in the chat; the list of chats beside it repeats the latest."""
        in_the_chat = "xpath=self::*[not(ancestor-or-self::*[@role='treeitem'])]"
        self.page.get_by_text(text).locator(in_the_chat).last.wait_for(timeout=seconds * 1000)

    def is_answered(self, ask: Callable[[], None], text: str, began: str) -> None:
        """Asks in a channel until the answer is to be seen. The page loses a reply that comes before it has
        heard that its own message was sent; the log has it all the same."""
        for asked in range(1, 4):
            ask()
            try:
                self.sees(text, 5)
            except playwright.TimeoutError:
                assert self.log.count(began) >= asked
            else:
                return
        raise AssertionError(f"{text!r} was not to be seen.")

    def picture(self, name: str) -> None:
        self.page.screenshot(path=self.pictures / f"{name}.png")

    @property
    def log(self) -> str:
        """What the Playground says went to and fro. Its panel is open only for that, because it repeats what
        stands in the chat."""
        self.page.get_by_role("button", name="Toggle Log Panel").click()
        self.page.get_by_text("Log Panel").wait_for()
        text: str = self.page.locator("body").inner_text()
        self.page.get_by_role("button", name="Hide log panel").click()
        return text[text.index("Log Panel") :]


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    ours = ("BRIEFING_", "SLACK_", "OPENAI_", "AZURE_OPENAI_", "CLIENT_", "TENANT_ID", "PORT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "TEAMSAPPTESTER_BROWSER": "none", **more}


def _wait(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(url, timeout=5)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{url} did not answer:\n{log.read_text(errors='replace')[-2000:]}")
