"""What the commands do to the letter of their contract, on the five articles."""

import json
import os
import signal
import subprocess
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.channels.terminal.main import app
from tests.terminal.conftest import BRIEFING, SEEDS, Terminal, wait_until_served

pytestmark = pytest.mark.timeout(400)  # they start processes and load models, on whatever else runs
ARTICLE = "000_51d3addf6d5ecc30.txt"
QUESTION = "Who signed the memorandum?"
ANSWER_KEYS = [
    "outcome", "text", "statements", "citations", "notice", "suggestions", "model", "seconds",
]  # fmt: skip


def text_of(document: str) -> str:
    return (SEEDS / document).read_text(encoding="utf-8")


def test_an_answer_has_exact_citations_and_says_each_of_them(served: Terminal) -> None:
    done = served.briefing("ask", "--json", QUESTION)
    answer: Any = done.json

    assert (done.status, done.error) == (0, "")
    assert list(answer) == ANSWER_KEYS
    assert answer["outcome"] in {"answered", "partly_answered", "sources_disagree"}
    for cited in answer["citations"]:
        assert text_of(cited["document"])[cited["start"] : cited["end"]] == cited["quote"]
    for statement in answer["statements"]:
        marks = "".join(f"[{number}]" for number in statement["citations"])
        assert f"{statement['text']} {marks}" in answer["text"]


@pytest.mark.slow
def test_words_need_no_quotation_marks(served: Terminal) -> None:
    done = served.briefing("ask", "who", "signed", "the", "memorandum", "--json")

    assert done.json["statements"]


def test_an_empty_question_is_declined_and_no_failure(served: Terminal) -> None:
    done = served.briefing("ask", "", "--json")

    assert (done.status, done.json["outcome"]) == (0, "declined_empty")


@pytest.mark.slow
def test_a_question_that_is_no_utf_8_is_still_a_question(served: Terminal) -> None:
    done = served.briefing("ask", b"Who signed \xff the memorandum?", "--json")

    assert done.status == 0
    assert done.json["outcome"]


def test_people_read_the_answer_first_and_then_its_sources(served: Terminal) -> None:
    done = served.briefing("ask", QUESTION)

    assert done.status == 0
    assert done.out.index("[1]") < done.out.index("\n[1] ")
    assert "“" in done.out


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_collection_that_holds_nothing_is_named(served: Terminal, command: str) -> None:
    result = served.briefing(command, "--json", "-c", "seedz", "What is Humphrey?")

    assert "Nothing is ingested into seedz yet" in result.error
    assert json.loads(result.out)


def test_passages_stand_where_they_say(served: Terminal) -> None:
    done = served.briefing("search", "growth zones", "-k", "3", "--json")
    passages: Any = done.json["passages"]

    assert len(passages) == 3
    for each in passages:
        assert list(each) == ["document", "title", "text", "start", "end", "score"]
        assert text_of(each["document"])[each["start"] : each["end"]] == each["text"]


def test_a_document_is_shown_character_for_character(served: Terminal) -> None:
    assert served.briefing("show", ARTICLE).out == text_of(ARTICLE)


@pytest.mark.slow
def test_a_document_that_is_not_there_is_told_with_the_nearest(served: Terminal) -> None:
    done = served.briefing("show", "000_51d3.txt")

    assert (done.status, done.out) == (1, "")
    assert done.error.startswith("briefing: No document 000_51d3.txt in the collection default.")
    assert ARTICLE in done.error


@pytest.mark.slow
def test_all_documents_are_listed(served: Terminal) -> None:
    listed: Any = served.briefing("show", "--json").json["documents"]

    assert [each["document"] for each in listed] == sorted(path.name for path in SEEDS.glob("*.txt"))


def test_a_batch_answers_in_order_and_goes_on_after_bad_lines(served: Terminal) -> None:
    lines = [
        json.dumps({"id": "q1", "question": QUESTION}).encode(),
        b"",
        b"not json",
        b'{"id": 3}',
        b'{"id": 4, "question": "\xff\xfe"}',
        json.dumps({"id": 5, "question": "growth zones", "search": True, "k": 2}).encode(),
        json.dumps({"id": {"a": [1]}, "question": "\ud800"}).encode(),
        json.dumps({"question": ""}).encode(),
    ]

    done = served.briefing("batch", stdin=b"\n".join(lines))

    assert done.status == 0
    assert [line["id"] for line in done.lines] == ["q1", None, 3, 4, 5, {"a": [1]}, None]
    assert [("error" in line) for line in done.lines] == [False, True, True, True, False, False, False]
    assert list(done.lines[0]) == ["id", *ANSWER_KEYS]
    assert list(done.lines[4]) == ["id", "passages"]
    assert done.lines[6]["outcome"] == "declined_empty"


@pytest.mark.slow
def test_a_batch_answers_each_line_before_the_next_is_written(served: Terminal) -> None:
    batch = served.start("batch")
    assert batch.stdin
    assert batch.stdout

    for number in range(3):
        batch.stdin.write(b'{"id": %d, "question": "growth zones", "search": true}\n' % number)
        batch.stdin.flush()
        assert json.loads(batch.stdout.readline())["id"] == number
    batch.communicate()

    assert batch.returncode == 0


@pytest.mark.slow
def test_a_batch_whose_reader_leaves_ends_quietly(served: Terminal) -> None:
    batch = served.start("batch")
    assert batch.stdin
    assert batch.stdout
    assert batch.stderr
    batch.stdout.close()

    batch.stdin.write(b'{"id": 1, "question": "growth zones", "search": true}\n' * 50)
    batch.stdin.close()
    error = batch.stderr.read()
    batch.stderr.close()

    assert batch.wait(30) != 0
    assert error == b""


def test_verify_needs_no_store(terminal: Terminal) -> None:
    lines = (
        b'{"id": 1, "claim": "It cost 3 pounds.", "evidence": "It cost 3 pounds."}\n\n'
        b'{"id": 2, "claim": "It cost 9 pounds.", "evidence": "It cost 3 pounds."}\n'
        b'{"id": 3, "claim": "x"}\n'
    )

    done = terminal.briefing("verify", stdin=lines)

    assert done.status == 0
    assert [line["id"] for line in done.lines] == [1, 2, 3]
    assert list(done.lines[0]) == ["id", "supported", "score", "reasons"]
    assert (done.lines[0]["supported"], done.lines[1]["supported"]) == (True, False)
    assert done.lines[2] == {"id": 3, "error": '"evidence" is missing'}
    assert list(terminal.folder.iterdir()) == []


def test_an_input_that_cannot_be_read_is_told_in_one_line(terminal: Terminal) -> None:
    with (terminal.folder / "input").open("wb") as written_only:
        done = subprocess.run(
            [BRIEFING, "verify"],
            check=False,
            stdin=written_only,
            capture_output=True,
            env=terminal.variables({}),
            timeout=60,
        )

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"briefing: standard input cannot be read: Bad file descriptor\n"


@pytest.mark.slow
@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_a_number_that_json_cannot_write_is_refused_on_its_line(
    terminal: Terminal, flags: tuple[str, ...]
) -> None:
    lines = b'{"id": 1e400, "claim": "a", "evidence": "a"}\n{"id": 2, "claim": "a", "evidence": "a"}\n'

    first, second = map(json.loads, terminal.briefing("verify", *flags, stdin=lines).out.splitlines())

    assert first == {"id": None, "error": "a number in the line is too large"}
    assert second["id"] == 2


def test_an_ingest_through_the_server_is_seen_by_the_next_question(served: Terminal) -> None:
    (served.folder / "note.txt").write_text("The otter bridge in Wrexham was opened by Nia Prys in 2019.\n")

    done = served.briefing("ingest", "note.txt", "--json", "--collection", "bridges")

    assert list(done.json) == ["documents", "passages", "unchanged", "failed", "seconds"]
    assert (done.status, done.json["documents"], done.json["failed"]) == (0, 1, [])
    found = served.briefing("search", "otter bridge", "--json", "--collection", "bridges").json
    assert "Nia Prys" in str(found)
    assert "Nia Prys" not in str(served.briefing("search", "otter bridge", "--json").json)


@pytest.mark.slow
def test_ingesting_the_same_again_changes_nothing(served: Terminal) -> None:
    done = served.briefing("ingest", SEEDS, "--json")

    assert (done.status, done.json["documents"], done.json["unchanged"]) == (0, 0, 5)


@pytest.mark.slow
def test_only_where_nothing_can_be_ingested_it_is_a_failure(served: Terminal) -> None:
    (served.folder / "empty.txt").write_text("")

    alone = served.briefing("ingest", "empty.txt", "missing", "--json")
    beside = served.briefing("ingest", "empty.txt", SEEDS, "--json")

    assert alone.status == 1
    assert alone.error.splitlines()[-1] == "briefing: nothing could be ingested from empty.txt, missing"
    assert len(str(alone.json["failed"])) > 2
    assert beside.status == 0


@pytest.mark.slow
def test_the_evaluation_runs_and_tells_which_bar_is_not_cleared(served: Terminal) -> None:
    questions = served.folder / "questions.jsonl"
    quote = text_of(ARTICLE)[:80]
    questions.write_text(
        json.dumps(
            {"id": "q", "question": QUESTION, "type": "single", "quotes": [{"file": ARTICLE, "quote": quote}]}
        )
    )
    bars = served.folder / "bars.toml"
    bars.write_text("seconds_p50 = { at_most = -1 }\n")

    done = served.briefing("evaluate", questions, "--json", "--bars", bars)

    assert done.status == 1
    assert done.json["questions"] == 1
    assert "seconds_p50 is" in done.error
    assert served.briefing("evaluate", questions, "--step", "retrieve").status == 0


def test_the_help_names_every_command_and_loads_nothing_heavy(terminal: Terminal) -> None:
    done = terminal.briefing("--help", PYTHONPROFILEIMPORTTIME="1")

    assert done.status == 0
    for command in ("ask", "search", "ingest", "show", "batch", "verify", "evaluate", "serve", "doctor"):
        assert f" {command} " in done.out
    for heavy in ("chromadb", "langchain", "onnxruntime", "numpy", "sqlalchemy", "fastapi"):
        assert f" {heavy}" not in done.error


@pytest.mark.parametrize(
    "words",
    [
        ("ask",),
        ("ask", "x", "--nonsense"),
        ("search", "x", "-k", "0"),
        ("search", "x", "--collection", ""),
        ("nonsense",),
        ("summarise",),
    ],
)
def test_wrong_usage_ends_with_status_two(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, words)

    assert (done.exit_code, done.stdout) == (2, "")


def test_an_unknown_setting_ends_with_status_two_and_one_line(terminal: Terminal) -> None:
    done = terminal.briefing("ask", "x", BRIEFING_MODLE="x")

    assert (done.status, done.out) == (2, "")
    assert done.error == (
        "briefing: BRIEFING_MODLE in the environment is no setting. Did you mean BRIEFING_MODEL?\n"
    )


@pytest.mark.slow
def test_a_data_folder_that_cannot_be_made_is_told_in_one_line(terminal: Terminal) -> None:
    (terminal.folder / "data").write_text("a file")

    done = terminal.briefing("ask", QUESTION)

    assert done.status == 1
    assert done.error.startswith("briefing: The data folder data cannot be written")
    assert done.error.count("\n") == 1


@pytest.mark.slow
def test_the_doctor_says_what_is_right_and_what_to_do_about_the_rest(terminal: Terminal) -> None:
    done = terminal.briefing(
        "doctor", "--json", BRIEFING_MODEL="some-model", OPENAI_BASE_URL="http://127.0.0.1:9/v1"
    )
    checks: Any = done.json["checks"]

    assert done.status == 1
    assert {check["name"]: check["ok"] for check in checks} == {
        "settings": True,
        "data folder": True,
        "local model": True,
        "store": True,
        "model endpoint": False,
        "reranker": True,
        "Slack": True,
        "Teams": True,
    }
    assert "http://127.0.0.1:9/v1/models cannot be reached" in str(checks)


@pytest.mark.slow
def test_two_commands_at_once_take_turns_and_an_empty_store_says_so(terminal: Terminal) -> None:
    asked = terminal.start("ask", QUESTION, "--json")
    searched = terminal.start("search", "zones", "--json")

    answer = json.loads(asked.communicate()[0])
    found = searched.communicate()[0]

    assert (asked.returncode, searched.returncode) == (0, 0)
    assert answer["outcome"] == "not_in_sources"
    assert answer["text"] == "Nothing has been ingested yet, so there are no documents to search."
    assert found == b'{"passages": []}\n'


@pytest.mark.slow
def test_a_server_gives_an_example_first_and_ends_at_once_when_asked(terminal: Terminal) -> None:
    note = terminal.folder / "note.txt"
    note.write_text("The otter bridge in Wrexham was opened by Nia Prys in 2019.\n")
    server = terminal.start("serve", "--ingest", str(note), "--example", "Who opened the otter bridge?")
    wait_until_served(server)
    address = json.loads((terminal.folder / "data" / "serve.json").read_text())
    port = address["page"].rpartition(":")[2]
    others = [terminal.briefing("serve"), terminal.briefing("serve", PORT=port)]

    server.send_signal(signal.SIGINT)
    out, _ = server.communicate(timeout=30)

    assert "Nia Prys" in out.decode()
    assert server.returncode == 0
    for other in others:
        assert other.status == 1
        assert other.error.startswith(f"briefing: `briefing serve` already runs on {address['page']}")
    assert not (terminal.folder / "data" / "serve.json").exists()


@pytest.mark.slow
def test_a_port_in_use_is_told_in_one_line_with_what_to_do(served: Terminal, terminal: Terminal) -> None:
    port = json.loads((served.folder / "data" / "serve.json").read_text())["page"].rpartition(":")[2]

    done = terminal.briefing("serve", PORT=port)

    assert done.status == 1
    assert done.error == (
        f"briefing: http://127.0.0.1:{port} is in use by another program: "
        "stop it, or take another port with PORT=8081.\n"
    )


@pytest.mark.slow
def test_a_server_that_was_killed_leaves_nothing_in_the_way(terminal: Terminal) -> None:
    server = terminal.start("serve")
    wait_until_served(server)
    server.kill()
    server.communicate()
    assert (terminal.folder / "data" / "serve.json").exists()

    done = terminal.briefing("search", "zones", "--json")

    assert (done.status, done.json) == (0, {"passages": []})
    assert not (terminal.folder / "data" / "serve.json").exists()


@pytest.mark.slow
def test_ctrl_c_ends_a_command_without_a_word(served: Terminal) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell runs beside itself ignores it
    batch = served.start("batch")
    assert batch.stdin
    assert batch.stdout
    batch.stdin.write(b'{"id": 1, "question": "zones", "search": true}\n')
    batch.stdin.flush()
    batch.stdout.readline()

    os.kill(batch.pid, signal.SIGINT)
    out, error = batch.communicate(timeout=30)

    assert (out, error, batch.returncode) == (b"", b"", 130)
