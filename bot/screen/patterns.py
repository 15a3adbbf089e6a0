"""The phrases that the screen looks for, compiled from `patterns.toml`."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Pattern = re.Pattern[str]
_ACCENTS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f]")


@dataclass(frozen=True, slots=True)
class Patterns:
    """Compiled once; they match text as `folded` returns it."""

    injection: tuple[Pattern, ...]
    joined: tuple[Pattern, ...]
    requests: tuple[Pattern, ...]
    greetings: dict[str, Pattern]


@cache
def patterns() -> Patterns:
    raw = tomllib.loads(Path(__file__).with_name("patterns.toml").read_text(encoding="utf-8"))
    parts: dict[str, str] = raw["parts"]
    injection = raw["injection"]
    said = [*injection["english"], *injection["unspaced"], *map(_told, injection["languages"])]
    words = raw["greetings"]
    address = words.pop("address")
    return Patterns(
        injection=tuple(_compiled(each, parts) for each in said),
        joined=tuple(_compiled(each, parts) for each in injection["joined"]),
        requests=tuple(_compiled(each, parts) for each in raw["scope"]["requests"]),
        greetings={
            name: _compiled(rf"\W*{each}(?:\W+(?:{each}|{address}))*\W*$", parts)
            for name, each in words.items()
        },
    )


def _told(language: dict[str, str]) -> str:
    verbs, whose, what = (rf"\b(?:{language[key]})\b" for key in ("verbs", "whose", "what"))
    near = r"[^.!?\n]{0,30}?"
    return rf"{verbs}{near}(?:{whose}{near}{what}|{what}{near}{whose})"


def _compiled(pattern: str, parts: dict[str, str]) -> Pattern:
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", part)
    return re.compile(pattern)


def folded(text: str) -> str:
    """In lower case, without accents, with plain quotation marks and single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", plain))
    plain = re.sub("[’‘‛`´]", "'", re.sub("[“”„«»]", '"', plain))
    return re.sub(r"[^\S\n]+", " ", plain).strip()
