"""An answer as HTML."""

import html
import re
from dataclasses import replace

from bot.domain import Answer, Outcome, Question, Statement
from bot.render.fingerprint import fingerprint
from bot.render.html import answer, language, shortened, source_link
from bot.render.sides import said_by
from tests.web.fakes import BUILT, COST, NOT_THERE, SPANISH, TEASER, answered


def shown(value: Answer) -> str:
    return str(answer(value, turn=1, standing="Check the citations."))


def hrefs(fragment: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'class="mark" href="([^"]+)"', fragment)]


def test_each_statement_ends_with_links_to_the_words_it_rests_on() -> None:
    value = answered(Statement("One.", (BUILT,)), Statement("Two.", (COST, BUILT)))

    assert hrefs(shown(value)) == [source_link(c, 1) for c in (BUILT, BUILT, COST)]
    assert re.search(r"One\.</span>\s*<a [^>]+>\[1\]</a>", shown(value))


def test_a_link_names_the_range_and_the_collection_and_the_quote() -> None:
    place = f"start={COST.start}&end={COST.end}&collection=default&words={fingerprint(COST.quote)}"
    expected = f"/sources/news/uk%20deal.txt?{place}#quote"

    assert source_link(COST) == expected


def test_the_sources_show_title_date_and_the_very_words() -> None:
    fragment = shown(answered(Statement("One.", (BUILT,))))

    assert '<span class="number">[1]</span> <span class="title">OpenAI and UK team up' in fragment
    assert '<time datetime="2025-07-22">22 July 2025</time>' in fragment
    assert f">{BUILT.quote}</blockquote>" in fragment


def test_a_teaser_is_labelled_and_escaped() -> None:
    fragment = shown(answered(Statement("One.", (TEASER,))))

    assert "Teaser, not the article’s own text" in fragment
    assert "&lt;b&gt;Extract&lt;/b&gt;" in fragment


def test_a_foreign_quote_says_its_language_to_people_and_to_screen_readers() -> None:
    fragment = shown(answered(Statement(SPANISH.quote, (SPANISH,))))

    assert '<span dir="auto" lang="es">' in fragment
    assert 'lang="es">El gobierno' in fragment
    assert "in Spanish" in fragment


def test_a_translated_statement_is_not_in_the_language_of_its_quote() -> None:
    assert '<span dir="auto">There is a deal.' in shown(answered(Statement("There is a deal.", (SPANISH,))))


def test_sources_that_disagree_are_shown_by_who_says_what_and_when() -> None:
    value = answered(
        Statement("A.", (BUILT,)),
        Statement("B.", (COST,)),
        Statement("C.", (BUILT,)),
        outcome=Outcome.SOURCES_DISAGREE,
        reply="The sources do not agree.",
    )

    assert [[s.text for s in side.statements] for side in said_by(value)] == [["A.", "C."], ["B."]]
    assert shown(value).index("The sources do not agree.") < shown(value).index("A.")
    assert "22 July 2025" in shown(value)
    assert "no date given" in shown(value)


def test_the_closest_lines_are_said_to_be_no_answer() -> None:
    value = replace(NOT_THERE, statements=(Statement(BUILT.quote, (BUILT,)),), notice="The closest lines.")
    fragment = shown(value)

    assert fragment.index(NOT_THERE.reply) < fragment.index("Closest lines, not an answer")
    assert fragment.index("Closest lines, not an answer") < fragment.index(f'"auto">{BUILT.quote}')
    assert "The closest lines." in fragment


def test_what_is_missing_from_a_part_answer_follows_it() -> None:
    value = answered(
        Statement("One.", (BUILT,)),
        outcome=Outcome.PARTLY_ANSWERED,
        reply="They do not say: the cost.",
        notice="The model was slow.",
    )
    fragment = shown(value)

    assert fragment.index("One.") < fragment.index("They do not say: the cost.")
    assert 'role="note">The model was slow.' in fragment


def test_a_refusal_is_its_reply_and_nothing_else() -> None:
    fragment = shown(Answer(Question("Hi"), Outcome.DECLINED_EMPTY, reply="Type a question."))

    assert "Type a question." in fragment
    assert "Sources" not in fragment
    assert "Check the citations." not in fragment


def test_the_copy_holds_the_statements_and_the_sources() -> None:
    copied = re.search(r'data-text="([^"]*)"', shown(answered(Statement("One.", (BUILT,)))))

    assert copied
    assert "One. [1]" in copied[1]
    assert BUILT.title in html.unescape(copied[1])


def test_every_value_is_escaped() -> None:
    nasty = "<img src=x onerror=alert(1)>\"'"
    cited = replace(BUILT, title=nasty, quote=nasty, document=f"a/{nasty}", collection=nasty, date=nasty)
    value = Answer(
        Question(nasty),
        Outcome.SOURCES_DISAGREE,
        (Statement(nasty, (cited,)),),
        reply=nasty,
        notice=nasty,
        suggestions=(nasty,),
        standalone=nasty + "?",
    )

    assert "<img" not in shown(value)
    assert not re.search(r"=\"[^\"]*<", shown(value))


def test_a_long_question_is_shortened_in_its_heading() -> None:
    assert len(shown(answered(Statement("One.", (BUILT,))))) + 500 > len(
        shown(replace(answered(Statement("One.", (BUILT,))), question=Question("x" * 10_000)))
    )
    assert shortened("abcdef", 4) == "abc…"


def test_our_own_and_unknown_languages_need_no_attribute() -> None:
    assert [language(code) for code in ("en", "und", "", "cy")] == ["", "", "", "cy"]
