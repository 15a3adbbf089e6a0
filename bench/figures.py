"""What every bench prints: tables, intervals, and how busy the machine was."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table

CONSOLE = Console(width=118, highlight=False, soft_wrap=False)
SAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean and the interval in which it lies for 95 of 100 draws of the groups."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


def mean(values: Sequence[float], groups: Sequence[str]) -> Mean:
    """By bootstrap over the groups: questions about one paragraph are not independent."""
    names = sorted(set(groups))
    totals = np.zeros((len(names), 2))
    for value, group in zip(values, groups, strict=True):
        totals[names.index(group)] += (value, 1)
    draws = np.random.default_rng(1).integers(len(names), size=(SAMPLES, len(names)))
    sums = totals[draws].sum(axis=1)
    low, high = np.quantile(sums[:, 0] / sums[:, 1], [0.025, 0.975])
    return Mean(float(np.mean(values)), float(low), float(high))


@dataclass(slots=True)
class Took:
    """Time that a piece of work took."""

    seconds: float = 0.0
    cpu: float = 0.0
    """CPU-seconds of this process, all threads: another process that takes the cores does not count."""


@contextmanager
def timed() -> Iterator[Took]:
    took = Took()
    start, cpu = time.perf_counter(), time.process_time()
    yield took
    took.seconds, took.cpu = time.perf_counter() - start, time.process_time() - cpu


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    shown = Table(*columns, title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for row in rows:
        shown.add_row(*map(str, row))
    CONSOLE.print(shown)


def say(text: str) -> None:
    CONSOLE.print(text)


def machine() -> str:
    """For the reader who wonders about a time."""
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return f"{os.cpu_count()} cores, load average {busy}"


def resident_mb(pid: int | None = None) -> float:
    """Memory of a process that is in RAM. Linux only."""
    status = Path(f"/proc/{pid or os.getpid()}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def cpu_seconds(pid: int) -> float:
    """That a process has used so far, all threads. Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    user, system = fields[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def progress(what: str, of: int) -> Callable[[int], None]:
    """Tells on standard error how far a long run is, where that is a terminal."""
    import sys

    def tell(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{what}: {done} of {of}", end="" if done < of else "\n", file=sys.stderr, flush=True)

    return tell
