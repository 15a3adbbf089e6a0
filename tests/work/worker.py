"""A process that works, to be killed: accepts what comes on stdin, and writes what it does into a file."""

import asyncio
import fcntl
import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.work.event import Event, Steps
from bot.work.work import Work


@dataclass
class Platform:
    """Posts to a file, one line for each thing done. Looks first, as a store of deliveries does."""

    file: Path
    name: str
    seconds: float

    async def handle(self, event: Event, steps: Steps) -> None:
        for step in ("find", "compose"):
            await steps.once(step, lambda step=step: self.step(event, step))  # type: ignore[misc]
            self.note("finished", event.key, step)
        await steps.once("post", lambda: self.post(event))

    async def failed(self, event: Event, error_name: str) -> None:
        self.note("failed", event.key, error_name)

    async def step(self, event: Event, step: str) -> dict[str, str]:
        self.note("run", event.key, step)
        await asyncio.sleep(self.seconds)
        return {"by": self.name}

    async def post(self, event: Event) -> str:
        await asyncio.sleep(self.seconds)
        self.note("post", event.key, "", unless=f'["post", "{event.key}"')
        return "id"

    def note(self, *what: str, unless: str = "") -> None:
        with self.file.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            if not (unless and unless in file.read()):
                file.write(json.dumps([*what, self.name]) + "\n")


async def main() -> None:
    options = json.loads(sys.argv[1])
    platform = Platform(Path(options["notes"]), options["name"], options.get("seconds", 0.02))
    work = Work(
        Path(options["folder"]),
        database_url=options.get("url"),
        handlers={"test": platform},
        executor=options.get("executor"),
        workers=options.get("workers", 4),
        lease_seconds=options.get("lease", 2),
        poll_seconds=0.2,
        most_waiting_each=1000,
    )
    await work.start()
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    reading = asyncio.create_task(_accept(work))
    _say("ready")
    await over.wait()
    reading.cancel()
    await work.close(options.get("drain", 0.1))
    os._exit(0)  # the thread that reads stdin would keep the process


async def _accept(work: Work) -> None:
    loop = asyncio.get_running_loop()
    waiting: set[asyncio.Task[None]] = set()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        task = asyncio.create_task(_take(work, json.loads(line)))
        waiting.add(task)
        task.add_done_callback(waiting.discard)


async def _take(work: Work, asked: dict[str, str]) -> None:
    await work.accept(
        Event(asked["key"], "test", asked["conversation"], asked["asker"], {"text": "secret words"})
    )
    _say(asked["key"])


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
