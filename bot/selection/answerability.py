"""How likely the sources answer a question whose topic they have.

Hardly better than a guess where a question was made to look answerable: five figures of the best sentence, in
a logistic sum that bench/fit_answerability.py made. It is calibrated, so that a low one can be acted on.
"""

from collections.abc import Sequence
from math import exp

from bot.selection.lines import Candidate, share, weights
from retrieval.query import Understood
from retrieval.words import held


def likely(question: Understood, ranked: Sequence[Candidate]) -> float:
    """Between 0 and 1, at an even chance beforehand; 0 where nothing was found."""
    if not ranked:
        return 0.0
    table = weights()["answerable"]
    total = sum(table[name] * value for name, value in figures(question, ranked[0]).items())
    return 1 / (1 + exp(-(total + table["intercept"])))


def figures(question: Understood, best: Candidate) -> dict[str, float]:
    """What the likelihood is made of."""
    here = held(f"{best.passage.title}\n{best.passage.text}")
    missing = [t for t in question.terms if t.forms.isdisjoint(here)]
    return {
        "closeness": best.line.closeness,
        "meaning": best.line.meaning,
        "coverage": best.line.coverage,
        "missing": share(question, missing),
        "missing_name": share(question, [t for t in missing if t.named]),
    }
