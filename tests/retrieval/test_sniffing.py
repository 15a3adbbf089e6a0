"""Titles, authors and dates: only what the text or the manifest says."""

from pathlib import Path

import pytest

from retrieval.dates import day_in
from retrieval.manifest import Entry, ManifestError, read_manifest
from retrieval.sniffing import name_as_title, sniff
from tests.retrieval.parts import SEEDS

BODY = "The minister said on Monday that the office would explore how services might be improved."


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("July 22, 2025", "2025-07-22"),
        ("22 July 2025", "2025-07-22"),
        ("Tuesday 22nd July 2025", "2025-07-22"),
        ("Published: 22 Jul 2025", "2025-07-22"),
        ("Last updated: 22 July 2025", "2025-07-22"),
        ("**Date:** Tuesday 22 July 2025, 10:00–11:30", "2025-07-22"),
        ("Answered on: 22 July 2025", "2025-07-22"),
        ("22 July 2025 to 24 July 2025", None),
        ("Published on 22 July 2025 at 09:30", "2025-07-22"),
        ("2025-07-22", "2025-07-22"),
        ("2025-07-22T09:30:00Z", "2025-07-22"),
        ("22/07/2025", "2025-07-22"),
        ("22 de julio de 2025", "2025-07-22"),
        ("22 Gorffennaf 2025", "2025-07-22"),
        ("05/07/2025", None),
        ("07/22/2025", None),
        ("July 2025", None),
        ("2025", None),
        ("31 February 2025", None),
        ("22 Thermidor 1793", None),
        ("On 22 July 2025 the deal was signed", None),
        ("", None),
    ],
)
def test_a_date_is_whole_and_alone_on_its_line(line: str, day: str | None) -> None:
    assert day_in(line) == day


def test_title_date_and_author_are_taken_from_the_top() -> None:
    said = sniff(f"A plan for services\n\n22 July 2025\n\nBy Ann Lee and Bo Li\n\n{BODY}\n")

    assert (said.title, said.date, said.author) == ("A plan for services", "2025-07-22", "Ann Lee and Bo Li")


def test_a_date_in_the_middle_of_a_text_is_not_its_date() -> None:
    assert sniff(f"A plan\n\n{BODY}\n" * 10 + "22 July 2025\n" + f"{BODY}\n" * 10).date is None


def test_a_first_line_that_is_a_sentence_is_no_title() -> None:
    assert sniff(f"{BODY}\n\n{BODY}").title is None
    assert sniff((SEEDS / "001_8071c6c42147f2e9.txt").read_text(encoding="utf-8")).title is None


def test_a_markdown_heading_is_the_title_wherever_the_top_has_it() -> None:
    assert sniff(f"<!-- note -->\n\n# A plan #\n\n{BODY}").title == "A plan"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("annual_report-2024.txt", "Annual report 2024"),
        ("notes/03 housing plan.md", "Housing plan"),
        ("2024-budget.txt", "2024 budget"),
        ("0001.txt", "The minister said on Monday that the office would explore how…"),
        ("001_8071c6c42147f2e9.txt", "The minister said on Monday that the office would explore how…"),
    ],
)
def test_a_document_without_title_is_named_after_its_file_or_its_first_words(path: str, title: str) -> None:
    assert name_as_title(path, BODY) == title


def test_the_manifest_of_the_seeds_says_nothing_that_the_texts_do_not() -> None:
    manifest = read_manifest(SEEDS)

    assert sorted(manifest) == sorted(path.name for path in SEEDS.glob("*.txt"))
    for name, entry in manifest.items():
        text = (SEEDS / name).read_text(encoding="utf-8")
        said = sniff(text)
        assert entry.language == "en"
        assert entry.publisher is None
        assert (entry.title, entry.author, entry.date) == (said.title, said.author, said.date)
        assert entry.title is None or text.startswith(entry.title)


def test_a_manifest_may_write_dates_as_dates_or_as_texts(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text('["a.txt"]\ndate = 2025-07-22\n["b.txt"]\ndate = "2025-07-23"\n')

    manifest = read_manifest(tmp_path)

    assert manifest == {"a.txt": Entry(date="2025-07-22"), "b.txt": Entry(date="2025-07-23")}


def test_a_folder_without_manifest_says_nothing(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "not TOML"),
        ('title = "x"', '"title" is not a table'),
        ('["a.txt"]\nauthors = "x"', 'has "authors". Known: title, publisher, author, date, language'),
        ('["a.txt"]\ndate = "July"', "write it as 2025-07-22"),
        ('["a.txt"]\ntitle = 5', "not a text"),
    ],
)
def test_a_manifest_that_cannot_be_used_says_why(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "manifest.toml").write_text(text)

    with pytest.raises(ManifestError, match="not used") as error:
        read_manifest(tmp_path)

    assert said in str(error.value)
