"""Who holds a post: whether a sentence tells it of the post and the body that were asked about."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from bot.selection.lines import Candidate
from bot.selection.referents import refers_back
from bot.selection.wanted import Kind, Wanted, has, people
from retrieval.query import Term, Understood
from retrieval.words import fold, held, stem

_HOLDER = re.compile(
    r"\bwho(?: is| was|'s|’s) (?:the|its|their|his|her|our) (?P<post>[\w’' -]+?)"
    r"(?: (?:of|at|for|in|on|to)\b[^?]*)?\s*\?*\s*$",
    re.IGNORECASE,
)
_NAMED = r"[A-ZÀ-Þ][\w’'-]+(?: (?:(?:de|van|von|bin|al|ap) )?[A-ZÀ-Þ][\w’'-]+)+"
_WHO_IS = re.compile(rf"^\s*[Ww]ho(?: is| was|'s|’s) (?P<name>{_NAMED})\s*\?*\s*$")
_POST = (
    r"(?:secretar(?:y|ies)|ministers?|executives?|directors?|chair(?:man|woman|person|s)?|presidents?|officers?|founders?"
    r"|heads?|managers?|commissioners?|leaders?|professors?|editors?|spokes\w+|councillors?|mayors?|MPs?|chancellor"
    r"|analysts?|advis[eo]rs?|librarian|clerk|treasurer|inspector|judge|ambassador|CEO|governor|captain|general)"
)
"""What people are called by what they do."""
LONGEST = 4
"""Words of a post; a longer phrase describes somebody, and a sentence may do so in other words."""
_WHICH = frozenset("current present new former last final first main sole only".split())  # noqa: SIM905
_WORD = re.compile(r"\w+")
_DONE = {
    "author": "written|authored",
    "chair": "chaired",
    "chairman": "chaired",
    "chairwoman": "chaired",
    "designer": "designed",
    "developer": "developed|built",
    "director": "directed|run",
    "editor": "edited",
    "founder": "founded|set up|established|started",
    "head": "headed|led|run",
    "leader": "led|headed",
    "manager": "managed|run",
    "operator": "operated|run",
    "organiser": "organised",
    "owner": "owned",
    "publisher": "published",
    "sponsor": "sponsored|funded",
    "supplier": "supplied|provided",
}
"""What is done by whoever has a post or a part: "chaired by Ann Hale"."""
_WHOSE = re.compile(rf"\W*{_NAMED}(?:['’]s?| of| at| for)\b[^.;]*", re.DOTALL)
"""Somebody and whose they are: "director Ann Hale of the", where a post is before and a body after it."""


class Post:
    """A post that one question asks about, and the sentences found for it."""

    def __init__(self, ranked: Sequence[Candidate], want: Wanted, question: Understood) -> None:
        self._ranked = ranked
        self._want = want
        self._asked = asked(question)

    @property
    def is_asked(self) -> bool:
        return self._asked is not None

    def is_told_by(self, candidate: Candidate) -> bool:
        """Whether the sentence names who has it: a person, where any sentence names one."""
        return self._tells(candidate) and (candidate.right_kind or not self._is_somebodys)

    @cached_property
    def _is_somebodys(self) -> bool:
        return any(c.right_kind and self._tells(c) for c in self._ranked)

    def _tells(self, candidate: Candidate) -> bool:
        named = has(candidate.text, replace(self._want, kind=Kind.NAME))
        return self._asked is not None and named and tells(candidate, *self._asked)


def asked(question: Understood) -> tuple[tuple[Term, ...], tuple[Term, ...]] | None:
    """The words of the post in "Who is the harbour master of Pellow Quay?", and the names of whose it is;
    None where no post is asked about."""
    match = _HOLDER.search(question.text)
    if not match or len(match["post"].split()) > LONGEST:
        return None
    start, end = match.span("post")
    post = tuple(t for t in question.terms if start <= t.start < end and t.word not in _WHICH)
    return (post, tuple(t for t in question.terms if t.named and t not in post)) if post else None


def introduced(question: str) -> str:
    """The person whom "Who is Ruth Adair?" asks about; "" for any other question."""
    match = _WHO_IS.match(question)
    return match["name"] if match else ""


def introduces(sentence: str, name: str) -> bool:
    """Whether it says who somebody is: "Ruth Adair, the clerk", "the clerk Ruth Adair", "Ruth Adair is…"."""
    named = re.escape(name)
    before, after = (
        rf"\b{_POST},? {named}\b",
        rf"\b{named}(?: (?:is|was)\b|,? (?:[\w’'-]+ ){{0,6}}?{_POST}\b)",
    )
    return re.search(rf"{before}|{after}", sentence, re.IGNORECASE) is not None


def tells(candidate: Candidate, post: Sequence[Term], body: Sequence[Term]) -> bool:
    """Whether the sentence holds the whole post and tells whose it is, with no other person in between."""
    said = held(candidate.said)
    done = _done(candidate.text, post)
    if any(term.forms.isdisjoint(said) for term in post) and not done:
        return False
    posts, bodies = done or _places(candidate.text, post), _places(candidate.text, body)
    if not posts or not bodies:
        above = said | held(candidate.passage.title)
        return not body or refers_back(candidate.text) or any(not t.forms.isdisjoint(above) for t in body)
    return any(_together(candidate.text, one, other) for one in posts for other in bodies)


def _places(sentence: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    forms = frozenset[str]().union(*(term.forms for term in terms))
    return [m.span() for m in _WORD.finditer(sentence) if stem(fold(m.group())) in forms]


def _done(sentence: str, post: Sequence[Term]) -> list[tuple[int, int]]:
    """Where it tells by whom something is done, for a post that is one word: "chaired by" for a chair."""
    verbs = _DONE.get(post[0].word) if len(post) == 1 else None
    return [m.span() for m in re.finditer(rf"\b(?:{verbs}) by\b", sentence, re.IGNORECASE)] if verbs else []


def _together(sentence: str, post: tuple[int, int], body: tuple[int, int]) -> bool:
    between = sentence[min(post[1], body[1]) : max(post[0], body[0])]
    if ";" in between:
        return False
    return body < post or not people(between) or _WHOSE.fullmatch(between) is not None
