"""A second opinion on what a model wrote, from a chat model on the OpenAI protocol."""

from collections.abc import Callable, Sequence

from bot.domain import Citation, Statement
from bot.models import never, protocol
from bot.models.connection import Asked, Connection, Endpoint, Messages
from bot.models.packing import quoted
from config import prompts
from retrieval.corpus import Found, Passage


class OpenAIJudge:
    """A `Judge`: one completion a statement, all at once."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._connection = Connection(endpoint)

    def opinions(
        self,
        statements: Sequence[Statement],
        found: Sequence[Found],
        *,
        stopped: Callable[[], bool] = never,
    ) -> list[bool]:
        """Raises ModelError where the asker has stopped it. Any other failure is no support."""
        asked = [Asked(_messages(statement, found), protocol.VERDICT) for statement in statements]
        replies = self._connection.ask_all(asked, stopped)
        return [reply is not None and protocol.supported(reply) for reply in replies]

    def warm(self) -> None:
        """Loads the client, which takes seconds, before the first answer needs it."""
        self._connection.warm()


def _messages(statement: Statement, found: Sequence[Found]) -> Callable[[int], Messages]:
    system = prompts.fill("verdict")
    sentence = protocol.escaped(statement.text)
    sources = [(citation, _source(citation, found)) for citation in statement.citations]

    def messages(tokens: int) -> Messages:
        each = tokens // (2 * len(sources))  # the other half is for the rest of the prompt
        evidence = "\n".join(quoted(citation, source, each) for citation, source in sources)
        return [
            ("system", system),
            ("human", prompts.fill("verdict_user", evidence=evidence, sentence=sentence)),
        ]

    return messages


def _source(citation: Citation, found: Sequence[Found]) -> Passage | None:
    """The passage that the citation was taken from."""
    return next((hit.passage for hit in found if citation.stands_in(hit.passage)), None)
