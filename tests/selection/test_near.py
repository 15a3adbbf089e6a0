"""A sentence that hardly speaks of what was asked is not given as an answer."""

import pytest

from bot.selection.answering import answering
from bot.selection.lines import candidates
from bot.selection.wanted import has, wanted
from retrieval.search import Retriever


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("It was lost in the Seven Years' War.", False),
        ("Seven Members of the House were gained.", True),
        ("In all, seven harbours were gained.", True),
        ("Under the Four Harbours Plan little was gained.", False),
    ],
)
def test_a_number_in_a_name_counts_nothing(sentence: str, holds: bool) -> None:
    assert has(sentence, wanted("How many harbours were gained?")) is holds


def test_what_hardly_speaks_of_the_question_is_shown_as_close_and_not_as_its_answer(
    retriever: Retriever,
) -> None:
    asked = "Who chaired the inquiry?"
    found = retriever.find(asked, ["town"], 12)
    question = retriever.understand(asked, ("town",))
    want = wanted(asked)
    ranked = candidates(found, want, {item.passage.id: item.passage.id for item in found}, question)

    answered = answering(ranked, want, question, 3)
    best = max(line.apart for line in answered.lines)
    declined = answering(ranked, want, question, 3, least=best + 0.1)

    assert answered.answers
    assert answering(ranked, want, question, 3, least=best).answers
    assert not declined.answers
    assert answered.lines[0] in declined.lines
