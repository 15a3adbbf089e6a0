"""What a composer drafted, with what it drafted it from."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import Draft
from retrieval.corpus import Found, Passage


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft and the passages it was made from."""

    draft: Draft
    found: Sequence[Found]

    @property
    def text(self) -> str:
        return "\n".join(claim.text for claim in self.draft.claims)

    @property
    def answers(self) -> bool:
        return bool(self.draft.claims) and not self.draft.closest

    @property
    def quotes(self) -> list[tuple[Passage, str]]:
        """Each quote of the claims and further views, with the passage that it points at."""
        return [
            (self.found[int(evidence.label.removeprefix("S")) - 1].passage, evidence.quote)
            for claim in (*self.draft.claims, *self.draft.others)
            for evidence in claim.evidence
        ]
