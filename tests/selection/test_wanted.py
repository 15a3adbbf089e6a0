"""The kind of thing that a question asks for, and the sentences that hold one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.selection.wanted import Kind, Wanted, has, names, people, wanted


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("On what date did the school close?", Kind.DATE),
        ("Which exact date was it?", Kind.DATE),
        ("When was the bridge opened?", Kind.WHEN),
        ("When does the licence run out?", Kind.DEADLINE),
        ("Until when is the pool closed?", Kind.TIME),
        ("What is the library's phone number?", Kind.PHONE),
        ("Which number should tenants call at night?", Kind.PHONE),
        ("How many phone numbers were on the list?", Kind.NUMBER),
        ("What is the e-mail address of the clerk?", Kind.EMAIL),
        ("What is the clerk's email?", Kind.EMAIL),
        ("In which year did the fire happen?", Kind.YEAR),
        ("What months are the gardens open?", Kind.WHEN),
        ("How much did the wall cost?", Kind.MONEY),
        ("How much money did the council spend?", Kind.MONEY),
        ("How much will a bus ticket cost?", Kind.MONEY),
        ("What was the total cost of the repairs?", Kind.MONEY),
        ("What is the fine for littering?", Kind.MONEY),
        ("How much water is in the lake?", Kind.OPEN),
        ("What percentage of pupils eat there?", Kind.SHARE),
        ("How many per cent voted?", Kind.SHARE),
        ("How many homes were flooded?", Kind.NUMBER),
        ("What was the population of the town?", Kind.NUMBER),
        ("How old is the school?", Kind.NUMBER),
        ("What was the vote tally in the upper house?", Kind.NUMBER),
        ("Which morphine dose did the patient receive?", Kind.NUMBER),
        ("How long did the meeting last?", Kind.DURATION),
        ("How long does it take?", Kind.DURATION),
        ("How early should we announce it?", Kind.DURATION),
        ("date of the next review", Kind.WHEN),
        ("Am I to wait?", Kind.YES_NO),
        ("Who chaired the inquiry?", Kind.PERSON),
        ("To whom was it given?", Kind.PERSON),
        ("Whose idea was it?", Kind.PERSON),
        ("When Osei came, who did she meet?", Kind.PERSON),
        ("Which company built the wall?", Kind.NAME),
        ("Which two local firms built the wall?", Kind.NAME),
        ("What did the committee recommend about it?", Kind.OPEN),
        ("What are the engineers worried about?", Kind.OPEN),
        ("What is the name of the head cook?", Kind.NAME),
        ("Which town was flooded?", Kind.PLACE),
        ("What did the treasurer say about the wall?", Kind.SAID),
        ("What does the agreement say about pay?", Kind.OPEN),
        ("Is the scheme compulsory?", Kind.YES_NO),
        ("Is there anything in the plan about trees?", Kind.OPEN),
        ("Are there any details on parking?", Kind.OPEN),
        ("Any figure for what it saves?", Kind.NUMBER),
        ("Where was it signed?", Kind.WHERE),
        ("Where is Greenway Ltd based?", Kind.WHERE),
        ("Where's the depot?", Kind.OPEN),
        ("Is that where the wall stood?", Kind.YES_NO),
        ("What's the price tag of the scheme?", Kind.MONEY),
        ("Will it rain?", Kind.YES_NO),
        ("Why did the pump fail?", Kind.OPEN),
        ("cost of the new hall?", Kind.MONEY),
        ("What do I pay for a second quote?", Kind.MONEY),
        ("What does the fund pay for?", Kind.OPEN),
        ("deadline for comments", Kind.DEADLINE),
        ("When does the partnership end?", Kind.DEADLINE),
        ("When will the scheme be due to finish?", Kind.DEADLINE),
        ("What is the closing date for bids?", Kind.DEADLINE),
        ("By when must it be done?", Kind.DEADLINE),
        ("What was the start date of the works?", Kind.WHEN),
        ("How much are tickets on Sundays?", Kind.MONEY),
        ("How much is known about it?", Kind.OPEN),
        ("What does the leader earn?", Kind.MONEY),
        ("number of stalls moved", Kind.NUMBER),
        ("How many people won it in 2020?", Kind.NUMBER),
        ("Describe the plan", Kind.OPEN),
        ("", Kind.OPEN),
    ],
)
def test_what_a_question_asks_for(question: str, kind: Kind) -> None:
    assert wanted(question).kind is kind


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("How many homes were flooded?", ("home",)),
        ("How many school meals are served at noon?", ("school", "meal")),
        ("What did the head cook say?", ("head", "cook")),
        ("How many were there?", ()),
        ("How much did the gardens' benches cost?", ("bench",)),
        ("How much is a stall licence for a year?", ("licenc",)),
        ("How much did it cost?", ()),
        ("When was it?", ()),
        ("What is Priya Nair's salary band?", ("band",)),
        ("What was the motto of Alderford?", ("motto",)),
        ("What is the purpose of Alderford?", ()),
    ],
)
def test_what_is_counted_or_who_speaks_is_the_focus(question: str, focus: tuple[str, ...]) -> None:
    assert wanted(question).focus == focus


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What is the deadline for bids?", "Bids must arrive by 5pm on 12 January."),
        ("What is the deadline for bids?", "You can apply until the end of March."),
        ("When does the partnership end?", "The partnership runs to March 2027."),
        ("When does the partnership end?", "It is a three-year partnership, signed in July 2025."),
        ("On what date did it flood?", "The river rose on 14 November 2023."),
        ("On what date did it flood?", "It flooded on November 14th."),
        ("On what date did it flood?", "Flood: 2023-11-14."),
        ("When was it built?", "It was built in the 19th century."),
        ("When was it built?", "It was built three years ago."),
        ("When was it signed?", "It was signed yesterday."),
        ("When was it agreed?", "It was agreed in May."),
        ("How much did it cost?", "The bill was £4.6m."),
        ("How much did it cost?", "They paid 30 pence a bottle."),
        ("How much did it cost?", "Two million pounds were spent."),
        ("How much did it cost?", "It cost 3 million euros."),
        ("What share voted?", "Some 63% voted."),
        ("What share voted?", "Two thirds voted."),
        ("What proportion of homes was dry?", "Most were wet: one in nine was dry."),
        ("How many homes were flooded?", "Some 340 homes were flooded."),
        ("How many homes were flooded?", "Twelve homes were flooded."),
        ("How long did it last?", "The meeting took three hours."),
        ("How long did it last?", "It lasted until Friday."),
        ("Who chaired it?", "It was chaired by Margaret Osei."),
        ("Who chaired it?", "Dame Osei chaired it."),
        ("Which company runs it?", "It is run by Greenway Ltd."),
        ("Which town was flooded?", "Alderford was flooded."),
        ("What did the cook say?", "The cook said that there were no nuts."),
        ("What did the cook say?", "“No nuts,” was the rule of the cook."),
        ("When does it close?", "It closes on 1 June."),
        ("When is the vote held?", "It is held as soon as the debate ends."),
        ("What is the phone number?", "Ring 020 7946 0958 until noon."),
        ("What is the phone number?", "From abroad: +44 20 7946 0958."),
        ("What is the phone number?", "In an emergency dial 999."),
        ("What is the e-mail address?", "Write to clerk@alderford.example.gov.uk for a form."),
        ("Is it free?", "It is."),
        ("Why?", "Because."),
    ],
)
def test_a_sentence_that_has_what_was_asked_for(question: str, sentence: str) -> None:
    assert has(sentence, wanted(question))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("On what date did it flood?", "The river rose in November 2023."),
        ("When was it built?", "It may be built of brick."),
        ("When was it built?", "It was built of 12 stones."),
        ("What is the deadline for bids?", "In March the council asked for bids."),
        ("How many people were hurt?", "At 5.40pm people walked home."),
        ("How many awards were made?", "The awards closed on 31 March 2025."),
        ("What is the deadline for bids?", "Bids must arrive by post."),
        ("When does the partnership end?", "Earlier this month, it signed a partnership with Ruxley."),
        ("When does it close?", "It closes with a key."),
        ("What is the phone number?", "It cost 1,200,300 in 2010-2011."),
        ("What is the phone number?", "Room 101 was built on 12 04 2020."),
        ("What is the e-mail address?", "Follow @alderford or look at www.alderford.example."),
        ("How much did it cost?", "It cost the town a lot."),
        ("How much did it cost?", "It took 300 people."),
        ("What share voted?", "Some 630 voted."),
        ("How many homes were flooded?", "Homes were flooded."),
        (
            "How many homes were flooded?",
            "Homes flooded, as the inquiry heard from the people of the town and others, for 12 days.",
        ),
        ("How long did it last?", "The meeting was in the hall."),
        ("Who chaired it?", "The inquiry had a chair."),
        ("Who chaired it?", "The Environment Agency chaired it."),
        ("Who met Margaret Osei?", "Margaret Osei met them."),
        ("Which company runs it?", "It is run well in the UK."),
        ("Which company of Alderford runs it?", "It is run from Alderford."),
        ("Which town was flooded?", "the town was flooded"),
        ("Which town was flooded?", ""),
        ("What did the cook say?", "The cook left."),
        ("What did the cook say?", "The treasurer said no."),
        ("What do critics say about it?", "It drives critical research, the minister said."),
        ("In what year did it flood?", "It flooded on Saturday, the mayor said."),
        ("How many homes were flooded?", "Homes were flooded in 2023."),
    ],
)
def test_a_sentence_that_lacks_what_was_asked_for(question: str, sentence: str) -> None:
    assert not has(sentence, wanted(question))


@given(st.text(), st.sampled_from(Kind), st.text())
def test_any_sentence_can_be_held_against_any_question(question: str, kind: Kind, sentence: str) -> None:
    want = wanted(question)

    assert has(sentence, want) in {True, False}
    assert has(sentence, Wanted(kind, want.focus, want.names)) in {True, False}


def test_names_are_told_from_the_word_that_opens_a_sentence() -> None:
    assert names("Repairs at Lower Mill are run by GOV.UK’s partner Greenway.") == [
        "Lower",
        "Mill",
        "GOV.UK",
        "Greenway",
    ]
    assert names("OpenAI's GPT-4o runs it.") == ["OpenAI", "GPT-4o"]
    assert names("") == []


def test_people_are_told_from_bodies() -> None:
    assert people("The Town Clerk and Priya Nair wrote to Dr Khan.") == [
        "Town Clerk",
        "Priya Nair",
        "Dr Khan",
    ]
    assert people("The Environment Agency told Greater Town Council.") == []
