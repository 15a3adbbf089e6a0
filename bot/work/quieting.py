"""What DBOS brings along and is not wanted: its log, and a file that is slow or damaged."""

import logging
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog

from bot.work.database import pragma

log = structlog.get_logger(__name__)


class File(sqlite3.Connection):
    """The file of DBOS. What a power cut takes from it, the inbox still has: it need not wait for the disk,
    and leaves the disk to the inbox."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.execute("PRAGMA synchronous=NORMAL")
        self.execute("PRAGMA secure_delete=ON")
        self.execute("PRAGMA wal_autocheckpoint=4000")  # which is when it does wait


def prepare(path: Path) -> None:
    """The file as DBOS shall find it. The inbox has all that matters: a damaged one is put aside."""
    try:
        pragma(path, "journal_mode=WAL")  # 2-3 times faster; DBOS leaves it as it is
        sound = pragma(path, "quick_check") == "ok"
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        log.warning("work_file_damaged", moved_to=f"{path}.damaged")
        path.replace(f"{path}.damaged")
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        pragma(path, "journal_mode=WAL")


class _Told(logging.Handler):
    """Says that DBOS warned, and where, in our own log. Its sentences may repeat values that people wrote."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.module == "_outcome":  # work was broken off, which we do ourselves
            return
        error = record.exc_info[0] if record.exc_info else None
        with suppress(Exception):
            log.warning(
                "dbos",
                level=record.levelname,
                where=f"{record.module}:{record.lineno}",
                error=error.__name__ if error else None,
            )


def tame() -> None:
    logger = logging.getLogger("dbos")
    logger.handlers = [_Told(logging.WARNING)]  # with a handler there, DBOS adds none of its own
    logger.propagate = False
