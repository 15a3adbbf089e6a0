"""Answers of every kind, the nastiest that documents and models could lead to."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.briefings.values import Noted, Summary
from bot.chat.rooms import FollowUps, Room
from bot.domain import Answer, Citation, Outcome, Question, Statement
from retrieval.corpus import Kind

NASTY = (
    "<!channel>",
    "<!here> <!everyone>",
    "<@U1>",
    "<#C1|general>",
    "<http://evil.example|gov.uk>",
    "[gov.uk](http://evil.example)",
    "<at>Everyone</at>",
    "@here @channel",
    "```code``` `x`",
    "*bold* _italic_ ~struck~",
    "&amp; &lt;b&gt; & < >",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "# heading\n> quote\n- point\n1. first",
    "\u202eevil\u202c",
    "zero\u200bwidth\ufeff",
    "\ud800 lone",
    "مرحبا بالعالم",
    "👩‍👩‍👧‍👦 👍🏽 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "e\u0301a\u0300" * 20,
    "x" * 500,
    "nul\x00 bell\x07 esc\x1b[31m",
    "line\u2028line\r\nline",
    "[1] [2] [99]",
    "A sentence. " * 40,
    "![image](http://evil.example/x.png)",
    "<img src=x onerror=1>",
    "漢字" * 200,
    '"quoted" \\"' * 40,
    "\\",
    "",
)
TEXTS = st.one_of(
    st.text(st.characters(), max_size=60),
    st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=20)), max_size=6).map(" ".join),
    st.builds(lambda text, times: text * times, st.sampled_from(NASTY), st.integers(1, 60)),
)
CITATIONS = st.builds(
    Citation,
    collection=st.sampled_from(("default", "team")),
    document=TEXTS,
    title=TEXTS,
    date=st.one_of(st.none(), st.just("2025-07-22"), TEXTS),
    quote=TEXTS,
    start=st.integers(0, 10_000),
    end=st.integers(0, 10_000),
    kind=st.sampled_from(Kind),
    language=st.sampled_from(("en", "es", "cy", "und", "")),
)
STATEMENTS = st.builds(Statement, TEXTS, st.lists(CITATIONS, min_size=1, max_size=4).map(tuple))
ANSWERS = st.builds(
    Answer,
    question=st.builds(Question, TEXTS),
    outcome=st.sampled_from(Outcome),
    statements=st.lists(STATEMENTS, max_size=25).map(tuple),
    reply=TEXTS,
    notice=TEXTS,
    suggestions=st.lists(TEXTS, max_size=5).map(tuple),
    unanswered=st.lists(TEXTS, max_size=3).map(tuple),
    standalone=TEXTS,
)


def citation(number: int = 1, quote: str = "200 applications", **given: object) -> Citation:
    known = {"title": f"Title {number}", "date": "2025-07-22", "start": 0, "end": len(quote)}
    return Citation(collection="default", document=f"{number}.txt", quote=quote, **(known | given))  # type: ignore[arg-type]


def answer(*texts: str, outcome: Outcome = Outcome.ANSWERED, **given: object) -> Answer:
    """An answer with a statement for each text, each with a source of its own."""
    said = tuple(Statement(text, (citation(number),)) for number, text in enumerate(texts, 1))
    return Answer(Question("How many?"), outcome, said, **given)  # type: ignore[arg-type]


LINK = "https://acme.slack.com/archives/C1/p1700000000000100"


def noted(text: str, quote: str = "", **given: object) -> Noted:
    known = {"link": LINK, "author": "Amina", "at": datetime(2026, 7, 3, 13, 5, tzinfo=UTC)}
    return Noted(text, quote or text, **(known | given))  # type: ignore[arg-type]


NOTED = st.builds(
    Noted,
    text=TEXTS,
    quote=TEXTS.filter(str.strip),
    link=st.one_of(st.just(LINK), TEXTS),
    author=TEXTS,
    owner=TEXTS,
    due=TEXTS,
)
NOTES = st.lists(NOTED, max_size=12).map(tuple)
SUMMARIES = st.builds(Summary, TEXTS, NOTES, NOTES, NOTES, NOTES, TEXTS)


ROOMS = st.builds(
    Room,
    collections=st.lists(TEXTS, max_size=5).map(tuple),
    follow_ups=st.sampled_from(FollowUps),
    allowed=st.lists(st.sampled_from(("slack:T1:U1", "slack:T1:U2", "teams:t:x")), unique=True).map(tuple),
    private=st.booleans(),
    admits_guests=st.booleans(),
    admits_outsiders=st.booleans(),
    refer_to=st.sampled_from(("", "C1", "U1")),
)
