"""What people type in short is read in full."""

import pytest

from bot.shorthand import in_full


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("how cd it help ppl this yr", "how could it help people this year"),
        ("whereabouts in Wales shd we build", "where in Wales should we build"),
        ("how many £ do u need?", "how many pounds do you need?"),
        ("can we go w/o it or w/ it", "can we go without it or with it"),
        ("who put pen to paper", "who signed"),
        ("who picked up the bill", "who paid"),
        (
            "Is a CD of the WD dept's minutes at u.k. or £5?",
            "Is a CD of the WD dept's minutes at u.k. or £5?",
        ),
        ("r&d, /u/ and #yr stay", "r&d, /u/ and #yr stay"),
    ],
)
def test_short_words_and_sayings_are_written_out(typed: str, full: str) -> None:
    assert in_full(typed) == full
