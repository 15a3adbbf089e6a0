"""Sources disagree where they give answers to one question that cannot both be right, and only there."""

import pytest

from bot.domain import Citation, Statement
from bot.selection.disagreement import find


def said(text: str, document: str) -> Statement:
    return Statement(text, (Citation("default", document, document, None, text, 0, len(text)),))


def sides(question: str, *texts: str) -> list[str]:
    """The documents on each side, "0" for the first text."""
    found = find(question, [said(text, str(number)) for number, text in enumerate(texts)])
    return ["".join(citation.document for citation in side.citations) for side in found]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How many homes were flooded?",
            "Some 340 homes were flooded.",
            "The flood reached 410 homes: all were flooded.",
        ),
        (
            "How many homes were flooded?",
            "Three hundred homes were flooded.",
            "Five hundred homes were flooded.",
        ),
        ("How much will the wall cost?", "The wall will cost £4.6 million.", "The wall will cost £6m."),
        (
            "What share of pupils eat school meals?",
            "Some 63% of pupils eat school meals.",
            "Only 40% of pupils eat school meals.",
        ),
        ("When did the library open?", "The library opened in May 2023.", "The library opened in June 2023."),
        (
            "On what date did the river flood?",
            "The river flooded on 14 November 2023.",
            "On 15 November 2023 the river flooded.",
        ),
        ("Who is the head cook?", "The head cook is Priya Nair.", "The head cook is Tom Reed."),
        (
            "Which company built the wall at Lower Mill?",
            "The wall at Lower Mill was built by Brennan.",
            "Hargreaves built the wall at Lower Mill.",
        ),
        ("Is the scheme compulsory?", "The scheme is compulsory.", "The scheme is not compulsory."),
        ("Was the warning late?", "The warning was late.", "The council denies that the warning was late."),
        (
            "Will the council close the library?",
            "The council will close the library.",
            "The council may close the library.",
        ),
    ],
)
def test_answers_that_cannot_both_be_right_are_sides(question: str, one: str, other: str) -> None:
    assert sides(question, one, other) == ["0", "1"]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("How many people work there?", "More than 100 people work there.", "Over 100 people work there."),
        ("How many people work there?", "More than 100 people work there.", "About 120 people work there."),
        ("How much will the wall cost?", "The wall will cost £4.6 million.", "The wall will cost £4.6m."),
        ("How much will the wall cost?", "The wall will cost £4.6m.", "The pump will cost £2m."),
        (
            "How much government money is there for AI?",
            "These zones are backed by £2 billion in government funding.",
            "It has also invested up to £500m in sovereign AI.",
        ),
        ("What does Humphrey do?", "Humphrey sorts mail.", "Humprey sorts mail."),
        (
            "Which tool sorts mail in Alderford?",
            "Humphrey sorts mail in Alderford.",
            "Humprey sorts mail in Alderford.",
        ),
        (
            "Which companies have agreements with the UK?",
            "The UK has agreements with Google and Anthropic.",
            "The UK has an agreement with OpenAI.",
        ),
        ("When did the library open?", "The library opened in 2023.", "The library opened in May 2023."),
        ("When did the library open?", "The library opened in May 2023.", "The pool opened in June 2022."),
        ("Who signed it?", "Sam Altman signed it.", "Peter Kyle signed it."),
        ("Who is the head cook?", "The head cook is Priya Nair.", "The head cook, Ms Priya Nair, spoke."),
        ("Who is the head cook?", "The head cook is Priya Nair.", "Ms Nair’s menus made her the head cook."),
        ("Is the scheme free?", "The scheme is free.", "The scheme is run by the council."),
        ("Why did the pump fail?", "The pump failed for 3 reasons.", "5 reasons were given for it."),
        (
            "Will AI replace park keepers?",
            "AI may help park keepers to mow.",
            "AI is bought for park keepers by the county.",
        ),
    ],
)
def test_answers_that_can_all_be_right_are_no_sides(question: str, one: str, other: str) -> None:
    assert sides(question, one, other) == []


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "Who built the jetty?",
            "The jetty was built by Costain in 2019.",
            "The jetty was built by Balfour in 2019.",
        ),
        (
            "What about the jetty?",
            "The jetty was built by Costain.",
            "The jetty was built by Balfour Beatty.",
        ),
        ("Was the plan adopted in June?", "The plan was adopted in June.", "The plan was adopted in May."),
        ("What became of the plan?", "The plan was adopted in October.", "The plan was adopted in June."),
        ("What are the rules on dogs?", "Tenants may keep one dog.", "Tenants must not keep a dog."),
        (
            "What is planned for the ferry?",
            "The ferry will stop there from May.",
            "The ferry may stop there from May.",
        ),
        (
            "Who has signed the pledge?",
            "All schools have signed the pledge.",
            "Some schools have signed the pledge.",
        ),
        ("Who works at the library?", "The library employs 14 people.", "The library employs 19 people."),
        (
            "Can lorries use the bridge?",
            "The bridge is open to lorries.",
            "The bridge is not open to lorries.",
        ),
    ],
)
def test_one_word_makes_another_account(question: str, one: str, other: str) -> None:
    assert sides(question, one, other) == ["0", "1"]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "Who built the jetty?",
            "The jetty at Amble was built by Costain.",
            "The jetty at Blyth was built by Balfour.",
        ),
        ("What do schools sign?", "Schools have signed the pledge.", "All schools have signed the pledge."),
        ("What did the council pay?", "In 2023 the council paid £4m.", "In 2024 the council paid £5m."),
        ("What about staff?", "In 2023 the council had 400 staff.", "In 2024 the council had 400 staff."),
        ("What came of June’s plan?", "The plan was adopted in June.", "The plan was adopted in May."),
        (
            "How much is the grant worth?",
            "It is worth £2,000 for small firms.",
            "It is worth £5,000 for large firms.",
        ),
        (
            "Who signed the charter?",
            "The charter was signed by Ann Lee.",
            "The charter was signed by Tom Hart.",
        ),
        ("What happens to buses?", "The bus stops at Blyth.", "The bus will stop at Blyth."),
        ("What happens to buses?", "The bus stops. It stops at 5.", "The bus stops. It stops at 6."),
    ],
)
def test_two_accounts_of_two_things_are_no_sides(question: str, one: str, other: str) -> None:
    assert sides(question, one, other) == []


def test_one_document_does_not_disagree_with_itself() -> None:
    statements = [said("The wall cost £4m.", "a.txt"), said("The wall cost £6m.", "a.txt")]

    assert find("How much did the wall cost?", statements) == ()


def test_documents_that_agree_stand_on_one_side() -> None:
    assert sides(
        "How much did the wall cost?",
        "The wall cost £4m.",
        "The wall cost £6m.",
        "In all, the wall cost £4m.",
    ) == ["02", "1"]


@pytest.mark.parametrize("texts", [(), ("The wall cost £4m.",), ("", "…")])
def test_it_takes_two_to_disagree(texts: tuple[str, ...]) -> None:
    assert sides("How much did the wall cost?", *texts) == []
