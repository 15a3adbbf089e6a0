"""The store: the truth first, and two indexes that always catch up with it."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from retrieval.errors import StoreDamagedError, StoreFolderError, StoreFullError, StoreUnreachableError
from retrieval.passages import split
from retrieval.rows import Sourced
from retrieval.store import Store, StoreLockedError, StoreModelError, StoreVersionError
from tests.retrieval.parts import document, indexed, opened, put, texts, vector

PLAN = "The plan costs five million pounds."
OPEN = Path("/proc/self/fd")
RAIN = "The rain in spring fills every river."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "data") as store:
        yield store


def is_consistent(store: Store) -> bool:
    truth = store._database.generations()
    return all(
        truth == {name: (generation, index.size(name)) for name, generation in index.generations().items()}
        for index in store._indexes()
    )


def test_a_document_comes_back_as_it_was(store: Store) -> None:
    text = f"\ufeff{PLAN}\r\n\r\n{RAIN} 😀\n"

    stored = put(store, text, "notes/a.txt")

    assert store.document("default", "notes/a.txt") == stored
    assert store.document("default", "notes/b.txt") is None
    assert store.document("other", "notes/a.txt") is None
    (summary,) = store.documents("default")
    assert (summary.id, summary.path, summary.passages) == (stored.id, "notes/a.txt", 1)
    assert store.collections() == ["default"]


def test_passages_come_in_the_order_asked_with_vector_and_states(store: Store) -> None:
    put(store, PLAN, "a.txt")
    put(store, RAIN, "b.txt")
    (plan,), (rain,) = split(document(PLAN, "a.txt")), split(document(RAIN, "b.txt"))

    found = store.passages([rain.id, "gone", plan.id])

    assert [item.passage for item in found] == [rain, plan]
    assert found[0].vector == pytest.approx(vector(RAIN))
    assert found[0].states == b"states"


def test_neighbours_are_the_passages_before_and_after(store: Store) -> None:
    long = " ".join(["One sentence of seven words is here."] * 8)
    put(store, f"{long}\n\n{long} Two.\n\n{long} Three.")
    first, second, third = split(document(f"{long}\n\n{long} Two.\n\n{long} Three."))

    assert store.neighbours(second) == (first, third)
    assert store.neighbours(first) == (None, second)
    assert store.neighbours(third) == (second, None)


def test_the_same_document_again_replaces_it_everywhere(store: Store) -> None:
    put(store, PLAN)
    put(store, RAIN)
    put(store, RAIN)

    assert texts(store, "plan") == []
    assert texts(store, "rain") == [RAIN]
    assert [i for i, _ in store.vectors.search("default", vector(RAIN), 9)] == [split(document(RAIN))[0].id]
    assert is_consistent(store)


def test_a_document_put_back_as_it_was_before_is_found_again(store: Store) -> None:
    for text in (PLAN, RAIN, PLAN):
        put(store, text)

    assert texts(store, "plan") == [PLAN]
    assert is_consistent(store)


def test_a_removed_document_is_gone_everywhere(store: Store) -> None:
    first, second = put(store, PLAN, "a.txt"), put(store, RAIN, "b.txt")

    store.remove([first.id, "never there"])

    assert [summary.path for summary in store.documents("default")] == ["b.txt"]
    assert texts(store, "plan") == []
    assert len(store.vectors.search("default", vector(PLAN), 9)) == 1
    store.remove([second.id])
    assert store.collections() == []
    assert is_consistent(store)


def test_collections_are_apart(store: Store) -> None:
    put(store, PLAN, collection="one")
    put(store, RAIN, collection="two")

    assert store.collections() == ["one", "two"]
    assert texts(store, "plan", "two") == []
    assert texts(store, "rain", "two") == [RAIN]


def test_a_staged_document_is_seen_only_when_published(store: Store) -> None:
    put(store, PLAN)
    large = document(RAIN)
    passages = [indexed(passage) for passage in split(large)]

    store.stage(large, passages, first=True)
    store.stage(large, passages, first=True)  # as a run does that starts again after a kill

    assert store.document("default", "a.txt") == document(PLAN)
    assert texts(store, "plan") == [PLAN]
    assert texts(store, "rain") == []
    store.publish(large, "")
    assert store.document("default", "a.txt") == large
    assert texts(store, "plan") == []
    assert texts(store, "rain") == [RAIN]
    assert is_consistent(store)


def test_many_documents_are_replaced_in_one_transaction(store: Store) -> None:
    documents = [document(f"{PLAN} {n}", f"{n}.txt") for n in range(40)]

    store.replace_all("default", [Sourced(d, [indexed(p) for p in split(d)]) for d in documents])

    assert len(store.documents("default")) == 40
    assert store._database.generations() == {"default": (1, 40)}
    assert is_consistent(store)


def test_a_second_process_is_refused_by_name(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(StoreLockedError, match=r"is in use by process \d+: stop it"):
        opened(tmp_path)

    opened(tmp_path).close()


def test_a_closed_store_opens_again_with_everything_in_it(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        put(store, PLAN)
    said: list[str] = []

    with opened(tmp_path, report=said.append) as store:
        assert texts(store, "plan") == [PLAN]
        assert store.vectors.search("default", vector(PLAN), 1)[0][1] == pytest.approx(1, abs=1e-4)
    assert said == []


def test_a_store_of_another_schema_is_refused_with_what_to_do(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with sqlite3.connect(tmp_path / "briefing.sqlite") as connection:
        connection.execute("UPDATE corpus_meta SET value = '99' WHERE key = 'schema'")

    with pytest.raises(
        StoreVersionError, match="schema 99, and this program reads schema 2: run the version"
    ):
        opened(tmp_path)


def test_a_store_of_another_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    opened(tmp_path).close()

    with pytest.raises(
        StoreModelError, match="hash, 16 dimensions, and other, 16 dimensions is set: set BRIEF"
    ):
        Store.open(tmp_path, embedding="other", dimensions=16)
    opened(tmp_path).close()


def test_a_database_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "briefing.sqlite").write_bytes(b"this is not a database" * 100)

    with pytest.raises(StoreDamagedError, match="restore it from a backup"):
        opened(tmp_path)

    assert (tmp_path / "briefing.sqlite").read_bytes().startswith(b"this is not")


def test_a_database_server_that_is_down_is_named_without_its_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")

    with pytest.raises(StoreUnreachableError, match=r"127\.0\.0\.1:1/x cannot be reached") as error:
        opened(tmp_path, database_url="postgresql+psycopg://me:secret@127.0.0.1:1/x")

    assert "secret" not in str(error.value)


def test_a_chroma_server_that_is_down_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachableError, match=r"http://127\.0\.0\.1:1 cannot be reached"):
        opened(tmp_path, chroma_url="http://127.0.0.1:1")


def _filled(data_dir: Path) -> None:
    with opened(data_dir) as store:
        put(store, PLAN, "a.txt")
        put(store, RAIN, "b.txt")


def _is_whole(data_dir: Path) -> list[str]:
    """What was reported on opening a store that has all of its content."""
    said: list[str] = []
    with opened(data_dir, report=said.append) as store:
        assert texts(store, "plan") == [PLAN]
        assert texts(store, "rain") == [RAIN]
        near = [i for i, _ in store.vectors.search("default", vector(RAIN), 9)]
        assert store.passages(near)[0].passage.text == RAIN
        assert len(near) == 2
        assert is_consistent(store)
    return said


def test_missing_indexes_are_rebuilt(tmp_path: Path) -> None:
    _filled(tmp_path)
    (tmp_path / "keywords.sqlite").unlink()
    shutil.rmtree(tmp_path / "chroma")

    assert _is_whole(tmp_path) == [
        "Bringing the keyword index of 'default' up to date.",
        "Bringing the vector index of 'default' up to date.",
    ]
    assert _is_whole(tmp_path) == []


@pytest.mark.slow
def test_a_damaged_keyword_index_is_rebuilt(tmp_path: Path) -> None:
    _filled(tmp_path)
    (tmp_path / "keywords.sqlite").write_bytes(b"nonsense" * 1000)

    assert _is_whole(tmp_path)[0] == "The keyword index is damaged: rebuilding it."


@pytest.mark.slow
def test_a_keyword_index_damaged_inside_is_rebuilt(tmp_path: Path) -> None:
    _filled(tmp_path)
    file = tmp_path / "keywords.sqlite"
    data = bytearray(file.read_bytes())
    data[4096 * 2 : 4096 * 6] = b"\xff" * (4096 * 4)
    file.write_bytes(data)

    assert "The keyword index is damaged: rebuilding it." in _is_whole(tmp_path)


def test_a_damaged_vector_index_is_kept_aside_and_rebuilt(tmp_path: Path) -> None:
    _filled(tmp_path)
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"nonsense" * 1000)

    said = _is_whole(tmp_path)

    assert said[0].startswith("The vector index is damaged: rebuilding it. The damaged one is kept in ")
    assert len(list(tmp_path.glob("chroma.damaged-*"))) == 1
    assert _is_whole(tmp_path) == []


@pytest.mark.slow
def test_an_index_that_is_behind_catches_up(tmp_path: Path) -> None:
    with opened(tmp_path / "data") as store:
        put(store, PLAN, "a.txt")
        put(store, "A third text, soon to leave.", "c.txt")
    shutil.copytree(tmp_path / "data", tmp_path / "old")
    with opened(tmp_path / "data") as store:
        put(store, RAIN, "b.txt")
        store.remove([summary.id for summary in store.documents("default") if summary.path == "c.txt"])
    for name in ("keywords.sqlite", "chroma"):
        target = tmp_path / "data" / name
        shutil.rmtree(target) if target.is_dir() else target.unlink()
        (tmp_path / "old" / name).rename(target)

    said = _is_whole(tmp_path / "data")

    assert "Bringing the keyword index of 'default' up to date." in said
    assert "Bringing the vector index of 'default' up to date." in said


def test_a_database_put_back_to_an_earlier_state_takes_its_indexes_with_it(tmp_path: Path) -> None:
    _filled(tmp_path / "data")
    backup = shutil.copy(tmp_path / "data" / "briefing.sqlite", tmp_path)
    with opened(tmp_path / "data") as store:
        put(store, "A third text, which the backup does not hold.", "c.txt")
    shutil.copy(backup, tmp_path / "data" / "briefing.sqlite")

    assert len(_is_whole(tmp_path / "data")) == 2


@pytest.mark.slow
def test_an_index_that_holds_too_little_is_rebuilt(tmp_path: Path) -> None:
    _filled(tmp_path)
    with opened(tmp_path) as store:
        generation = store.vectors.generation("default")
        (gone, _), *_ = store.vectors.search("default", vector(RAIN), 1)
        store.vectors.apply("default", [gone], (), generation)
    (tmp_path / "clean").unlink()

    assert _is_whole(tmp_path) == [
        "The vector index of 'default' does not match the database: rebuilding it."
    ]


def test_an_index_of_a_database_that_was_deleted_is_not_used(tmp_path: Path) -> None:
    _filled(tmp_path)
    for file in tmp_path.glob("briefing.sqlite*"):
        file.unlink()

    with opened(tmp_path) as store:
        put(store, RAIN)
        assert texts(store, "plan") == []
        assert len(store.vectors.search("default", vector(PLAN), 9)) == 1


@pytest.mark.skipif(not OPEN.exists(), reason="only Linux tells which files are open")
def test_a_store_that_cannot_be_brought_up_to_date_leaves_nothing_open(tmp_path: Path) -> None:
    _filled(tmp_path)
    shutil.rmtree(tmp_path / "chroma")

    with pytest.raises(RuntimeError) as error:  # what it holds would otherwise be closed as rubbish
        opened(tmp_path, report=_refuse)

    assert [file for file in _open_files() if tmp_path in file.parents] == [], error
    assert _is_whole(tmp_path)


def _refuse(line: str) -> None:
    raise RuntimeError(line)


def _open_files() -> list[Path]:
    return [file.readlink() for file in OPEN.iterdir() if file.is_symlink()]


def test_a_write_that_reached_only_the_truth_is_finished_by_the_next(store: Store) -> None:
    put(store, PLAN, "a.txt")
    lost = document(RAIN, "b.txt")
    store._database.replace("default", [Sourced(lost, [indexed(passage) for passage in split(lost)])])

    put(store, "A third text.", "c.txt")

    assert texts(store, "rain") == [RAIN]
    assert is_consistent(store)


@pytest.mark.slow
def test_readers_in_other_threads_see_whole_documents_while_one_writes(store: Store) -> None:
    put(store, f"{PLAN} Version 0.")
    done = threading.Event()

    def read() -> int:
        seen = 0
        while not done.is_set():
            for ids in (
                store.keywords.search("default", ["plan"], 9),
                store.vectors.search("default", near, 9),
            ):
                for item in store.passages([i for i, _ in ids]):
                    assert item.passage.text.startswith(PLAN)
            assert store.keywords.terms("default")
            document = store.document("default", "a.txt")
            assert document is not None
            seen += 1
        return seen

    near = vector(PLAN)
    with ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(read) for _ in range(4)]
        for version in range(1, 25):
            put(store, f"{PLAN} Version {version}.")
        done.set()
        assert all(future.result() for future in reading)
    assert store.keywords.terms("default")["version"] == 1
    assert is_consistent(store)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(StoreFolderError, match="cannot be written"):
        opened(tmp_path / "file" / "data")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system needs privileges")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def _fill(store: Store) -> None:
    for n in range(200):
        put(store, f"{RAIN} {n} " * 2000, f"{n}.txt")


def test_a_full_disk_is_named_and_loses_nothing(small_disk: Path) -> None:
    with opened(small_disk / "data") as store:
        put(store, PLAN)
        with pytest.raises(StoreFullError, match="Nothing that was stored is lost"):
            _fill(store)
        assert texts(store, "plan") == [PLAN]


def test_nothing_heavy_is_imported_for_the_types() -> None:
    code = "import sys, retrieval.store, retrieval.ingest; print([m for m in sys.modules if m in %r])"
    heavy = {"chromadb", "langchain_chroma", "langchain_core", "onnxruntime", "trafilatura", "py3langid"}

    out = subprocess.run([sys.executable, "-c", code % heavy], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"
