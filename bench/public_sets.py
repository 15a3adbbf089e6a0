"""The public data sets, one reader each."""

import ast
import csv
import html
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from zipfile import ZipFile

from bench.misspelling import misspelt
from bench.public import Copies, DataSet, Row, Text, Wanted

SQUAD = "chrischute/squad"
SCIFACT = "sumithra-p-v/claimverifier"
MULTIHOP = "zc277584121/search-datasets"
AP_NEWS = "microsoft/benchmark-qed"
RGB = "chen700564/RGB"
MODELS_MD = "measured once, models.md 3b"
_HITS = ("hit@1", "hit@5", "MRR@10")


def squad(copies: Copies) -> DataSet:
    """Half of SQuAD 2.0 dev, to report on."""
    return _squad(copies, "squad", "data/dev-v2.0.json", held_out=True)


def squad_fit(copies: Copies) -> DataSet:
    """The other half, which a course publishes without answers, to fit on. A question without an answer was
    written about a paragraph too, and cannot be told from the others there."""
    return _squad(copies, "squad-fit", "data/test-v2.0.json", held_out=False)


def squad_misspelt(copies: Copies) -> DataSet:
    """The half to report on, each question with a slip of the fingers in one word."""
    data = squad(copies)
    asked = tuple(replace(question, text=misspelt(question.text)) for question in data.questions)
    return replace(data, name="squad-misspelt", questions=asked, published=())


def _squad(copies: Copies, name: str, file: str, *, held_out: bool) -> DataSet:
    """A question is right about the paragraph that it was written about."""
    texts: list[Text] = []
    questions: list[Wanted] = []
    for article in copies.json(SQUAD, file)["data"]:
        if article["title"] == "Miscellaneous":  # paragraphs of many articles under one name
            continue
        for number, paragraph in enumerate(article["paragraphs"]):
            text = Text(
                f"{_name(article['title'])}_{number:02}.txt",
                article["title"].replace("_", " "),
                paragraph["context"],
            )
            texts.append(text)
            questions += [
                Wanted(qa["question"].strip(), frozenset({text.file}), text.file, held_out)
                for qa in paragraph["qas"]
                if not qa.get("is_impossible")
            ]
    return DataSet(name, tuple(texts), tuple(questions), _HITS, SQUAD_ROWS if held_out else ())


def scifact(copies: Copies) -> DataSet:
    """Claims about 5,183 abstracts; the 300 claims of its development set are BEIR's test."""
    texts: list[Text] = []
    questions: list[Wanted] = []
    csv.field_size_limit(10_000_000)
    with ZipFile(copies.path(SCIFACT, "data/scifact.zip")) as archive:
        for row in _table(archive, "corpus_train.csv"):
            sentences = _array(row["abstract"])
            texts.append(Text(f"{row['doc_id']}.txt", row["title"], " ".join(sentences)))
        for file, held_out in (("claims_validation.csv", True), ("claims_train.csv", False)):
            cited: dict[str, set[str]] = defaultdict(set)
            claims: dict[str, str] = {}
            for row in _table(archive, file):
                claims[row["id"]] = row["claim"]
                cited[row["id"]] |= set(re.findall(r"\d+", row["cited_doc_ids"]))
            questions += [
                Wanted(claim, frozenset(f"{doc}.txt" for doc in cited[number]), number, held_out)
                for number, claim in claims.items()
            ]
    return DataSet("scifact", tuple(texts), tuple(questions), ("nDCG@10", "recall@10"), SCIFACT_ROWS)


def multihop(copies: Copies) -> DataSet:
    """Questions that need several facts of news stories, among all the facts (the stories themselves are not
    to be had). Every other question was fitted on."""
    asked = {q["id"]: q["question"] for q in copies.json(MULTIHOP, "multihop_rag/queries.json")["queries"]}
    truths: Mapping[str, Any] = copies.json(MULTIHOP, "multihop_rag/ground_truth.json")
    texts: dict[tuple[str, str], Text] = {}
    questions: list[Wanted] = []
    for number, truth in truths.get("ground_truth", truths).items():
        right = set()
        for fact in truth["evidence_list"]:
            name = f"fact_{len(texts):03}.txt"
            date = fact["published_at"][:10]
            key = fact["title"], fact["fact"]
            right.add(texts.setdefault(key, Text(name, fact["title"], fact["fact"], date)).file)
        if right:
            questions.append(Wanted(asked[number], frozenset(right), number, bool(len(questions) % 2)))
    measures = ("hit@4", "MRR@10", "MAP@10", "recall@10")
    return DataSet("multihop", tuple(texts.values()), tuple(questions), measures, MULTIHOP_ROWS)


def ap_news(copies: Copies) -> DataSet:
    """News stories with questions that a model wrote from one stretch of a story. The stories that a question
    is about, and every fourth of the others. Its licence allows measuring, not passing it on."""
    folder = copies.path(AP_NEWS, "datasets/AP_news/raw_data")
    stories = [json.loads(p.read_text(encoding="utf-8-sig")) for p in sorted(folder.glob("2*/*/*/*.json"))]
    asked = copies.json(
        AP_NEWS, "datasets/AP_news/generated_questions_v2/data_local_questions_assertions.json"
    )
    sources = [[s["text"] for c in q["claims"] for s in c["sources"]] for q in asked]
    headlines = {_headline(source) for each in sources for source in each}
    about = [s for s in stories if s["headline"].strip() in headlines]
    others = [s for s in stories if s["headline"].strip() not in headlines]
    kept = [*about, *others[::4]]
    files = defaultdict(set)
    for story in about:
        files[story["headline"].strip()].add(_story_name(story))
    questions = [
        Wanted(
            question["question_text"],
            frozenset(file for source in each for file in files[_headline(source)]),
            question["question_id"],
            held_out=True,
            gold=tuple(_plain(source.partition("\n")[2].partition("\n")[2]) for source in each),
        )
        for question, each in zip(asked, sources, strict=True)
    ]
    texts = [
        Text(_story_name(s), s["headline"].strip(), _plain(s["body_nitf"]), s["firstcreated"][:10])
        for s in kept
    ]
    measures = ("hit@1", "hit@5", "MRR@10", "passage hit@1", "passage hit@5", "passage MRR@10")
    return DataSet("ap", tuple(texts), tuple(questions), measures, AP_ROWS)


def rgb(copies: Copies) -> DataSet:
    """Short questions, and snippets of web pages that do or do not answer them, all in one collection."""
    lines = copies.path(RGB, "data/en_fact.json").read_text(encoding="utf-8-sig").splitlines()
    texts: dict[str, Text] = {}
    questions = []
    for row in map(json.loads, filter(None, lines)):
        for snippet in (*row["positive"], *row["negative"]):
            texts.setdefault(snippet, Text(f"snippet_{len(texts):04}.txt", "", snippet))
        right = frozenset(texts[snippet].file for snippet in row["positive"])
        questions.append(Wanted(row["query"], right, str(row["id"]), held_out=True))
    return DataSet("rgb", tuple(texts.values()), tuple(questions), _HITS)


SETS: Mapping[str, Callable[[Copies], DataSet]] = {
    "squad": squad,
    "squad-fit": squad_fit,
    "squad-misspelt": squad_misspelt,
    "scifact": scifact,
    "multihop": multihop,
    "ap": ap_news,
    "rgb": rgb,
}


def _name(title: str) -> str:
    return re.sub(r"[^\w-]+", "_", title)


def _table(archive: ZipFile, file: str) -> Iterator[dict[str, str]]:
    with archive.open(file) as raw:
        yield from csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8", newline=""))


def _array(written: str) -> list[str]:
    """The sentences of an abstract, written as NumPy prints an array: quoted, without commas between."""
    quoted = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
    return [str(ast.literal_eval(sentence)).strip() for sentence in re.findall(quoted, written, re.DOTALL)]


def _headline(source: str) -> str:
    return source.partition("\n")[0].removeprefix("headline: ").strip()


def _story_name(story: Mapping[str, Any]) -> str:
    return f"{story['altids']['itemid']}.txt"


def _plain(markup: str) -> str:
    """Paragraphs without their tags, a blank line between them."""
    spaced = re.sub(r"</p>|<br */?>|<hl2>|</hl2>", "\n\n", markup)
    text = html.unescape(re.sub(r"<[^>]*>", "", spaced))
    return "\n\n".join(part for part in (" ".join(p.split()) for p in text.split("\n\n")) if part)


SQUAD_ROWS = (
    Row("BM25 stemmed", ("0.829", "", "0.882"), MODELS_MD),
    Row("MiniLM", ("0.650", "", "0.751"), MODELS_MD),
    Row("BM25 + MiniLM, ranks fused (RRF)", ("0.767", "", "0.849"), MODELS_MD),
    Row("BM25 + MiniLM, scores fused", ("0.845", "", "0.897"), MODELS_MD),
)
_BEIR = "BEIR and MTEB tables"
SCIFACT_ROWS = (
    Row("BM25", ("0.665", ""), _BEIR, from_memory=True),
    Row("all-MiniLM-L6-v2", ("0.645", ""), _BEIR, from_memory=True),
    Row("mpnet-base-v2", ("0.656", ""), _BEIR, from_memory=True),
    Row("bge-small-en-v1.5", ("0.713", ""), _BEIR, from_memory=True),
    Row("bge-base-en-v1.5", ("0.740", ""), _BEIR, from_memory=True),
    Row("bge-large-en-v1.5", ("0.746", ""), _BEIR, from_memory=True),
    Row("BM25 + MiniLM, scores fused (0.4)", ("0.741", "0.851"), MODELS_MD),
)
_PAPER = "MultiHop-RAG paper, whole stories in chunks, so another and harder task; by secondary pages"
MULTIHOP_ROWS = (
    Row("voyage-02 + bge-reranker-large", ("0.663", "0.586", "0.480", ""), _PAPER),
    Row("bge-large-en-v1.5", ("", "0.430", "0.342", ""), _PAPER),
    Row("ada-002", ("0.504", "0.420", "0.343", ""), _PAPER, from_memory=True),
    Row("BM25 stemmed, facts", ("0.965", "0.880", "0.698", "0.840"), MODELS_MD),
    Row("BM25 + MiniLM, facts, scores fused", ("0.958", "0.883", "0.709", "0.858"), MODELS_MD),
)
AP_ROWS = (
    Row("BM25 + MiniLM + late interaction", ("", "", "", "0.88", "", "0.933"), MODELS_MD + "; other chunks"),
)
