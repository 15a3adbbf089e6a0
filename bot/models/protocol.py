"""The words between us and a chat model: passages in, claims out, both strict."""

import json
import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.domain import Claim, Draft, Evidence, Turn
from bot.grounding.quotes import locate
from bot.models import ModelError, Reason
from retrieval.corpus import Found

MOST_REPLY_CHARACTERS = 60_000
MOST_FALSE_STARTS = 50
"""A reply of nothing but braces would take minutes to read."""
MOST_CLAIMS = 12
MOST_UNANSWERED = 4
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_MARKS = re.compile(r"\s*[\[(【]\s*(?:S?\d{1,3})(?:\s*[,;]\s*S?\d{1,3})*\s*[\])】]")
_LABEL = re.compile(r"\bS\d{1,3}\b")
_ALMOST = re.compile(r"\W*(?:passage|label|source)?\W*S?(\d{1,3})\W*", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|#x?\w+);")


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


class _Evidence(_Strict):
    label: str
    quote: str


class _Claim(_Strict):
    text: str
    evidence: list[_Evidence]


class _Claims(_Strict):
    claims: list[_Claim]
    unanswered: list[str] = []


class _Question(_Strict):
    question: str


class _Verdict(_Strict):
    supported: bool
    reason: str = ""


def _object(**properties: object) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _named(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}}


_STRING = {"type": "string"}
CLAIMS = _named(
    "claims",
    _object(
        claims={
            "type": "array",
            # A model that has copied the words before it writes its sentence keeps to them better.
            "items": _object(
                evidence={"type": "array", "items": _object(label=_STRING, quote=_STRING)},
                text=_STRING,
            ),
        },
        unanswered={"type": "array", "items": _STRING},
    ),
)
QUESTION = _named("question", _object(question=_STRING))
VERDICT = _named("verdict", _object(supported={"type": "boolean"}, reason=_STRING))


def conversation(turns: Sequence[Turn]) -> str:
    """Earlier exchanges, oldest first; a turn without an answer is what somebody said to other people."""
    return "\n".join(map(_exchange, turns))


def _exchange(turn: Turn) -> str:
    if not turn.answer:
        return f"<said>{escape(turn.question[:600], quote=False)}</said>"
    return (
        f"<asked>{escape(turn.question, quote=False)}</asked>\n"
        f"<answered>{escape(turn.answer[:600], quote=False)}</answered>"
    )


def draft(reply: str, found: Sequence[Found]) -> Draft:
    """What a model replied with, as claims. Raises ModelError where it cannot be read."""
    read = _claims(reply)
    texts = [hit.passage.text for hit in found]
    claims = [
        Claim(
            text=_sentence(_unescaped(claim.text, texts)),
            evidence=tuple(
                Evidence(_labelled(e.label), _anchored(_unescaped(e.quote, texts), texts))
                for e in claim.evidence
            ),
        )
        for claim in read.claims[:MOST_CLAIMS]
    ]
    unanswered = [" ".join(part.split()) for part in read.unanswered[:MOST_UNANSWERED]]
    return Draft(
        claims=tuple(claim for claim in claims if claim.text),
        unanswered=tuple(part for part in unanswered if part),
    )


def _claims(reply: str) -> _Claims:
    """The claims as they were asked for; from JSON that is broken or cut off, those that are whole."""
    if whole := _fitting(reply, _Claims):
        return whole[-1]  # see `_some`
    return _Claims(claims=_some(reply, _Claim))


def question(reply: str) -> str:
    """The question a model replied with. Raises ModelError where it cannot be read."""
    return " ".join(_some(reply, _Question)[-1].question.split())


def supported(reply: str) -> bool:
    """A judge's verdict. What cannot be read, and a reply that says both, is no support."""
    verdicts = _fitting(reply, _Verdict)
    return bool(verdicts) and all(verdict.supported for verdict in verdicts)


def escaped(text: str) -> str:
    """As one line of a prompt that can open and close no element."""
    return escape(" ".join(text.split()), quote=False)


M = TypeVar("M", bound=BaseModel)


def _some(reply: str, kind: type[M]) -> list[M]:
    """Raises ModelError where there is none. A model may think aloud, or repeat the form that it was shown,
    before it replies: where one is wanted, the last is meant."""
    if fitting := _fitting(reply, kind):
        return fitting
    raise ModelError(Reason.UNREADABLE, f"it holds no {kind.__name__.strip('_').lower()}")


def _fitting(reply: str, kind: type[M]) -> list[M]:
    if len(reply) > MOST_REPLY_CHARACTERS:
        return []
    return [value for value in (_fitted(each, kind) for each in _objects(reply)) if value]


def _fitted(value: object, kind: type[M]) -> M | None:
    try:
        return kind.model_validate(value)
    except ValidationError:
        return None


def _objects(reply: str) -> Iterator[object]:
    """Every JSON object in a reply that may have prose and fences around it."""
    text = _THOUGHT.sub("", reply)
    decoder = json.JSONDecoder(strict=False)  # small models put raw line breaks into strings
    at, failed = text.find("{"), 0
    while at >= 0 and failed < MOST_FALSE_STARTS:
        try:
            value, at = decoder.raw_decode(text, at)
            yield value
        except (ValueError, RecursionError):
            at, failed = at + 1, failed + 1
        at = text.find("{", at)


def _labelled(label: str) -> str:
    """As passages are labelled, where it is written as "[S1]", "s1" or "1"."""
    almost = _ALMOST.fullmatch(label)
    return f"S{int(almost[1])}" if almost else label.strip()


def _unescaped(text: str, texts: Sequence[str]) -> str:
    """Passages are sent escaped, and some models quote them so; what a source escapes itself stays."""
    if not _ENTITY.search(text) or any(text in source for source in texts):
        return text
    return unescape(text)


def _anchored(quote: str, texts: Sequence[str]) -> str:
    """A quote from within a sentence is often written like one of its own, with a capital and a full stop:
    without these, where it stands in a passage only so. Nothing else is mended."""
    plain = quote.strip().rstrip(".,;:")
    forms = (quote, plain, plain[:1].swapcase() + plain[1:])
    return next((form for form in forms if any(locate(form, text) for text in texts)), quote)


def _sentence(text: str) -> str:
    """One line, without the labels and marks that models add: citations are numbered by us."""
    return " ".join(_LABEL.sub("", _MARKS.sub("", text)).split())
