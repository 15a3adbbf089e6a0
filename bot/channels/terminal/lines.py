"""`briefing batch` and `briefing verify`: one JSON object a line, in and out, in order."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import isfinite
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from bot.channels.terminal import screen
from bot.render import payload
from bot.render.payload import Payload

if TYPE_CHECKING:
    from bot.service import Service

MOST = 100
"""Passages for one line of a search."""
AT_ONCE = 4
"""Lines in work at a time where a model is waited for; sentences are selected one line at a time."""
Json = Annotated[bool, typer.Option("--json", help="Makes no difference: both ends are JSON lines.")]
_HALF_PAIRS = re.compile("[\ud800-\udfff]")


class LineError(Exception):
    """A line that cannot be done; `id` as far as it could be read."""

    def __init__(self, id: object, sentence: str) -> None:  # noqa: A002  # the contract's word
        super().__init__(sentence)
        self.id = id


class InputError(Exception):
    """The lines end before their end: what was read so far is answered, and then this is told."""

    def __init__(self, error: Exception) -> None:
        why = error.strerror if isinstance(error, OSError) else None
        super().__init__(f"standard input cannot be read: {why or error}")


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of `batch`."""

    id: object
    text: str
    collection: str = "default"
    search: bool = False
    k: int = 5


@dataclass(frozen=True, slots=True)
class Claimed:
    """One line of `verify`."""

    id: object
    claim: str
    evidence: str


def batch(_as_json: Json = False) -> None:
    """Answer many questions in one process: JSON lines in, JSON lines out, in the same order.

    Each line is {"id", "question"}, and may name a "collection". With "search": true (and "k") it searches.
    Each result is the object of `briefing ask --json` or `briefing search --json`, with the line's "id".
    A line that cannot be read gives {"id", "error"}, and the rest go on.

    [bold]Examples[/bold]

      [cyan]echo '{"id": 1, "question": "Who signed the memorandum?"}' | briefing batch[/cyan]

      [cyan]briefing batch < questions.jsonl > answers.jsonl[/cyan]
    """
    settings = screen.begin()
    with screen.service(settings) as bot:
        _each(_stdin(), partial(_done, bot), 1 if bot.model == "extractive" else AT_ONCE)


def _done(bot: "Service", line: bytes) -> Payload:
    """Raises LineError or ServerGoneError."""
    from bot.domain import Question
    from bot.remote import ServerGoneError

    asked = read_asked(line)
    try:
        if asked.search:
            return {"id": asked.id, **payload.passages(bot.search(asked.text, (asked.collection,), asked.k))}
        question = Question(asked.text, (asked.collection,))
        return {"id": asked.id, **payload.answer(bot.ask(question, record=False, report=_quiet))}
    except ServerGoneError:
        raise
    except Exception as error:  # one line's failure is told on that line
        raise LineError(asked.id, str(error) or type(error).__name__) from error


def verify(_as_json: Json = False) -> None:
    """Check whether evidence supports a claim: JSON lines in, JSON lines out, in the same order.

    Each line is {"id", "claim", "evidence"}; each result {"id", "supported", "score", "reasons"}.
    No documents are needed.

    [bold]Example[/bold]

      [cyan]echo '{"id": 1, "claim": "It cost £3m", "evidence": "It cost up to £3m"}' | briefing verify[/cyan]
    """
    from bot.grounding.check import check

    screen.begin()

    def done(line: bytes) -> Payload:
        claimed = read_claimed(line)
        return {"id": claimed.id, **payload.verdict(check(claimed.claim, claimed.evidence))}

    _each(_stdin(), done, 1)


def read_asked(line: bytes) -> Asked:
    """Raises LineError."""
    row = _row(line)
    found = row.get("search", False)
    k = row.get("k", 5)
    if not isinstance(found, bool):
        raise LineError(row.get("id"), '"search" should be true or false')
    if not isinstance(k, int) or isinstance(k, bool) or not 1 <= k <= MOST:
        raise LineError(row.get("id"), f'"k" should be a whole number from 1 to {MOST}')
    return Asked(row.get("id"), _string(row, "question"), _string(row, "collection", "default"), found, k)


def read_claimed(line: bytes) -> Claimed:
    """Raises LineError."""
    row = _row(line)
    return Claimed(row.get("id"), _string(row, "claim"), _string(row, "evidence"))


def _row(line: bytes) -> dict[str, object]:
    try:
        row = json.loads(line.decode("utf-8-sig", "replace"), parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        raise LineError(None, "the line is not JSON") from None
    if not isinstance(row, dict):
        raise LineError(None, "the line should be a JSON object")
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        raise LineError(row.get("id"), "the line is not UTF-8") from None
    return row


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _finite(number: str) -> float:
    if not isfinite(value := float(number)):
        raise LineError(None, "a number in the line is too large")
    return value


def _string(row: dict[str, object], name: str, default: str | None = None) -> str:
    value = row.get(name, default)
    if not isinstance(value, str):
        raise LineError(
            row.get("id"), f'"{name}" is missing' if value is None else f'"{name}" should be a string'
        )
    return _HALF_PAIRS.sub("\ufffd", value)


def _stdin() -> Iterable[bytes]:
    if sys.stdin is None:  # closed by who started us
        return ()
    if sys.stdin.isatty():
        screen.note("Reading JSON lines from the keyboard; Ctrl-D ends.")
    # Not its own buffer: a thread that waits in there when Ctrl-C ends the process makes it crash.
    return open(sys.stdin.fileno(), "rb", closefd=False)


def _quiet(_: object) -> None: ...


def _each(lines: Iterable[bytes], done: Callable[[bytes], Payload], at_once: int) -> None:
    for future in _in_order(lines, done, at_once):
        try:
            screen.put(future.result())
        except LineError as error:
            screen.put({"id": error.id, "error": str(error)})


def _in_order(
    lines: Iterable[bytes], done: Callable[[bytes], Payload], at_once: int
) -> Iterator[Future[Payload]]:
    """Results in the order of their lines, each as soon as it is there: the next line is not waited for. The
    last raises InputError where the lines could not be read to their end."""
    waiting: Queue[Future[Payload] | None] = Queue(maxsize=2 * at_once)
    pool = ThreadPoolExecutor(at_once)

    def read() -> None:
        try:
            for line in lines:
                if line.strip():
                    waiting.put(pool.submit(done, line))
        except Exception as error:  # noqa: BLE001 - told by who waits; where the pool is shut, nobody does
            broken = Future[Payload]()
            broken.set_exception(InputError(error))
            waiting.put(broken)
        waiting.put(None)

    Thread(target=read, daemon=True).start()
    try:
        yield from iter(waiting.get, None)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
