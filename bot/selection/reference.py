"""What the "it" of a question means: what the question before it is about."""

import re

from bot.grounding.words import is_verb
from retrieval.words import STOP_WORDS

LONGEST = 9
"""Words of what a question is about."""
PRONOUNS = frozenset(
    """
    he she him her his hers himself herself they them their theirs it its itself this that these those there
    one ones former latter same such
    """.split()  # noqa: SIM905 - as in retrieval/words.py
)
_END = " \t\n?!.…؟"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_HELPING = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|may|might|must|should|shall)"
_OF_WHAT = re.compile(
    rf"\s*(?:when|where|why|how(?: (?:much|many|long|often|far|soon))?)\s+{_HELPING}\s+(?P<subject>.+?)"
    r"(?:\s+(?:be|been|being))*\s+(?P<verb>[a-z]+)(?:\s+(?:for|to|up|out|on|in|from|with))?$",
    re.IGNORECASE,
)
_WHAT_IT_DOES = re.compile(
    r"\s*(?:what|how) (?:do|does|did|will|would) (?P<subject>.+?)"
    r" (?P<verb>say|do|mean|cover|cost|offer|include|involve|provide|require|want|work)\b",
    re.IGNORECASE,
)
_DOES_WHAT = re.compile(
    rf"\s*(?:who|(?:which|what) (?!{_HELPING}\b)(?P<who>[a-z]+s))\s+(?:{_HELPING}\s+)?(?!{_HELPING}\b)"
    r"(?P<verb>[a-z]+)\s+(?:(?:for|to|in|on|at|by|from|with)\s+)?(?P<subject>.+)$",
    re.IGNORECASE,
)
_IS_IT_SO = re.compile(
    r"\s*(?i:is|are|was|were)\s+(?P<subject>(?:the|an?|[A-Z])\S*.*?)(?:\s+\w+ly)?\s+(?P<verb>[a-z]+)$"
)
_WHAT_IT_IS = re.compile(
    r"\s*(?i:what|who|where|how \w+)(?:['’]s| is| are| was| were) "
    r"(?P<subject>(?:the |an? |our |its )\S.*|[A-Z].*)$"
)
_IT = re.compile(
    r"\b(?:(?P<it>it|its)|(?P<they>they|them|their))\b(?!['’])"
    r"|(?<!say )(?<!said )(?<!mean by )\b(?:this|that|these|those)\W*$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\s+(?P<word>for|to|in|on|at|by|from|with|under|of)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|any|some)\s+", re.IGNORECASE)
_LEADING = re.compile(r"\b(?:the|an?|our|its)\s+$", re.IGNORECASE)


def put_in(asked: str, before: str) -> str:
    """The question with what the one before is about for its "it", "its" or "they": "Who is building the new
    depot at Mill Lane?" after "When will the new depot at Mill Lane open?". "" where that is hard to tell."""
    match = _IT.search(asked)
    topic = _topic(before, people=bool(match["they"])) if match else ""
    if not match or not topic:
        return ""
    if follows := _PREPOSITION.match(asked, match.end()):  # "…it for OpenAI" is not "…for the government"
        topic = re.split(rf"\s+{follows['word']}\b", topic, maxsplit=1, flags=re.IGNORECASE)[0]
    whose = match.group().lower() in {"its", "their"}
    told = f"{topic}{'’' if topic.endswith('s') else '’s'}" if whose else topic
    return f"{asked[: match.start()]}{told}{asked[match.end() :]}?"


def exchanged(asked: str, before: str) -> str:
    """The earlier question asked of another of its kind: "And the South committee?" after one about the North
    committee. "" where it names none."""
    *which, kind = _WORD.findall(asked)
    match = re.search(rf"\b(?P<which>(?:[\w’'-]+ ){{1,3}}?){re.escape(kind)}\b", before) if which else None
    other = [word for word in _WORD.findall(match["which"]) if _tells(word)] if match else []
    if not match or not other:
        return ""
    start = before.find(other[0], match.start())
    article = _LEADING.search(before[:start])
    return f"{before[: article.start() if article else start]}{asked}{before[match.end() :]}"


def _topic(question: str, *, people: bool) -> str:
    """The words of a question for what it is about; of those who do it, where that is meant."""
    asked = question.rstrip(_END)
    for pattern in (_OF_WHAT, _WHAT_IT_DOES, _DOES_WHAT, _IS_IT_SO, _WHAT_IT_IS):
        match = pattern.match(asked)
        found = match.groupdict() if match else {}
        if not found or not (pattern is _WHAT_IT_IS or is_verb(found["verb"].lower())):
            continue
        if people and pattern is _DOES_WHAT:
            return f"the {found['who']}" if found["who"] else ""
        told = _WORD.findall(found["subject"])
        if len(told) <= LONGEST and any(map(_tells, told)) and PRONOUNS.isdisjoint(map(str.casefold, told)):
            return _ARTICLE.sub("the ", found["subject"].strip())
    return ""


def _tells(word: str) -> bool:
    return word.casefold() not in STOP_WORDS
