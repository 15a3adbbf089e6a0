"""What the asker should know of the dates of an answer's sources, where time is told by a day that is not
written there: "this year" in a question, "yesterday" in a source."""

import re
from collections.abc import Iterator
from datetime import date

from bot.domain import Answer
from config.replies import Replies
from retrieval.periods import day_of, period, written

MOST = 2
"""Of such notices: a reader who has seen two will look at the dates."""
_SPAN = (
    "week|month|quarter|year|spring|summer|autumn|winter"
    "|(?-i:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_WEEKDAY = r"(?-i:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_POINTING = re.compile(
    rf"\b(?:yesterday|tomorrow|(?:(?:earlier|later) )?(?:this|last|next) (?:{_SPAN})"
    rf"|on {_WEEKDAY}(?!,? (?:the )?(?:\d|{_SPAN})))\b",
    re.IGNORECASE,
)


def dating(answer: Answer, meaning: str, today: date, replies: Replies) -> tuple[str, ...]:
    """Notices in the bot's own words; a quote is never rewritten."""
    if not answer.outcome.is_answer:
        return ()
    asked = period(meaning, today)
    outside = asked and not any(asked.holds(citation.date) for citation in answer.citations)
    told = (replies.notice("other_period", period=asked.name),) if asked and outside else ()
    return (*told, *list(dict.fromkeys(_counted(answer, replies)))[:MOST])


def _counted(answer: Answer, replies: Replies) -> Iterator[str]:
    for number, citation in enumerate(answer.citations, 1):
        if found := _POINTING.search(citation.quote):
            words = " ".join(found[0].split())
            if day := day_of(citation.date):
                yield replies.notice("counted_from", words=words, number=number, day=written(day))
            else:
                yield replies.notice("counted_undated", words=words, number=number)
