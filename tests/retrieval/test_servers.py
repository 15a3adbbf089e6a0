"""The same store on Postgres and on a Chroma server: one contract, other machines."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from retrieval.passages import split
from retrieval.store import Store, StoreModelError
from tests.retrieval.parts import SEEDS, document, indexed, opened, put, take, texts, vector

pytestmark = pytest.mark.slow
PLAN = "The plan costs five million pounds. 😀"
RAIN = "The rain in spring fills every river."


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"nothing listens on port {port}")


@contextmanager
def running(command: list[str], port: int, **options: object) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)  # type: ignore[call-overload]
    try:
        wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait()


def binary(name: str) -> str:
    folders = [
        *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True),
        *os.get_exec_path(),
    ]
    found = shutil.which(name, path=os.pathsep.join(folders))
    return found or pytest.skip(f"Postgres is not installed: no {name}")


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    initdb, server, port = binary("initdb"), binary("postgres"), free_port()
    folder = tmp_path_factory.mktemp("postgres")
    user: dict[str, object] = {}
    if os.geteuid() == 0:  # Postgres refuses to run as root
        user = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        shutil.chown(folder, "nobody", "nogroup")
        for parent in (folder, *folder.parents[:3]):  # the third is pytest's own, where xdist has one between
            parent.chmod(0o755 if parent != Path(tempfile.gettempdir()) else 0o1777)
    data = str(folder / "data")
    subprocess.run([initdb, "-D", data, "-U", "me", "-A", "trust", "-E", "UTF8"], check=True, cwd="/", **user)  # type: ignore[call-overload]
    command = [server, "-D", data, "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"]
    with running(command, port, cwd="/", **user):
        time.sleep(1)
        yield f"postgresql+psycopg://me@127.0.0.1:{port}/postgres"


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    script = str(Path(sys.executable).with_name("chroma"))
    folder = str(tmp_path_factory.mktemp("chroma"))
    with running([script, "run", "--path", folder, "--port", str(port), "--host", "127.0.0.1"], port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(params=["postgres", "chroma"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = request.getfixturevalue(request.param)
    place = {"database_url": url} if request.param == "postgres" else {"chroma_url": url}
    with opened(tmp_path / "data", **place) as store:
        yield store
        for collection in store.collections():
            store.remove([summary.id for summary in store.documents(collection)])


def test_documents_are_stored_found_replaced_and_removed(served: Store) -> None:
    stored = put(served, PLAN, "a.txt")
    put(served, RAIN, "b.txt")

    assert served.document("default", "a.txt") == stored
    assert texts(served, "plan") == [PLAN]
    best, *_ = served.vectors.search("default", vector(RAIN), 2)
    (found,) = served.passages([best[0]])
    assert found.passage.text == RAIN
    assert found.vector == pytest.approx(vector(RAIN))
    put(served, RAIN, "a.txt")
    assert texts(served, "plan") == []
    served.remove([stored.id])
    assert [summary.path for summary in served.documents("default")] == ["b.txt"]
    for index in served._indexes():
        assert index.generations() == {name: n for name, (n, _) in served._database.generations().items()}
        assert index.size("default") == 1


def test_the_seeds_are_ingested_once_and_pruned(served: Store, tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)

    assert take(served, folder).documents == 5
    assert take(served, folder).unchanged == 5
    next(folder.glob("003_*")).unlink()
    assert take(served, folder, prune=True).removed == 1
    assert len(served.documents("default")) == 4


def test_a_large_document_is_staged_and_published(served: Store) -> None:
    large = document(" ".join([RAIN] * 4000), "large.txt")
    passages = [indexed(passage) for passage in split(large)]
    served.stage(large, passages[:100], first=True)
    served.stage(large, passages[100:], first=False)
    assert served.document("default", "large.txt") is None
    served.publish(large, "")

    assert served.document("default", "large.txt") == large
    assert served.keywords.size("default") == len(passages)


def test_a_second_worker_on_the_same_database_catches_up(postgres: str, tmp_path: Path) -> None:
    with (
        opened(tmp_path / "one", database_url=postgres) as one,
        opened(tmp_path / "two", database_url=postgres) as two,
    ):
        put(one, PLAN, "a.txt", collection="shared")
        put(two, RAIN, "b.txt", collection="shared")
        one.refresh()

        assert texts(two, "plan", "shared") == [PLAN]
        assert texts(one, "rain", "shared") == [RAIN]
        one.remove([summary.id for summary in one.documents("shared")])
        two.refresh()
        assert texts(two, "plan", "shared") == []


def test_a_postgres_store_of_another_model_is_refused(postgres: str, tmp_path: Path) -> None:
    opened(tmp_path / "one", database_url=postgres).close()

    with pytest.raises(StoreModelError):
        Store.open(tmp_path / "two", embedding="other", dimensions=16, database_url=postgres)

    assert _others(postgres) == 0


def _others(postgres: str) -> int:
    """The connections to the database beside the one that asks."""
    engine = create_engine(postgres, poolclass=NullPool)
    with engine.connect() as connection:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        return int(connection.execute(text(asked)).scalar_one()) - 1


def test_two_stores_on_one_chroma_server_do_not_see_each_other(chroma: str, tmp_path: Path) -> None:
    with (
        opened(tmp_path / "one", chroma_url=chroma) as one,
        opened(tmp_path / "two", chroma_url=chroma) as two,
    ):
        put(one, PLAN)
        put(two, RAIN)

        assert len(one.vectors.search("default", vector(RAIN), 9)) == 1
        assert one.vectors.size("default") == 1


def test_a_server_that_lost_its_vectors_gets_them_again(chroma: str, tmp_path: Path) -> None:
    with opened(tmp_path, chroma_url=chroma) as store:
        put(store, PLAN)
        store.vectors.drop("default")

    with opened(tmp_path, chroma_url=chroma) as store:
        assert len(store.vectors.search("default", vector(PLAN), 9)) == 1
