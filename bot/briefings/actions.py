"""Reads from a line who is to do what: nobody is named who is not named there."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.briefings.due import Due, due
from bot.briefings.patterns import patterns
from bot.briefings.reading import Line

READ = 1_000
"""Characters of one sentence in which a task is looked for."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a line gives somebody to do."""

    owner: str
    """A name that stands in the line, or the author's; "" where nobody is named."""
    due: Due | None


def task(line: Line, people: Collection[str]) -> Task | None:
    """The task in a line. `people` are those who take part, by the names they are shown under."""
    text = line.text[:READ]
    term = due(text, line.message.at)
    read = patterns().actions
    led = bool(read["led"].match(text))
    if named := _named(text, people, sure=led or term is not None):
        return Task(named, term)
    if line.is_question:
        return None
    mine = read["mine"].search(text)
    if mine and _does(mine["verb"] or mine["will"], text):
        return Task(line.message.author, term)
    ours = read["ours"].search(text)
    if led or (term and ours and ours["verb"].lower() in patterns().verbs):
        return Task("", term)
    return None


def _named(text: str, people: Collection[str], *, sure: bool) -> str:
    """Who is told to do something. Somebody who takes no part counts only in what is `sure` to be a task:
    "UK to sign a deal" is news."""
    known = {name for person in people for name in (person, *person.split()[:1]) if name}
    for pattern in patterns().tasked:
        for found in pattern.finditer(text):
            owner = _whole(text, found, people) or found["owner"].lstrip("@")
            takes_part = "@" in found["owner"] or any(part in known for part in _parts(owner))
            if found["verb"].lower() in patterns().verbs and _is_somebody(owner) and (sure or takes_part):
                return owner
    return ""


def _parts(owner: str) -> list[str]:
    each = re.split(r",| and | & |/", owner)
    return [name for part in each for name in (part.strip(" @"), *part.strip(" @").split()[:1])]


def _is_somebody(owner: str) -> bool:
    """Whether none of the words is one that nobody is called."""
    return not any(
        word.strip("@,&/").lower() in patterns().no_names for word in owner.split() if word != "and"
    )


def _whole(text: str, found: re.Match[str], people: Collection[str]) -> str:
    """The whole name of somebody mentioned: it may have small letters in it."""
    at = found.start("owner") + found["owner"].startswith("@")
    least = len(found["owner"].lstrip("@"))
    return max((n for n in people if len(n) >= least and text.startswith(n, at)), key=len, default="")


def _does(verb: str, text: str) -> bool:
    """ "Let" promises something only in "let you know"."""
    if verb == "let":
        return bool(patterns().actions["let"].search(text))
    return verb in patterns().verbs
