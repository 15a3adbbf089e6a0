"""Conversations on the web: whose turn follows which, and what of it is shown again."""

import secrets
from collections.abc import Callable
from hashlib import sha256

import structlog

from bot.channels.metrics import Metrics
from bot.channels.web.access import Asker
from bot.channels.web.parts import Parts
from bot.channels.web.shown import TURNS, Numbered, Shown, from_record
from bot.conversation import NotRecordedError
from bot.domain import Answer, Outcome, Question
from bot.engine import Step

CHANNEL = "web"

log = structlog.get_logger(__name__)


class Conversing:
    """A browser holds a secret; the conversation is named after it and the asker, so that neither the secret
    can be read from the record nor one asker see another's conversation on a shared machine."""

    def __init__(self, parts: Parts, metrics: Metrics) -> None:
        self._parts = parts
        self._metrics = metrics
        self._shown = Shown()

    @staticmethod
    def new_secret() -> str:
        return secrets.token_urlsafe(24)

    def turns(self, asker: Asker, secret: str) -> tuple[Numbered, ...]:
        """What was said so far, oldest first."""
        if not secret:
            return ()
        return self._so_far(_name(asker, secret))

    def answer(
        self,
        asker: Asker,
        secret: str,
        text: str,
        report: Callable[[Step], None],
        stopped: Callable[[], bool],
    ) -> Numbered:
        """Asks the engine, records the turn and counts it."""
        name = _name(asker, secret)
        before = self._so_far(name)
        turns = self._parts.conversations.turns(name) if before else ()
        question = Question(text, asker.collections, asker.name, name, turns)
        answer = self._parts.engine.answer(question, report=report, stopped=stopped)
        answer = self._recorded(answer)
        self._metrics.count(answer, CHANNEL)
        return self._shown.add(name, answer, before)

    def _so_far(self, name: str) -> tuple[Numbered, ...]:
        recorded = self._parts.conversations.recent
        return self._shown.of(name) or from_record(recorded(TURNS, conversation=name))

    def _recorded(self, answer: Answer) -> Answer:
        """The answer once the record has it: nobody is told what cannot be accounted for."""
        try:
            self._parts.conversations.record(answer, channel=CHANNEL)
        except NotRecordedError as error:
            log.error("turn_not_recorded", reason=str(error))  # noqa: TRY400 - the trace repeats what was asked
            reply = self._parts.replies.outcome(Outcome.FAILED_INTERNAL)
            return Answer(answer.question, Outcome.FAILED_INTERNAL, reply=reply)
        return answer


def _name(asker: Asker, secret: str) -> str:
    return f"{CHANNEL}-{sha256(repr((asker.name, secret)).encode()).hexdigest()[:32]}"
