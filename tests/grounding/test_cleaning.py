"""A claim is shown as plain words: no links, labels, footnote marks or hidden characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grounding.cleaning import clean


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It grew.[1][7]", "It grew."),
        ("It grew [3] last year [4, 5].", "It grew last year."),
        ("It grew (S1).", "It grew."),
        ("It grew [S1, S2].", "It grew."),
        ("It grew, S1.", "It grew."),
        ("According to S1, it grew.", "it grew."),
        ("It grew【4†source】.", "It grew."),
        ("See [the report](https://evil.example/?q=secret).", "See the report."),
        ("It grew. ![x](https://evil.example/a.png?d=1)", "It grew."),
        ("It <b>grew</b> <img src=x onerror=alert(1)>.", "It grew."),
        ("It grew <script>alert(1)</script>fast.", "It grew fast."),
        ("Visit https://evil.example/?q=1 now", "Visit now"),
        ("It grew, see evil.example/login.", "It grew, see."),
        ("It burnt 3×10⁶ tonnes on 5 km².¹", "It burnt 3×10⁶ tonnes on 5 km²."),
        ("Visit <https://evil.example|our page> now", "Visit our page now"),
        ("<!channel> it grew", "it grew"),
        ("It **grew** and `shrank`.", "It grew and shrank."),
        ("It grew\u200b\u202e\U000e0041\x00 fast\nhere.", "It grew fast here."),
        ("- It grew", "It grew"),
        ("snake_case and 2 * 3 stay", "snake_case and 2 * 3 stay"),
        ("AI & R&D cost < £5 and > £3", "AI & R&D cost < £5 and > £3"),
        ("GOV.UK Chat is pending.", "GOV.UK Chat is pending."),
        ("It was ~~£400~~ £450.[^order]", "It was £450."),
        ("It cost &pound;5m &amp; fell&#x200b;.", "It cost £5m & fell."),
        ("It grew &#60;script&#62;alert(1)&#60;/script&#62;.", "It grew."),
        (r"Use my\_name\*.", "Use my_name*."),
        ("Write to <mailto:x@evil.example>.", "Write to."),
        ("![](https://evil.example/x)", ""),
        ("[1] (S1).", ""),
        ("", ""),
    ],
)
def test_only_plain_words_are_left(text: str, shown: str) -> None:
    assert clean(text, ["S1", "S2"]) == shown


def test_an_address_stays_where_the_source_has_it() -> None:
    text = "Apply at https://www.gov.uk/apply today."

    assert clean(text, quoted="You can apply at https://www.gov.uk/apply from May.") == text
    assert clean(text, quoted="You can apply from May.") == "Apply at today."


def test_a_label_stays_where_the_source_has_that_word() -> None:
    assert clean("The exam is for S1.", ["S1"], quoted="an exam for S1 pupils") == "The exam is for S1."


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text, ["S1"])

    assert "\n" not in once
    assert "](" not in once
    assert clean(once, ["S1"]) in (once, clean(clean(once, ["S1"]), ["S1"]))


def test_an_address_between_angle_brackets_stays_where_the_source_has_it() -> None:
    line = "Write to <mailto:fees@permits.example> or see <https://permits.example/fees>."

    assert clean(line, quoted=line) == "Write to fees@permits.example or see https://permits.example/fees."
