"""What is accepted is handled: once, in order, fairly, within bounds, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.work.event import Event, FullError, NotJsonError, Steps, UnusableEventError
from bot.work.inbox import Inbox
from tests.work.parts import Noting, Place, event, until

pytestmark = pytest.mark.asyncio


async def test_an_event_is_handled_with_what_it_came_with(place: Place) -> None:
    seen: list[Event] = []

    async def act(event: Event, steps: Steps) -> None:
        assert (steps.key, steps.attempt, steps.stopped()) == (event.key, 1, False)
        seen.append(event)

    asked = event("1", conversation="c", text='Grüße \x00 "\ud800" \U0001f600', deep={"a": [1, None, True]})
    async with place.working(Noting(act)) as work:
        assert await work.accept(asked) == (True, 0)
        await until(lambda: seen)

    assert seen == [asked]


async def test_an_event_that_is_sent_again_is_handled_once(place: Place) -> None:
    handler = Noting()
    async with place.working(handler) as work:
        first = await asyncio.gather(*(work.accept(event("1")) for _ in range(20)))
        await until(lambda: handler.handled)
        again = await work.accept(event("1"))
        await work.accept(event("2"))
        await until(lambda: len(handler.handled) == 2)

    assert sorted(accepted.new for accepted in first) == [False] * 19 + [True]
    assert not again.new
    assert handler.handled == ["test:1", "test:2"]


async def test_an_event_that_is_sent_again_after_a_restart_is_not_handled_again(place: Place) -> None:
    handler = Noting()
    for _ in range(2):
        async with place.working(handler) as work:
            await work.accept(event("1"))
            await until(lambda: handler.handled and work.health()["running"] == 0)

    assert handler.handled == ["test:1"]


async def test_a_conversation_is_handled_one_at_a_time_in_order(place: Place) -> None:
    running: list[str] = []

    async def act(event: Event, _: Steps) -> None:
        assert event.conversation not in running
        running.append(event.conversation)
        await asyncio.sleep(0.001)
        running.remove(event.conversation)

    handler = Noting(act)
    keys = [f"{n:02}" for n in range(30)]
    async with place.working(handler, workers=4) as work:
        for n, key in enumerate(keys):
            await work.accept(event(key, conversation=f"c{n % 3}", asker=f"u{n % 7}"))
        await until(lambda: len(handler.handled) == 30)

    for conversation in range(3):
        ours = [f"test:{key}" for n, key in enumerate(keys) if n % 3 == conversation]
        assert [key for key in handler.handled if key in ours] == ours
    assert handler.failures == []


async def test_what_another_process_accepted_before_in_a_conversation_goes_before(place: Place) -> None:
    inbox = Inbox(place.database())
    await inbox.open()
    for key, conversation in (("1", "a"), ("2", "a"), ("3", "b"), ("4", ""), ("5", "")):
        await inbox.accept(event(key, conversation=conversation), back=0)

    assert await inbox.claim(["test:2", "test:3", "test:5"], "other") == ("test:3", "test:5")
    assert await inbox.claim(["test:1"], "one") == ("test:1",)
    assert await inbox.claim(["test:2"], "other") == ()
    await inbox.finish("test:1")
    assert await inbox.claim(["test:2"], "other") == ("test:2",)
    inbox.close()


async def test_somebody_who_asks_once_does_not_wait_for_somebody_who_asks_often(place: Place) -> None:
    gate = asyncio.Event()

    async def act(_: Event, __: Steps) -> None:
        await gate.wait()

    handler = Noting(act)
    async with place.working(handler, workers=1) as work:
        for n in range(10):
            await work.accept(event(f"many-{n}", asker="a"))
        await until(lambda: handler.begun)
        assert (await work.accept(event("one", asker="b"))).ahead == 1
        gate.set()
        await until(lambda: len(handler.handled) == 11)

    assert handler.handled[:3] == ["test:many-0", "test:one", "test:many-1"]


async def test_everyone_hears_how_many_are_ahead(place: Place) -> None:
    gate = asyncio.Event()

    async def act(_: Event, __: Steps) -> None:
        await gate.wait()

    handler = Noting(act)
    async with place.working(handler, workers=2) as work:
        ahead = [(await work.accept(event(str(n), asker=f"u{n}"))).ahead for n in range(2)]
        await until(lambda: len(handler.begun) == 2)
        ahead += [(await work.accept(event(str(n), asker=f"u{n}"))).ahead for n in range(2, 4)]
        same = await work.accept(event("same", conversation="c", asker="u9"))
        next_of_same = await work.accept(event("next", conversation="c", asker="u8"))
        gate.set()
        await until(lambda: len(handler.handled) == 6)

    assert ahead == [0, 0, 1, 2]
    assert (same.ahead, next_of_same.ahead) == (3, 4)


async def test_beyond_the_bounds_nothing_is_taken(place: Place) -> None:
    gate = asyncio.Event()

    async def act(_: Event, __: Steps) -> None:
        await gate.wait()

    handler = Noting(act)
    async with place.working(handler, workers=1, most_waiting=3, most_waiting_each=2) as work:
        await work.accept(event("0", asker="a"))
        await until(lambda: handler.begun)
        await work.accept(event("1", asker="a"))
        await work.accept(event("2", asker="a"))
        with pytest.raises(FullError, match="2 events of this asker") as of_asker:
            await work.accept(event("3", asker="a"))
        await work.accept(event("4", asker="b"))
        with pytest.raises(FullError, match="3 events wait") as of_all:
            await work.accept(event("5", asker="c"))
        assert not (await work.accept(event("2", asker="a"))).new
        gate.set()
        await until(lambda: len(handler.handled) == 4)
        await until(lambda: work.health()["waiting"] == 0)
        assert (await work.accept(event("3", asker="a"))).new

    assert (of_asker.value.of_asker, of_all.value.of_asker) == (True, False)


async def test_a_handler_that_raises_is_called_again(place: Place) -> None:
    attempts: list[int] = []

    async def act(_: Event, steps: Steps) -> None:
        attempts.append(steps.attempt)
        if steps.attempt < 3:
            raise ValueError("secret words")

    handler = Noting(act)
    async with place.working(handler) as work:
        await work.accept(event("1"))
        await until(lambda: handler.handled)

    assert attempts == [1, 2, 3]
    assert handler.failures == []


async def test_after_the_last_attempt_the_asker_is_told_once(place: Place) -> None:
    async def act(_: Event, __: Steps) -> None:
        raise ValueError("secret words")

    handler = Noting(act)
    async with place.working(handler) as work:
        await work.accept(event("1", conversation="c"))
        await work.accept(event("2", conversation="c"))
        await until(lambda: len(handler.failures) == 2)
        await until(lambda: work.health()["running"] == 0)

    assert handler.begun == ["test:1"] * 3 + ["test:2"] * 3
    assert handler.failures == [("test:1", "ValueError"), ("test:2", "ValueError")]


async def test_a_step_that_finished_is_not_run_again(place: Place) -> None:
    ran: list[str] = []

    async def act(_: Event, steps: Steps) -> None:
        async def first() -> dict[str, Any]:
            ran.append("first")
            return {"text": "x", "none": None}

        async def second() -> str:
            ran.append("second")
            if len(ran) < 4:
                raise OSError
            return "done"

        assert await steps.once("first", first) == {"text": "x", "none": None}
        await steps.once("second", second)
        assert await steps.once("second", second) == "done"

    handler = Noting(act)
    async with place.working(handler) as work:
        await work.accept(event("1"))
        await until(lambda: handler.handled)

    assert ran == ["first", "second", "second", "second"]


async def test_a_step_gives_back_the_same_the_first_time_and_later(place: Place) -> None:
    got: list[Any] = []

    async def act(_: Event, steps: Steps) -> None:
        async def pair() -> Any:
            return {"pair": (1, 2)}

        got.append(await steps.once("pair", pair))

    async with place.working(Noting(act)) as work:
        await work.accept(event("1"))
        await until(lambda: got)

    assert got == [{"pair": [1, 2]}]


async def test_a_step_that_returns_no_json_says_so(place: Place) -> None:
    errors: list[str] = []

    async def act(_: Event, steps: Steps) -> None:
        async def moment() -> datetime:
            return datetime.now(UTC)

        with pytest.raises(NotJsonError) as caught:
            await steps.once("moment", moment)
        errors.append(str(caught.value))

    async with place.working(Noting(act)) as work:
        await work.accept(event("1"))
        await until(lambda: errors)

    assert errors == ["The step 'moment' must return JSON: datetime holds what JSON cannot."]


async def test_steps_may_run_beside_one_another(place: Place) -> None:
    async def act(_: Event, steps: Steps) -> None:
        async def number(n: int) -> int:
            await asyncio.sleep(0.001 * (5 - n))
            return n

        found = await asyncio.gather(*(steps.once(f"n{n}", partial(number, n)) for n in range(5)))
        assert found == [0, 1, 2, 3, 4]

    handler = Noting(act)
    async with place.working(handler) as work:
        await work.accept(event("1"))
        await until(lambda: handler.handled)

    assert handler.begun == ["test:1"]


async def test_what_runs_and_waits_in_a_conversation_can_be_stopped(place: Place) -> None:
    stopped: list[str] = []

    async def act(event: Event, steps: Steps) -> None:
        if event.conversation == "c":
            while not steps.stopped():
                await asyncio.sleep(0.01)
            stopped.append(event.key)

    handler = Noting(act)
    async with place.working(handler) as work:
        await work.accept(event("1", conversation="c"))
        await work.accept(event("2", conversation="c"))
        await until(lambda: handler.begun)
        assert await work.stop_conversation("c") == 2
        assert await work.stop_conversation("d") == 0
        assert await work.stop_conversation("") == 0
        await until(lambda: len(handler.handled) == 2)
        await work.accept(event("3", conversation="c"))
        await until(lambda: len(handler.begun) == 3)
        assert stopped == ["test:1", "test:2"]
        assert await work.stop_conversation("c") == 1
        await until(lambda: len(stopped) == 3)


async def test_a_schedule_fires(place: Place) -> None:
    fired: list[int] = []

    async def fire() -> None:
        fired.append(1)
        if len(fired) == 1:
            raise OSError  # and is tried again

    async with place.working(Noting()) as work:
        await work.schedule("every second", "* * * * * *", fire)
        await until(lambda: len(fired) > 2)
        with pytest.raises(ValueError, match="The schedule 'odd' has no valid time: 'at noon'"):
            await work.schedule("odd", "at noon", fire)


async def test_what_cannot_be_stored_is_refused_and_harms_nobody(place: Place) -> None:
    handler = Noting()
    async with place.working(handler) as work:
        for odd in (
            event(""),
            event("x" * 2000),
            event("nul\x00"),
            event("half\ud800"),
            event("a", conversation="\ud800"),
            event("b", when=datetime.now(UTC)),
            event("c", number=float("nan")),
        ):
            if odd.key != "test:":
                with pytest.raises(UnusableEventError):
                    await work.accept(odd)
        await work.accept(event("good"))
        await until(lambda: handler.handled)

    assert handler.handled == ["test:good"]


async def test_health_tells_what_waits_and_runs(place: Place) -> None:
    gate = asyncio.Event()

    async def act(_: Event, __: Steps) -> None:
        await gate.wait()

    handler = Noting(act)
    async with place.working(handler, workers=1) as work:
        assert work.health() == {"waiting": 0, "running": 0, "oldest_seconds": 0.0}
        await work.accept(event("1"))
        await work.accept(event("2"))
        await until(lambda: handler.begun)
        await until(lambda: work.health()["oldest_seconds"] > 0)
        assert (work.health()["waiting"], work.health()["running"]) == (1, 1)
        gate.set()
        await until(lambda: work.health() == {"waiting": 0, "running": 0, "oldest_seconds": 0.0})


async def test_a_person_can_be_forgotten(place: Place) -> None:
    gate = asyncio.Event()

    async def act(event: Event, _: Steps) -> None:
        if event.body:
            await gate.wait()

    handler = Noting(act)
    async with place.working(handler, workers=1) as work:
        await work.accept(event("done", asker="a"))
        await until(lambda: handler.handled and work.health()["running"] == 0)
        await work.accept(event("runs", asker="b", wait=1))
        await until(lambda: len(handler.begun) == 2)
        await work.accept(event("waits", asker="a", text="x"))
        assert await work.forget("a") == 2
        assert await work.forget("a") == 0
        assert await work.forget("") == 0
        gate.set()
        await until(lambda: work.health() == {"waiting": 0, "running": 0, "oldest_seconds": 0.0})
        assert not (await work.accept(event("waits", asker="a", text="x"))).new

    assert handler.handled == ["test:done", "test:runs"]


async def test_keys_outlive_a_purge_for_two_days(place: Place) -> None:
    handler = Noting()
    async with place.working(handler) as work:
        await work.accept(event("1"))
        await until(lambda: handler.handled and work.health()["running"] == 0)
        assert await work.purge(datetime.now(UTC) + timedelta(days=1)) == 0
        assert not (await work.accept(event("1"))).new
        await work._inbox._all("UPDATE work_events SET ended = ended - 200000 RETURNING 1")
        assert await work.purge(datetime.now(UTC)) == 1
