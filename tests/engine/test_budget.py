"""What a model is shown keeps to its budget, in whole sentences, the best where it is read."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models.packing import passages
from bot.models.tokens import count
from retrieval.corpus import Found
from retrieval.sentences import sentences
from tests.engine.parts import MEMO, MONEY, found, model, passage
from tests.fakes.model_server import Asked, Reply, error, model_server, well

SEEDS = Path(__file__).parents[2] / "seeds"
LONG = (
    "The scheme began in spring. Nobody had expected it. "
    "Bakers in Leeds may sell bread until midnight. They asked for it themselves. It ends in June."
)


def scored(*texts: str) -> list[Found]:
    return [Found(passage(text, number=n), 1.0 - n / 100) for n, text in enumerate(texts, 1)]


def shown(text: str) -> list[str]:
    return re.findall(r'label="(S\d+)"', text)


def test_the_best_passage_stands_first_and_the_next_best_last() -> None:
    assert shown(passages(scored(*(f"{MEMO} {n}" for n in range(5))), 5000)) == ["S1", "S3", "S5", "S4", "S2"]


def test_passages_of_one_score_stay_in_their_order() -> None:
    assert shown(passages(found(*[MEMO] * 4), 5000)) == ["S1", "S2", "S3", "S4"]


def test_passages_beyond_the_budget_are_left_out_worst_first() -> None:
    budget = 2 * count(MEMO) + 60

    assert shown(passages(scored(*(f"{MEMO} {n}" for n in range(3))), budget)) == ["S1", "S2"]


def test_a_passage_that_does_not_fit_leaves_room_for_one_that_does() -> None:
    assert shown(passages(scored("word " * 500, MONEY), 100)) == ["S2"]


def test_a_long_passage_keeps_the_sentences_that_the_question_is_about() -> None:
    text = passages(found(LONG), 60, "Until when may bakers in Leeds sell bread?")

    assert "Bakers in Leeds may sell bread until midnight." in text
    assert "Nobody had expected it." not in text


def test_where_nothing_fits_nothing_is_shown() -> None:
    assert passages(found(LONG), 10) == ""


@given(st.integers(20, 400), st.lists(st.sampled_from([MEMO, MONEY, LONG, "一二三。四五六。"]), max_size=5))
def test_whatever_the_budget_whole_sentences_are_shown_and_it_is_kept(budget: int, texts: list[str]) -> None:
    text = passages(scored(*texts), budget, "bread in Leeds")

    assert count(text) <= budget
    for label, words in re.findall(r'label="S(\d+)"[^>]*>(.*?)</passage>', text):
        source = texts[int(label) - 1]
        spans = sentences(source)
        start = source.index(words)
        assert start in {begin for begin, _ in spans}
        assert start + len(words) in {end for _, end in spans}


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_english_is_counted_as_a_little_more_than_one_token_a_word(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert 1.1 < count(text) / len(text.split()) < 2.0


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("a" * 3000, 1000),
        ("x7Qz" * 500, 1000),
        ("政府签署了谅解备忘录" * 50, 400),
        ("覚書に署名した。" * 50, 300),
        ("12345678", 8),
        ("👍🏽" * 20, 40),
        ("\x00", 0),
        ("", 0),
    ],
)
def test_long_words_numbers_and_other_scripts_are_not_counted_as_one_token_a_word(
    text: str, least: int
) -> None:
    assert count(text) >= least


@given(st.text(), st.text())
def test_a_text_has_no_fewer_tokens_than_either_half(one: str, other: str) -> None:
    assert count(f"{one} {other}") >= max(count(one), count(other)) - 2


def test_the_prompt_and_the_reply_keep_to_the_context_that_is_set() -> None:
    hits = scored(*(f"{MEMO} {MONEY} {n} " * 5 for n in range(12)))
    with model_server(well) as server:
        model(server, context=2048).compose("When was the memorandum signed?", hits)

        (asked,) = server.asked
    prompt = count(asked.said("system")) + count(asked.said("user"))
    reply = asked.body.get("max_completion_tokens") or asked.body["max_tokens"]
    assert 1000 < prompt + reply <= 2048


def test_a_prompt_too_long_for_the_model_is_shortened() -> None:
    def small(asked: Asked) -> Reply:
        if count(asked.said("user")) > 800:
            return error(400, "This model's maximum context length is 1024 tokens.")
        return well(asked)

    with model_server(small) as server:
        chat = model(server, context=8192)
        draft = chat.compose("When was it signed?", scored(MEMO, *(f"{n} {MONEY * 20}" for n in range(5))))

    assert draft.claims
    assert len(server.asked) > 1


def test_a_table_that_goes_on_is_shown_with_the_names_of_its_columns() -> None:
    table = replace(passage("| Mill Lane | £35 |"), columns='| Street | "Cost" |')

    assert ' columns="| Street | &quot;Cost&quot; |">| Mill Lane | £35 |</passage>' in passages(
        [Found(table, 1.0)], 500
    )
