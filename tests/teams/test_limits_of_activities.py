"""What is sent keeps Teams' limits, whatever a document or a model wrote."""

import json

from hypothesis import HealthCheck, given, settings

from bot.channels.teams.activity import read
from bot.channels.teams.connector import _params
from bot.channels.teams.posting import base
from bot.channels.teams.streaming import LONGEST_STATUS, Status, final
from bot.domain import Answer
from bot.render import teams as render
from config import replies
from tests.render.values import ANSWERS, TEXTS
from tests.teams.activities import mention, message

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
@given(TEXTS)
def test_a_status_is_never_too_long(text: str) -> None:
    sent = Status(text * 50, 3, "1").activity({})

    assert len(sent["text"]) <= LONGEST_STATUS
