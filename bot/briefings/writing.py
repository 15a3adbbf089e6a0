"""Has a model write the main points; what the messages or the document do not confirm is cut."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.briefings.values import Noted
from bot.chat.place import Message
from bot.domain import Citation
from bot.grounding.ground import Grounded, ground
from bot.models import ChatModel, Judge, ModelError, labelled
from bot.opinion import confirmed
from bot.screen.injection import is_injection
from config import prompts
from retrieval.corpus import Document, Found, Kind, Passage
from retrieval.passages import split

PART, MOST_PARTS = 10_000, 3
"""Characters that a model is shown at a time, and how many times."""
MOST_LINES = 10
NONE_GROUNDED = "none_grounded"


@dataclass(frozen=True, slots=True)
class Written:
    """What a model's drafts came to."""

    lines: tuple[Noted, ...] = ()
    cut: bool = False
    """Some of it was not confirmed."""
    trouble: str = ""
    """The name of the notice that says why there is nothing."""


class Writer:
    """A chat model, asked for main points only: what is decided, asked and promised is not for it to say."""

    def __init__(self, model: ChatModel, judge: Judge | None = None) -> None:
        self._model = model
        self._judge = judge

    def messages(self, messages: Sequence[Message]) -> Written:
        by_id = {message.id: message for message in messages}

        def noted(text: str, cited: Citation) -> Noted:
            message = by_id[cited.document]
            return Noted(text, cited.quote, message.link, message.author, message.at)

        return self._written("summary_messages", [_passage(message) for message in messages], noted)

    def document(self, document: Document) -> Written:
        def noted(text: str, cited: Citation) -> Noted:
            return Noted(text, cited.quote, author=document.title, citation=cited)

        passages = [passage for passage in split(document) if passage.kind is Kind.BODY]
        return self._written("summary_document", passages, noted)

    def _written(self, prompt: str, passages: Sequence[Passage], noted: "_Noting") -> Written:
        try:
            parts = [self._grounded(prompts.fill(prompt), part) for part in _parts(passages)]
        except ModelError as error:
            return Written(trouble=f"model_{error.reason}")
        lines = [
            noted(statement.text, statement.citations[0])
            for grounded in parts
            for statement in grounded.statements
        ]
        if not lines:
            return Written(trouble=NONE_GROUNDED)
        return Written(tuple(lines[:MOST_LINES]), cut=any(grounded.cut for grounded in parts))

    def _grounded(self, asked: str, passages: Sequence[Passage]) -> Grounded:
        found = [Found(passage, 1.0) for passage in passages]
        grounded = ground(self._model.compose(asked, found), labelled(found), is_injection)
        return confirmed(grounded, found, self._judge)


_Noting = Callable[[str, Citation], Noted]


def _passage(message: Message) -> Passage:
    """A message as grounding knows it: its author is its title, so that a sentence may name who wrote it."""
    return Passage(
        id=message.id,
        document_id=message.id,
        collection="",
        document=message.id,
        title=message.author,
        date=message.at.date().isoformat(),
        heading="",
        start=0,
        end=len(message.text),
        text=message.text,
        language="en",
        kind=Kind.BODY,
    )


def _parts(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """As much as a model is shown, a part at a time; orders to a model are not passed on."""
    part: list[Passage] = []
    parts = size = 0
    for passage in passages:
        if is_injection(passage.text):
            continue
        if part and size + len(passage.text) > PART:
            yield part
            part, size, parts = [], 0, parts + 1
            if parts == MOST_PARTS:
                return
        part.append(passage)
        size += len(passage.text)
    if part:
        yield part
