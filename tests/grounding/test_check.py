"""The claim check keeps what is honestly told and cuts what goes beyond its evidence."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.grounding.check import check

CLAIMS = Path(__file__).parents[1] / "data" / "claims.jsonl"
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
SUM = "It has also invested up to £500m in sovereign AI, which will be spent backing national AI champions."
STAFF = "OpenAI will expand its London office, which currently employs more than 100 people."
DEAL = "The MoU was signed by Sam Altman for OpenAI and, on behalf of government, by Peter Kyle."
BOTH = "Peter Kyle signed it for the government and Sam Altman signed it for OpenAI."
GAP = "Altman signed for OpenAI and Kyle for the government."
BUILT = "Hargreaves acquired Brennan in June 2022 for about £3 million."
PLAN = "The council plans to close 8 of its 24 libraries in April unless parish councils agree to run them."
RULED = (
    "The court ruled in favour of the tenants and ordered Peabody to repay £312 to each of the 90 households."
)
TURNOVER = "Turnover was £2m for the year to 31 March, compared with £3m a year earlier."
APPEAL = "The inspector recommended refusal. The Secretary of State disagreed and allowed the appeal."
WARNED = (
    "Dr Gordon Fletcher said the collaboration could help free up skilled public servants, but warned that the "
    "challenge would be whether it can be done transparently."
)
TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=80)


def rows(supported: bool, *, afresh: bool = False) -> list[dict[str, str]]:
    """The claims written by hand; those written afresh the rules have met less often."""
    halves = ("develop", "sealed") if afresh else ("tune", "held")
    lines = CLAIMS.read_text(encoding="utf-8").splitlines()
    found = [row for row in map(json.loads, lines) if row["supported"] is supported and row["half"] in halves]
    for row in found:
        row["evidence"] = row.get("evidence") or (SEEDS[0].parent / row["seed"]).read_text(encoding="utf-8")
    return found


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        (
            "The government has invested up to £500 million in sovereign AI.".replace("The government", "It"),
            SUM,
        ),
        ("A maximum of 500m pounds has been invested in sovereign AI.", SUM),
        ("OpenAI's London office has over 100 employees.", STAFF),
        ("OpenAI's London office employs over 100 people.", STAFF),
        ("Fletcher warned that the challenge is whether it can be done transparently.", WARNED),
        ("Fletcher said the collaboration could help free up skilled public servants.", WARNED),
        ("The memorandum was signed by Peter Kyle for the government.", DEAL),
        ("Brennan was acquired by Hargreaves in June 2022.", BUILT),
        ("Sam Altman signed it for OpenAI.", BOTH),
        ("Kyle signed for the government.", GAP),
        ("In June 2022 Hargreaves bought Brennan for around £3m.", BUILT),
        (
            "The council is planning to close eight libraries in April if parish councils do not take them on.",
            PLAN,
        ),
        ("Harbour Line was awarded the contract.", "The contract, worth £2m, was awarded to Harbour Line."),
        ("Turnover fell to £2m.", TURNOVER),
        ("The European Union signed the treaty.", "The treaty was signed by the EU in May."),
        (
            "The council cannot offer more than £4m.",
            "The offer was rejected. The council could not pay more than £4m.",
        ),
        (
            "Patients who are registered in the city can use the clinic.",
            "Patients can use the clinic if they are registered in the city.",
        ),
        (
            "The clinic can treat a maximum number of 90 patients a day.",
            "The clinic can treat up to 90 patients a day.",
        ),
        (
            "The road cost £13 million more than budgeted.",
            "The road cost £61 million, against a budget of £48 million.",
        ),
        ("Seven fewer people died on the roads.", "Deaths of people on the roads fell from 44 to 37."),
        ("It took more than a year to assess her.", "It took 14 months to assess her."),
        ("Nearly half of pupils passed.", "Some 47.3% of pupils passed."),
        ("The rate was the lowest for a year and a half.", "The rate was the lowest for 18 months."),
        ("Visits doubled.", "Visits rose from 400 to 800."),
        ("The cameras were turned on only in November.", "The cameras were not turned on until November."),
        ("He rejected the suggestion that the plan was late.", "He denied that the plan was late."),
        ("The three parks will close.", "The three country parks will close."),
        ("It was sold for £2m.", "It had been for sale for a year when it was sold for £2m."),
        ("She complained that the island still had no doctor.", "“We still have no doctor,” she complained."),
        (
            "There were 63 lifts at the end of August.",
            "There were 63 lifts at the end of August, up from 60 in July.",
        ),
        ("Fares rose fast in the past decade.", "Over the past 10 years, fares rose fast."),
        ("It paid fines between 2010 and 2015.", "It paid fines for spills of 2010-15."),
        ("Most of it was built over ten years.", "Most of it was built in 10 years."),
        (
            "A deputy appointed by the board will chair it.",
            "The board may appoint a deputy, who will chair it.",
        ),
        ("The talks have not yet concluded.", "The talks are ongoing and have yet to conclude."),
        ("A total of 56 reports came out.", "Of the 56 reports that came out, 29 were late."),
    ],
)
def test_an_honest_retelling_is_supported(claim: str, evidence: str) -> None:
    assert check(claim, evidence).reasons == ()


@pytest.mark.parametrize(
    ("claim", "evidence", "reason"),
    [
        ("It has invested £500m in sovereign AI.", SUM, "up to £500m"),
        ("It has invested at least £500m in sovereign AI.", SUM, "up to £500m"),
        ("It has invested up to $500m in sovereign AI.", SUM, "$500m"),
        ("It has invested up to £500bn in sovereign AI.", SUM, "£500bn"),
        ("The London office employs 100 people.", STAFF, "more than 100"),
        ("OpenAI will shrink its London office.", STAFF, "shrink"),
        ("OpenAI may expand its London office.", STAFF, "possible"),
        ("OpenAI has expanded its London office.", STAFF, "expanded"),
        ("OpenAI will not expand its London office.", STAFF, "not"),
        ("Keir Starmer signed the MoU on behalf of government.", DEAL, "Starmer"),
        (
            "The MoU was signed by Peter Kyle for OpenAI and, on behalf of government, by Sam Altman.",
            DEAL,
            "changed places",
        ),
        ("Brennan acquired Hargreaves in June 2022.", BUILT, "changed places"),
        ("Sam Altman signed it for the government.", BOTH, "clause"),
        ("Altman signed for the government.", GAP, "clause"),
        ("Kyle signed for OpenAI and Altman for the government.", GAP, "changed places"),
        ("The court ordered the tenants to repay £312.", RULED, "Peabody"),
        ("The court ruled in favour of Peabody.", RULED, "tenants"),
        ("Peabody was ordered to repay £90 to each household.", RULED, "£90"),
        ("The rents will not apply to new tenants.", "The rents will apply to new tenants.", "apply"),
        ("Ministers will merge the two regulators.", "Ministers expect the regulators to merge.", "merge"),
        ("Hargreaves acquired Brennan in July 2022.", BUILT, "July 2022"),
        ("Hargreaves acquired Brennan for £3 million.", BUILT, "about £3 million"),
        ("The council will close 8 of its 24 libraries.", PLAN, "close"),
        ("The council plans to close all of its libraries.", PLAN, "all"),
        ("The council plans to close 24 of its 8 libraries in April.", PLAN, "24"),
        (
            "The council plans to close 8 libraries, as visitor numbers have collapsed.",
            PLAN,
            "collapsed",
        ),
        ("Turnover rose to £2m.", TURNOVER, "figures"),
        ("The inspector allowed the appeal.", APPEAL, "inspector"),
        (
            "The council will also brief the press.",
            "Mr Lowe wrote to it. He will also brief the press.",
            "council",
        ),
        (
            "Residents said traffic had doubled.",
            "Councillor Ann Poole said traffic had doubled.",
            "Residents",
        ),
        ("Births rose in every region.", "Births rose in every region except Wales.", "exception"),
        ("The school will not open before June.", "The school is unlikely to open before June.", "planned"),
        ("Owners should register their boats.", "Owners must register their boats.", "must"),
        ("It is free even if the boat is hired out.", "It is free unless the boat is hired out.", "even if"),
        ("The drug helps patients sleep.", "The drug helps patients over 65 sleep.", "over 65"),
        (
            "Acorn has granted the regulator a licence.",
            "Acorn has been granted a licence, the regulator said.",
            "changed places",
        ),
        ("Tata will pay £500m.", "Tata will receive £500m of public money.", "receive"),
        (
            "The board won its appeal against Mr Hale.",
            "The tribunal allowed an appeal by Mr Hale against the board.",
            "against whom",
        ),
        (
            "Ministers have taken a decision on the tunnel.",
            "Ministers have delayed a decision on the tunnel.",
            "delayed",
        ),
        ("The loan has been paid to Ukraine.", "The prime minister promised a loan for Ukraine.", "promised"),
        (
            "Ian Frost chairs the council.",
            "Mary Geddes, who chairs the council, spoke to Ian Frost.",
            "another",
        ),
        (
            "The final cost was £48 million.",
            "The final cost was £61 million, against an original budget of £48 million.",
            "£61 million",
        ),
        (
            "The road cost £14 million more than budgeted.",
            "The road cost £61 million, against a budget of £48 million.",
            "£14 million",
        ),
        ("Roughly 500,001 people fled.", "Roughly 500,000 people fled.", "500,001"),
        ("About 48% of pupils passed.", "Some 47% of pupils passed.", "48%"),
        ("More than half of pupils passed.", "Some 47.3% of pupils passed.", "half"),
        ("Nearly two thirds of pupils passed.", "Some 47.3% of pupils passed.", "two thirds"),
        (
            "The road cost £13 million.",
            "The road cost £61 million, against a budget of £48 million.",
            "£13 million",
        ),
        (
            "Patients can use the clinic.",
            "Patients can use the clinic if they are registered in the city.",
            "condition",
        ),
        (
            "Thomas Arkle automated it in 1984.",
            "The light, built by Thomas Arkle, was automated in 1984.",
            "Arkle",
        ),
        ("Ms Okoro voted for deferral.", "Ms Okoro voted against deferral.", "against"),
        (
            "It was approved on the advice of officers.",
            "It was approved against the advice of officers.",
            "against",
        ),
        (
            "Anyone may stand for election.",
            "Only people who live in the parish may stand for election.",
            "Only",
        ),
        (
            "She replied that it could be carried forward.",
            "Mr Ahmed asked whether it could be carried forward. She replied that it could not, because it was spent.",
            "not",
        ),
        ("Marek Dvorak has sold the club.", "Marek Dvorak has put the club up for sale.", "for sale"),
        (
            "The owners have sold the airport.",
            "The owners of the airport have no intention of selling it.",
            "sold",
        ),
        ("The committee resolved to refuse it.", "The committee resolved to defer it.", "defer"),
        (
            "Teaching unions said that schools would get money.",
            "The Department for Education said that schools would get money.",
            "unions",
        ),
        ("Officials may have lost the files.", "Officials lost the files.", "possible"),
        ("The motion was defeated.", "The motion was carried by nine votes to four.", "carried"),
        ("It paid grants of £9,200 a year.", "It paid grants of £9,200.", "“9,200 a year”"),
        ("Tenants get 14 working days to reply.", "Tenants get 14 days to reply.", "“working”"),
        ("The fund was successfully launched in May.", "The fund was launched in May.", "“successfully”"),
        ("Local authorities closed their schemes.", "Some local authorities closed their schemes.", "some"),
        ("Many teachers opposed the plan.", "Some teachers opposed the plan.", "some"),
        (
            "It is open in England and Wales.",
            "It is open in England and Wales, except in Leeds.",
            "an exception",
        ),
        ("The fund was abolished.", "The fund is open to applicants in England.", "“abolished” is not in"),
        ("The hospital will be demolished in 2027.", "The hospital will be rebuilt in 2027.", "“demolished”"),
        ("It paid loans of up to £9 to all.", "It paid grants of up to £9 to all.", "“loans” where"),
        ("Residents can object online.", "Residents can object by post.", "“online”"),
        (
            "The fund is open to all in England, including Greater Leeds.",
            "The fund is open to all in England, except in Greater Leeds.",
            "“including” for what the evidence leaves out",
        ),
        (
            "There were 63.7 million lifts in mid-2011.",
            "There were 63.7 million lifts in mid-2012, up from 63.3 million in mid-2011.",
            "not for “2011”",
        ),
        (
            "All councils will take part in it.",
            "All councils are invited to take part in it.",
            "only possible",
        ),
        ("The boats can be let indefinitely.", "The boats can be let for up to 16 weeks.", "indefinitely"),
        (
            "The state pays 80%, with no upper limit.",
            "The state pays 80%, up to a cap of £9.",
            "no upper limit",
        ),
        ("Boats are let for any length of time.", "Boats are not let for over a week.", "any length"),
        (
            "Keepers must do it, though it is no legal requirement.",
            "It is a legal requirement.",
            "denied here",
        ),
        ("The order replaces the ban.", "The order is in addition to the ban.", "“replaces”"),
        ("The trust got £7 because its staff were ill.", "The trust got £7 to train its staff.", "no reason"),
        (
            "The state will end all waits.",
            "The state has set the ambition of ending all waits.",
            "only planned",
        ),
    ],
)
def test_what_goes_beyond_the_evidence_is_cut_with_the_reason(claim: str, evidence: str, reason: str) -> None:
    verdict = check(claim, evidence)

    assert not verdict.supported
    assert reason in " ".join(verdict.reasons)
    assert verdict.score < 0.5


def test_a_name_may_be_known_from_around_the_evidence_but_an_amount_may_not() -> None:
    around = "OpenAI was founded in 2015. " + STAFF

    assert check("OpenAI employs more than 100 people.", "It employs more than 100 people.", around).supported
    assert not check("It was founded in 2015.", "It was founded by friends.", around).supported


@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_claims_written_by_hand_are_judged_rightly(every: int) -> None:
    kept = [check(row["claim"], row["evidence"]).supported for row in rows(supported=True)[::every]]
    caught = [not check(row["claim"], row["evidence"]).supported for row in rows(supported=False)[::every]]

    assert sum(kept) / len(kept) >= 0.95
    assert sum(caught) / len(caught) >= 0.96


@pytest.mark.slow
def test_most_claims_written_afresh_are_judged_rightly() -> None:
    kept = [check(row["claim"], row["evidence"]).supported for row in rows(supported=True, afresh=True)]
    caught = [
        not check(row["claim"], row["evidence"]).supported for row in rows(supported=False, afresh=True)
    ]

    assert sum(kept) / len(kept) >= 0.83
    assert sum(caught) / len(caught) >= 0.89


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_every_sentence_of_an_article_is_supported_by_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    for line in filter(None, map(str.strip, text.splitlines())):
        assert check(line, text).supported, line


@given(TEXT, TEXT)
@settings(deadline=None)
def test_any_text_gets_a_verdict(claim: str, evidence: str) -> None:
    verdict = check(claim, evidence)

    assert 0 <= verdict.score <= 1
    assert verdict.supported == (not verdict.reasons)


@given(st.sampled_from(rows(supported=True)), st.integers(1_000_000, 9_999_999))
@settings(deadline=None)
def test_a_figure_from_nowhere_is_never_supported(row: dict[str, str], figure: int) -> None:
    claim = row["claim"].rstrip(".") + f", at a cost of £{figure:,}."

    assert not check(claim, row["evidence"]).supported


@given(
    st.sampled_from(rows(supported=True)), st.sampled_from(["Zbigniew Kowalczyk", "Xerxium", "Marlowe Bank"])
)
@settings(deadline=None)
def test_a_name_from_nowhere_is_never_supported(row: dict[str, str], name: str) -> None:
    claim = f"{name} said: {row['claim'][0].lower()}{row['claim'][1:]}"

    assert not check(claim, row["evidence"]).supported


LIST = "You may apply if all of the following are true:\nyou own the home\nits rating is E, F or G\nYou cannot appeal."


def test_a_list_told_in_one_sentence_is_supported_by_its_lines() -> None:
    claim = "You may apply if all of the following are true: you own the home; its rating is E, F or G"

    assert check(claim, LIST).supported
    assert check(claim, LIST).score == 1


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("You may apply if none of the following are true: you own the home; its rating is E, F or G", LIST),
        ("The board will close the pier", "It is not true that the board will close the pier."),
        ("The board will close the pier", "It was wrongly reported that the board will close the pier."),
        ("The board will close the pier", "The board will close the pier, subject to approval."),
        ("The board will close the pier", "Pending approval, the board will close the pier."),
        (
            "The board will close the pier; it said so in May",
            "The board will not close the pier.\nIt said so in May.",
        ),
    ],
)
def test_words_taken_out_of_a_line_of_the_evidence_are_not_supported(claim: str, evidence: str) -> None:
    assert not check(claim, evidence).supported


def test_nothing_to_compare_is_no_support() -> None:
    assert not check("", SUM).supported
    assert not check("It has invested.", "").supported
    assert not check("…", "…").supported
