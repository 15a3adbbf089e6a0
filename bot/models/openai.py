"""A chat model on the OpenAI protocol: any endpoint, one completion a draft, one kind of failure."""

from collections.abc import Callable, Sequence

from bot.domain import Draft, Turn
from bot.models import never, protocol
from bot.models.connection import Asked, Connection, Endpoint, Messages
from bot.models.packing import passages
from bot.models.tokens import count
from config import prompts
from retrieval.corpus import Found


class OpenAIModel:
    """A `ChatModel`."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.name = endpoint.model
        self._connection = Connection(endpoint)

    def compose(
        self,
        question: str,
        found: Sequence[Found],
        turns: Sequence[Turn] = (),  # noqa: ARG002  # a follow-up comes with its meaning instead
        *,
        meaning: str = "",
        missing: Sequence[str] = (),
        spent: float = 0.0,
        stopped: Callable[[], bool] = never,
    ) -> Draft:
        """Raises ModelError."""
        system, asked = prompts.fill("claims"), _asked(question, meaning, missing)

        def messages(tokens: int) -> Messages:
            left = tokens - count(system) - count(asked)
            shown = passages(found, left, meaning or question)
            return [("system", system), ("human", f"{shown}\n\n{asked}")]

        reply = self._connection.ask(Asked(messages, protocol.CLAIMS), stopped, spent)
        return protocol.draft(reply, found)

    def rewrite(self, question: str, turns: Sequence[Turn], *, stopped: Callable[[], bool] = never) -> str:
        """Raises ModelError."""
        user = prompts.fill("question_user", conversation=protocol.conversation(turns), question=question)
        messages = [("system", prompts.fill("question")), ("human", user)]
        return protocol.question(self._connection.ask(Asked(lambda _: messages, protocol.QUESTION), stopped))

    def warm(self) -> None:
        """Loads the client, which takes seconds, before the first question needs it."""
        self._connection.warm()


def _asked(question: str, meaning: str, missing: Sequence[str]) -> str:
    """What is asked, after the passages: what comes last is heeded best, and a prompt of which only the end
    differs is read faster the second time."""
    said = [prompts.fill("claims_user", question=question)]
    if meaning and meaning != question:
        said.append(prompts.fill("claims_follow_up", meaning=meaning))
    if missing:
        said.append(prompts.fill("claims_missing", missing="; ".join(missing)))
    return "\n\n".join(said)
