"""The payloads in tests/payloads/slack, filled with the values of one event."""

import copy
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from tests.slack_server.values import Json

FOLDER = Path(__file__).parent.parent / "payloads" / "slack"


def filled(payload: str, /, **values: object) -> Json:
    """The payload of that file; each value given replaces the one it has, objects key by key."""
    return merged(copy.deepcopy(_read(payload)), values)


def merged(into: Json, values: Mapping[str, object]) -> Json:
    for name, value in values.items():
        old = into.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            merged(old, value)
        else:
            into[name] = value
    return into


@cache
def _read(name: str) -> Json:
    return cast("Json", json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))
