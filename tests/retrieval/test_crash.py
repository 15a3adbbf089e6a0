"""A process that is killed at any point: run again, the store ends as if it never was."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from retrieval.folder import DataFolder
from retrieval.store import Store, StoreLockedError
from tests.retrieval.parts import opened, take

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
FILES = 24
INGEST = """
import sys, time
from pathlib import Path
from retrieval import ingest as module
from tests.retrieval.parts import HashModel, opened
module.BATCH = 4  # many small transactions, to be killed between any two
class Slow(HashModel):
    def encode(self, texts, report=lambda _: None):
        time.sleep(0.01)
        print("encoding", flush=True)
        return super().encode(texts, report)
with opened(Path(sys.argv[1])) as store:
    module.ingest(store, Slow(), [Path(sys.argv[2])], prune=True)
"""


def fill(folder: Path, version: int) -> None:
    folder.mkdir(exist_ok=True)
    for n in range(FILES):
        edition = version if n % 3 else 0
        text = f"This is plan number {n} of the version {edition}, and it costs the city {n} pounds."
        (folder / f"{n}.txt").write_text(text)
    (folder / "large.txt").write_text(
        "\n\n".join(f"{'the word and ' * 15}{n} of {version}." for n in range(40))
    )


def content(store: Store) -> object:
    """Everything that a reader can see, in one value."""
    for index in store._indexes():
        states = {name: (generation, index.size(name)) for name, generation in index.generations().items()}
        assert states == store._database.generations()
    documents = [store.document("default", summary.path) for summary in store.documents("default")]
    found = store.keywords.search("default", ["plan", "word", "version"], 1000)
    passages = sorted((item.passage for item in store.passages([i for i, _ in found])), key=lambda p: p.id)
    near = store.vectors.search("default", store.passages([passages[0].id])[0].vector, 200)
    return documents, passages, sorted(i for i, _ in near), dict(store.keywords.terms("default"))


def killed_ingest(data_dir: Path, folder: Path, after: int, pause: float) -> int:
    """Run an ingest and kill it after so many batches and a pause. 0 where it was done before."""
    with subprocess.Popen(
        [sys.executable, "-c", INGEST, str(data_dir), str(folder)], cwd=ROOT, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        for _ in range(after):
            process.stdout.readline()
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.stdout.read()
        return process.wait()


@pytest.mark.parametrize("kills", [(9,), (1, 3, 5, 14, 18)])
def test_an_ingest_that_is_killed_and_run_again_ends_the_same(tmp_path: Path, kills: tuple[int, ...]) -> None:
    folder = tmp_path / "folder"
    fill(folder, 1)
    with opened(tmp_path / "killed") as store:
        take(store, folder)
    fill(folder, 2)
    (folder / "1.txt").unlink()

    ends = [killed_ingest(tmp_path / "killed", folder, after, after / 400) for after in kills]
    with opened(tmp_path / "killed") as store:
        take(store, folder, prune=True)
        ended = content(store)

    with opened(tmp_path / "calm") as store:
        take(store, folder)
        assert ended == content(store)
    assert -signal.SIGKILL in ends


def test_a_store_whose_process_was_killed_opens_without_repair_of_what_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    fill(folder, 1)
    with opened(tmp_path / "data") as store:
        take(store, folder)
    code = (
        "import os, sys; from pathlib import Path; from tests.retrieval.parts import opened;"
        "store = opened(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "data")], cwd=ROOT, check=False)
    said: list[str] = []

    with opened(tmp_path / "data", report=said.append) as store:
        assert len(store.documents("default")) == FILES + 1

    assert said == []
    assert not list((tmp_path / "data").glob("chroma.damaged-*"))


def test_the_lock_is_let_go_by_a_killed_process(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from retrieval.folder import DataFolder;"
        "folder = DataFolder(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        with pytest.raises(StoreLockedError, match=f"in use by process {process.pid}"):
            DataFolder(tmp_path)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    DataFolder(tmp_path).release()
