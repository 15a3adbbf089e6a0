"""Sources that say different things about one matter are shown as sides; look-alikes are not."""

from pathlib import Path

import pytest

from bot.domain import Citation, Statement
from bot.grounding.disagreement import find

SEEDS = Path(__file__).parents[2] / "seeds"


def said(text: str, document: str, date: str | None = None, *, collection: str = "default") -> Statement:
    return Statement(text, (Citation(collection, document, document, date, text, 0, len(text)),))


def values(question: str, *texts: str) -> list[str]:
    sides = find(question, [said(text, f"{number}.txt") for number, text in enumerate(texts)])
    return [side.value for side in sides]


@pytest.mark.parametrize(
    ("question", "one", "two", "expected"),
    [
        (
            "How much did the inquiry cost?",
            "The inquiry cost £3m.",
            "The inquiry cost £5m in total.",
            ["£3m", "£5m"],
        ),
        (
            "When did the library open?",
            "The library opened in May 2023.",
            "The new library opened to the public in June 2023.",
            ["May 2023", "June 2023"],
        ),
        (
            "How many people work in the London office?",
            "The London office employs 80 people.",
            "OpenAI's London office has 120 employees.",
            ["80", "120"],
        ),
        (
            "How many schools applied?",
            "More than 60 schools applied for the pilot.",
            "Fewer than 50 schools applied for the pilot.",
            ["More than 60", "Fewer than 50"],
        ),
        (
            "Who won the bridge contract?",
            "Hargreaves Ltd won the bridge contract.",
            "The bridge contract was won by Brennan & Co.",
            ["Hargreaves Ltd", "Brennan"],
        ),
        (
            "Which company built the trains?",
            "The trains were built by Hitachi in County Durham.",
            "Siemens built the trains.",
            ["Hitachi", "Siemens"],
        ),
        (
            "What share of patients were satisfied?",
            "In the survey 63% of patients were satisfied.",
            "The survey found that 58% of patients were satisfied.",
            ["63%", "58%"],
        ),
    ],
)
def test_different_values_of_one_thing_are_sides(
    question: str, one: str, two: str, expected: list[str]
) -> None:
    assert values(question, one, two) == expected


@pytest.mark.parametrize(
    ("question", "one", "two"),
    [
        (
            "How many people work in the London office?",
            "Its London office currently employs more than 100 people.",
            "Its London office has since grown to over 100 employees.",
        ),
        (
            "How much money is there for AI?",
            "These zones are backed by £2 billion in government funding.",
            "It has also invested up to £500m in sovereign AI.",
        ),
        (
            "How much did the councils get?",
            "Leeds received £3m from the fund.",
            "Bradford received £5m from the fund.",
        ),
        (
            "How many homes were built?",
            "In 2020 the council built 5,000 homes.",
            "In 2021 the council built 6,000 homes.",
        ),
        ("When did it open?", "The library opened in 2023.", "The library opened in May 2023."),
        ("When was it signed?", "The deal was signed in May 2023.", "The bridge was opened in June 2023."),
        ("How many came?", "About 200 people came to the meeting.", "The meeting drew 197 people."),
        ("How much will it cost?", "It will cost up to £500m.", "It will cost £300m."),
        (
            "Who signed the memorandum?",
            "Sam Altman and Peter Kyle signed the memorandum.",
            "The memorandum was signed by Peter Kyle.",
        ),
        (
            "Which companies have agreements with the UK?",
            "The UK has agreements with Google and Anthropic.",
            "The UK has an agreement with OpenAI.",
        ),
        (
            "What does Humphrey do?",
            "Humprey covers admin tasks.",
            "Humphrey streamlines administrative tasks.",
        ),
        (
            "Who called AI a core technology?",
            "OpenAI CEO Sam Altman described AI as a core technology.",
            "Altman added: AI is a core technology for nation building.",
        ),
        (
            "Does the agreement bind the government?",
            "The memorandum is voluntary, not legally binding.",
            "The announcement does not constitute a legally binding contract.",
        ),
        (
            "How many civil servants will be trained?",
            "The deal will see the company train 100,000 civil servants.",
            "Its London office employs more than 100 people.",
        ),
        (
            "How big is the project?",
            "About 1,200 people will move to the site.",
            "The site will have 340 homes.",
        ),
        (
            "What did the council approve?",
            "The council approved 340 homes.",
            "The council approved 1,200 school places.",
        ),
        (
            "How many were evacuated?",
            "1,200 people were evacuated.",
            "340 homes were evacuated.",
        ),
        (
            "How much does the fund hold?",
            "The fund holds £3m for schools.",
            "The fund holds £5m for hospitals.",
        ),
        (
            "How many casualties were there?",
            "Five people died in the flood.",
            "Seven people were injured in the flood.",
        ),
        (
            "What is the rate?",
            "Unemployment was 4.1% in March.",
            "Unemployment was 4.4% in June.",
        ),
        (
            "Who signed the memorandum?",
            "Peter Kyle signed it for the government.",
            "Sam Altman signed it for OpenAI.",
        ),
        (
            "How many applied?",
            "There were 200 applications.",
            "There were 200 applications, of which 40 succeeded.",
        ),
        (
            "What are the targets?",
            "The target is 1.5 million homes by 2029.",
            "The target is 300,000 jobs by 2029.",
        ),
    ],
)
def test_look_alikes_are_no_disagreement(question: str, one: str, two: str) -> None:
    assert values(question, one, two) == []
    assert values(question, two, one) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("spring 2025", "2026"),
        ("spring 2025", "May 2026"),
        ("spring 2025", "spring 2026"),
        ("winter 2023", "2025"),
    ],
)
def test_seasons_of_different_years_clash_whoever_says_so_first(one: str, two: str) -> None:
    first, second = f"The library opened in {one}.", f"The library opened in {two}."

    assert values("When did the library open?", first, second) == [one, two]
    assert values("When did the library open?", second, first) == [two, one]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("in spring 2025", "in 2025"),
        ("in spring 2025", "in May 2025"),
        ("in winter 2024", "in January 2025"),
        ("last week", "in 2025"),
        ("last spring", "in spring 2025"),
        ("in the 1990s", "in 1994"),
    ],
)
def test_times_that_may_be_one_do_not_clash_whoever_says_so_first(one: str, two: str) -> None:
    first, second = f"The library opened {one}.", f"The library opened {two}."

    assert values("When did the library open?", first, second) == []
    assert values("When did the library open?", second, first) == []


def test_one_document_does_not_disagree_with_itself() -> None:
    statements = [said("The inquiry cost £3m.", "a.txt"), said("The inquiry cost £5m.", "a.txt")]

    assert find("How much did the inquiry cost?", statements) == ()


@pytest.mark.parametrize(
    ("question", "one", "two"),
    [
        ("How much did the inquiry cost?", "The inquiry cost £3m.", "The inquiry cost £5m."),
        ("Is the pact binding?", "The pact is binding.", "The pact is not binding."),
    ],
)
def test_documents_of_one_name_in_two_collections_do_disagree(question: str, one: str, two: str) -> None:
    sides = find(question, [said(one, "a.txt"), said(two, "a.txt", collection="other")])

    assert [citation.collection for side in sides for citation in side.citations] == ["default", "other"]


def test_those_who_agree_share_a_side_with_all_their_citations() -> None:
    statements = [
        said("The inquiry cost £3m.", "a.txt", "2024-01-02"),
        said("The inquiry cost £5m.", "b.txt", "2025-03-04"),
        said("The inquiry cost £3 million.", "c.txt", "2024-05-06"),
    ]

    one, two = find("How much did the inquiry cost?", statements)

    assert [citation.document for citation in one.citations] == ["a.txt", "c.txt"]
    assert one.date == "2024-05-06"
    assert (two.value, two.date) == ("£5m", "2025-03-04")


def test_a_yes_against_a_no_is_a_disagreement() -> None:
    assert values(
        "Is the agreement legally binding?",
        "The agreement is legally binding.",
        "The agreement is not legally binding.",
    ) == ["The agreement is legally binding.", "The agreement is not legally binding."]


def test_a_fact_against_a_possibility_is_a_disagreement() -> None:
    sides = values(
        "Will OpenAI invest in UK data centres?",
        "OpenAI will invest in data centres in the UK.",
        "OpenAI has committed to exploring investments in data centres.",
    )

    assert len(sides) == 2


def sentence_of(file: str, start: str) -> Statement:
    text = (SEEDS / file).read_text(encoding="utf-8")
    begin = text.index(start)
    return said(text[begin : text.index(".", begin) + 1], file)


def test_the_articles_disagree_about_the_model_behind_humphrey() -> None:
    statements = [
        sentence_of("002_246a87611a4511c2.txt", "The government is already using ChatGPT"),
        sentence_of("003_e5248c04b57fbb52.txt", "This initiative is already underway"),
        said(
            "The Silicon Valley firm’s large language model underpins the pending GOV.UK Chat online chatbot developed"
            " by the Government Digital Service, as well as the ‘Humphrey’ set of tools.",
            "001_8071c6c42147f2e9.txt",
        ),
    ]

    sides = find("Which OpenAI model powers Humphrey?", statements)

    assert [side.value for side in sides] == ["ChatGPT", "GPT-4o"]
    assert {citation.document[:3] for side in sides for citation in side.citations} == {"002", "003"}
