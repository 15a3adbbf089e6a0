"""A sentence is no answer where another one tells just what it leaves out."""

from tests.selection.conftest import Compose


def test_what_the_next_sentence_tells_of_them_is_the_answer(compose: Compose) -> None:
    drafted = compose("When do the reading gardens open?", "desk")

    assert drafted.answers
    assert "They open in June 2025." in drafted.text
    assert compose("When were the reading gardens approved?", "desk").text.startswith(
        "The committee approved"
    )


def test_a_price_is_no_count(compose: Compose) -> None:
    assert (
        "£1,000" not in compose("How many beds does a garden have?", "desk").text
        or not compose("How many beds does a garden have?", "desk").answers
    )


def test_who_did_it_is_not_told_by_a_sentence_that_names_nobody(compose: Compose) -> None:
    drafted = compose("Who signed the repair contract?", "desk")

    assert "Ruth Adair signed" in drafted.text
    assert "The county has signed" not in drafted.text


def test_what_a_long_question_names_beside_its_point_may_stand_elsewhere_in_the_document(
    compose: Compose,
) -> None:
    drafted = compose(
        "How many tickets have been refunded so far for the Sandhaven ferry terminal that was handed over to "
        "Northmere Lines?",
        "desk",
    )

    assert drafted.answers
    assert "48 tickets have been refunded" in " ".join(drafted.text.split())


def test_a_number_of_something_else_is_no_answer_where_the_document_counts_just_that(
    compose: Compose,
) -> None:
    drafted = compose(
        "After the Sandhaven ferry terminal was handed over to Captain O'Dwyer, how many tickets "
        "had been refunded?",
        "desk",
    )

    assert "48" in drafted.text or not drafted.answers  # and not the two years that the building took


def test_that_something_took_place_need_not_be_said(compose: Compose) -> None:
    drafted = compose("When did the Siege of Sandhaven take place?", "desk")

    assert drafted.answers
    assert "1645" in drafted.text


def test_a_day_of_the_week_is_a_date_where_the_source_has_one(compose: Compose) -> None:
    drafted = compose("On what date was the Sandhaven ferry terminal handed over?", "desk")

    assert drafted.answers
    assert "on Tuesday" in drafted.text


def test_a_country_and_its_people_are_one_name(compose: Compose) -> None:
    drafted = compose("What did Ms Telford say about the turbine from Switzerland?", "desk")

    assert drafted.answers
    assert "Swiss turbine" in drafted.text


def test_who_somebody_is_is_told_by_what_they_do(compose: Compose) -> None:
    drafted = compose("Who is Ruth Adair?", "desk")

    assert "Managing Director" in drafted.text
    assert "Ruth Adair signed" not in drafted.text


def test_a_speech_is_what_its_speaker_says(compose: Compose) -> None:
    drafted = compose("What did Edda Marl say about paying small local firms?", "desk")

    assert drafted.answers
    assert "within ten days" in drafted.text


def test_a_keyword_question_asks_for_what_it_names(compose: Compose) -> None:
    assert "£4.6 million" in compose("cost of new ferry link contract?", "desk").text


def test_the_other_ones_count_what_was_counted_before(compose: Compose) -> None:
    assert "The other 13" in compose("How many market stalls have had no roof?", "desk").text


def test_what_another_language_counts_is_counted(compose: Compose) -> None:
    drafted = compose(
        "how many electric radiators is the Sandhaven workshop lending out and who can have one?", "desk"
    )

    assert drafted.answers
    assert "140 radiadores" in drafted.text
    assert not drafted.draft.unanswered


def test_no_other_sum_is_shown_where_the_one_asked_for_is_missing(compose: Compose) -> None:
    drafted = compose("How much did the reading gardens' benches cost?", "desk")  # a bed costs £1,000

    assert not drafted.answers
    assert "£" not in drafted.text


def test_a_year_that_the_documents_do_not_know_is_not_answered_from_another(compose: Compose) -> None:
    assert compose("How many people work in OpenAI's London office?").answers
    assert not compose("How many people worked in OpenAI's London office in 2019?").answers


def test_what_people_did_says_which_of_them_are_counted(compose: Compose) -> None:
    assert "1,200 people" in compose("How many people were moved after the flood?", "town").text
    assert not compose("How many people complained after the flood?", "town").answers
    assert "1,200 people" in compose("How many people?", "town").text
