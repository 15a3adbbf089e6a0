"""The settings for models reach the endpoints that they name, over real HTTP on loopback."""

import json
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import App, build
from bot.domain import Question
from bot.models.embedding import EmbeddingError
from bot.service import Local
from config.settings import Settings
from retrieval.errors import StoreModelError
from tests.fakes.model_server import Asked, ModelServer, Reply, model_server, nobody, well

pytestmark = pytest.mark.timeout(400)  # they start processes and load models, on whatever else runs
NOTE = "The otter bridge in Wrexham was opened by Nia Prys in 2019.\n"
QUESTION = Question("Who opened the otter bridge?")
KEY = SecretStr("key")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    with closing(build(Settings(data_dir=folder))) as app:
        ingest(app, folder)
    return folder


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with model_server(well) as server:
        yield server


def ingest(app: App, folder: Path) -> None:
    (folder / "note.txt").write_text(NOTE)
    Local(app).ingest([folder / "note.txt"], "default", prune=False, report=lambda _: None)


def test_a_chat_model_writes_the_answer(folder: Path, model: ModelServer) -> None:
    settings = Settings(data_dir=folder, model="some-model", openai_base_url=model.url, openai_api_key=KEY)

    with closing(build(settings)) as app:
        answer = app.engine.answer(QUESTION)

    assert (answer.model, answer.outcome, answer.notice) == ("some-model", "answered", "")
    assert model.asked[0].body["model"] == "some-model"
    assert model.asked[0].headers["authorization"] == "Bearer key"


@pytest.mark.slow
def test_on_azure_the_deployment_is_asked(folder: Path, model: ModelServer) -> None:
    settings = Settings(
        data_dir=folder,
        model="deployed",
        azure_openai_endpoint=model.url.removesuffix("/v1"),
        azure_openai_api_key=KEY,
        openai_api_version="2024-10-21",
    )

    with closing(build(settings)) as app:
        answer = app.engine.answer(QUESTION)

    assert answer.model == "deployed"
    assert model.asked[0].path.startswith(
        "/openai/deployments/deployed/chat/completions?api-version=2024-10-21"
    )
    assert model.asked[0].headers["api-key"] == "key"


@pytest.mark.slow
def test_where_the_model_is_down_the_answer_is_selected_and_says_so(folder: Path) -> None:
    settings = Settings(data_dir=folder, model="some-model", openai_base_url=nobody())

    with closing(build(settings)) as app:
        answer = app.engine.answer(QUESTION)

    assert (answer.model, answer.outcome) == ("extractive", "answered")
    assert "could not be reached" in answer.notice


@pytest.mark.slow
def test_an_embedding_endpoint_makes_the_vectors(tmp_path: Path) -> None:
    with model_server(vectors) as server:
        settings = Settings(data_dir=tmp_path, embedding_model="some-vectors", openai_base_url=server.url)
        with closing(build(settings)) as app:
            ingest(app, tmp_path)
            found = app.engine.search("otter bridge", ("default",), 1)

    assert [each.passage.text for each in found] == [NOTE.strip()]
    assert {asked.body["model"] for asked in server.asked} == {"some-vectors"}


@pytest.mark.slow
def test_a_store_of_one_embedding_model_is_not_opened_with_another(folder: Path) -> None:
    with (
        model_server(vectors) as server,
        pytest.raises(StoreModelError, match="set BRIEFING_EMBEDDING_MODEL back"),
    ):
        build(Settings(data_dir=folder, embedding_model="some-vectors", openai_base_url=server.url))


@pytest.mark.slow
def test_an_embedding_endpoint_that_is_down_is_named_with_what_to_do(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, embedding_model="some-vectors", openai_base_url=nobody())

    with pytest.raises(EmbeddingError, match="The embedding model some-vectors gave no vectors"):
        build(settings)


@pytest.mark.slow
def test_a_turn_is_recorded_where_that_is_asked(folder: Path) -> None:
    with closing(build(Settings(data_dir=folder))) as app:
        Local(app).ask(QUESTION, record=True, report=lambda _: None)
        Local(app).ask(QUESTION, record=False, report=lambda _: None)

        assert [(turn.channel, turn.question) for turn in app.conversations.recent()] == [
            ("terminal", QUESTION.text)
        ]


def test_a_closed_app_has_let_go_of_its_reranker(folder: Path) -> None:
    settings = Settings(data_dir=folder, rerank_url=f"{nobody()}/rerank", rerank_model="bge")

    with closing(build(settings)) as app:
        assert app.reranker

    with pytest.raises(RuntimeError, match="client has been closed"):
        app.reranker.ask("Who?", ["Nia Prys"])


def vectors(asked: Asked) -> Reply:
    """Eight numbers for each text, the same for the same text."""
    texts = asked.body["input"]
    texts = [texts] if isinstance(texts, str) else texts
    data = [
        {
            "object": "embedding",
            "index": n,
            "embedding": [byte + 1 for byte in sha256(text.encode()).digest()[:8]],
        }
        for n, text in enumerate(texts)
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return Reply(body=json.dumps({"object": "list", "data": data, "model": "some-vectors", "usage": usage}))
