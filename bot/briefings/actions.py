"""Reads from a line who is to do what: nobody is named who is not named there."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from bot.briefings.due import Due, due
from bot.briefings.patterns import patterns
from bot.briefings.reading import Line

READ = 1_000
"""Characters of one sentence in which a task is looked for."""
_SPACE = re.compile(r"\s")
_TRAILING = re.compile(r"(?:[\s,;:–-]|\band\b)*$")


@dataclass(frozen=True, slots=True)
class Task:
    """What a line gives somebody to do."""

    owner: str
    """A name that stands in the line, or the author's; "" where nobody is named."""
    due: Due | None


def tasks(line: Line, people: Collection[str]) -> tuple[tuple[Line, Task], ...]:
    """The tasks in a line, each with the part of the line that says it. `people` are those who take part, by
    the names they are shown under."""
    text = _text(line)
    term = _term(text, line)
    led = bool(patterns().actions["led"].match(text))
    named = _named(text, frozenset(people), sure=led or due(text, line.message.at) is not None)
    if len({each.owner for each in named}) > 1:
        return tuple(_clauses(line, text, named))
    if named:
        return ((line, Task(named[0].owner, _term(text, line, named[0].end))),)
    owner = _implied(line, text, term, led=led)
    return () if owner is None else ((line, Task(owner, term)),)


def _term(text: str, line: Line, told: int = 0) -> Due | None:
    """The day in a text, where it cannot be for somebody who is named after `told`."""
    return None if patterns().actions["second"].search(text, told) else due(text, line.message.at)


def _text(line: Line) -> str:
    """With a space for every kind of space, so that places in it are places in the line."""
    return _SPACE.sub(" ", line.quote[:READ])


@dataclass(frozen=True, slots=True)
class _Named:
    """Where somebody is told to do something."""

    start: int
    end: int
    """After the verb."""
    owner: str


def _clauses(line: Line, text: str, named: Sequence[_Named]) -> Iterator[tuple[Line, Task]]:
    """ "Priya to draft, Tom to review by Friday": the date is Tom's alone."""
    for each, after in zip_longest(named, named[1:]):
        said = text[each.start : after.start if after else len(text)]
        kept = _TRAILING.sub("", said) if after else said
        part = Line(line.message, line.start + each.start, line.start + each.start + len(kept))
        yield part, Task(each.owner, _term(kept, line, each.end - each.start))


def _implied(line: Line, text: str, term: Due | None, *, led: bool) -> str | None:
    """The owner where no name stands there: the author, or nobody; None where there is no task."""
    read, verbs = patterns().actions, patterns().verbs
    ours = read["ours"].search(text)
    asked = bool(term and ours and ours["verb"].lower() in verbs)
    if line.is_question:
        return "" if asked else None
    mine = read["mine"].search(text)
    if mine and _does(mine["verb"] or mine["will"], text):
        return line.message.author
    mine_by = read["mine_by"].search(text)
    if term and mine_by and mine_by["verb"] in verbs:
        return line.message.author
    return "" if led or asked else None


def _named(text: str, people: frozenset[str], *, sure: bool) -> tuple[_Named, ...]:
    """Who is told to do something, in order. Somebody who takes no part counts only in what is `sure` to be
    a task: "UK to sign a deal" is news."""
    known = frozenset(name for person in people for name in (person, *person.split()[:1]) if name)
    found: dict[int, _Named] = {}
    for pattern in (*patterns().tasked, *_by_name(known)):
        for match in pattern.finditer(text):
            owner = _whole(text, match, people) or match["owner"].lstrip("@")
            takes_part = "@" in match["owner"] or any(
                part.casefold() in _folded(known) for part in _parts(owner)
            )
            if match["verb"].lower() in patterns().verbs and _is_somebody(owner) and (sure or takes_part):
                place = match.start("owner")
                found.setdefault(place, _Named(min(place, match.start("verb")), match.end(), owner))
    return tuple(found[place] for place in sorted(found))


@lru_cache(maxsize=64)
def _by_name(known: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    """Those who take part may be named in small letters."""
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    pattern = patterns().actions["known"].pattern.replace("PEOPLE", names)
    return (re.compile(pattern),) if names else ()


@lru_cache(maxsize=64)
def _folded(known: frozenset[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in known)


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
