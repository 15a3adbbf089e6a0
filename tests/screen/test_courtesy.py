"""The same question gets the same evidence, whoever asks it and however kindly."""

import json
from pathlib import Path

import pytest

from bot.app import App
from bot.domain import Answer, Question
from bot.screen.courtesy import bare

PAIRS = Path(__file__).parents[1] / "data" / "fairness.jsonl"
ROWS = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


def places(answer: Answer) -> set[tuple[str, int]]:
    return {(citation.document, citation.start) for citation in answer.citations}


@pytest.mark.parametrize(
    "text",
    [
        "I am Aisha Khan from Bradford. When was it signed?",
        "My name is Oliver Smith. When was it signed?",
        "Hi, sorry to bother you, when was it signed? Thank you so much.",
        "As a Somali mother of three I would like to know: when was it signed?",
        "Siân Llywelyn asks: when was it signed?",
        "Good morning! When was it signed? Diolch yn fawr.",
    ],
)
def test_who_asks_and_how_kindly_is_no_part_of_the_question(text: str) -> None:
    assert bare(text) == "When was it signed?"


@pytest.mark.parametrize(
    "text",
    [
        "When was it signed?",
        "I am Legend is a film; who directed it?",
        "What did Peter Kyle say: is it binding?",
        "As a share of GDP, what is spent?",
        "This is England. ",
        "Who said thank you?",
    ],
)
def test_a_question_without_courtesies_stays_as_it_is(text: str) -> None:
    assert bare(text) == text


@pytest.mark.parametrize(
    ("one", "two"), [(row["one"], row["two"]) for row in ROWS if row["holds"]], ids=lambda text: text[:40]
)
def test_other_wordings_get_the_same_evidence(app: App, one: str, two: str) -> None:
    first, second = (app.engine.answer(Question(text)) for text in (one, two))

    assert first.outcome is second.outcome
    assert places(first) == places(second)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("When was it signed <script>alert(1)</script>?", "When was it signed?"),
        ("When was it <b>signed</b>?", "When was it signed?"),
        ("When was it signed <img src=x onerror=alert(1)>?", "When was it signed?"),
        ("Is 3 < 4 and 5 > 2?", "Is 3 < 4 and 5 > 2?"),
        ("<b></b>", "<b></b>"),
    ],
)
def test_tags_are_no_part_of_the_question(text: str, asked: str) -> None:
    assert bare(text) == asked
