"""The commands that people type, and the names of what they click: manifest and adapter share them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

BRIEF: Final = "brief"
"""The message extension "Brief me on this"."""
SEARCH: Final = "search"
"""The message extension that searches the sources."""


class Command(StrEnum):
    """What a message asks for, by its first word."""

    ASK = "ask"
    SUMMARY = "summary"
    SOURCES = "sources"
    SETTINGS = "settings"
    DELETE = "delete"
    FORGET = "forget"
    HELP = "help"


COMMANDS: Final[Mapping[Command, str]] = {
    Command.ASK: "Ask a question: ask When does it open?",
    Command.SUMMARY: "Summarise this conversation, or a document by its name",
    Command.SOURCES: "Show which documents I answer from",
    Command.SETTINGS: "Change how I work here (admins)",
    Command.DELETE: "Delete my last answer to you in this conversation",
    Command.FORGET: "Delete my questions from your records",
    Command.HELP: "Show what I can do",
}
"""With what the menu says about each."""


def command(text: str) -> tuple[Command, str]:
    """What is wanted, and what follows the word. Whatever begins with no command's word is a question, and so
    is a sentence that merely begins with one, such as "help for carers: who pays it?"."""
    word, _, rest = text.strip().partition(" ")
    name, rest = word.removeprefix("/").lower().rstrip(":"), rest.strip()
    if name in {Command.ASK, Command.SUMMARY} or (name in set(Command) and not rest):
        return Command(name), rest
    return Command.ASK, text.strip()
