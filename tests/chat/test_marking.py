"""A protective marking is seen where it is one, and not where it is spoken of."""

import pytest

from bot.chat.marking import marking


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("SECRET", "SECRET"),
        ("TOP SECRET\nWhat is the plan for Friday?", "TOP SECRET"),
        ("OFFICIAL-SENSITIVE: what did the minister agree to?", "OFFICIAL-SENSITIVE"),
        ("OFFICIAL–SENSITIVE What did the minister agree to?", "OFFICIAL-SENSITIVE"),
        ("OFFICIAL SENSITIVE - what did the minister agree to?", "OFFICIAL-SENSITIVE"),
        ("OFFICIAL-SENSITIVE: COMMERCIAL\n\nWhat did the bidder offer?", "OFFICIAL-SENSITIVE"),
        ("SECRET UK EYES ONLY\nWhat did the bidder offer?", "SECRET"),
        ("UK SECRET\nWhat did the bidder offer?", "SECRET"),
        ("SECRET what did the bidder offer?", "SECRET"),
        ("[SECRET] what did the bidder offer?", "SECRET"),
        ("*SECRET* what did the bidder offer?", "SECRET"),
        ("What did the bidder offer? SECRET", "SECRET"),
        ("What did the bidder offer?\nOFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"),
        ("What did the bidder offer (OFFICIAL-SENSITIVE) last week?", "OFFICIAL-SENSITIVE"),
        ("One line.\n\nTOP SECRET\n\nAnother line.", "TOP SECRET"),
        ("OFFICIAL-SENSITIVE\nThis was SECRET once.\nSECRET", "SECRET"),
        ("CONFIDENTIAL: what did the bidder offer?", "CONFIDENTIAL"),
    ],
)
def test_a_marking_above_official_is_seen(text: str, level: str) -> None:
    assert marking(text) == level


@pytest.mark.parametrize(
    "text",
    [
        "",
        "What is the plan for Friday?",
        "OFFICIAL",
        "OFFICIAL: what is the plan for Friday?",
        "What did the Official Secrets Act change?",
        "Secret ballots: when were they introduced?",
        "Is the plan secret",
        "What does OFFICIAL-SENSITIVE mean?",
        "When should a paper be marked SECRET?",
        "Who decides that a paper is SECRET",
        "SECRET clearance lasts how long?",
        "TOP SECRET papers are kept where?",
        "OFFICIAL-SENSITIVE is a handling caveat, not a classification?",
        "SECRETARY OF STATE: what did she say?",
        "SECRET BALLOTS FOR UNIONS: WHEN DID THEY BEGIN?",
    ],
)
def test_a_question_about_markings_has_none(text: str) -> None:
    assert marking(text) is None
