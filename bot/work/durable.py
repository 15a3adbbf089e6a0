"""DBOS, and nothing of it elsewhere: queue, steps, schedules and recovery of the work that was accepted."""

import asyncio
import contextvars
import threading
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog

from bot.work.database import FROZEN_SECONDS, pragma
from bot.work.event import NotOpenedError, ScheduleError, SupersededError
from bot.work.quieting import File, prepare, tame

if TYPE_CHECKING:
    from dbos import DBOSConfig

log = structlog.get_logger(__name__)
QUEUE: Final = "taken over"
NAME: Final = "briefing-bot"
EVENT: Final = "event"
VERSION: Final = "work-1"
"""Raised only with a drain: what was queued under another version is not run."""
TIME_ZONE: Final = "Europe/London"
_OVER = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_MOST_LISTED = 500
_only = threading.Lock()


class Durable:
    """One workflow for each event, with the event's key as its id. DBOS allows one of these in a process.

    A workflow's input is the key and nothing else: what people wrote stays in the inbox.
    """

    def __init__(
        self,
        place: Path | str,
        *,
        executor: str,
        workers: int,
        poll_seconds: float,
        handle: Callable[[str], Awaitable[None]],
        fire: Callable[[str], Awaitable[None]],
    ) -> None:
        """`place` is a file, or the address of a Postgres database."""
        self.executor = executor
        self._place = place
        self._workers = workers
        self._poll_seconds = poll_seconds
        self._is_launched = False
        self._handle = handle
        self._fire = fire
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="dbos-calls")
        """Calls from here carry no workflow's context, so DBOS does not take them for steps."""

    async def launch(self) -> None:
        """Workflows run on the loop that this is awaited in."""
        await asyncio.to_thread(import_module, "dbos")  # takes a second, which a loop must not wait
        from dbos import DBOS
        from dbos import error as errors
        from sqlalchemy.exc import SQLAlchemyError

        if not _only.acquire(blocking=False):
            raise RuntimeError("This process does work already: close the other one first.")
        tame()
        try:
            DBOS(config=self._config())
            self._workflow, self._scheduled = self._register()
            DBOS.launch()
            await DBOS.register_queue_async(
                QUEUE,
                worker_concurrency=self._workers,
                polling_interval_sec=self._poll_seconds,
                on_conflict="always_update",
            )
        except BaseException as error:
            self._destroy()
            if isinstance(error, errors.DBOSException | SQLAlchemyError):
                raise NotOpenedError("The queue", str(error).splitlines()[0]) from None
            raise
        self._is_launched = True

    def _config(self) -> "DBOSConfig":
        from dbos import DBOSConfig, DBOSPortableJSONSerializer

        config = DBOSConfig(
            name=NAME,
            serializer=DBOSPortableJSONSerializer(),  # its default is pickle
            application_version=VERSION,  # its default changes with every release, and strands what is queued
            executor_id=self.executor,
            log_level="WARNING",
            enable_otlp=False,
            max_executor_threads=32,
            scheduler_polling_interval_sec=5,
            notification_listener_polling_interval_sec=0.2,  # a thread that the end has to wait for
        )
        if isinstance(self._place, Path):
            config["system_database_url"] = f"sqlite:///{self._place}"
            config["sys_db_pool_size"] = 2  # more of them only wait for one another: 2-3 times slower
            config["db_engine_kwargs"] = {"hide_parameters": True, "connect_args": {"factory": File}}
            prepare(self._place)
        else:
            config["system_database_url"] = self._place
            config["sys_db_pool_size"] = 5
            config["sys_db_idle_transaction_timeout_sec"] = FROZEN_SECONDS
            config["db_engine_kwargs"] = {"hide_parameters": True}
        return config

    def _register(self) -> tuple[Any, Any]:
        from dbos import DBOS

        async def event(key: str) -> None:
            await self._handle(key)

        async def schedule(_: datetime, name: str) -> None:
            await self._fire(name)

        options: dict[str, Any] = {"max_recovery_attempts": None}  # we count them ourselves
        return DBOS.workflow(name=EVENT, **options)(event), DBOS.workflow(name="schedule", **options)(
            schedule
        )

    async def call(self, run: Callable[[], Any]) -> Any:
        """Run a blocking call outside of every workflow's context."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    async def begin(self, key: str) -> None:
        """Returns when the workflow is recorded, and about to run. A key that is known changes nothing."""
        empty = contextvars.Context()  # no workflow is its parent
        await asyncio.get_running_loop().create_task(self._start(key), context=empty)

    async def _start(self, key: str) -> None:
        from dbos import DBOS, SetWorkflowID

        with SetWorkflowID(key):
            await DBOS.start_workflow_async(self._workflow, key)

    async def remembered(self, key: str) -> Mapping[str, Any]:
        """In a workflow that ran before: its finished steps by name. Further ones are numbered after them."""
        from dbos import DBOS

        steps = await self.call(lambda: DBOS.list_workflow_steps(key))
        last = max((step["function_id"] for step in steps), default=0)
        while last and DBOS.reserve_step().step_id < last:
            pass
        return {step["function_name"]: step["output"] for step in steps if step["error"] is None}

    async def remember(self, name: str, result: Any, context: contextvars.Context) -> None:
        """Record a step of the workflow whose context this is. Raises SupersededError."""
        from dbos import DBOS, error

        def step() -> Any:
            return result

        try:
            # A copy: the same step context must not be entered by two tasks.
            await asyncio.get_running_loop().create_task(
                DBOS.run_step_async({"name": name}, step), context=context.copy()
            )
        except error.DBOSWorkflowConflictIDError:
            raise SupersededError from None

    async def has(self, keys: Collection[str]) -> frozenset[str]:
        """Those of the keys whose workflows this process runs, as the database has it."""
        found = await self.call(lambda: _list(workflow_ids=list(keys), status="PENDING"))
        return frozenset(one.workflow_id for one in found if one.executor_id == self.executor)

    async def strays(self, running: Collection[str]) -> frozenset[str]:
        """What the database says this process runs, and it does not."""
        found = await self.call(lambda: _list(status="PENDING", executor_id=self.executor, name=EVENT))
        return frozenset(one.workflow_id for one in found) - frozenset(running)

    async def again(self, keys: Collection[str]) -> None:
        from dbos import DBOS

        if keys:
            await self.call(lambda: DBOS.resume_workflows(list(keys), queue_name=QUEUE))

    async def lost(self, keys: Collection[str]) -> tuple[str, ...]:
        """Those without a workflow, or with one that is over, which is forgotten: they can begin anew."""

        def find() -> tuple[str, ...]:
            found = _list(workflow_ids=list(keys))
            _delete([one for one in found if one.status in _OVER])
            return tuple(set(keys) - {one.workflow_id for one in found if one.status not in _OVER})

        return tuple(await self.call(find))

    async def schedule(self, name: str, cron: str) -> None:
        from dbos import DBOS, ScheduleInput, error

        entry = ScheduleInput(
            schedule_name=name,
            workflow_fn=self._scheduled,
            schedule=cron,
            context=name,
            automatic_backfill=False,
            cron_timezone=TIME_ZONE,
            queue_name=None,
        )
        try:
            await self.call(lambda: DBOS.apply_schedules([entry]))
        except error.DBOSException:
            raise ScheduleError(name, cron) from None

    async def delete(self, keys: Sequence[str]) -> None:
        """Forget workflows that are over, with the results of their steps."""
        if keys:
            await self.call(lambda: _delete(_list(workflow_ids=list(keys), status=list(_OVER))))

    async def purge(self, before: datetime) -> int:
        """Forget everything that was over before a time."""
        moment = before.astimezone(UTC).isoformat()
        deleted = 0
        while found := await self.call(
            lambda: _delete(_list(status=list(_OVER), completed_before=moment, limit=_MOST_LISTED))
        ):
            deleted += found
        return deleted

    async def tidy(self) -> None:
        """See that what was deleted leaves the disk."""
        if isinstance(place := self._place, Path):
            await self.call(lambda: pragma(place, "wal_checkpoint(TRUNCATE)"))

    def take_over(self, living: Collection[str]) -> int:
        """Queue again what processes that live no more had begun. Blocks; one process at a time."""
        from dbos import DBOS

        begun = _list(status="PENDING")
        return _resume(DBOS.resume_workflows, [one for one in begun if one.executor_id not in living])

    async def close(self) -> None:
        """Where several processes share the work, the others go on with what this one had begun."""
        if self._is_launched:
            self._is_launched = False
            loop = asyncio.get_running_loop()
            await self.call(self._destroy)
            # DBOS had put its own threads in place of the loop's, and has now ended them.
            loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix="asyncio"))
            if not isinstance(self._place, Path):
                await self.call(lambda: self._hand_over(str(self._place)))
        self._threads.shutdown(wait=False)

    @staticmethod
    def _destroy() -> None:
        from dbos import DBOS

        DBOS.destroy(destroy_registry=True)
        _only.release()

    def _hand_over(self, url: str) -> None:
        from dbos import DBOSClient, DBOSPortableJSONSerializer
        from sqlalchemy.exc import SQLAlchemyError

        client = DBOSClient(
            system_database_url=url,
            serializer=DBOSPortableJSONSerializer(),
            application_name=NAME,
            lazy=True,
            retry_connection_errors=False,
        )
        try:
            begun = client.list_workflows(
                status="PENDING", executor_id=self.executor, load_input=False, load_output=False
            )
            _resume(client.resume_workflows, begun)
        except SQLAlchemyError as error:  # the others find it out by themselves, only later
            log.warning("work_not_handed_over", error=type(error).__name__)
        finally:
            client.destroy()


def _list(**which: Any) -> list[Any]:
    from dbos import DBOS

    return list(DBOS.list_workflows(load_input=False, load_output=False, **which))


def _delete(workflows: Sequence[Any]) -> int:
    from dbos import DBOS

    if workflows:
        DBOS.delete_workflows([one.workflow_id for one in workflows])
    return len(workflows)


def _resume(resume: Callable[..., Any], workflows: Sequence[Any]) -> int:
    """In a queue of our own: without its name they would go to one that knows no bounds."""
    by_queue: dict[str, list[str]] = {}
    for one in workflows:
        by_queue.setdefault(one.queue_name or QUEUE, []).append(one.workflow_id)
    for queue, keys in by_queue.items():
        resume(keys, queue_name=queue)
    return len(workflows)
