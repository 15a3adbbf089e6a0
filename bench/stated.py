"""Questions of SQuAD 2.0 as statements, with their own answer or with another of the same kind."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, NotRequired, TypedDict

from bench.lies import Made


class Answer(TypedDict):
    """An answer, as SQuAD has it."""

    text: str


class Question(TypedDict):
    """A question, as SQuAD has it."""

    question: str
    is_impossible: bool
    answers: list[Answer]
    plausible_answers: NotRequired[list[Answer]]


class Context(TypedDict):
    """A paragraph, as SQuAD has it."""

    context: str
    qas: list[Question]


class Article(TypedDict):
    """An article, as SQuAD has it."""

    paragraphs: list[Context]


def _type(question: str, answer: str) -> str | None:
    asked = question.lower()
    if re.search(r"\b(what|which) (year|date|month|decade)\b|^when\b", asked):
        return "date" if re.search(r"\d{3}", answer) else None
    if re.search(r"\bhow (many|much)\b|\bwhat percent", asked):
        return "number" if re.search(r"\d", answer) else None
    if re.search(r"^who\b|^whom\b|^whose\b", asked):
        return "person" if answer[:1].isupper() else None
    if re.search(r"^where\b|\b(what|which) (city|country|state|town|region)\b", asked):
        return "place" if answer[:1].isupper() else None
    return None


def answers_of(article: Article) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for paragraph in article["paragraphs"]:
        for qa in paragraph["qas"]:
            for answer in qa["answers"][:1]:
                kind = _type(qa["question"], answer["text"])
                if kind and answer["text"] not in found.setdefault(kind, []):
                    found[kind].append(answer["text"])
    return found


class Paragraph(NamedTuple):
    """A paragraph of SQuAD with the sentences that claims are made of."""

    context: str
    sentences: Sequence[str]


def asked(
    qa: Question, here: Paragraph, answers: Mapping[str, Sequence[str]], rng: random.Random
) -> Iterator[Made]:
    """A question as a statement, with its answer; and with one that another question of the article has."""
    found = [*qa["answers"], *qa.get("plausible_answers", [])][:1]
    claim = stated(qa["question"], found[0]["text"]) if found else None
    if not found or qa["is_impossible"]:
        if claim:
            yield "hard: unanswerable question answered", claim, here.context, False
        return
    truth = found[0]["text"]
    sentence = next((each for each in here.sentences if truth in each), None)
    if claim:
        yield "paraphrase: question stated, paragraph", claim, here.context, True
        if sentence:
            yield "paraphrase: question stated, sentence", claim, sentence, True
    kind = _type(qa["question"], truth)
    if not kind:
        return
    others = [other for other in answers[kind] if not set(other.lower().split()) & set(truth.lower().split())]
    near = [other for other in others if re.search(rf"\b{re.escape(other)}\b", here.context)]
    told = stated(qa["question"], rng.choice(near)) if claim and near else None
    if told:
        yield f"paraphrase false: another {kind} of the paragraph", told, here.context, False
    if sentence and others:
        yield from _exchanged(kind, truth, sentence, others, rng)
        if near and not _swapped(truth, sentence, others):
            other = sentence.replace(truth, rng.choice(near), 1)
            yield f"false: a {kind} of another sentence", other, here.context, False


def _exchanged(
    kind: str, truth: str, sentence: str, others: Sequence[str], rng: random.Random
) -> Iterator[Made]:
    other = sentence.replace(truth, rng.choice(others), 1)
    yield f"false: a {kind} from elsewhere", other, sentence, False
    swapped = _swapped(truth, sentence, others)
    if swapped:
        yield f"false: two {kind}s swapped", swapped, sentence, False


def _swapped(one: str, sentence: str, others: Sequence[str]) -> str:
    """The sentence with two answers in each other's place, "" where it has no second one."""
    inside = [other for other in others if re.search(rf"\b{re.escape(other)}\b", sentence)]
    if not (inside and _plain(one) and _plain(inside[0])):
        return ""
    return sentence.replace(one, "\0").replace(inside[0], one).replace("\0", inside[0])


def _plain(answer: str) -> bool:
    """A bare name, date or number, so that two exchanged still make a sentence."""
    return bool(
        re.fullmatch(r"(?:[A-Z][\w.'-]+ ?){1,4}|[\d,.]+|[A-Z][a-z]+ \d{4}", answer)
    ) and not answer.startswith(("The ", "A ", "Any "))


_SHAPES = (
    (r"^(?:Who|What|Which) ((?:is|are|was|were) (?:the|a|an)\b.+)$", "{a} {1}"),
    (r"^Who ((?!is|are|was|were|did|do|does|has|have|can|could|would|will)[a-z]+ .+)$", "{a} {1}"),
    (r"^Who ((?:is|are|was|were|has|had) [a-z]+ed\b.+)$", "{a} {1}"),
    (
        r"^(?:What|Which) ([a-z]+) ((?!is|are|was|were|did|do|does|has|have|can|could|would|will)[a-z]+(?:s|ed) .+)$",
        "{a} {2}",
    ),
    (
        r"^How many ([a-z ]+?) ((?:are|were|have|had|live|died|attended|took|make|made) .+)$",
        "{a} {1} {2}",
    ),
    (
        r"^(?:When|In (?:what|which) year) (was|were|is|are) (.+?) ([a-z]+(?:ed|en|nt|lt|ld|un|ut|wn|ought))$",
        "{2} {1} {3} in {a}",
    ),
    (r"^Where (was|were|is|are) (.+?) ([a-z]+(?:ed|en|nt|lt|ld|un|ut|wn|ought))$", "{2} {1} {3} in {a}"),
)
"""Questions that need no grammar to be stated, and how."""


def stated(question: str, answer: str) -> str | None:
    """A question as a statement, for the shapes that need no grammar."""
    question = question.strip().rstrip("?").strip()
    for pattern, shape in _SHAPES:
        match = re.match(pattern, question)
        if match:
            answer_text = re.sub(r"^(?:in|on|at|In|On|At) ", "", answer)
            text = shape.replace("{a}", answer_text)
            for number, group in enumerate(match.groups(), 1):
                text = text.replace(f"{{{number}}}", group)
            return text[0].upper() + text[1:] + "."
    return None
