"""Every sentence that the bot says by itself, loaded strictly from `replies.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from string import Template
from types import MappingProxyType
from typing import TypeVar

DEFAULT = Path(__file__).with_name("replies.toml")
FILLED = {
    "other_period": {"period"},
    "counted_from": {"words", "number", "day"},
    "counted_undated": {"words", "number"},
    "partly_answered": {"parts"},
    "declined_too_long": {"limit"},
    "protective_marking": {"marking"},
    "marked_messages": {"marking"},
    "removed": {"count"},
    "queue": {"place"},
    "privacy": {"days"},
    "you_asked": {"question"},
    "shared_by": {"asker", "question"},
    "summary_of_channel": {"room", "since"},
    "no_such_document": {"document"},
    "no_such_time": {"text"},
}


class RepliesError(Exception):
    """The replies file does not hold what the program says."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


@dataclass(frozen=True, slots=True)
class Greetings:
    """Replies to messages that are courtesy, not questions."""

    hello: str
    thanks: str
    goodbye: str
    about: str


@dataclass(frozen=True, slots=True)
class Notices:
    """What an asker should know about one answer."""

    model_unreachable: str
    model_timeout: str
    model_refused: str
    model_unreadable: str
    none_grounded: str
    some_part: str
    """Stands for a missing part that cannot be named."""
    some_cut: str
    furniture: str
    closest: str
    other_period: str
    counted_from: str
    counted_undated: str
    nothing_ingested: str
    protective_marking: str
    reworded: str


@dataclass(frozen=True, slots=True)
class Access:
    """Why somebody may not ask in a room, and what they can do."""

    guest: str
    outsider: str
    unlisted: str


@dataclass(frozen=True, slots=True)
class Records:
    """What people are told about what is kept of theirs."""

    removed: str
    nothing_to_remove: str


@dataclass(frozen=True, slots=True)
class Summarising:
    """What is said with a summary."""

    no_messages: str
    nothing_messages: str
    nothing_document: str
    selected: str
    """No model wrote it."""
    generated: str
    marked_messages: str
    some_left_out: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands under every answer, by who wrote it."""

    model: str
    extractive: str


@dataclass(frozen=True, slots=True)
class Messages:
    """What Slack and Teams say beside answers."""

    queue: str
    busy: str
    bold: str
    source_changed: str
    source_missing: str
    nothing_ingested: str
    nothing_asked: str
    how_to_ask: str
    privacy: str
    complaint: str
    delete_mine: str
    ask_hint: str
    feedback_hint: str
    commands: str
    """What the slash command can do, a line each."""
    you_asked: str
    shared_by: str
    somebody: str
    """Stands for a person whose name is not known."""
    untitled: str
    not_yours: str
    referred: str
    referred_already: str
    admins_only: str
    cannot_reply: str
    cannot_read: str
    summary_of_channel: str
    summary_of_thread: str
    no_such_document: str
    no_such_time: str


@dataclass(frozen=True, slots=True)
class Teams:
    """What is said in Teams only."""

    settings_saved: str
    nothing_found: str
    """By the search extension."""
    too_long_now: str
    """In a dialog that cannot wait any longer."""


@dataclass(frozen=True, slots=True)
class Replies:
    """The bot's own sentences; `outcomes` and `steps` are keyed by the value of their enumeration."""

    outcomes: Mapping[str, str]
    greetings: Greetings
    notices: Notices
    steps: Mapping[str, str]
    standing: Standing
    access: Access
    records: Records
    summary: Summarising
    messages: Messages
    teams: Teams

    def outcome(self, name: str, **values: object) -> str:
        """The reply for an outcome. Raises KeyError when a `$name` in it is not given."""
        return Template(self.outcomes[name]).substitute(values)

    def greeting(self, name: str) -> str:
        """The reply to a courtesy."""
        return str(getattr(self.greetings, name))

    def notice(self, name: str, **values: object) -> str:
        """A notice by its name, "" for none."""
        return Template(getattr(self.notices, name)).substitute(values) if name else ""

    def message(self, name: str, **values: object) -> str:
        """What is said beside answers. Raises KeyError when a `$name` in it is not given."""
        return Template(str(getattr(self.messages, name))).substitute(values)

    def standing_for(self, model: str) -> str:
        """The standing notice for an answer that `model` composed."""
        return self.standing.extractive if model == "extractive" else self.standing.model


def load(path: Path = DEFAULT) -> Replies:
    """Raises RepliesError, which names the file and the entry."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RepliesError(path, str(error)) from error
    _same_keys(path, "the file", set(raw), {field.name for field in fields(Replies)})
    for table, entries in raw.items():
        _check_entries(path, table, entries)
    return Replies(
        outcomes=MappingProxyType(raw["outcomes"]),
        greetings=_record(path, Greetings, raw["greetings"]),
        notices=_record(path, Notices, raw["notices"]),
        steps=MappingProxyType(raw["steps"]),
        standing=_record(path, Standing, raw["standing"]),
        access=_record(path, Access, raw["access"]),
        records=_record(path, Records, raw["records"]),
        summary=_record(path, Summarising, raw["summary"]),
        messages=_record(path, Messages, raw["messages"]),
        teams=_record(path, Teams, raw["teams"]),
    )


T = TypeVar("T", Greetings, Notices, Standing, Access, Records, Summarising, Messages, Teams)


def _record(path: Path, kind: type[T], entries: dict[str, str]) -> T:
    _same_keys(path, f"[{kind.__name__.lower()}]", set(entries), {field.name for field in fields(kind)})
    return kind(**entries)


def _same_keys(path: Path, where: str, given: set[str], wanted: set[str]) -> None:
    if missing := sorted(wanted - given):
        raise RepliesError(path, f"{where} lacks {', '.join(missing)}")
    if unknown := sorted(given - wanted):
        raise RepliesError(path, f"{where} has unknown {', '.join(unknown)}")


def _check_entries(path: Path, table: str, entries: object) -> None:
    if not isinstance(entries, dict):
        raise RepliesError(path, f"{table} should be a table: [{table}]")
    for name, sentence in entries.items():
        if not isinstance(sentence, str):
            raise RepliesError(path, f"{table}.{name} should be a sentence in quotation marks")
        if not Template(sentence).is_valid() or set(Template(sentence).get_identifiers()) - FILLED.get(
            name, set()
        ):
            raise RepliesError(path, f"{table}.{name} has a $name that the program does not fill in")
