"""Makes true and false claims out of public texts, to measure the claim check with."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sample:
    """A claim, its evidence, and whether the evidence supports it."""

    kind: str
    claim: str
    evidence: str
    supported: bool
    half: str
    """tune or held; develop or sealed: written before the rules were looked at again, and what of it nobody reads"""


SEEDS = Path(__file__).parent.parent / "seeds"
SENTENCE = re.compile(r"[^.!?\s][^.!?]*(?:[.!?](?!\s+[A-Z]|\s*$)[^.!?]*)*[.!?]?")
MONTHS = "January February March April May June July August September October November December".split()
QUALIFIER = re.compile(
    r"\b(more than|over|at least|up to|about|around|approximately|nearly|almost|less than|fewer than|roughly|some"
    r"|as many as|under|an estimated|estimated)\s+(?=[£$€]?\d)",
)
MODAL = re.compile(r"\b(may|might|could|can)\s+(?!not\b)(?=[a-z]+)")
WOULD = re.compile(r"\b(may|might|could|should)\s+(?=be\b)")
AUX = re.compile(r"\b(is|are|was|were|has|have|had|can|could|will|would|may|should)\b(?!\s+not\b|n't)")
NOT = re.compile(r"\b(is|are|was|were|has|have|had|can|could|will|would|may|should|does|did|do)\s+not\s+")
TURNED = dict(
    pair
    for line in """increased decreased|rose fell|grew shrank|higher lower|larger smaller|before
    after|first last
    |northern southern|eastern western|more less|most fewest|best worst|early late|won lost|accepted rejected
    |supported opposed|opened closed|began ended|above below|increase decrease|strong weak|public private
    |major minor|largest smallest|highest lowest|allowed banned|include exclude|older younger|rich poor
    |north south|east west|positive negative|win lose|majority minority|success failure|legal illegal""".split(
        "|"
    )
    for pair in ((line.split()[0], line.split()[1]), (line.split()[1], line.split()[0]))
)
KINDLY = {
    "large": "big", "began": "started", "started": "began", "many": "numerous", "several": "a number of",
    "purchased": "bought", "bought": "purchased", "near": "close to", "created": "established",
    "because": "since",
    "however": "but", "located": "situated", "about 1": "approximately 1", "approximately": "about",
    "however,": "but",
    "more than": "over", "important": "significant", "famous": "well known", "often": "frequently",
    "primarily": "mainly", "mainly": "chiefly", "received": "got", "obtained": "got", "died": "passed away",
    "required": "needed", "needed": "required", "attempted": "tried", "built": "constructed",
    "constructed": "built",
    "movie": "film", "film": "movie", "children": "kids", "also": "too", "currently": "at present",
    "wrote": "authored", "founded": "established", "states": "says", "assist": "help", "helped": "assisted",
    "begin": "start", "ended": "finished", "entire": "whole", "various": "different", "shows": "demonstrates",
    "known as": "called", "called": "known as", "main": "principal", "chief": "main", "occurs": "happens",
    "usually": "generally", "generally": "usually", "commonly": "often", }  # fmt: skip


def squad(path: Path, seed: int = 7) -> Iterator[Sample]:
    """Claims from SQuAD 2: sentences, changed sentences, and questions turned into statements."""
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    rng = random.Random(seed)
    strangers = [
        sentence
        for article in articles
        for p in article["paragraphs"][:3]
        for sentence in sentences(p["context"].replace("[citation needed]", ""))
    ]
    for number, article in enumerate(articles):
        half = "tune" if number % 2 == 0 else "held"
        answers = _answers(article)
        for paragraph in article["paragraphs"]:
            for sample in _from_paragraph(paragraph, answers, strangers, rng):
                kind, claim, evidence, supported = sample
                yield Sample(kind, claim, evidence, supported, half)


def sentences(text: str) -> list[str]:
    return [s.strip() for s in SENTENCE.findall(text) if 40 < len(s) < 400]


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


def _answers(article: dict) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for paragraph in article["paragraphs"]:
        for qa in paragraph["qas"]:
            for answer in qa["answers"][:1]:
                kind = _type(qa["question"], answer["text"])
                if kind and answer["text"] not in found.setdefault(kind, []):
                    found[kind].append(answer["text"])
    return found


def _from_paragraph(paragraph, answers, strangers, rng):
    context = paragraph["context"].replace("[citation needed]", "")
    here = sentences(context)
    for sentence in here:
        if rng.random() < 0.4:
            continue
        yield from _true(sentence, context, rng)
        yield from _changed(sentence, strangers, rng)
    for qa in paragraph["qas"]:
        yield from _asked(qa, context, here, answers, rng)


def _true(sentence, context, rng):
    if rng.random() < 0.1:
        yield "true: word for word", sentence, sentence, True
    clause = re.match(r"^(.{40,}?)(?:, (?:which|who|and|but|while|although|where)\b|; )", sentence)
    if clause and rng.random() < 0.5:
        yield "true: a clause", clause[1] + ".", sentence, True
    fronted = re.match(
        r"^((?:In|On|After|During|By|From|At|Since|Until) [^,]{3,40}), ((?:the|a|an|[A-Z])[^,]+)\.$", sentence
    )
    if fronted:
        rest = (
            fronted[2]
            if fronted[2].split()[0] not in ("the", "a", "an")
            else fronted[2][0].upper() + fronted[2][1:]
        )
        yield (
            "true: reordered",
            f"{rest[0].upper()}{rest[1:]} {fronted[1][0].lower()}{fronted[1][1:]}.",
            sentence,
            True,
        )
    without = re.sub(r" \([^)]*\)|, (?:which|who) [^,]+,", "", sentence)
    if without != sentence and len(without) > 40:
        yield "true: an aside left out", without, sentence, True
    words = [word for word in KINDLY if re.search(rf"\b{re.escape(word)}\b", sentence)]
    rng.shuffle(words)
    kindly = sentence
    for word in words[:2]:
        kindly = re.sub(rf"\b{re.escape(word)}\b", KINDLY[word], kindly, count=1)
    if kindly != sentence and rng.random() < 0.6:
        yield "true: other words", kindly, sentence, True
    formatted = _reformat(sentence)
    if formatted != sentence:
        yield "true: other format", formatted, sentence, True


def _reformat(sentence: str) -> str:
    text = re.sub(r"\b(\d{1,3})(?:,000,000)\b", r"\1 million", sentence)
    text = (
        re.sub(r"(\d) million\b", r"\1m", text)
        if text == sentence and re.search(r"[£$€]\d+ million", text)
        else text
    )
    text = re.sub(r"(\d)%", r"\1 per cent", text)
    text = (
        re.sub(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})", r"\2 \1, \3", text)
        if text == sentence
        else text
    )
    if text == sentence:
        text = re.sub(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}}), (\d{{4}})", r"\2 \1 \3", text)
    for word, digit in (
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
    ):
        text = re.sub(rf"(?<!-)\b{word}\b(?= [a-z]+s\b)", str(digit), text)
    return text


def _changed(sentence, strangers, rng):
    numbers = list(re.finditer(r"(?<![\d,.])\d[\d,]*(?:\.\d+)?(?![\d,.]*\d)", sentence))
    dated = {
        m.start()
        for m in re.finditer(
            rf"\d+(?= (?:{'|'.join(MONTHS)}))|(?<=[a-z] )\d+(?=, \d{{4}})|(?<=[–-])\d+", sentence
        )
    }
    years = [m for m in numbers if re.fullmatch(r"1[0-9]\d\d|20[0-2]\d", m.group())]
    plain = [m for m in numbers if m not in years and m.start() not in dated]
    if plain and rng.random() < 0.6:
        m = rng.choice(plain)
        yield (
            "false: a number",
            sentence[: m.start()] + _other_number(m.group(), rng) + sentence[m.end() :],
            sentence,
            False,
        )
    if (
        len(plain) > 1
        and len({m.group() for m in plain}) > 1
        and plain[0].group() != plain[1].group()
        and rng.random() < 0.7
    ):
        yield "false: two numbers swapped", _swap(sentence, plain[0], plain[1]), sentence, False
    if years and rng.random() < 0.5:
        m = rng.choice(years)
        year = str(int(m.group()) + rng.choice([-11, -10, -2, -1, 1, 2, 10, 100]))
        yield "false: a date", sentence[: m.start()] + year + sentence[m.end() :], sentence, False
    month = re.search(rf"\b({'|'.join(m for m in MONTHS if m not in ('May', 'March'))})\b", sentence)
    if month:
        other = rng.choice([m for m in MONTHS if m != month[1]])
        yield "false: a date", sentence[: month.start()] + other + sentence[month.end() :], sentence, False
    qualifier = QUALIFIER.search(sentence)
    if qualifier:
        yield (
            "false: a qualifier dropped",
            sentence[: qualifier.start()] + sentence[qualifier.end() :],
            sentence,
            False,
        )
        turned = {"more than": "fewer than", "over": "under", "at least": "at most", "up to": "at least", "nearly": "more than",
                  "almost": "over", "less than": "more than", "fewer than": "more than",
                  "under": "over"}  # fmt: skip
        if qualifier[1] in turned:
            text = sentence[: qualifier.start()] + turned[qualifier[1]] + " " + sentence[qualifier.end() :]
            yield "false: a qualifier turned", text, sentence, False
    yield from _reworded(sentence, strangers, rng)


def _reworded(sentence, strangers, rng):
    not_ = NOT.search(sentence)
    aux = AUX.search(sentence)
    if not_:
        yield (
            "false: a not left out",
            sentence[: not_.start()] + not_[1] + " " + sentence[not_.end() :],
            sentence,
            False,
        )
    elif aux and rng.random() < 0.12:
        yield "false: a not put in", sentence[: aux.end()] + " not" + sentence[aux.end() :], sentence, False
    modal = MODAL.search(sentence)
    if modal:
        yield (
            "false: may to will",
            sentence[: modal.start()] + "will " + sentence[modal.end() :],
            sentence,
            False,
        )
    done = WOULD.search(sentence)
    if done:
        yield (
            "false: may be to is",
            re.sub(r"\b(?:may|might|could|should) be\b", "is", sentence, count=1),
            sentence,
            False,
        )
    turnable = [word for word in TURNED if re.search(rf"\b{word}\b", sentence)]
    if turnable and rng.random() < 0.5:
        word = rng.choice(turnable)
        yield (
            "false: direction turned",
            re.sub(rf"\b{word}\b", TURNED[word], sentence, count=1),
            sentence,
            False,
        )
    if rng.random() < 0.08:
        stranger = rng.choice(strangers)
        tail = stranger[0].lower() + stranger[1:].rstrip(".")
        yield (
            "false: an outside fact",
            f"{sentence.rstrip('.')}, and {' '.join(tail.split()[:14])}.",
            sentence,
            False,
        )


def _swap(sentence: str, one: re.Match[str], two: re.Match[str]) -> str:
    return "".join(
        (
            sentence[: one.start()],
            two.group(),
            sentence[one.end() : two.start()],
            one.group(),
            sentence[two.end() :],
        )
    )


def _other_number(text: str, rng: random.Random) -> str:
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    at = digits[0] if rng.random() < 0.6 else rng.choice(digits)
    choices = [d for d in "123456789" if d != text[at]]
    return text[:at] + rng.choice(choices) + text[at + 1 :]


def _asked(qa, context, here, answers, rng):
    truth = [a["text"] for a in qa["answers"]][:1] or [a["text"] for a in qa.get("plausible_answers", [])][:1]
    if not truth:
        return
    if qa["is_impossible"]:
        claim = stated(qa["question"], truth[0])
        if claim:
            yield "hard: unanswerable question answered", claim, context, False
        return
    kind = _type(qa["question"], truth[0])
    sentence = next((s for s in here if truth[0] in s), None)
    claim = stated(qa["question"], truth[0])
    if claim:
        yield "paraphrase: question stated, paragraph", claim, context, True
        if sentence:
            yield "paraphrase: question stated, sentence", claim, sentence, True
    if not kind:
        return
    others = [a for a in answers[kind] if not (set(a.lower().split()) & set(truth[0].lower().split()))]
    near = [a for a in others if re.search(rf"\b{re.escape(a)}\b", context)]
    if claim and near:
        yield (
            f"paraphrase false: another {kind} of the paragraph",
            stated(qa["question"], rng.choice(near)),
            context,
            False,
        )
    if sentence and others:
        other = rng.choice(others)
        text = sentence.replace(truth[0], other, 1)
        yield f"false: a {kind} from elsewhere", text, sentence, False
        inside = [a for a in others if re.search(rf"\b{re.escape(a)}\b", sentence)]
        if inside and all(map(_plain, (truth[0], inside[0]))):
            one, two = truth[0], inside[0]
            swapped = sentence.replace(one, "\0").replace(two, one).replace("\0", two)
            yield f"false: two {kind}s swapped", swapped, sentence, False
        elif near:
            yield (
                f"false: a {kind} of another sentence",
                sentence.replace(truth[0], rng.choice(near), 1),
                context,
                False,
            )


def _plain(answer: str) -> bool:
    """A bare name, date or number, so that two exchanged still make a sentence."""
    return bool(
        re.fullmatch(r"(?:[A-Z][\w.'-]+ ?){1,4}|[\d,.]+|[A-Z][a-z]+ \d{4}", answer)
    ) and not answer.startswith(("The ", "A ", "Any "))


def stated(question: str, answer: str) -> str | None:
    """A question as a statement, for the shapes that need no grammar."""
    question = question.strip().rstrip("?").strip()
    for pattern, shape in (
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
    ):
        match = re.match(pattern, question)
        if match:
            answer_text = re.sub(r"^(?:in|on|at|In|On|At) ", "", answer)
            text = shape.replace("{a}", answer_text)
            for number, group in enumerate(match.groups(), 1):
                text = text.replace(f"{{{number}}}", group)
            return text[0].upper() + text[1:] + "."
    return None


def rgb(path: Path) -> Iterator[Sample]:
    """RGB counterfactual: snippets where the answer was exchanged."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        half = "tune" if number % 2 == 0 else "held"
        answers = row["answer"] if isinstance(row["answer"], list) else [row["answer"]]
        for right, wrong in zip(row["positive"], row["positive_wrong"], strict=False):
            for one, other in ((right, wrong), (wrong, right)):
                told = answers if one is right else [row["fakeanswer"]]
                for sentence in sentences(one):
                    if any(isinstance(a, str) and a in sentence for a in told) and sentence not in other:
                        yield Sample("rgb: answer exchanged", sentence, other, False, half)
                        yield Sample("rgb: as it stands", sentence, one, True, half)


def written(path: Path) -> Iterator[Sample]:
    """The claims written by hand. Evidence that is a whole article is named, not repeated."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        evidence = row.get("evidence") or (SEEDS / row["seed"]).read_text(encoding="utf-8")
        start = "true" if row["supported"] else "false"
        yield Sample(f"by hand {start}: {row['kind']}", row["claim"], evidence, row["supported"], row["half"])
