"""Reads from a line who is to do what: nobody is named who is not named there."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.briefings.due import Due, due
from bot.briefings.reading import Line

_VERBS = frozenset(
    """
    add address agree allocate amend analyse announce apply approach arrange ask assess attend book
    brief bring build buy call cancel capture chair change chase check circulate clarify clear close
    collate collect come comment commission compare compile complete confirm consider consult contact
    continue coordinate correct cost cover create deal decide deliver design develop discuss distribute
    do draft draw drop edit email engage ensure escalate establish estimate evaluate explain explore
    extend feed file fill finalise find finish fix flag follow forward gather get give handle help hold
    host identify implement include inform investigate invite issue join keep lead let liaise list look
    make map meet message minute model monitor move negotiate note notify obtain open order organise own
    pass pay phone pick plan post prepare present print produce progress propose provide publish pull
    push put raise read record recruit redraft refine refresh remind remove reply report request
    research resend resolve respond return review revise ring run save scan schedule scope secure see
    seek send set setup share show sign sort speak start submit suggest summarise supply support take
    talk tell test tidy translate try turn type update upload use verify visit work write
    """.split()  # noqa: SIM905 - as in retrieval/words.py
)
_NO_NAMES = frozenset(
    """
    able access according action actions all already also and another any anybody anyone april as asked
    attempt august back because best better both but chance channel close committed december decided
    decision due easier easy enough everybody everyone expected failing february first forward free
    friday glad going good got great group guess had happy hard has have having he hello her here hi him
    his hope hoping how i idea if important in intend it its january july june just keen key kind later
    least less let like likely list looking lots many march may me meant monday more most much must my
    need needed needs new next nice no nobody not nothing november now october ok okay on one only open
    option or other others our ours owner part people plan planned please plus point ready reason
    required right room said same saturday scope seems september she should so some somebody someone
    something sorry start still sunday supposed sure team thank thanks that the their them then there
    these they thing things this those thursday time today together tomorrow tonight too tried trying
    tuesday two unable under unlikely up us used useful want wanted wants was way we wednesday week
    welcome well were what when where whether which who whoever willing wish work worth would yes
    yesterday yet you your yours
    """.split()  # noqa: SIM905 - the same
)
"""Words that stand before "to send" and are nobody's name."""
_PART = r"[A-Z][\w'’]*(?:-[A-Z][\w'’]*)*"
_NAME = rf"(?:@\w[\w.'’-]*\b|{_PART})(?: {_PART}){{0,2}}"
_NAMES = rf"{_NAME}(?:(?:,| and| &|/) ?{_NAME})*"
_START = r"(?:^\W*|[:;,.–-]\s)"
_REQUEST = "(?:(?:can|could|would|will) you|please|pls|are you able to)"
_AGREES = "(?:will|['’]ll|(?:is|are) going to|(?:has |have )?(?:agreed|offered) to)"
_ACTION = r"(?:\W*(?:[Aa]ctions?|AP|A[Pp]\d*|ACTION|TODO|To ?do)\b\s*(?:\d+\s*)?[:–-]?\s*)"
_TASKED = (
    re.compile(rf"{_START}{_ACTION}?(?P<owner>{_NAMES}) (?:is |are )?to (?P<verb>[a-z]+)\b"),
    re.compile(rf"{_START}{_ACTION}?(?P<owner>{_NAMES}) ?{_AGREES} (?:also |now |then )?(?P<verb>[a-z]+)\b"),
    re.compile(
        rf"{_START}(?:(?:[Hh]i|[Hh]ello|[Hh]ey|[Tt]hanks|[Oo][Kk]),? )?(?P<owner>{_NAME})\s*[,:–-]?\s*"
        rf"(?:please )?{_REQUEST}\b(?: please| also| possibly)? ?(?P<verb>[a-z]+)\b"
    ),
    re.compile(
        rf"(?:^|\b)(?:[Cc]an|[Cc]ould|[Ww]ould|[Ww]ill) you (?:please |also )?(?P<verb>[a-z]+)\b[^.?!]*[, ]"
        rf"(?P<owner>@\w[\w.'’-]*\b(?: {_PART}){{0,2}})"
    ),
    re.compile(
        rf"^\W*(?:[Aa]ction|ACTION|AP)\s*(?:on |for |\()\s*(?P<owner>{_NAMES})\)?\s*[:–-]\s*(?:to )?"
        r"(?P<verb>\w+)"
    ),
    re.compile(rf"^{_ACTION}(?P<owner>{_NAMES})\s*[:–-]\s*(?:to )?(?P<verb>\w+)"),
)
_MINE = re.compile(
    r"\b(?:I['’]ll|I will|I['’]m going to|I am going to|I shall|happy for me to)"
    r"(?: (?:also|now|then|just|happily|try to|aim to|go and))* (?P<verb>[a-z]+)\b"
    r"|^\W*[Ww]ill (?P<will>[a-z]+) (?=\w+ \w)",
)
_LED = re.compile(rf"^{_ACTION}(?=\S)")
_OURS = re.compile(
    r"\b(?:we|somebody|someone)(?:['’]ll| will| need to| needs to| must| should| have to| has to| are to)\b"
    r"(?! (?:be|have|see|not|need)\b)(?: also| now| then)? (?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)
_IDLE = frozenset({"let"})
_LET_KNOW = re.compile(r"\blet (?:you|me|us|them|everyone) (?:all )?(?:know|have)\b")


@dataclass(frozen=True, slots=True)
class Task:
    """What a line gives somebody to do."""

    owner: str
    """A name that stands in the line, or the author's; "" where nobody is named."""
    due: Due | None


def task(line: Line, people: Collection[str]) -> Task | None:
    """The task in a line. `people` are those who take part, by the names they are shown under."""
    text = line.text
    term = due(text, line.message.at)
    led = bool(_LED.match(text))
    if named := _named(text, people, sure=led or term is not None):
        return Task(named, term)
    if line.is_question:
        return None
    mine = _MINE.search(text)
    if mine and _does(mine["verb"] or mine["will"], text):
        return Task(line.message.author, term)
    ours = _OURS.search(text)
    if led or (term and ours and ours["verb"].lower() in _VERBS):
        return Task("", term)
    return None


def _named(text: str, people: Collection[str], *, sure: bool) -> str:
    """Who is told to do something. Somebody who takes no part counts only in what is `sure` to be a task:
    "UK to sign a deal" is news."""
    known = {name for person in people for name in (person, *person.split()[:1]) if name}
    for pattern in _TASKED:
        for found in pattern.finditer(text):
            owner = _whole(text, found, people) or found["owner"].lstrip("@")
            takes_part = "@" in found["owner"] or any(part in known for part in _parts(owner))
            if found["verb"].lower() in _VERBS and _is_somebody(owner) and (sure or takes_part):
                return owner
    return ""


def _parts(owner: str) -> list[str]:
    each = re.split(r",| and | & |/", owner)
    return [name for part in each for name in (part.strip(" @"), *part.strip(" @").split()[:1])]


def _is_somebody(owner: str) -> bool:
    """Whether none of the words is one that nobody is called."""
    return not any(word.strip("@,&/").lower() in _NO_NAMES for word in owner.split() if word != "and")


def _whole(text: str, found: re.Match[str], people: Collection[str]) -> str:
    """The whole name of somebody mentioned: it may have small letters in it."""
    at = found.start("owner") + found["owner"].startswith("@")
    least = len(found["owner"].lstrip("@"))
    return max((n for n in people if len(n) >= least and text.startswith(n, at)), key=len, default="")


def _does(verb: str, text: str) -> bool:
    return verb in _VERBS and (verb not in _IDLE or bool(_LET_KNOW.search(text)))
