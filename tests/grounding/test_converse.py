"""The same thing told from the other end, and things told the wrong way round."""

import pytest

from bot.grounding.check import check

BOUGHT = "Harker Health has bought the old brewery from Selby Council and plans to use it as a clinic."
ORDER = "The trust told the press before it informed the council."
HIGHER = "The weekly allowance is higher for teenagers than for babies."
AVERAGE = "Smoking rates in Selby remained higher than the England average in 2022."


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        (
            BOUGHT,
            "Selby Council has sold the old brewery to Harker Health, which plans to use it as a clinic.",
        ),
        (ORDER, "The council was informed after the trust told the press."),
        (HIGHER, "The weekly allowance is lower for babies than for teenagers."),
        (AVERAGE, "In 2022 smoking rates were lower in England as a whole than in Selby."),
        (
            "Border Guard officers at Selby seized 1.3 tonnes of tobacco.",
            "At Selby, 1.3 tonnes of tobacco were seized by officers of the Border Guard.",
        ),
        (
            "The commission recommends that Parliament should consider new leases.",
            "The commission recommends that Parliament consider new leases.",
        ),
        (
            "Authorities must publish a notice if they expect to spend more than £100 million.",
            "Authorities that expect to spend more than £100 million must publish a notice.",
        ),
        (
            "The rate of rise in the past three decades has been double that of the early twentieth century.",
            "The sea rose twice as fast in the past three decades as in the early 1900s.",
        ),
        (
            "Selby Police declined, saying that it preferred to keep its own pilots.",
            "Selby Police declined because it wished to keep its own pilots.",
        ),
    ],
)
def test_the_same_thing_told_otherwise_is_kept(evidence: str, claim: str) -> None:
    verdict = check(claim, evidence)

    assert verdict.supported, verdict.reasons


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        (BOUGHT, "Harker Health has sold the old brewery to Selby Council and plans to use it as a clinic."),
        (ORDER, "The trust informed the council before it told the press."),
        (HIGHER, "The weekly allowance is higher for babies than for teenagers."),
        (HIGHER, "The weekly allowance is lower for teenagers than for babies."),
        (AVERAGE, "In 2022 the England average was higher than smoking rates in Selby."),
        (
            "The judge dismissed the claim on two of its three grounds.",
            "The judge dismissed the claim on all three of its grounds.",
        ),
        (
            "With the landowner's consent, visitors may walk the outer path.",
            "Visitors may walk the outer path.",
        ),
        (
            "As a result of a cyber attack in October, the archive lost its catalogue.",
            "As a result of a fire in October, the archive lost its catalogue.",
        ),
        (
            "The council apologised to residents and promised regular updates.",
            "The council apologised to residents and offered them free membership.",
        ),
        (
            "Twelve of the 19 prisons were rated good. HMP Dunmore was not among them.",
            "HMP Dunmore was among the prisons rated good.",
        ),
        (
            "Employers can get up to £1,000 for an apprentice. The number of apprenticeship starts fell in 2019.",
            "Apprenticeship starts rose in 2019.",
        ),
    ],
)
def test_what_is_told_the_wrong_way_round_or_beyond_is_not(evidence: str, claim: str) -> None:
    assert not check(claim, evidence).supported
