"""Small checks that say what is wrong with a value and where, in the words that Slack's API uses."""

from collections.abc import Callable, Iterator, Mapping

Faults = Iterator[str]
Check = Callable[[object, str], Faults]
"""Given a value and the JSON pointer to it, says what is wrong with it."""


def fault(message: str, pointer: str) -> str:
    return f"{message} [json-pointer:{pointer}]"


def string(most: int, least: int = 0) -> Check:
    def check(value: object, pointer: str) -> Faults:
        if not isinstance(value, str):
            yield fault("must be a string", pointer)
        elif len(value) > most:
            yield fault(f"must be less than {most + 1} characters", pointer)
        elif len(value) < least:
            yield fault(f"must be more than {least - 1} characters", pointer)

    return check


def boolean(value: object, pointer: str) -> Faults:
    if not isinstance(value, bool):
        yield fault("must be a boolean", pointer)


def number(least: int, most: int) -> Check:
    def check(value: object, pointer: str) -> Faults:
        if not isinstance(value, int) or isinstance(value, bool):
            yield fault("must be an integer", pointer)
        elif not least <= value <= most:
            yield fault(f"must be between {least} and {most}", pointer)

    return check


def one_of(*names: str) -> Check:
    def check(value: object, pointer: str) -> Faults:
        if value not in names:
            yield fault(f"must be one of: {', '.join(names)}", pointer)

    return check


def url(value: object, pointer: str) -> Faults:
    yield from string(3000, 1)(value, pointer)
    if isinstance(value, str) and "://" not in value and not value.startswith("mailto:"):
        yield fault("must be a valid url", pointer)


def items(each: Check, *, least: int = 0, most: int) -> Check:
    def check(value: object, pointer: str) -> Faults:
        if not isinstance(value, list):
            yield fault("must provide an array", pointer)
            return
        if len(value) > most:
            yield fault(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            yield fault(f"no fewer than {least} items allowed", pointer)
        for place, item in enumerate(value):
            yield from each(item, f"{pointer}/{place}")

    return check


def shape(needed: Mapping[str, Check], may: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no other. `type` is the caller's to check."""
    known = {**needed, **(may or {})}

    def check(value: object, pointer: str) -> Faults:
        if not isinstance(value, Mapping):
            yield fault("must provide an object", pointer)
            return
        for name in needed:
            if name not in value:
                yield fault(f"missing required field: {name}", pointer)
        for name, item in value.items():
            if name in known:
                yield from known[name](item, f"{pointer}/{name}")
            elif name != "type":
                yield fault(f"invalid additional property: {name}", pointer)

    return check


def typed(kinds: Mapping[str, Check], allowed: frozenset[str] | None = None) -> Check:
    """An object that says its own type, one of these."""

    def check(value: object, pointer: str) -> Faults:
        if not isinstance(value, Mapping):
            yield fault("must provide an object", pointer)
            return
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in kinds or (allowed is not None and kind not in allowed):
            yield fault(f"unsupported type: {kind}", f"{pointer}/type")
            return
        yield from kinds[kind](value, pointer)

    return check


def nullable(inner: Check) -> Check:
    def check(value: object, pointer: str) -> Faults:
        if value is not None:
            yield from inner(value, pointer)

    return check


def anything(_value: object, _pointer: str) -> Faults:
    return iter(())


def both(*checks: Check) -> Check:
    def check(value: object, pointer: str) -> Faults:
        for each in checks:
            yield from each(value, pointer)

    return check


def text(most: int, *kinds: str) -> Check:
    """A text object of one of these kinds: plain_text, mrkdwn."""
    kinds = kinds or ("plain_text", "mrkdwn")
    said = shape({"text": string(most, 1)}, {"emoji": boolean, "verbatim": boolean})

    def check(value: object, pointer: str) -> Faults:
        yield from said(value, pointer)
        if isinstance(value, Mapping):
            yield from one_of(*kinds)(value.get("type"), f"{pointer}/type")
            if value.get("type") == "mrkdwn" and "emoji" in value:
                yield fault("invalid additional property: emoji", pointer)

    return check


def plain(most: int) -> Check:
    return text(most, "plain_text")
