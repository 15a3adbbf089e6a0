"""What another clause denies, what has ended, and which end of a range is told."""

import pytest

from bot.grounding.check import check

COUNCILS = "The fund is open to councils. It is not open to charities."
TOOLS = "Staff may use Copilot but must not use ChatGPT."
PHASES = "Phase 1 has been approved; Phase 2 has not yet been approved."
STAFF = "The policy applies to all employees. It does not apply to agency workers or contractors."


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The fund is open to charities.", COUNCILS),
        ("The fund is open to charities.", "The fund is open to councils. It is closed to charities."),
        ("Staff may use ChatGPT.", TOOLS),
        ("Staff must not use Copilot.", TOOLS),
        ("Phase 2 has been approved.", PHASES),
        ("The policy applies to contractors.", STAFF),
        ("No homes are at risk.", "No businesses are at risk, but 40 homes are."),
        ("Staff may work from abroad.", "Staff may work from home. They may not work from abroad."),
        ("The tunnel is open.", "The tunnel was open until Friday."),
        ("The tunnel is open.", "The tunnel used to be open to cyclists."),
        ("Ann Poole is the chair.", "Ann Poole was the chair until May."),
        ("The council paid the supplier.", "The council refused to pay the supplier."),
        ("The council stopped the payments.", "The council threatened to stop the payments."),
        ("The council plans to close 12 offices.", "The council has dropped plans to close 12 offices."),
        ("Inflation fell to 3%.", "Inflation fell from 3% to 2%."),
        ("The ban starts on 30 September.", "The ban runs from 1 May to 30 September."),
        ("The council will spend £3bn in 2026.", "The council will spend £3bn between 2026 and 2029."),
    ],
)
def test_what_the_evidence_denies_or_ends_is_not_told_as_so(claim: str, evidence: str) -> None:
    assert not check(claim, evidence).supported


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The fund is open to councils.", COUNCILS),
        ("The fund is not open to charities.", COUNCILS),
        ("Staff may use Copilot.", TOOLS),
        ("Staff must not use ChatGPT.", TOOLS),
        ("Phase 1 has been approved.", PHASES),
        ("Phase 2 has not yet been approved.", PHASES),
        ("The policy does not apply to contractors.", STAFF),
        ("40 homes are at risk.", "No businesses are at risk, but 40 homes are."),
        ("The tunnel was open until Friday.", "The tunnel was open until Friday."),
        ("Inflation fell to 2%.", "Inflation fell from 3% to 2%."),
        ("The ban ends on 30 September.", "The ban runs from 1 May to 30 September."),
        ("It fell from 112 in 2019 to 64 in 2023.", "Between 2019 and 2023 it fell from 112 to 64."),
        ("The board may respond later, but this may take a year.", "It may take a year for the board to respond."),
    ],
)  # fmt: skip
def test_what_it_tells_is_kept(claim: str, evidence: str) -> None:
    assert check(claim, evidence).supported


def test_a_condition_behind_a_but_is_part_of_what_is_told() -> None:
    assert not check(
        "Staff may use Copilot.", "Staff may use Copilot but only if their manager agrees."
    ).supported
