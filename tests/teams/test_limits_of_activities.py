"""What is sent keeps Teams' limits, whatever a document or a model wrote."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.briefings.values import Summary
from bot.channels.teams.activity import read
from bot.channels.teams.connector import Where, _params
from bot.channels.teams.posting import base
from bot.channels.teams.streaming import (
    LONGEST_SECONDS,
    LONGEST_STATUS,
    PACE_SECONDS,
    Status,
    Stream,
    final,
)
from bot.domain import Answer
from bot.engine import Step
from bot.render import teams as render
from config import replies
from tests.render.values import ANSWERS, SUMMARIES, TEXTS
from tests.teams.activities import mention, message
from tests.teams.parts import STEPS
from tests.teams.server import STREAM_SECONDS

Json = Mapping[str, Any]

LARGEST = 100 * 1024
"""Bytes of a message in UTF-16, as Microsoft publishes it; the Playground's schema takes ten citations."""
WORDS = replies.load().messages
SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(ANSWERS)
def test_every_answer_passes_the_sdks_own_checks_as_the_end_of_a_stream(answer: Answer) -> None:
    drawn = render.answer(answer, key="k", words=WORDS, standing="Check it.", personal=True, refer=True)
    whole = final({**base(read(message())), **render.activity(drawn)}, "1700000000001")

    sent = _params(whole).model_dump(by_alias=True, exclude_none=True)

    cited = [e for e in sent["entities"] if e["type"] == "https://schema.org/Message"]
    appearances = [claim["appearance"] for e in cited for claim in e.get("citation", ())]
    assert len(json.dumps(sent, ensure_ascii=False).encode("utf-16-le")) <= LARGEST
    assert len(appearances) <= 10
    assert all(len(a["name"]) <= 80 and len(a["abstract"]) <= 160 for a in appearances)
    assert all(len(k) <= 28 for a in appearances for k in a.get("keywords", ()))
    assert [e.get("streamSequence") for e in sent["entities"] if e["type"] == "streaminfo"] == [None]


@SLOW
@given(ANSWERS)
def test_every_answer_passes_them_as_one_whole_message(answer: Answer) -> None:
    drawn = render.answer(answer, key="k", words=WORDS, note="Ann asked: ?", deletable=True)

    sent = _params({**base(read(mention())), **render.activity(drawn)}).model_dump(by_alias=True)

    assert len(json.dumps(sent, ensure_ascii=False).encode("utf-16-le")) <= LARGEST
    assert sent["type"] == "message"


@SLOW
@given(SUMMARIES, ANSWERS, TEXTS)
def test_so_does_every_summary_and_every_hand_off(summary: Summary, answer: Answer, text: str) -> None:
    for drawn in (render.summary(summary), render.handoff(answer, asker=text, comment=text)):
        sent = _params({**base(read(mention())), **render.activity(drawn)}).model_dump(by_alias=True)

        assert len(json.dumps(sent, ensure_ascii=False).encode("utf-16-le")) <= LARGEST


ROUNDING = 1e-9
"""Of sums of seconds."""


@dataclass
class Watch:
    """A service that notes when something came, and a clock that only moves when somebody sleeps."""

    now: float = 0.0
    came: list[float] = field(default_factory=list)

    async def post(self, where: Where, activity: Json, *, attempts: int = 1) -> str:  # noqa: ARG002
        self.came.append(self.now)
        return "1"

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@SLOW
@given(st.lists(st.tuples(st.floats(0, 60), st.sampled_from(Step)), max_size=30))
def test_a_stream_keeps_the_pace_and_the_two_minutes_however_long_the_work_takes(
    reported: list[tuple[float, Step]],
) -> None:
    watch = Watch()

    async def work() -> None:
        where = Where("https://smba.trafficmanager.net/uk", "a:1")
        stream = Stream(watch, where, {}, STEPS, clock=lambda: watch.now, sleep=watch.sleep)
        await stream.open()
        stream.follow()
        for seconds, step in reported:
            watch.now += seconds
            stream.report(step)
            for _ in range(8):
                await asyncio.sleep(0)
        await stream.settle()

    asyncio.run(work())

    assert watch.came[0] == 0
    assert all(later - earlier >= PACE_SECONDS - ROUNDING for earlier, later in pairwise(watch.came))
    assert watch.came[-1] <= LONGEST_SECONDS + PACE_SECONDS < STREAM_SECONDS


@SLOW
@given(TEXTS)
def test_a_status_is_never_too_long(text: str) -> None:
    sent = Status(text * 50, 3, "1").activity({})

    assert len(sent["text"]) <= LONGEST_STATUS
