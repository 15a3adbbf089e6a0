"""Values that the tests of the terminal share."""

from bot.domain import Answer, Citation, Outcome, Question, Statement
from retrieval.corpus import Found, Kind, Passage

FIRST = Citation("default", "a.txt", "Zones for growth", "2025-07-22", "200 applications", 10, 26)
SECOND = Citation("default", "b.txt", "Otra nota", None, "mejorar la eficiencia", 0, 21, Kind.FURNITURE, "es")
ONE = Statement("The government received 200 applications.", (FIRST,))
TWO = Statement("It aims at efficiency.", (SECOND, FIRST))


def answer(
    outcome: Outcome = Outcome.ANSWERED,
    statements: tuple[Statement, ...] = (ONE, TWO),
    *,
    reply: str = "",
    notice: str = "",
    suggestions: tuple[str, ...] = (),
) -> Answer:
    return Answer(
        Question("How many?"),
        outcome,
        statements,
        reply=reply,
        notice=notice,
        suggestions=suggestions,
        seconds=0.0123456,
    )


def found(text: str = "They received 200 applications.", document: str = "a.txt", start: int = 0) -> Found:
    passage = Passage(
        id=f"{document}:{start}",
        document_id=document,
        collection="default",
        document=document,
        title="Zones for growth",
        date="2025-07-22",
        heading="",
        start=start,
        end=start + len(text),
        text=text,
        language="en",
        kind=Kind.BODY,
    )
    return Found(passage, 0.91234567)
