"""The only wiring: settings in, a working bot out."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from pydantic import SecretStr

from config import replies
from config.models import EXTRACTIVE, LOCAL_EMBEDDING
from config.replies import Replies
from config.settings import Settings

if TYPE_CHECKING:  # each loads a library that takes a second
    from bot.conversation import Conversations
    from bot.engine import Engine
    from bot.models.connection import Endpoint
    from bot.models.embedding import Encoder, UnitEmbeddings
    from bot.models.judge import OpenAIJudge
    from bot.models.openai import OpenAIModel
    from bot.models.rerank import Reranker
    from retrieval.embeddings import LocalModel
    from retrieval.search import Retriever
    from retrieval.store import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class App:
    """Every part, wired; close it to let go of the data folder."""

    settings: Settings
    store: "Store"
    embedder: "LocalModel | Encoder"
    """Reads documents for ingest."""
    retriever: "Retriever"
    engine: "Engine"
    model: "OpenAIModel | None"
    """The chat model, where one is set."""
    judge: "OpenAIJudge | None"
    """A second opinion on what it writes, where one is set."""
    conversations: "Conversations"
    replies: Replies
    reranker: "Reranker | None" = None
    """What puts the passages found in order, where one is set."""

    @property
    def database_url(self) -> str:
        """As an SQLAlchemy URL."""
        return _database_url(self.settings)

    def close(self) -> None:
        self.conversations.close()
        if self.reranker:
            self.reranker.close()
        self.store.close()


def build(settings: Settings) -> App:
    """Raises StoreError, ModelFileError or EmbeddingError."""
    from bot.conversation import Conversations
    from bot.models.embedding import Encoder
    from retrieval.embeddings import LocalModel
    from retrieval.search import Retriever

    said = replies.load()
    with ThreadPoolExecutor(1) as beside, ExitStack() as opened:
        # Reading the model's weights and loading Chroma take a second each, on different cores.
        loading = beside.submit(LocalModel)
        embeddings = _embeddings(settings)
        store = _store(settings, embeddings or LocalModel)
        opened.callback(store.close)
        local = loading.result()
        if ranks := reranker(settings):
            opened.callback(ranks.close)
        retriever = Retriever(store=store, model=local, embeddings=embeddings, reranker=ranks)
        model, judge = _model(settings), _judge(settings)
        engine = _engine(settings, store, retriever, model, said, judge)
        conversations = Conversations(_database_url(settings))
        opened.pop_all()
    embedder = Encoder(embeddings, local) if embeddings else local
    return App(settings, store, embedder, retriever, engine, model, judge, conversations, said, ranks)


def _store(settings: Settings, vectors: "UnitEmbeddings | type[LocalModel]") -> "Store":
    from retrieval.store import Store

    return Store.open(
        settings.data_dir,
        embedding=vectors.identity,
        dimensions=vectors.dimensions,
        database_url=_database_url(settings),
        chroma_url=settings.chroma_url,
        report=lambda line: log.warning("store_repaired", what=line),
    )


def _engine(
    settings: Settings,
    store: "Store",
    retriever: "Retriever",
    model: "OpenAIModel | None",
    said: Replies,
    judge: "OpenAIJudge | None" = None,
) -> "Engine":
    from bot.engine import Engine
    from bot.models.extractive import Extractive
    from bot.screen.limit import RateLimit
    from bot.selection import disagreement
    from bot.selection.finder import PartsFinder
    from bot.suggesting import Suggestions

    finder, extractive = PartsFinder(retriever), Extractive(retriever.understand, retriever.rescore)
    return Engine(
        retriever=finder,
        extractive=extractive,
        model=model,
        judge=judge,
        replies=said,
        collections=store.collections,
        suggest=Suggestions(finder.find, extractive, store.documents, said).near,
        disagree=disagreement.find,
        allow=RateLimit(settings.questions_per_minute),
        longest=settings.max_question_chars,
    )


def _model(settings: Settings) -> "OpenAIModel | None":
    if settings.model == EXTRACTIVE:
        return None
    from bot.models.openai import OpenAIModel

    return OpenAIModel(_endpoint(settings, settings.model, settings.model_seconds))


def _judge(settings: Settings) -> "OpenAIJudge | None":
    if not settings.judge_model:
        return None
    from bot.models.judge import OpenAIJudge

    return OpenAIJudge(_endpoint(settings, settings.judge_model, settings.judge_seconds))


def _endpoint(settings: Settings, model: str, seconds: float) -> "Endpoint":
    from bot.models.connection import Endpoint

    return Endpoint(
        model,
        base_url=settings.openai_base_url,
        api_key=_secret(settings.openai_api_key),
        azure_endpoint=settings.azure_openai_endpoint,
        azure_api_key=_secret(settings.azure_openai_api_key),
        api_version=settings.openai_api_version,
        seconds=seconds,
        context=settings.model_context,
    )


def _embeddings(settings: Settings) -> "UnitEmbeddings | None":
    if settings.embedding_model == LOCAL_EMBEDDING:
        return None
    from langchain_openai import AzureOpenAIEmbeddings, OpenAIEmbeddings

    from bot.models.embedding import UnitEmbeddings

    name = settings.embedding_model
    key = settings.azure_openai_api_key or settings.openai_api_key or SecretStr("none")
    if settings.azure_openai_endpoint:
        azure = AzureOpenAIEmbeddings(
            azure_deployment=name,
            azure_endpoint=settings.azure_openai_endpoint,
            api_key=key,
            api_version=settings.openai_api_version,
        )
        return UnitEmbeddings(name, azure)
    # Other endpoints take text, not OpenAI's token numbers.
    return UnitEmbeddings(
        name,
        OpenAIEmbeddings(
            model=name, base_url=settings.openai_base_url, api_key=key, check_embedding_ctx_length=False
        ),
    )


def reranker(settings: Settings) -> "Reranker | None":
    """The one that is set, if any."""
    if settings.rerank_url is None or settings.rerank_model is None:
        return None
    from bot.models.rerank import Endpoint, Reranker

    return Reranker(
        Endpoint(
            settings.rerank_url, settings.rerank_model, _secret(settings.rerank_key), settings.rerank_seconds
        )
    )


def _database_url(settings: Settings) -> str:
    return _secret(settings.database_url) or f"sqlite:///{settings.data_dir / 'briefing.sqlite'}"


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None
