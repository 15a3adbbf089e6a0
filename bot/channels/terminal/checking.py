"""`briefing doctor`: whether the bot can do its work here, and what to do where it cannot."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from bot.channels.terminal import screen
from bot.channels.terminal.asking import Json
from bot.render.text import Line
from config.models import EXTRACTIVE, LOCAL_EMBEDDING
from config.settings import Settings, SettingsError

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    ok: bool
    says: str


def doctor(as_json: Json = False) -> None:
    """Check the settings, the data folder, the store, the local model and the model endpoint.

    Each line says what was found and, where something is wrong, what to do: then the exit status is 1.

    [bold]Example[/bold]

      [cyan]BRIEFING_MODEL=gpt-5-mini OPENAI_API_KEY=… briefing doctor[/cyan]
    """
    screen.log("error")
    checks = []
    with screen.status(as_json) as say:
        for check in _checks(say):
            checks.append(check)
            if not as_json:
                screen.show([_line(check)])
    if as_json:
        screen.put({"ok": all(check.ok for check in checks), "checks": [asdict(check) for check in checks]})
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


def _checks(say: Callable[[str], None]) -> Iterator[Check]:
    try:
        settings = screen.begin()
    except SettingsError as error:
        yield Check("settings", False, str(error))
        return
    yield Check("settings", True, _settings(settings))
    for name, look in (
        ("data folder", _folder),
        ("local model", _local_model),
        ("store", _store),
        ("model endpoint", _endpoint),
        ("reranker", _reranker),
        *_platforms(settings),
    ):
        say(f"Checking the {name}")
        try:
            yield Check(name, True, look(settings))
        except Exception as error:  # noqa: BLE001  # finding what goes wrong, whatever it is, is the purpose
            yield Check(name, False, str(error) or type(error).__name__)


def _platforms(settings: Settings) -> Iterator[tuple[str, Callable[[Settings], str]]]:
    if settings.slack:
        from bot.channels.slack import doctor as slack

        yield from slack.looks(settings)
    else:
        yield "Slack", _not_connected
    if settings.teams:
        from bot.channels.teams import doctor as teams

        yield from teams.looks(settings)
    else:
        yield "Teams", _not_connected


def _not_connected(_: Settings) -> str:
    return "not connected (README.md says how)"


def _settings(settings: Settings) -> str:
    page = f"the page on http://{settings.host}:{settings.port}"
    return f"model {settings.model}, embedding {settings.embedding_model}, {page}"


def _folder(settings: Settings) -> str:
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return f"{folder} can be written"
    except OSError as error:
        raise ProblemError(
            f"{folder} cannot be written ({error.strerror}): give this user the right to, "
            "or set BRIEFING_DATA_DIR to another folder"
        ) from error


def _local_model(settings: Settings) -> str:
    from retrieval.embeddings import LocalModel

    if settings.embedding_model != LOCAL_EMBEDDING:
        return f"not used: vectors come from {settings.embedding_model}"
    LocalModel().query("a sentence")
    return f"{LocalModel.identity}, loaded; its file is the one that was checked"


def _store(settings: Settings) -> str:
    from bot.service import connect, running

    if remote := running(settings.data_dir):
        with closing(remote):
            count = len(remote.documents("default"))
        return f"held by a running server, which answers; {_documents(count)}"
    with connect(settings, seconds=5) as bot:
        count = len(bot.documents("default"))
    return f"opens; {_documents(count)}"


def _documents(count: int) -> str:
    if count:
        return f"{count} document{'s' if count > 1 else ''} in the collection default"
    return "nothing ingested yet: `briefing ingest PATH` does that"


def _reranker(settings: Settings) -> str:
    from bot.app import reranker

    asked = reranker(settings)
    if asked is None:
        return "not used: the order is the bot's own (set BRIEFING_RERANK_URL to use one)"
    with closing(asked):
        asked.ask("What is it?", ["It is a test."])
    return f"{settings.rerank_model} answers at {settings.rerank_url}"


def _endpoint(settings: Settings) -> str:
    if settings.model == EXTRACTIVE:
        return "not used: answers are selected sentences (set BRIEFING_MODEL to use a chat model)"
    import httpx

    url, headers = _models(settings)
    try:
        answer = httpx.get(url, headers=headers, timeout=10)
    except httpx.HTTPError as error:
        raise ProblemError(
            f"{url} cannot be reached ({error}): start it, or correct OPENAI_BASE_URL"
        ) from error
    return _read(settings, url, answer)


def _models(settings: Settings) -> tuple[str, dict[str, str]]:
    """Where an endpoint lists its models, which costs nothing, and the key for it."""
    if settings.azure_openai_endpoint:
        key = settings.azure_openai_api_key or settings.openai_api_key
        url = f"{settings.azure_openai_endpoint}/openai/models?api-version={settings.openai_api_version}"
        return url, {"api-key": key.get_secret_value() if key else ""}
    base = settings.openai_base_url or "https://api.openai.com/v1"
    key = settings.openai_api_key
    return f"{base}/models", {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}


def _read(settings: Settings, url: str, answer: "httpx.Response") -> str:
    if answer.status_code in {401, 403}:
        name = "AZURE_OPENAI_API_KEY" if settings.azure_openai_endpoint else "OPENAI_API_KEY"
        raise ProblemError(f"{url} refuses the key (status {answer.status_code}): correct {name}")
    if answer.status_code >= 500:
        raise ProblemError(f"{url} fails with status {answer.status_code}: try again, or ask who runs it")
    return f"{url} answers"


def _line(check: Check) -> Line:
    mark = Text("✓ ", "green") if check.ok else Text("✗ ", "bold red")
    return Line(mark + Text(f"{check.name}: ", "bold") + Text(check.says))


class ProblemError(Exception):
    """Something that a person can put right; says how."""
