"""Furniture: told apart from body, and never at the body's cost."""

import pytest

from retrieval.cleaning import furniture
from retrieval.paragraphs import paragraphs
from tests.retrieval.parts import SEEDS

BODY = "The minister said on Monday that the office would explore how services might be improved."


def aside(text: str) -> list[str]:
    """The lines of a page that are furniture."""
    found = paragraphs(text)
    marked = furniture(found)
    return [paragraph.text for i, paragraph in enumerate(found) if i in marked]


def seed(number: str) -> list[str]:
    (path,) = SEEDS.glob(f"{number}_*")
    return aside(path.read_bytes().decode())


def test_a_teaser_list_in_the_middle_of_a_quotation_ends_where_the_text_goes_on() -> None:
    lines = seed("001")

    assert lines[0] == "Related content"
    assert len(lines) == 4
    assert not any("This may include exploring" in line for line in lines)


def test_long_teasers_with_full_stops_are_furniture_where_they_are_a_list() -> None:
    lines = seed("002")

    assert lines[0] == "Read more about AI and government"
    assert "handwritten notes" in lines[1]
    assert lines[-1] == "Read more on IT suppliers"
    assert len(lines) == 5


def test_a_repeated_title_is_furniture_and_its_first_place_is_not() -> None:
    title = "UK Forges Major AI Partnership: OpenAI Invests Big, Transforms Public Services"

    assert seed("003") == [title, "Sources", "Share this article"]


def test_by_lines_and_what_follows_them_are_furniture() -> None:
    assert seed("004") == ["By Oliver Blackwood", "You May Also Like"]


def test_a_page_without_furniture_has_none() -> None:
    assert seed("000") == []


@pytest.mark.parametrize(
    "line",
    [
        "Related articles",
        "RELATED STORIES:",
        "## Related content",
        "You might also like",
        "Read more: Council approves budget",
        "Read next",
        "Most read",
        "Share this page",
        "Share on Facebook",
        "Follow us on X",
        "Subscribe to our newsletter",
        "Sign up for our weekly newsletter",
        "Advertisement",
        "3 min read",
        "© 2025 Example Media Ltd",
        "Accept additional cookies",
        "Skip to main content",
        "Contenido relacionado",
        "También te puede interesar",
        "Leer más sobre vivienda",
        "Compartir este artículo",
        "Erthyglau cysylltiedig",
        "Darllen mwy am dai",
        "Rhannwch yr erthygl hon",
        "https://example.org/one",
        "[3] https://example.org/two",
    ],
)
def test_lines_about_other_pages_and_about_the_page(line: str) -> None:
    page = f"The title of the page\n\n{BODY}\n\n{line}\n\n{BODY}\n"

    assert aside(page) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Related content was removed from the site in March.",
        "Read more than one source before you decide, the guidance says, and keep a note of each of them.",
        "Share prices fell.",
        "Subscribers pay £5 a month.",
        "Sources close to the minister denied it.",
        "Sharing data between departments",
        "Cookies and similar technologies",
        "By March 2026, every council must publish a plan.",
        "By law",
        "More than 100 people work there.",
        "Home Office",
        "(c) The tenant must keep the garden tidy.",
        "Copyright law",
        "See the annex for figures.",
        "- Read the contract.",
        "Comments were received from 40 bodies.",
        "We use cookies to bake; this is a recipe.",
    ],
)
def test_body_that_begins_like_furniture_stays_body(line: str) -> None:
    middle = "\n\n".join([BODY] * 10)
    page = f"The title of the page\n\n{middle}\n\n{line}\n\n{middle}\n"

    assert aside(page) == []


@pytest.mark.parametrize(
    "heading", ["Sources", "References", "Find out more", "More about the scheme", "Next"]
)
def test_a_heading_over_sentences_is_body_even_if_it_reads_like_a_link(heading: str) -> None:
    page = (
        f"The title of the page\n\n{BODY}\n\n{heading}\n\nThe figures come from the annual report of 2024.\n"
    )

    assert aside(page) == []


def test_headlines_without_bullets_are_teasers_up_to_the_last_which_may_be_a_heading() -> None:
    page = (
        f"{BODY}\n\nRelated stories\n\nCouncil approves budget\n\nMayor resigns\n\nWhat happens now\n\n{BODY}"
    )

    assert aside(page) == ["Related stories", "Council approves budget", "Mayor resigns"]


def test_a_cookie_notice_is_furniture_at_the_top_only() -> None:
    notice = "We use some essential cookies to make this website work."
    middle = "\n\n".join([BODY] * 20)

    assert aside(f"{notice}\n\n{middle}") == [notice]
    assert aside(f"{middle}\n\n{notice}\n\n{middle}") == []


def test_a_list_that_follows_no_such_line_is_body() -> None:
    assert aside(f"{BODY}\n\nYou must send:\n\n- a form\n- a fee\n- a photograph\n") == []


def test_the_fields_that_open_a_markdown_file_are_furniture() -> None:
    fields = ["---", "title: A plan", "promo links:", "- content/get-adviser", "description: >", "---"]

    assert aside("\n".join([*fields, "", "# A plan", "", BODY])) == fields


@pytest.mark.parametrize("text", [f"---\n\n{BODY}\n\n---\n\n{BODY}", f"---\ntitle: A plan\n\n{BODY}", "---"])
def test_a_rule_at_the_top_opens_no_fields(text: str) -> None:
    assert not aside(text)
