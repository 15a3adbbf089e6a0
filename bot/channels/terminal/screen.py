"""Standard output and standard error: who reads what, and how."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.render.payload import Payload
from bot.render.text import Line, plain, safe, styled
from config.settings import Settings, load

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.table import Table

    from bot.app import App
    from bot.service import Service


def prepare_streams() -> None:
    """UTF-8 whatever the locale. Half a surrogate pair comes out as `\\ud800`, which JSON reads back."""
    if sys.stdout is None:  # closed by who started us
        complain("standard output is closed: there is nowhere to write the result")
        sys.exit(1)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def begin() -> Settings:
    """The settings, with logs going to standard error as they say."""
    settings = load()
    log(settings.log_level)
    return settings


def log(level: str) -> None:
    import structlog

    number = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=number, stream=sys.stderr, format="%(levelname)s %(message)s")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def complain(sentence: str, error: Exception | None = None) -> None:
    """One line on standard error; the traceback too where the log level is debug."""
    print("briefing: " + safe(" ".join(sentence.split())), file=sys.stderr)  # noqa: T201
    if error:
        logging.getLogger("briefing").debug("", exc_info=error)


def note(sentence: str) -> None:
    """For people, beside the result."""
    print(safe(sentence), file=sys.stderr, flush=True)  # noqa: T201


def put(payload: Payload) -> None:
    """One JSON object on one line, seen at once by who reads the pipe."""
    sys.stdout.write(json.dumps(payload, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def show(lines: Sequence[Line]) -> None:
    """Styled on a terminal; plain in a pipe, where nothing is wrapped."""
    if sys.stdout.isatty():
        from rich.console import Console

        Console(width=None).print(styled(lines))
    else:
        print(plain(lines), flush=True)  # noqa: T201


def tables(*shown: "Table") -> None:
    from rich.console import Console

    console = Console() if sys.stdout.isatty() else Console(width=120)
    for table in shown:
        console.print(table)


@contextmanager
def service(settings: Settings) -> "Iterator[Service]":
    """The bot, telling people when they have to wait for it."""
    from bot.service import connect

    with connect(settings, waiting=_waiting) as found:
        if found.model != settings.model:
            note(
                f"The running server answers with {found.model}, not {settings.model}: "
                "restart it to change that."
            )
        yield found


@contextmanager
def holding(settings: Settings) -> "Iterator[App]":
    """The bot in this process, which holds the data folder."""
    from bot.service import hold

    with hold(settings, waiting=_waiting) as app:
        yield app


def _waiting() -> None:
    note("Waiting for another briefing command to finish…")


@contextmanager
def status(quiet: bool) -> Iterator[Callable[[str], None]]:
    """A line that says what is going on, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("Starting…") as shown:
        yield lambda text: shown.update(f"{text}…")


@contextmanager
def bars(quiet: bool) -> "Iterator[Bars]":
    """Progress bars on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.table import Column

    columns = (
        TextColumn("{task.description}", markup=False, table_column=Column(max_width=60, no_wrap=True)),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=quiet or not console.is_terminal
    ) as shown:
        yield shown
