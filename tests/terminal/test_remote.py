"""A command that goes through a running server gets what it would have got without one."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot import wire
from bot.channels.terminal.serving import door
from bot.domain import Outcome, Question, Turn
from bot.remote import OtherVersionError, Remote, ServerError, ServerGoneError
from bot.run import Step
from bot.service import running
from retrieval.ingest import Progress
from tests.terminal.fakes import DOCUMENT, INGESTED, SUMMARY, FakeService
from tests.terminal.values import answer


@pytest.fixture
def bot() -> FakeService:
    return FakeService()


@pytest.fixture
def remote(tmp_path: Path, bot: FakeService) -> Iterator[Remote]:
    with door(tmp_path, bot, "http://127.0.0.1:1"):
        remote = running(tmp_path)
        assert remote
        yield remote
        remote.close()


def test_an_answer_comes_back_whole_with_its_steps(remote: Remote, bot: FakeService) -> None:
    question = Question("Who?", ("default", "housing"), turns=(Turn("a", "b", Outcome.ANSWERED),))
    steps: list[Step] = []

    assert remote.ask(question, record=True, report=steps.append) == answer()
    assert steps == [Step.SEARCHING]
    assert (bot.asked, bot.recorded) == ([question], [True])


def test_passages_come_back_in_order(remote: Remote, bot: FakeService) -> None:
    assert list(remote.search("zones", ("default",), 3)) == bot.search("zones", ("default",), 3)


def test_an_ingest_reports_as_it_goes_and_is_given_whole_paths(remote: Remote, bot: FakeService) -> None:
    seen: list[Progress] = []

    done = remote.ingest([Path("seeds")], "default", prune=True, report=seen.append)

    assert done == INGESTED
    assert [progress.path for progress in seen] == ["default True", "a.txt"]
    assert bot.ingested == [Path.cwd() / "seeds"]


def test_documents_are_found_and_missed(remote: Remote) -> None:
    assert remote.document("default", "a.txt") == DOCUMENT
    assert remote.document("default", "b.txt") is None
    assert list(remote.documents("default")) == [SUMMARY]


def test_what_goes_wrong_in_the_server_is_said_in_its_words(remote: Remote) -> None:
    with pytest.raises(ServerError, match="the disk is full"):
        remote.ask(Question("fail"), record=False, report=lambda _: None)


def test_without_the_token_nothing_is_told(remote: Remote) -> None:
    url = f"http://127.0.0.1:{remote.address.port}/internal/search"
    body = {"text": "zones", "collections": ["default"], "k": 1}

    for headers in ({}, {"Authorization": "Bearer wrong"}):
        assert httpx.post(url, json=body, headers=headers).status_code == 403


def test_a_server_that_ended_is_told_from_one_that_fails(tmp_path: Path, bot: FakeService) -> None:
    with door(tmp_path, bot, ""):
        remote = running(tmp_path)
        assert remote

    with pytest.raises(ServerGoneError, match="run the command again"):
        remote.documents("default")


def test_a_server_of_another_version_is_named(remote: Remote) -> None:
    with pytest.raises(OtherVersionError, match="restart it"):
        remote._call("summaries", wire.Lookup("default"), list[str])


def test_the_record_is_for_its_owner_only_and_goes_with_the_server(tmp_path: Path, bot: FakeService) -> None:
    with door(tmp_path, bot, ""):
        assert wire.record(tmp_path).stat().st_mode & 0o777 == 0o600

    assert not wire.record(tmp_path).exists()


def test_the_record_of_a_killed_server_is_no_server(tmp_path: Path) -> None:
    wire.Address(9, os.getpid(), "extractive", "").write(tmp_path)

    assert running(tmp_path) is None


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'{"port": "x"}'])
def test_a_record_that_cannot_be_read_is_no_server(tmp_path: Path, content: bytes) -> None:
    wire.record(tmp_path).write_bytes(content)

    assert running(tmp_path) is None
