"""What a test asks the Web API to get wrong, call by call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.slack_server.values import Json


class Way(StrEnum):
    ERROR = "error"
    """Answers ok: false."""
    RATE_LIMIT = "rate_limit"
    """Answers 429 with Retry-After."""
    STATUS = "status"
    """Answers with an HTTP status and no JSON."""
    BARE = "bare"
    """Answers ok: true, and nothing else."""
    SLOW = "slow"
    """Does what it should, late."""
    CUT_BEFORE = "cut_before"
    """Closes the connection; nothing was done."""
    CUT_AFTER = "cut_after"
    """Does what it should; the answer never arrives."""


def always(_args: Json) -> bool:
    return True


@dataclass(slots=True)
class Fault:
    method: str
    """A method's name, or * for each."""
    way: Way
    times: int | None = 1
    """None: until cleared."""
    error: str = ""
    status: int = 200
    seconds: float = 0
    """How late, or after how long to try again."""
    more: Json = field(default_factory=dict)
    """More for the answer: needed, provided, response_metadata."""
    when: Callable[[Json], bool] = always
    hits: int = 0

    def takes(self, method: str, args: Json) -> bool:
        left = self.times is None or self.hits < self.times
        return left and self.method in {"*", method} and self.when(args)


@dataclass(slots=True)
class Tier:
    """A rate limit that is kept: so many calls in so many seconds, by token, and by channel if asked."""

    calls: int
    seconds: float
    by_channel: bool
    made: dict[str, list[float]] = field(default_factory=dict)

    def wait(self, caller: str, now: float) -> float:
        """How long this call has to wait; 0 where it may be made, and counts."""
        who = caller if self.by_channel else caller.split(" ", maxsplit=1)[0]
        made = [at for at in self.made.get(who, []) if now - at < self.seconds]
        self.made[who] = made
        if len(made) >= self.calls:
            return self.seconds - (now - made[0])
        made.append(now)
        return 0


class Faults:
    """The faults to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._asked: list[Fault] = []
        self._tiers: dict[str, Tier] = {}

    def tier(self, method: str, calls: int, seconds: float = 60, *, by_channel: bool = False) -> Tier:
        """Keeps a rate limit, such as 20 a minute, or 1 in a second and channel."""
        self._tiers[method] = Tier(calls, seconds, by_channel)
        return self._tiers[method]

    def wait(self, method: str, caller: str, now: float) -> float:
        tier = self._tiers.get(method)
        return tier.wait(caller, now) if tier else 0

    def error(self, method: str, error: str, times: int | None = 1, **more: Any) -> Fault:
        when = more.pop("when", always)
        return self._add(Fault(method, Way.ERROR, times, error=error, more=more, when=when))

    def rate_limit(self, method: str, retry_after: float = 1, times: int | None = 1) -> Fault:
        return self._add(Fault(method, Way.RATE_LIMIT, times, seconds=retry_after))

    def status(self, method: str, status: int = 500, times: int | None = 1) -> Fault:
        return self._add(Fault(method, Way.STATUS, times, status=status))

    def bare(self, method: str, times: int | None = 1) -> Fault:
        return self._add(Fault(method, Way.BARE, times))

    def slow(self, method: str, seconds: float, times: int | None = 1) -> Fault:
        return self._add(Fault(method, Way.SLOW, times, seconds=seconds))

    def cut(self, method: str, times: int | None = 1, *, after: bool = True) -> Fault:
        """Cuts the connection: after the effect took place, or before anything was done."""
        return self._add(Fault(method, Way.CUT_AFTER if after else Way.CUT_BEFORE, times))

    def clear(self) -> None:
        self._asked.clear()
        self._tiers.clear()

    def next(self, method: str, args: Json) -> Fault | None:
        found = next((fault for fault in self._asked if fault.takes(method, args)), None)
        if found:
            found.hits += 1
        return found

    def _add(self, fault: Fault) -> Fault:
        self._asked.append(fault)
        return fault
