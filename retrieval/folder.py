"""The data folder: one process at a time, and what is done about an index that was not closed cleanly."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from retrieval.errors import StoreFolderError, StoreLockedError

KEYWORDS, LOCK = "keywords.sqlite", "lock"
PROBE_SECONDS = 120
_PROBE = """
import sys, chromadb
from chromadb.config import Settings
client = chromadb.PersistentClient(path=sys.argv[1], settings=Settings(anonymized_telemetry=False))
for collection in client.list_collections():
    count = collection.count()
    found = collection.get(limit=1, include=["embeddings"])["embeddings"]
    if len(found):
        near = collection.query(query_embeddings=found, n_results=min(count, 10), include=["distances"])
        assert near["ids"][0]
"""


class DataFolder:
    """Holds the lock from the moment it is made."""

    def __init__(self, path: Path) -> None:
        """Raises StoreLockedError or StoreFolderError."""
        self.path = path
        self.database = path / "briefing.sqlite"
        self.keywords = path / KEYWORDS
        self.chroma = path / "chroma"
        self._clean = path / "clean"
        self._probe: subprocess.Popen[bytes] | None = None
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(path / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreFolderError(path, error.strerror or str(error)) from error
        self._take_lock()

    def _take_lock(self) -> None:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(self._lock, 32, 0).decode().strip()
            os.close(self._lock)
            raise StoreLockedError(self.path, owner) from None
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        if self._probe and self._probe.poll() is None:
            self._probe.kill()
            self._probe.wait()
        os.close(self._lock)

    # A clean close leaves a note of the index files as they were; anything else is looked at before use.

    def was_closed_cleanly(self) -> bool:
        try:
            noted = json.loads(self._clean.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return bool(noted == self._state())

    def note_open(self) -> None:
        self._clean.unlink(missing_ok=True)

    def note_closed(self) -> None:
        try:
            self._clean.write_text(json.dumps(self._state()), encoding="utf-8")
        except OSError:  # a full disk: without a whole note, the next start looks at the indexes
            self._clean.unlink(missing_ok=True)

    def _state(self) -> dict[str, list[int]]:
        files = [self.keywords, *self.chroma.rglob("*")]
        stats = {str(file.relative_to(self.path)): file.stat() for file in files if file.is_file()}
        return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in sorted(stats.items())}

    # A damaged Chroma folder may end the process that opens it with a segmentation fault, so another
    # process tries first; it takes a second, during which this one goes on loading.

    def start_probe(self) -> None:
        if self.chroma.exists():
            self._probe = subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
                [sys.executable, "-c", _PROBE, str(self.chroma)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def is_chroma_sound(self) -> bool:
        """What the probe found; true where none was started."""
        if self._probe is None:
            return True
        try:
            return self._probe.wait(PROBE_SECONDS) == 0
        except subprocess.TimeoutExpired:
            self._probe.kill()
            self._probe.wait()
            return False

    def quarantine_chroma(self) -> Path:
        """Move a damaged index out of the way; the last one is kept for whoever wants to know why."""
        for earlier in self.path.glob("chroma.damaged-*"):
            shutil.rmtree(earlier, ignore_errors=True)
        target = self.path / f"chroma.damaged-{time.strftime('%Y%m%dT%H%M%S')}"
        self.chroma.rename(target)
        return target

    def delete_keywords(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{self.keywords}{suffix}").unlink(missing_ok=True)
