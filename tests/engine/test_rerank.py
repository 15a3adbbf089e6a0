"""A reranker over real HTTP decides the order, and its failure never costs an answer."""

import json
from collections.abc import Callable, Iterator

import pytest

from bot.models.rerank import REST, Endpoint, Reranker
from retrieval.search import Retriever
from tests.fakes.model_server import Asked, Behaviour, ModelServer, Reply, model_server, nobody

QUESTION = "Is the memorandum legally binding?"


def results(pairs: list[tuple[int, float]]) -> Reply:
    return Reply(body=json.dumps({"results": [{"index": i, "relevance_score": s} for i, s in pairs]}))


def turned_round(asked: Asked) -> Reply:
    """The last text is the most relevant, and results come most relevant first, as servers send them."""
    count = len(asked.body["documents"])
    return results([(place, float(place)) for place in reversed(range(count))])


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def asked() -> Iterator[Callable[..., tuple[Reranker, ModelServer, Clock]]]:
    servers, rerankers = [], []

    def start(*script: Reply | Behaviour, seconds: float = 2.0) -> tuple[Reranker, ModelServer, Clock]:
        server = ModelServer(*script)
        clock = Clock()
        reranker = Reranker(Endpoint(f"{server.url}/rerank", "bge", "k3y", seconds), clock)
        servers.append(server)
        rerankers.append(reranker)
        return reranker, server, clock

    yield start
    for reranker in rerankers:
        reranker.close()
    for server in servers:
        server.close()


Start = Callable[..., tuple[Reranker, ModelServer, Clock]]


def test_the_endpoint_is_asked_as_cohere_and_jina_have_it(asked: Start) -> None:
    reranker, server, _ = asked(results([(1, 0.9), (0, -3.5)]))

    assert reranker("Which?", ["a", "b"]) == [-3.5, 0.9]
    assert server.asked[0].path == "/v1/rerank"
    assert server.asked[0].headers["authorization"] == "Bearer k3y"
    assert server.asked[0].body == {
        "model": "bge",
        "query": "Which?",
        "documents": ["a", "b"],
        "top_n": 2,
        "return_documents": False,
    }


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500, body="{}"),
        Reply(status=401, body="{}"),
        Reply(drop=True),
        Reply(body="no JSON"),
        Reply(body="[]"),
        Reply(body='{"results": 3}'),
        Reply(body='{"results": [{"index": 0, "relevance_score": null}]}'),
        results([(0, 0.5)]),
        results([(0, 0.5), (7, 0.5)]),
        results([(0, 0.5), (1, float("nan"))]),
        Reply(wait=5),
    ],
    ids=str,
)
def test_a_reply_that_is_of_no_use_says_nothing(asked: Start, reply: Reply) -> None:
    reranker, _, _ = asked(reply, seconds=0.3)

    assert reranker("Which?", ["a", "b"]) is None


def test_an_endpoint_that_failed_is_left_alone_for_a_while(asked: Start) -> None:
    reranker, server, clock = asked(Reply(status=503, body="{}"), results([(0, 1.0)]))

    assert reranker("Which?", ["a"]) is None
    assert reranker("Which?", ["a"]) is None
    assert len(server.asked) == 1
    clock.now = REST + 1
    assert reranker("Which?", ["a"]) == [1.0]


def test_nothing_is_asked_about_no_texts(asked: Start) -> None:
    reranker, server, _ = asked(results([]))

    assert reranker("Which?", []) is None
    assert not server.asked


def test_search_follows_the_reranker_and_keeps_its_own_scores(retriever: Retriever) -> None:
    own = retriever.find(QUESTION, ["default"], 8)
    with model_server(turned_round) as server:
        reranked = retriever.model_copy(
            update={"reranker": Reranker(Endpoint(f"{server.url}/rerank", "bge"))}
        ).find(QUESTION, ["default"], 20)
    everything = retriever.find(QUESTION, ["default"], 20)

    assert [f.passage.id for f in reranked] == [f.passage.id for f in reversed(everything)]
    assert [f.score for f in reranked] == sorted((f.score for f in everything), reverse=True)
    assert own[0].passage.text in server.asked[0].body["documents"][0]
    assert server.asked[0].body["query"] == QUESTION


def test_search_keeps_its_own_order_where_nobody_answers(retriever: Retriever) -> None:
    own = retriever.find(QUESTION, ["default"], 8)
    without = Reranker(Endpoint(f"{nobody()}/rerank", "bge"))

    found = retriever.model_copy(update={"reranker": without}).find(QUESTION, ["default"], 8)

    assert [f.passage.id for f in found] == [f.passage.id for f in own]
