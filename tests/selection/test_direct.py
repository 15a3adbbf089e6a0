"""What is asked in a roundabout way is read as it would be asked outright."""

import pytest

from bot.selection.direct import direct, plain
from bot.selection.wanted import Kind, wanted
from tests.selection.conftest import Ask


@pytest.mark.parametrize(
    ("asked", "outright", "kind"),
    [
        ("Can you tell me when the board meets?", "When does the board meets?", Kind.TIME),
        ("Do you know when the memorandum was signed?", "When was the memorandum signed?", Kind.WHEN),
        ("Hi all, can someone tell me who chairs it? Thanks", "who chairs it?", Kind.PERSON),
        ("Please tell me how much the badge costs", "How much does the badge costs?", Kind.MONEY),
        ("I'd like to know how long it takes", "How long does it takes?", Kind.DURATION),
        ("any idea how many staff it has", "How many staff it has?", Kind.NUMBER),
        ("Does anyone know where councils meet?", "Where does councils meet?", Kind.WHERE),
        ("Could you explain why it was cut?", "Why was it cut?", Kind.OPEN),
        ("Can you tell me if it is binding?", "Is it so that it is binding?", Kind.YES_NO),
        ("Could you confirm the date of the meeting?", "What is the date of the meeting?", Kind.DATE),
        ("Can you list the members?", "What are the members?", Kind.OPEN),
        ("Could you tell me what happens then", "What happens then?", Kind.OPEN),
        (
            "Has it gone down since May, and by how much?",
            "By how much has it gone down since May?",
            Kind.NUMBER,
        ),
        ("How much is it?", "How much is it?", Kind.MONEY),
        ("What's the date and time of the meeting?", "What's the date and time of the meeting?", Kind.DATE),
        ("What is the deal costing us?", "What is the deal costing us?", Kind.MONEY),
        ("How many millions are we spending?", "How many millions are we spending?", Kind.MONEY),
        ("How many pounds of tea were sold?", "How many pounds of tea were sold?", Kind.NUMBER),
        ("Am I OK to keep it at home?", "Can I keep it at home?", Kind.YES_NO),
        ("Is it alright if I keep it at home?", "Can I keep it at home?", Kind.YES_NO),
        (
            "what does the handbook say sick pay is per week?",
            "What is sick pay per week?",
            Kind.MONEY,
        ),
        ("What does the 2019 plan say a pass costs?", "What does a pass cost in the 2019 plan?", Kind.MONEY),
    ],
)
def test_a_roundabout_question_is_put_outright(asked: str, outright: str, kind: Kind) -> None:
    assert direct(asked) == outright
    assert wanted(direct(asked)).kind is kind


@pytest.mark.parametrize(
    "question",
    [
        "Can you appeal?",
        "Could we use it?",
        "Do you have to register?",
        "tell me about growth zones",
        "Does anyone own it?",
        "Would you need a permit?",
        "",
        "?",
    ],
)
def test_what_is_asked_outright_stays(question: str) -> None:
    assert direct(question) == question


@pytest.mark.parametrize(
    "question",
    [
        "What time does the first Selby ferry leave?",
        "Can you tell me what time the first Selby ferry leaves?",
        "Hi all, does anyone know what time the first Selby ferry leaves? Many thanks",
    ],
)
def test_however_it_is_asked_the_answer_is_the_same(ask: Ask, question: str) -> None:
    (statement,) = ask(question, "desk").statements

    assert statement.text == "The first ferry leaves at 6.40am."


def test_a_part_that_is_not_answered_is_named_in_the_words_of_whoever_asked(ask: Ask) -> None:
    question = (
        "Does anyone know when I cannot board the Selby ferry, and who painted the Selby ferry in 1912?"
    )

    answer = ask(question, "desk")

    assert "You cannot board if" in answer.statements[0].text
    assert answer.unanswered == ("who painted the Selby ferry in 1912",)
    assert plain("Can you tell me when the board meets?") == "when the board meets?"
