"""How people say that something is decided, asked or to be done: compiled from `patterns.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Patterns:
    """Compiled once; what each is for stands in the file."""

    reading: Mapping[str, Pattern]
    questions: Mapping[str, Pattern]
    wants: tuple[tuple[Pattern, Pattern], ...]
    """What asks for a kind of thing, and what has such a thing in it."""
    actions: Mapping[str, Pattern]
    tasked: tuple[Pattern, ...]
    verbs: frozenset[str]
    no_names: frozenset[str]


@cache
def patterns() -> Patterns:
    raw = tomllib.loads(Path(__file__).with_name("patterns.toml").read_text(encoding="utf-8"))
    parts = raw["parts"]
    questions, actions = raw["questions"], raw["actions"]
    wants = questions.pop("wants")
    tasked, verbs, no_names = (actions.pop(name) for name in ("tasked", "verbs", "no_names"))
    return Patterns(
        reading=_each(raw["reading"], parts),
        questions=_each(questions, parts),
        wants=tuple((_compiled(want["asks"], parts), _compiled(want["has"], parts)) for want in wants),
        actions=_each(actions, parts),
        tasked=tuple(_compiled(pattern, parts) for pattern in tasked),
        verbs=frozenset(verbs.split()),
        no_names=frozenset(no_names.split()),
    )


def _each(named: Mapping[str, Any], parts: Mapping[str, str]) -> dict[str, Pattern]:
    return {name: _compiled(pattern, parts) for name, pattern in named.items()}


def _compiled(pattern: str, parts: Mapping[str, str]) -> Pattern:
    """A part may have parts of its own that stand before it."""
    for name, part in reversed([*parts.items()]):
        pattern = pattern.replace(f"{{{name}}}", part)
    return re.compile(pattern.replace("\n", ""))
