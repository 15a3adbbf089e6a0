"""Whether a claim says no more than its evidence does."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the claim check found; `supported` only where nothing goes beyond the evidence."""

    supported: bool
    score: float
    """Between 0 (nothing of it stands in the evidence) and 1 (all of it does)."""
    reasons: tuple[str, ...] = ()
    """Why the claim is not supported, or what weakens it."""


def check(claim: str, evidence: str) -> Verdict:
    """A first reading by words and numbers; the rules by subject follow."""
    known = set(re.findall(r"\w+", evidence.lower()))
    words = re.findall(r"\w+", claim.lower())
    missing = [word for word in words if word not in known]
    numbers = [word for word in missing if word[0].isdigit()]
    score = 1 - len(missing) / max(1, len(words))
    reasons = [f"“{number}” is not in the evidence" for number in numbers]
    if score < 0.5:
        reasons.append("most of its words are not in the evidence")
    return Verdict(not reasons, min(score, 0.4) if reasons else score, tuple(reasons))
