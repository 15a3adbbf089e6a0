"""The settings for models reach the endpoints that they name, over real HTTP on loopback."""

import json
from collections.abc import Iterator
from hashlib import sha256

import pytest

from tests.fakes.model_server import Asked, ModelServer, Reply, model_server, nobody, well
from tests.terminal.conftest import Terminal

NOTE = "The otter bridge in Wrexham was opened by Nia Prys in 2019.\n"
QUESTION = "Who opened the otter bridge?"


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    terminal = Terminal(tmp_path_factory.mktemp("models"))
    (terminal.folder / "note.txt").write_text(NOTE)
    terminal.briefing("ingest", "note.txt")
    return terminal


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with model_server(well) as server:
        yield server


def test_a_chat_model_writes_the_answer(ingested: Terminal, model: ModelServer) -> None:
    done = ingested.briefing(
        "ask",
        QUESTION,
        "--json",
        BRIEFING_MODEL="some-model",
        OPENAI_BASE_URL=model.url,
        OPENAI_API_KEY="key",
    )

    assert (done.json["model"], done.json["outcome"], done.json["notice"]) == ("some-model", "answered", "")
    assert model.asked[0].body["model"] == "some-model"
    assert model.asked[0].headers["authorization"] == "Bearer key"


def test_on_azure_the_deployment_is_asked(ingested: Terminal, model: ModelServer) -> None:
    done = ingested.briefing(
        "ask",
        QUESTION,
        "--json",
        BRIEFING_MODEL="deployed",
        AZURE_OPENAI_ENDPOINT=model.url.removesuffix("/v1"),
        AZURE_OPENAI_API_KEY="key",
        OPENAI_API_VERSION="2024-10-21",
    )

    assert done.json["model"] == "deployed"
    assert model.asked[0].path.startswith(
        "/openai/deployments/deployed/chat/completions?api-version=2024-10-21"
    )
    assert model.asked[0].headers["api-key"] == "key"


def test_where_the_model_is_down_the_answer_is_selected_and_says_so(ingested: Terminal) -> None:
    done = ingested.briefing("ask", QUESTION, "--json", BRIEFING_MODEL="some-model", OPENAI_BASE_URL=nobody())

    assert (done.status, done.json["outcome"], done.json["model"]) == (0, "answered", "extractive")
    assert "could not be reached" in str(done.json["notice"])


@pytest.mark.xfail(
    strict=True, reason="`retrieval.features.match` multiplies the store's vectors with the local model's"
)
def test_an_embedding_endpoint_makes_the_vectors(terminal: Terminal) -> None:
    (terminal.folder / "note.txt").write_text(NOTE)
    with model_server(vectors) as server:
        settings = {"BRIEFING_EMBEDDING_MODEL": "some-vectors", "OPENAI_BASE_URL": server.url}
        ingested = terminal.briefing("ingest", "note.txt", "--json", **settings)
        found = terminal.briefing("search", "otter bridge", "--json", **settings)

    assert ingested.json["documents"] == 1
    assert "Nia Prys" in found.out
    assert {asked.body["model"] for asked in server.asked} == {"some-vectors"}


def test_a_store_of_one_embedding_model_is_not_opened_with_another(ingested: Terminal) -> None:
    with model_server(vectors) as server:
        done = ingested.briefing(
            "search", "otter", BRIEFING_EMBEDDING_MODEL="some-vectors", OPENAI_BASE_URL=server.url
        )

    assert (done.status, done.out) == (1, "")
    assert "set BRIEFING_EMBEDDING_MODEL back" in done.error


def test_an_embedding_endpoint_that_is_down_is_named_with_what_to_do(terminal: Terminal) -> None:
    done = terminal.briefing("search", "x", BRIEFING_EMBEDDING_MODEL="some-vectors", OPENAI_BASE_URL=nobody())

    assert done.status == 1
    assert done.error.startswith("briefing: The embedding model some-vectors gave no vectors")
    assert done.error.count("\n") == 1


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
