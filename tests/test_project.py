"""The project as a whole: what its documents say is so, and what was agreed about its files is kept."""

import ast
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from bot.channels.terminal.main import app
from bot.domain import Outcome
from config import settings

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "retrieval", "config")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "adr").glob("*.md"))]
BIN = Path(sys.executable).parent
SEEDS = {
    "000_51d3addf6d5ecc30.txt": "a89be434bad5b270f3d0c5f67d1f1fcbf033017a3d49243937a7f648d34ae5df",
    "001_8071c6c42147f2e9.txt": "d3b12aed38a86b1250fe37c2ae03f6f1a8551c7542f04a945fb03ff642eb6811",
    "002_246a87611a4511c2.txt": "6e96514928a7c96bfc484e793742bb9d16a8bab0563c6bbaf37f120c871c491a",
    "003_e5248c04b57fbb52.txt": "439fe6deed6f14e947afa84fa5fe316a215f81593f184827efcdbb8768eb0e3f",
    "004_8a27b9e5a7df94d1.txt": "f277425450bdc67fde5f72cc66c51f93b74c199dc74f8898ef55f5ed4758c18e",
}
LONGEST = 300
LONGER: dict[str, str] = {}
"""Files over that many lines, and why."""


def sources() -> list[Path]:
    return [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]


def blocks(language: str) -> Iterator[str]:
    """The README's code blocks in a language."""
    for block in re.finditer(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE):
        yield block[1]


def commands(name: str) -> list[list[str]]:
    """Every call of a program in the README's shell blocks and prose, as words."""
    shell = "\n".join([*blocks("sh"), *blocks("console")]).splitlines()
    lines = [line.partition(" #")[0] for line in shell] + re.findall(r"`([^`\n]+)`", README)
    calls = [re.search(rf"(?:^|[ /]){name}(?= |$)(?P<rest>[^|]*)", line) for line in lines]
    return [shlex.split(call["rest"]) for call in calls if call and _closes(call["rest"])]


def _closes(words: str) -> bool:
    return words.count('"') % 2 == 0 and words.count("'") % 2 == 0


def seed(name: str) -> str:
    """The text that citations count in."""
    return (ROOT / "seeds" / name).read_bytes().decode("utf-8")


def command(name: str) -> typer.core.TyperCommand | None:
    group = typer.main.get_command(app)
    found = getattr(group, "commands", {}).get(name)
    return found if isinstance(found, typer.core.TyperCommand) else None


# The README


def test_the_table_of_settings_in_the_readme_is_the_one_in_the_code() -> None:
    shown = re.search(r"<!-- settings: .*?-->\n(.*?)<!-- /settings -->", README, re.DOTALL)

    rows = [
        f"| `{line.name}` | {f'`{line.default}`' if line.default else ''} | {line.meaning} |"
        for line in settings.table()
    ]
    wanted = "\n".join(["| name | default | what it does |", "|---|---|---|", *rows]) + "\n"
    assert shown
    assert shown[1] == wanted, f"Put this between the two comments:\n{wanted}"


def test_the_example_of_an_env_file_names_every_setting_and_no_other() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")

    assert re.findall(r"^#?(\w+)=(.*)$", text, re.MULTILINE) == [
        (line.name, line.default) for line in settings.table()
    ]


def test_every_command_in_the_readme_exists_with_its_options() -> None:
    called = [words for words in commands("briefing") if words and not words[0].startswith("-")]

    assert len(called) > 10
    for name, *words in called:
        found = command(name)
        assert found, f"There is no `briefing {name}`."
        known = {option for parameter in found.params for option in parameter.opts} | {"--help", "-h"}
        assert {word for word in words if re.match(r"--?[a-z]", word)} <= known, f"briefing {name} {words}"


def test_every_command_is_in_the_readme() -> None:
    called = {words[0] for words in commands("briefing") if words}

    assert set(getattr(typer.main.get_command(app), "commands", {})) <= called


def test_every_make_target_in_the_readme_exists_and_none_is_missing() -> None:
    phony = re.search(r"^\.PHONY:(.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    assert phony
    assert {words[0] for words in commands("make") if words} == set(phony[1].split())


def test_the_answer_that_the_readme_shows_is_cited_from_the_seeds() -> None:
    cited = re.findall(r"^ {4}(\S+\.txt) · (\d+)–(\d+)\n {4}“(.*)”$", README, re.MULTILINE)

    assert cited
    assert [seed(file)[int(start) : int(end)] for file, start, end, _ in cited] == [c[3] for c in cited]


def test_the_passages_that_the_readme_shows_stand_in_the_seeds() -> None:
    shown = [json.loads(line) for line in re.findall(r'^\{"passages".*$', README, re.MULTILINE)]
    found = [passage for result in shown for passage in result["passages"]]

    assert found
    assert [seed(p["document"])[p["start"] : p["end"]] for p in found] == [p["text"] for p in found]


def test_what_verify_says_in_the_readme_is_what_it_says() -> None:
    shown = re.search(r"^\$ echo '(.*)' \| briefing verify\n(.*)$", README, re.MULTILINE)

    assert shown
    done = subprocess.run(
        [BIN / "briefing", "verify"], input=shown[1], capture_output=True, text=True, check=True
    )
    said, promised = json.loads(done.stdout), json.loads(shown[2])
    assert 0 <= said.pop("score") < 0.5
    assert 0 <= promised.pop("score") < 0.5
    assert said == promised


def test_the_readme_names_every_outcome() -> None:
    listed = re.search(r"^An outcome is one of (.*?)\.$", README, re.DOTALL | re.MULTILINE)

    assert listed
    assert set(re.findall(r"`(\w+)`", listed[1])) == set(Outcome)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(rf"`((?:{'|'.join(PACKAGES)}|bench|tests|docs|seeds)/[\w./-]*)`", text)
    linked = [page.parent / link for link in re.findall(r"\]\((?!https?:)([^)#]+)", text)]

    missing = [place for place in [*(ROOT / name for name in named), *linked] if not place.exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES[2:], ids=lambda page: page.name)
def test_a_decision_says_why_what_and_at_what_cost(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Decision", "Cost", "Status"]
    assert text.startswith(f"# {int(page.name[:4])}. ")


def test_the_changelog_has_an_entry_for_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert f"\n## [{project['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# The files


def test_the_five_articles_are_byte_for_byte_what_they_were() -> None:
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in ROOT.glob("seeds/*.txt")}

    assert found == SEEDS


def test_no_file_is_so_long_that_it_is_scrolled_through_twice() -> None:
    lengths = {
        file.relative_to(ROOT).as_posix(): len(file.read_text(encoding="utf-8").splitlines())
        for file in sources()
    }

    assert {file for file, lines in lengths.items() if lines > LONGEST} == set(LONGER)


def test_every_module_says_in_one_line_what_it_is_for() -> None:
    silent = [
        file.relative_to(ROOT).as_posix()
        for file in sources()
        if not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]

    assert silent == []


def test_nothing_refers_to_what_lies_outside_the_repository() -> None:
    outside = re.compile(r"\.\./" + "shared|/work" + r"/(?:main|shared|scratch)")
    texts = [
        file
        for folder in (*PACKAGES, "tests", "bench", "docs", "seeds", ".ci")
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and file.suffix in {".py", ".md", ".toml", ".html", ".js", ".css", ".txt", ""}
    ] + [file for file in ROOT.iterdir() if file.is_file() and file.name != "uv.lock"]

    assert [file for file in texts if outside.search(file.read_text(encoding="utf-8", errors="ignore"))] == []


def test_the_rules_on_who_may_import_whom_are_kept() -> None:
    done = subprocess.run(
        [BIN / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_the_ci_script_can_be_run() -> None:
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_loading_the_local_model_leaves_no_trace_in_the_home_folder(tmp_path: Path) -> None:
    """onnxruntime is built with telemetry switched on; it keeps a device id and a queue there."""
    load = "from retrieval.embeddings import LocalModel; LocalModel().query('a sentence')"

    subprocess.run(
        [sys.executable, "-c", load], cwd=ROOT, env={"HOME": str(tmp_path), "PATH": os.defpath}, check=True
    )

    assert list(tmp_path.rglob("*")) == []


# The container image


def dockerfile() -> list[list[str]]:
    """The words of each instruction."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    plain = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return [line.split() for line in plain.splitlines() if line.strip()]


def final_stage() -> list[list[str]]:
    lines = dockerfile()
    last = max(i for i, words in enumerate(lines) if words[0] == "FROM")
    return lines[last:]


def test_the_image_lets_in_only_what_is_named() -> None:
    text = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    allowed = {line[1:].rstrip("/") for line in lines if line.startswith("!")}

    assert lines[0] == "*"
    assert "**/.env*" in lines
    assert allowed.isdisjoint({".env", "var", ".git", ".venv", "*", "."})
    assert all((ROOT / name).exists() for name in allowed)


def test_the_image_copies_what_is_let_in_and_adds_nothing_else() -> None:
    text = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    allowed = {line[1:].rstrip("/") for line in text.splitlines() if line.startswith("!")}
    copied = [words[1:-1] for words in dockerfile() if words[0] == "COPY" and "--from" not in words[1]]

    assert {name for names in copied for name in names} == allowed
    assert not [words for words in dockerfile() if words[0] == "ADD"]


def test_the_image_runs_as_a_fixed_user_that_is_not_root() -> None:
    users = [words[1] for words in final_stage() if words[0] == "USER"]

    assert users == ["10001:10001"]


def test_the_image_keeps_its_state_in_a_volume_and_listens_where_it_says() -> None:
    said = {words[0]: words[1:] for words in final_stage()}

    assert said["VOLUME"] == ["/data"]
    assert said["EXPOSE"] == ["8080"]
    assert {"BRIEFING_DATA_DIR=/data", "BRIEFING_HOST=0.0.0.0"} <= set(said["ENV"])


def test_the_image_looks_after_its_own_health_with_what_it_has() -> None:
    (health,) = [" ".join(words) for words in final_stage() if words[0] == "HEALTHCHECK"]

    assert "/healthz" in health
    assert "python" in health
    assert not re.search(r"curl|wget", health)


def test_no_secret_is_written_into_the_image() -> None:
    names = [line.name for line in settings.table() if re.search("KEY|TOKEN|SECRET|DATABASE_URL", line.name)]
    text = " ".join(word for words in dockerfile() for word in words)

    assert names
    assert not [name for name in names if f"{name}=" in text]
