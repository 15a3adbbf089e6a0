"""What the tests of the engine are built from: passages, fakes of the parts, an engine."""

from collections.abc import Callable, Sequence

from bot.domain import Claim, Draft, Evidence, Turn
from bot.engine import Disagree, Engine, Suggest
from bot.models import ChatModel, Composer, Judge, ModelError
from bot.models.connection import Endpoint
from bot.models.judge import OpenAIJudge
from bot.models.openai import OpenAIModel
from config import replies
from retrieval.corpus import Found, Kind, Passage
from tests.fakes.model_server import ModelServer

REPLIES = replies.load()
MEMO = (
    "The government signed a memorandum of understanding with OpenAI in July 2025. "
    "Peter Kyle signed it for the government and Sam Altman signed it for OpenAI."
)
MONEY = "The scheme may create up to 5,000 jobs by 2030. The Treasury will spend £2 billion on it."


def passage(text: str, *, number: int = 1, kind: Kind = Kind.BODY, title: str = "A title") -> Passage:
    return Passage(
        id=f"p{number}",
        document_id=f"d{number}",
        collection="default",
        document=f"{number:03}.txt",
        title=title,
        date="2025-07-22",
        heading="",
        start=100 * number,
        end=100 * number + len(text),
        text=text,
        language="en",
        kind=kind,
    )


def found(*texts: str) -> list[Found]:
    return [Found(passage(text, number=number), 0.9) for number, text in enumerate(texts, 1)]


class Shelf:
    """Finds the same passages for every text, and notes what was looked up."""

    def __init__(self, hits: Sequence[Found]) -> None:
        self.hits = list(hits)
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def find(self, text: str, collections: Sequence[str], k: int) -> list[Found]:
        self.asked.append((text, tuple(collections)))
        return self.hits[:k]


class Selector:
    """Selects the first sentence of the first passage."""

    name = "extractive"

    def __init__(self, *, closest: bool = False, error: Exception | None = None) -> None:
        self.closest = closest
        self.error = error
        self.asked: list[str] = []

    def compose(self, question: str, found: Sequence[Found], turns: Sequence[Turn] = ()) -> Draft:  # noqa: ARG002
        self.asked.append(question)
        if self.error:
            raise self.error
        quote = found[0].passage.text.split(". ")[0].rstrip(".") + "."
        return Draft((Claim(quote, (Evidence("S1", quote),)),), closest=self.closest)


def engine(
    hits: Sequence[Found] | Shelf,
    *,
    model: ChatModel | None = None,
    judge: Judge | None = None,
    extractive: Composer | None = None,
    suggest: Suggest = lambda *_: ("When was the memorandum signed?",),
    collections: Callable[[], Sequence[str]] = lambda: ("default",),
    disagree: Disagree = lambda _, __: (),
    longest: int = 2000,
) -> Engine:
    return Engine(
        retriever=hits if isinstance(hits, Shelf) else Shelf(hits),
        extractive=extractive or Selector(),
        replies=REPLIES,
        collections=collections,
        model=model,
        judge=judge,
        suggest=suggest,
        disagree=disagree,
        longest=longest,
    )


def model(server: ModelServer | str, **settings: float) -> OpenAIModel:
    url = server if isinstance(server, str) else server.url
    endpoint: dict[str, float | int] = {"seconds": 10.0, "retries": 2, "backoff": 0.01} | settings
    return OpenAIModel(Endpoint("test-model", base_url=url, **endpoint))  # type: ignore[arg-type]


def judge(server: ModelServer | str, **settings: float) -> OpenAIJudge:
    url = server if isinstance(server, str) else server.url
    endpoint: dict[str, float | int] = {"seconds": 10.0, "retries": 0, "backoff": 0.01} | settings
    return OpenAIJudge(Endpoint("test-judge", base_url=url, **endpoint))  # type: ignore[arg-type]


__all__ = [
    "MEMO",
    "MONEY",
    "REPLIES",
    "ModelError",
    "Selector",
    "Shelf",
    "engine",
    "found",
    "judge",
    "model",
    "passage",
]
