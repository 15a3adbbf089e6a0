"""What people and programs see of an answer, compared whole."""

from bot.domain import Citation, Outcome, Statement
from bot.render import payload, text
from tests.terminal.values import FIRST, ONE, TWO, answer, found


def test_an_answer_as_json_has_exactly_the_keys_of_the_contract() -> None:
    assert payload.answer(answer()) == {
        "outcome": "answered",
        "text": "The government received 200 applications. [1] It aims at efficiency. [1][2]",
        "statements": [
            {"text": "The government received 200 applications.", "citations": [1]},
            {"text": "It aims at efficiency.", "citations": [1, 2]},
        ],
        "citations": [
            {
                "number": 1,
                "document": "a.txt",
                "title": "Zones for growth",
                "quote": "200 applications",
                "start": 10,
                "end": 26,
            },
            {
                "number": 2,
                "document": "b.txt",
                "title": "Otra nota",
                "quote": "mejorar la eficiencia",
                "start": 0,
                "end": 21,
            },
        ],
        "notice": "",
        "suggestions": [],
        "model": "extractive",
        "seconds": 0.0123,
    }


def test_the_text_is_the_reply_where_there_are_no_statements() -> None:
    shown = payload.answer(answer(Outcome.DECLINED_EMPTY, (), reply="Type a question.", notice="So."))

    assert shown["text"] == "Type a question."
    assert shown["notice"] == "So."


def test_closest_lines_as_json_never_lose_the_reply_that_they_are_no_answer() -> None:
    shown = payload.answer(
        answer(Outcome.NOT_IN_SOURCES, (ONE,), reply="The sources do not say.", notice="Closest lines:")
    )

    assert shown["text"] == "The government received 200 applications. [1]"
    assert shown["notice"] == "The sources do not say. Closest lines:"


def test_passages_as_json_have_exactly_the_keys_of_the_contract() -> None:
    assert payload.passages([found(start=3)]) == {
        "passages": [
            {
                "document": "a.txt",
                "title": "Zones for growth",
                "text": "They received 200 applications.",
                "start": 3,
                "end": 34,
                "score": 0.912346,
            }
        ]
    }


def test_an_answer_for_people_comes_first_and_then_its_sources() -> None:
    shown = text.plain(text.answer(answer(suggestions=("Who signed?",), notice="Selected by program.")))

    assert shown == (
        "The government received 200 applications. [1]\n"
        "It aims at efficiency. [1] [2]\n"
        "\n"
        "[1] Zones for growth (22 July 2025)\n"
        "    a.txt · 10–26\n"
        "    “200 applications”\n"
        "[2] Otra nota\n"
        "    b.txt · 0–21 · a link or teaser on the page, not the article itself · in Spanish\n"
        "    “mejorar la eficiencia”\n"
        "\n"
        "Selected by program.\n"
        "\n"
        "You could ask:\n"
        "  • Who signed?"
    )


def test_where_sources_disagree_each_side_says_whose_it_is() -> None:
    shown = text.plain(text.answer(answer(Outcome.SOURCES_DISAGREE, reply="The sources do not agree.")))

    assert "  Zones for growth (22 July 2025): The government received 200 applications. [1]\n" in shown
    assert "  Otra nota, Zones for growth (22 July 2025): It aims at efficiency. [1] [2]\n" in shown
    assert "The sources do not agree." in shown


def test_where_nothing_answers_the_reply_comes_before_the_closest_lines() -> None:
    shown = text.plain(text.answer(answer(Outcome.NOT_IN_SOURCES, (ONE,), reply="The sources do not say.")))

    assert shown.startswith("The sources do not say.\n\n  The government received 200 applications. [1]\n")


def test_a_document_cannot_send_control_codes_to_the_terminal() -> None:
    evil = Citation("default", "\x1b]0;x\x07a.txt", "A\x1b[31m title", None, "red \x1b[31mwords\u202e", 0, 9)

    shown = text.plain(text.answer(answer(statements=(Statement("Said \x9b2J so.", (evil,)),))))

    assert not any(code in shown for code in "\x1b\x07\x9b\u202e")


def test_dates_are_written_as_people_write_them() -> None:
    assert text.day("2025-07-02") == "2 July 2025"
    assert text.day("2025-07") == "2025-07"


def test_passages_for_people_say_where_they_stand() -> None:
    assert text.plain(text.found([found()])) == (
        "1. Zones for growth (22 July 2025)\n   a.txt · 0–31\n   They received 200 applications."
    )


def test_nothing_found_is_said() -> None:
    assert text.plain(text.found([])) == "Nothing found."


def test_the_two_statements_share_the_number_of_one_citation() -> None:
    assert answer().citations == (FIRST, TWO.citations[0])
