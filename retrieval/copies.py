"""Passages that say the same words: a press release that was ingested under two names."""

from collections.abc import Sequence

from retrieval.corpus import Passage


def said(passage: Passage) -> str:
    """What two copies have in common: every word, whatever breaks its lines. Not the stems: "not" is none."""
    return " ".join(passage.text.split())


def copies(passages: Sequence[Passage]) -> dict[Passage, tuple[Passage, ...]]:
    """Each passage that has copies in other documents, with those; the first stands for all."""
    alike: dict[str, dict[str, Passage]] = {}
    for passage in passages:
        alike.setdefault(said(passage), {}).setdefault(passage.document_id, passage)
    return {first: tuple(others) for first, *others in (each.values() for each in alike.values()) if others}
