"""The Dockerfile, built and run: what it lets in, who it runs as, and a fresh container's first answer."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.image.buildah import IMAGE, ROOT, Buildah, CannotRunError
from tests.killing import free_port

TOKEN = "a-token-for-the-page-of-a-test"
SECRET = "OPENAI_API_KEY=not-for-the-image"

pytestmark = [pytest.mark.slow, pytest.mark.image, pytest.mark.timeout(1500)]


@dataclass(frozen=True)
class Container:
    """A container of the image. It shares the machine's network and process numbers."""

    buildah: Buildah
    name: str
    folder: Path

    def run(self, *words: str, **environment: str) -> str:
        done = subprocess.run(
            self.buildah.running(self.name, words, **environment),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def serving(self, **environment: str) -> Iterator[tuple[str, Path]]:
        """The image's own entry point and command, once the page is alive: its address, and its log."""
        told = self.buildah.configuration()
        port = free_port()
        words = " ".join([*told["Entrypoint"], *told["Cmd"]])
        log = self.folder / "serve.log"
        command = ["sh", "-c", f"echo $$ > /data/pid; exec {words}"]
        run = self.buildah.running(self.name, command, PORT=str(port), **environment)
        with log.open("wb") as out:
            process = subprocess.Popen(
                run, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(process, address + "/healthz", log)
            yield address, log
        finally:
            os.kill(int(self.run("cat", "/data/pid")), signal.SIGTERM)
            ended = process.wait(30)
        assert ended == 0, log.read_text()


@pytest.fixture(scope="module")
def buildah(tmp_path_factory: pytest.TempPathFactory) -> Buildah:
    """With the image built from the files of the commit, and an .env and a data folder that must stay out."""
    folder = tmp_path_factory.mktemp("image")
    context = folder / "context"
    context.mkdir()
    try:
        builder = Buildah(folder / "buildah")
        builder.folder.mkdir()
        builder.base()
    except CannotRunError as error:
        pytest.skip(str(error))
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        (context / name).write_bytes((ROOT / name).read_bytes())
    for name in (".env", "config/.env.local", "var/briefing.db"):
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        (context / name).write_text(SECRET, encoding="utf-8")
    builder.build(context)
    return builder


@pytest.fixture
def container(buildah: Buildah, tmp_path: Path) -> Container:
    return Container(buildah, buildah("from", "--pull-never", IMAGE).strip(), tmp_path)


def test_the_image_runs_as_its_own_user_and_writes_only_to_its_volume(container: Container) -> None:
    tried = "id -u; for at in /app /opt/briefing /etc /data; do touch $at/x 2>/dev/null && echo $at; done"

    assert container.run("sh", "-c", tried).split() == ["10001", "/data"]


def test_the_image_holds_no_secret_and_nothing_that_was_not_named(container: Container) -> None:
    looked = "find / -xdev -name '.env*' 2>/dev/null; find /app -type f | sort; which pip uv git curl; true"
    seeds = sorted(f"/app/{path.relative_to(ROOT)}" for path in (ROOT / "seeds").iterdir() if path.is_file())

    found = container.run("sh", "-c", looked).split()

    assert [name for name in found if name != "/usr/bin/pip"] == seeds  # the base brings its own pip
    assert container.buildah.configuration()["Volumes"] == {"/data": {}}


def test_a_fresh_container_answers_behind_its_token_and_keeps_what_it_read(container: Container) -> None:
    with container.serving(BRIEFING_WEB_TOKEN=TOKEN) as (address, log):
        assert "Ingested 5 documents" in log.read_text()
        assert _status(address + "/") == 401
        assert _status(address + "/metrics", TOKEN) == 200
        health = container.buildah.configuration()["Healthcheck"]["Test"]
        assert health[0] == "CMD"
        container.run(*health[1:], PORT=address.rpartition(":")[2])
    answer: dict[str, Any] = json.loads(
        container.run("briefing", "ask", "--json", "Is the memorandum legally binding?")
    )

    assert answer["outcome"] == "answered"
    assert "not legally binding" in answer["statements"][0]["text"]
    with container.serving(BRIEFING_WEB_TOKEN=TOKEN) as (address, log):
        assert "Ingested 5 documents" not in log.read_text()
        assert _status(address + "/healthz") == 200


def test_a_health_check_fails_where_nothing_answers(container: Container) -> None:
    health = container.buildah.configuration()["Healthcheck"]["Test"]

    with pytest.raises(AssertionError, match="refused"):
        container.run(*health[1:], PORT=str(free_port()))


def _status(address: str, token: str = "") -> int:
    request = urllib.request.Request(  # noqa: S310 - an address of ours
        address, headers={"Authorization": f"Bearer {token}"} if token else {}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            if _status(address) == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())
