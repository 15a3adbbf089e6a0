"""Each thing in a list is told by itself, and only with what is its own."""

import pytest

from bot.grounding.check import check

POLICE = (
    "In 2024 police in Norfolk recorded 4,210 thefts, 3,875 burglaries and 1,096 robberies, the county said."
)
GRANTS = "The fund paid £4m to schools, £3m to libraries and £2m to parks in 2024."
TURNOUT = "Turnout was 41% in Leeds, 38% in York and 45% in Hull."
PRICES = "It costs £40 for adults, £20 for children and nothing for under-fives."
SPENDING = "In 2024 the Department for Transport spent £4.2bn, the Home Office £3bn and the Cabinet Office £400m on it."
SEATS = "Labour won 12 seats, the Conservatives 9 and the Liberal Democrats 3."
NATIONS = "Under the plan England will get £40m, Scotland £8m and Wales £5m over three years."


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        (POLICE, "Police in Norfolk recorded 3,875 burglaries."),
        (POLICE, "Police in Norfolk recorded 3,875 burglaries and 1,096 robberies in 2024."),
        (POLICE, "1,096 robberies were recorded by police in Norfolk."),
        (POLICE, "4,210 thefts, 3,875 burglaries and 1,096 robberies were recorded by police in Norfolk."),
        (GRANTS, "The fund paid £3m to libraries."),
        (GRANTS, "£2m was paid to parks by the fund in 2024."),
        (TURNOUT, "Turnout in Hull was 45%."),
        (PRICES, "It costs £20 for children."),
        (PRICES, "It costs nothing for under-fives."),
        (SPENDING, "The Home Office spent £3bn on it."),
        (SPENDING, "In 2024 the Cabinet Office spent £400m on it."),
        (SEATS, "The Conservatives won 9 seats."),
        (NATIONS, "Wales will get £5m over three years."),
    ],
)
def test_one_thing_of_a_list_may_be_told_by_itself(evidence: str, claim: str) -> None:
    assert check(claim, evidence).supported


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        (POLICE, "Police in Norfolk recorded 3,875 thefts."),
        (POLICE, "Police in Norfolk recorded 1,096 burglaries and 3,875 robberies."),
        (GRANTS, "The fund paid £2m to libraries."),
        (TURNOUT, "Turnout in Hull was 38%."),
        (TURNOUT, "Turnout was 45% in Leeds."),
        (PRICES, "It costs £20 for adults."),
        (SPENDING, "The Cabinet Office spent £3bn on it."),
        (SEATS, "The Liberal Democrats won 9 seats."),
        (NATIONS, "England will get £5m over three years."),
        ("It will create at least 300 jobs and 12 apprenticeships.", "It will create 12 apprenticeships."),
        ("It rose by between 5 points in Leeds and 7 points in York.", "It rose by 5 points in York."),
    ],
)
def test_nothing_of_a_list_is_told_with_what_is_another_ones(evidence: str, claim: str) -> None:
    assert not check(claim, evidence).supported


@pytest.mark.parametrize(
    ("evidence", "claim", "supported"),
    [
        ("The files were found in a cellar by Ruth Ellery. They will be opened.",
         "The files found in a cellar will be opened.", True),
        ("The levy will fall, subject to parliamentary approval.", "The levy will fall if Parliament approves.", True),
        ("In the year ending June 2024 there were 12 fires.", "There were 12 fires in the 12 months to June 2024.", True),
        ("His letter of 22.09.2024 told MPs of it.", "His letter of 22 September 2024 told MPs of it.", True),
        ("His letter of 22.09.2024 told MPs of it.", "His letter of 23 September 2024 told MPs of it.", False),
        ("Ms Sallow rejected the appeal. She accepted that the council had not replied.",
         "Ms Sallow accepted that the council had not replied.", True),
        ("Ms Sallow rejected the appeal. She accepted that the council had not replied.",
         "Ms Sallow accepted the appeal.", False),
        ("He denies the claim and will give evidence.", "He does not deny the claim and will give evidence.", False),
        ("Provisional estimates suggest a rise of 5%.", "Final estimates suggest a rise of 5%.", False),
        ("They handed the coins to the museum, which will show them.",
         "The museum handed the coins to them.", False),
    ],
)  # fmt: skip
def test_what_light_rewording_keeps_and_what_it_changes(evidence: str, claim: str, supported: bool) -> None:
    assert check(claim, evidence).supported is supported
