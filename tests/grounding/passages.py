"""Passages made for the tests of grounding."""

from retrieval.corpus import Kind, Passage


def passage(text: str, document: str = "a.txt", *, start: int = 0, kind: Kind = Kind.BODY) -> Passage:
    return Passage(
        id=f"{document}:{start}",
        document_id=document,
        collection="default",
        document=document,
        title=document.upper(),
        date=None,
        heading="",
        start=start,
        end=start + len(text),
        text=text,
        language="en",
        kind=kind,
    )
