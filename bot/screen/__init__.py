"""The first step: what is asked, cleaned, or the outcome with which it is declined."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain import Outcome, Question
from bot.screen.cleaning import clean, has_words
from bot.screen.courtesy import bare
from bot.screen.injection import is_injection
from bot.screen.personal import has_personal_data, without_personal_data
from bot.screen.scope import Greeting, greeting, is_out_of_scope

__all__ = ["Greeting", "Screened", "clean", "screen", "without_personal_data"]


@dataclass(frozen=True, slots=True)
class Screened:
    """A question that may go on, or why it may not."""

    text: str
    """Without what cannot be seen, who asks and how kindly; the question's own text stays as it was."""
    declined: Outcome | None = None
    greeting: Greeting | None = None
    """Set where the text is a courtesy, which has a reply of its own."""


def screen(question: Question, *, longest: int, allow: Callable[[str], bool]) -> Screened:
    """`allow` says whether this asker may ask once more now."""
    text = clean(question.text)
    declined = _declined(text, longest) or (None if allow(question.asker) else Outcome.DECLINED_RATE_LIMITED)
    courtesy = greeting(text) if declined is Outcome.DECLINED_OUT_OF_SCOPE else None
    return Screened(text if declined else bare(text), declined, courtesy)


def _declined(text: str, longest: int) -> Outcome | None:
    if not has_words(text):
        return Outcome.DECLINED_EMPTY
    if len(text) > longest:
        return Outcome.DECLINED_TOO_LONG
    if has_personal_data(text):
        return Outcome.DECLINED_PERSONAL_DATA
    if is_injection(text):
        return Outcome.DECLINED_UNSAFE
    return Outcome.DECLINED_OUT_OF_SCOPE if greeting(text) or is_out_of_scope(text) else None
