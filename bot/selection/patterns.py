"""The patterns of wanted.toml, compiled once."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Patterns:
    """What questions ask for and what sentences give, by kind."""

    asks: tuple[tuple[str, re.Pattern[str]], ...]
    """In the order in which they are tried."""
    gives: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def patterns() -> Patterns:
    """Raises KeyError for a fragment that the file does not have."""
    table: dict[str, Any] = tomllib.loads(Path(__file__).with_name("wanted.toml").read_text(encoding="utf-8"))
    fragments: dict[str, str] = table["fragments"]
    return Patterns(
        asks=tuple((ask["kind"], _compiled(ask["patterns"], fragments)) for ask in table["asks"]),
        gives={kind: _compiled(some, fragments) for kind, some in table["gives"].items()},
    )


def _compiled(some: Sequence[str], fragments: Mapping[str, str]) -> re.Pattern[str]:
    filled = [re.sub(r"\{([a-z]+)\}", lambda name: fragments[name[1]], pattern) for pattern in some]
    return re.compile(
        "|".join(f"(?:{p})" for p in filled).replace(" ?", r"\s?").replace(" ", r"\s+"), re.IGNORECASE
    )
