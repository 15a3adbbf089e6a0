"""Ingest: idempotent, recoverable, and never stopped by one bad file."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from retrieval.embeddings import Encoded
from retrieval.files import File, find_files
from retrieval.ingest import Failure, Progress, ingest
from retrieval.late import Reading
from retrieval.store import Store
from tests.retrieval.parts import SEEDS, HashModel, opened, take, texts


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "data") as store:
        yield store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("The first plan costs five million pounds.")
    (folder / "sub" / "b.md").write_text("# A heading\n\nThe second plan costs six million pounds.\n")
    return folder


def paths(store: Store, collection: str = "default") -> list[str]:
    return [summary.path for summary in store.documents(collection)]


def test_the_seeds_are_five_documents_and_nothing_else(store: Store) -> None:
    result = take(store, SEEDS)

    assert (result.documents, result.unchanged, result.failed) == (5, 0, ())
    assert result.passages == sum(summary.passages for summary in store.documents("default"))
    assert paths(store) == sorted(path.name for path in SEEDS.glob("*.txt"))
    for path in SEEDS.glob("*.txt"):
        document = store.document("default", path.name)
        assert document is not None
        assert document.text == path.read_bytes().decode()


def test_what_the_manifest_says_is_what_the_document_says(store: Store) -> None:
    take(store, SEEDS)

    dated = store.document("default", "003_e5248c04b57fbb52.txt")
    written = store.document("default", "004_8a27b9e5a7df94d1.txt")

    assert dated is not None
    assert written is not None
    assert (dated.date, dated.author, written.date, written.author) == (
        "2025-07-22",
        None,
        None,
        "Oliver Blackwood",
    )
    assert written.language == "en"
    assert written.title == "UK partners with OpenAI for AI-powered public services"


def test_unchanged_files_are_not_read_again_by_the_model(store: Store, folder: Path) -> None:
    take(store, folder)
    model = HashModel()

    again = ingest(store, model, [folder])

    assert (again.documents, again.passages, again.unchanged) == (0, 0, 2)
    assert model.encoded == 0


def test_a_changed_file_replaces_what_stood_there(store: Store, folder: Path) -> None:
    take(store, folder)
    (folder / "a.txt").write_text("The first plan was dropped.")

    result = take(store, folder)

    assert (result.documents, result.unchanged) == (1, 1)
    assert texts(store, "five") == []
    assert texts(store, "dropped") == ["The first plan was dropped."]


def test_a_changed_manifest_changes_its_documents(store: Store, folder: Path) -> None:
    take(store, folder)
    (folder / "manifest.toml").write_text('["a.txt"]\ntitle = "The plan"\npublisher = "Example Council"\n')

    assert take(store, folder).documents == 1
    document = store.document("default", "a.txt")
    assert document is not None
    assert (document.title, document.publisher) == ("The plan", "Example Council")


def test_a_manifest_that_cannot_be_used_is_reported_and_the_documents_are_ingested(
    store: Store, folder: Path
) -> None:
    (folder / "manifest.toml").write_text("not toml at all")

    result = take(store, folder)

    assert result.documents == 2
    assert [failure.path for failure in result.failed] == [str(folder / "manifest.toml")]


def says(folder: Path, manifest: str) -> None:
    (folder / "manifest.toml").write_text(manifest)


@pytest.mark.parametrize(
    ("said", "successor"), [("withdrawn = true", None), ('superseded_by = "c.txt"', "sub/c.txt")]
)
def test_a_withdrawn_document_is_kept_and_never_found(
    store: Store, folder: Path, said: str, successor: str | None
) -> None:
    (folder / "sub" / "c.txt").write_text("The second plan costs seven million pounds.")
    take(store, folder)
    says(folder / "sub", f'["b.md"]\n{said}\n')

    take(store, folder)

    document = store.document("default", "sub/b.md")
    assert document is not None
    assert (document.withdrawn, document.superseded_by) == (True, successor)
    assert [each.path for each in store.documents("default") if each.withdrawn] == ["sub/b.md"]
    assert texts(store, "second") == ["The second plan costs seven million pounds."]

    says(folder / "sub", "")
    take(store, folder)

    assert not any(each.withdrawn for each in store.documents("default"))
    assert len(texts(store, "second")) == 2


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('["a.txt"]\nsuperseded_by = "b.txt"', "no such file beside it"),
        ('["a.txt"]\nsuperseded_by = "a.txt"', "superseded by itself"),
        ('["a.txt"]\nsuperseded_by = "c.txt"\n["c.txt"]\nsuperseded_by = "a.txt"', "superseded by itself"),
        ('["a.txt"]\nwithdrawn = "yes"', "neither true nor false"),
        ('["a.txt"]\ntitle = true', "not a text"),
    ],
)
def test_a_manifest_that_would_leave_nothing_in_place_of_a_document_is_not_used(
    store: Store, folder: Path, said: str, why: str
) -> None:
    (folder / "c.txt").write_text("The third plan costs seven million pounds.")
    says(folder, said)

    result = take(store, folder)

    assert why in result.failed[0].error
    assert len(texts(store, "plan")) == 3


@pytest.mark.parametrize("name", ["A-plan.txt", "sub/b.md"])
def test_an_entry_of_no_file_is_reported_and_the_others_are_used(
    store: Store, folder: Path, name: str
) -> None:
    says(folder, f'["{name}"]\nwithdrawn = true\n["a.txt"]\ntitle = "The plan"\n')

    result = take(store, folder)

    (failure,) = result.failed
    assert failure.path == str(folder / "manifest.toml")
    assert f'["{name}"] is of no file' in failure.error
    assert [each.title for each in store.documents("default") if each.path == "a.txt"] == ["The plan"]


def test_a_manifest_that_breaks_brings_back_nothing_that_it_had_withdrawn(store: Store, folder: Path) -> None:
    says(folder, '["a.txt"]\nwithdrawn = true\n')
    take(store, folder)
    says(folder, '["a.txt"]\nwithdrawn = true\n["b.txt"')

    result = take(store, folder)

    assert [failure.path for failure in result.failed] == [str(folder / "manifest.toml")]
    assert texts(store, "five") == []


def test_a_file_given_by_name_is_known_by_its_name(store: Store, folder: Path) -> None:
    (folder / "README.md").write_text("# Read me\n\nA text.")
    take(store, folder / "sub" / "b.md", folder / "README.md")

    assert paths(store) == ["README.md", "b.md"]


@pytest.mark.usefixtures("folder")
def test_the_data_folder_of_the_bot_is_no_folder_of_documents(store: Store, tmp_path: Path) -> None:
    assert (tmp_path / "data" / "lock").exists()

    take(store, tmp_path)

    assert paths(store) == ["folder/a.txt", "folder/sub/b.md"]


def test_a_folder_below_is_part_of_the_path(store: Store, folder: Path) -> None:
    take(store, folder)

    assert paths(store) == ["a.txt", "sub/b.md"]


def test_what_is_no_document_is_passed_over_and_what_cannot_be_read_is_named(
    store: Store, folder: Path
) -> None:
    for name in ("README", "readme.cy.md", ".hidden.txt", "Thumbs.db", "manifest.toml"):
        (folder / name).write_text("")
    (folder / ".git").mkdir()
    (folder / ".git" / "c.txt").write_text("Not a document.")
    (folder / "table.xlsx").write_text("x")

    result = take(store, folder)

    assert result.failed == (
        Failure("table.xlsx", "No loader for 'table.xlsx'. Known: .htm, .html, .md, .txt."),
    )
    assert paths(store) == ["a.txt", "sub/b.md"]


def test_bad_files_are_reported_and_the_others_go_on(store: Store, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_bytes(b" \r\n\t")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (folder / "torn.txt").write_bytes(b"\xff\xfe\x00\xd8x\x00")
    os.mkfifo(folder / "pipe.txt")

    result = take(store, folder, folder / "nowhere")

    assert result.documents == 2
    said = {failure.path: failure.error for failure in result.failed}
    assert said.keys() == {
        *("empty.txt", "blank.txt", "binary.txt", "torn.txt", "pipe.txt"),
        str(folder / "nowhere"),
    }
    assert said["pipe.txt"] == "It is not a file."
    assert all("\n" not in error and error.endswith(".") for error in said.values())


def test_a_file_over_the_limit_is_refused_by_its_size_and_one_under_it_is_not(
    store: Store, folder: Path
) -> None:
    (folder / "large.txt").write_text("word " * 60_000)

    refused = ingest(store, HashModel(), [folder], max_bytes=200_000)
    taken = ingest(store, HashModel(), [folder], max_bytes=300_000)

    assert refused.failed == (
        Failure(
            "large.txt",
            "The file has 0.3 MB, over the limit of 0.2 MB: split it, or raise BRIEFING_MAX_FILE_MB.",
        ),
    )
    assert (taken.documents, taken.failed) == (1, ())


def test_a_large_file_is_seen_whole_and_its_progress_told(store: Store, folder: Path) -> None:
    sentence = "The minister said on Monday that office number {} would explore how services improve."
    lines = "\n\n".join(" ".join([sentence.format(n)] * 4) for n in range(1100))
    (folder / "large.txt").write_text(lines)
    steps: list[Progress] = []

    ingest(store, HashModel(), [folder], report=steps.append)

    (summary,) = [summary for summary in store.documents("default") if summary.path == "large.txt"]
    assert summary.passages == 1100
    assert store.keywords.size("default") == 1102
    assert len(texts(store, "1099")) == 1
    counts = [step.passages for step in steps]
    assert counts == sorted(counts)
    assert len({step.passages for step in steps if step.path == "large.txt"}) > 4
    assert {step.of for step in steps} == {3}


def test_a_bad_version_of_a_file_leaves_the_good_one_in_place(store: Store, folder: Path) -> None:
    take(store, folder)
    (folder / "a.txt").write_bytes(b"")

    result = take(store, folder, prune=True)

    assert [failure.path for failure in result.failed] == ["a.txt"]
    assert len(texts(store, "five")) == 1


def test_prune_removes_what_the_folder_no_longer_holds_and_nothing_else(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.txt").write_text("A third plan, from another folder.")
    take(store, folder, other)
    take(store, SEEDS / "001_8071c6c42147f2e9.txt")
    (folder / "a.txt").unlink()

    assert take(store, folder).removed == 0
    assert take(store, folder, prune=True).removed == 1
    assert paths(store) == ["001_8071c6c42147f2e9.txt", "c.txt", "sub/b.md"]
    assert texts(store, "five") == []


def test_prune_does_not_mistake_a_missing_folder_for_an_empty_one(store: Store, folder: Path) -> None:
    take(store, folder)
    folder.rename(folder.with_name("moved"))

    result = take(store, folder, prune=True)

    assert (result.removed, len(result.failed)) == (0, 1)
    assert paths(store) == ["a.txt", "sub/b.md"]


def test_an_error_of_the_model_ends_the_ingest_and_is_not_blamed_on_a_file(
    store: Store, folder: Path
) -> None:
    class Broken(HashModel):
        def encode(
            self, texts: Sequence[Reading], report: Callable[[int], None] = lambda _: None
        ) -> list[Encoded]:
            report(0)
            raise ConnectionError(f"no vectors for {len(texts)} texts")

    with pytest.raises(ConnectionError):
        ingest(store, Broken(), [folder])

    assert store.documents("default") == []
    assert take(store, folder).documents == 2


def test_a_folder_that_was_moved_takes_its_documents_with_it(store: Store, folder: Path) -> None:
    take(store, folder)
    moved = folder.rename(folder.with_name("moved"))
    take(store, moved)
    (moved / "a.txt").unlink()

    assert take(store, moved, prune=True).removed == 1
    assert paths(store) == ["sub/b.md"]


def test_two_files_with_one_path_are_reported_and_the_later_is_taken(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("Another plan with the same name.")

    result = take(store, folder, other)

    assert result.documents == 2
    assert [failure.path for failure in result.failed] == ["a.txt"]
    assert "has the same path as" in result.failed[0].error
    assert texts(store, "another") == ["Another plan with the same name."]
    assert texts(store, "five") == []
    take(store, folder)
    assert take(store, folder, folder).failed == ()


def test_links_out_of_the_folder_are_not_followed(store: Store, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "s.txt").write_text("A secret plan.")
    (folder / "out.txt").symlink_to(secret / "s.txt")
    (folder / "out").symlink_to(secret)
    (folder / "loop").symlink_to(folder)
    (folder / "broken.txt").symlink_to(folder / "nothing.txt")
    (folder / "inside.txt").symlink_to(folder / "a.txt")

    result = take(store, folder)

    assert paths(store) == ["a.txt", "inside.txt", "sub/b.md"]
    assert {failure.path for failure in result.failed} == {"out.txt", "broken.txt"}
    assert texts(store, "secret") == []


def test_a_folder_that_is_itself_a_link_is_ingested(store: Store, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)

    assert take(store, tmp_path / "link").documents == 2


def test_a_name_that_is_not_utf8_is_reported(store: Store, folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text("A plan.")

    result = take(store, folder)

    assert result.failed == (Failure("caf\\xe9.txt", "The file's name is not UTF-8: rename it."),)


def test_names_in_any_script_are_paths(store: Store, folder: Path) -> None:
    (folder / "cynllun ŵ 計劃.txt").write_text("A plan in many scripts.")

    take(store, folder)

    assert "cynllun ŵ 計劃.txt" in paths(store)


def test_the_same_files_in_two_collections_are_two_sets_of_documents(store: Store, folder: Path) -> None:
    take(store, folder, collection="one")
    take(store, folder, collection="two")

    assert store.collections() == ["one", "two"]
    (folder / "a.txt").unlink()
    take(store, folder, collection="one", prune=True)
    assert paths(store, "one") == ["sub/b.md"]
    assert paths(store, "two") == ["a.txt", "sub/b.md"]


def test_nothing_to_ingest_is_nothing_done(store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    result = take(store, tmp_path / "empty")

    assert (result.documents, result.failed) == (0, ())
    assert store.collections() == []


def test_a_file_that_fails_while_it_is_read_is_named(store: Store, folder: Path) -> None:
    result = take(store, Path("/proc/self/mem"), folder)

    assert result.documents == 2
    assert result.failed == (Failure("mem", "The file cannot be read: Input/output error."),)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user without permission")
def test_folders_without_permission_are_named(tmp_path: Path, folder: Path) -> None:
    ours = (p for p in (tmp_path, *tmp_path.parents) if "pytest-of-" in str(p))
    for parent in ours:
        parent.chmod(0o755)
    (folder / "closed").mkdir(mode=0)
    (folder / "behind").mkdir(mode=0)

    os.seteuid(65534)
    try:
        found = list(find_files([folder, folder / "behind" / "x.txt", folder / "closed"]))
    finally:
        os.seteuid(0)

    assert [one.error for one in found if isinstance(one, Failure)] == [
        "The folder cannot be read: Permission denied.",
        "The folder cannot be read: Permission denied.",
        "It cannot be read: Permission denied.",
        "The folder cannot be read: Permission denied.",
    ]
    assert str(folder / "closed") in [one.path for one in found if isinstance(one, Failure)]
    assert [one.path for one in found if isinstance(one, File)] == ["a.txt", "sub/b.md"]


def test_a_file_of_another_folder_does_not_take_a_documents_place_without_a_word(
    store: Store, folder: Path
) -> None:
    take(store, folder)
    (folder / "sub" / "a.txt").write_text("The third plan costs nine million pounds.")

    result = take(store, folder / "sub" / "a.txt")

    (failure,) = result.failed
    assert failure.path == "a.txt"
    assert f"{folder / 'a.txt'} has the same path as {folder / 'sub' / 'a.txt'}" in failure.error


def test_a_document_may_move_with_its_folder(store: Store, folder: Path) -> None:
    take(store, folder)
    moved = folder.rename(folder.parent / "moved")
    (moved / "a.txt").write_text("The first plan costs seven million pounds.")

    assert take(store, moved).failed == ()
