"""The chat model over real HTTP: what is sent, what is understood, and every way to fail."""

import json
import threading
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Outcome, Turn
from bot.models import ModelError, Reason, protocol
from bot.models.connection import Endpoint
from bot.models.openai import OpenAIModel
from tests.engine.parts import MEMO, MONEY, found, model
from tests.fakes.model_server import Asked, Reply, claims, error, model_server, nobody, refuses_schema, well

QUESTION = "When was the memorandum signed?"
GOOD = claims(
    ("It was signed in July 2025.", "S1", "signed a memorandum of understanding with OpenAI in July 2025")
)


def test_one_completion_is_asked_for_in_the_schema_named_claims() -> None:
    with model_server(GOOD) as server:
        model(server).compose(QUESTION, found(MEMO))

        (asked,) = server.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.schema == "claims"
    assert asked.body["temperature"] == 0
    schema = asked.body["response_format"]["json_schema"]["schema"]
    assert list(schema["properties"]) == ["claims", "unanswered"]
    evidence = schema["properties"]["claims"]["items"]["properties"]["evidence"]["items"]
    assert list(evidence["properties"]) == ["label", "quote"]


def test_passages_stand_in_the_user_message_under_labels_best_first_and_escaped() -> None:
    hits = found("One & <b>two</b>.", MEMO)
    with model_server(GOOD) as server:
        model(server).compose(QUESTION, hits)

        user = server.asked[0].said("user")
    assert (
        '<passage label="S1" title="A title" date="2025-07-22">One &amp; &lt;b&gt;two&lt;/b&gt;.</passage>'
        in user
    )
    assert user.index('label="S1"') < user.index('label="S2"')
    assert "001.txt" not in user


def test_the_question_stands_verbatim_in_the_user_message() -> None:
    question = "What does “R&D <costs>” mean for $5 at 100%?"
    with model_server(GOOD) as server:
        model(server).compose(question, found(MEMO))

        assert question in server.asked[0].said("user")


def test_a_follow_up_is_sent_with_its_meaning() -> None:
    with model_server(GOOD) as server:
        model(server).compose("and when?", found(MEMO), meaning=QUESTION)

        user = server.asked[0].said("user")
    assert "Question: and when?" in user
    assert QUESTION in user


def test_a_well_formed_reply_becomes_a_draft() -> None:
    with model_server(GOOD) as server:
        draft = model(server).compose(QUESTION, found(MEMO))

    assert [claim.text for claim in draft.claims] == ["It was signed in July 2025."]
    assert draft.claims[0].evidence[0].label == "S1"
    assert draft.unanswered == ()


def test_a_model_that_behaves_well_quotes_the_passage() -> None:
    with model_server(well) as server:
        draft = model(server).compose("What will the Treasury spend?", found(MEMO, MONEY))

    assert draft.claims[0].evidence[0].quote == "The Treasury will spend £2 billion on it."


@pytest.mark.parametrize(
    "wrapping",
    [
        "{}",
        "```json\n{}\n```",
        "Here is the answer:\n\n```\n{}\n```\nI hope that helps.",
        '<think>The form is {{"claims": []}}. Let me see.</think>{}',
        "Sure! {} Anything else?",
        "\ufeff\n{}",
    ],
)
def test_the_json_is_found_in_fences_and_prose(wrapping: str) -> None:
    with model_server(Reply(wrapping.replace("{}", GOOD.content or ""))) as server:
        draft = model(server).compose(QUESTION, found(MEMO))

    assert len(draft.claims) == 1


@pytest.mark.parametrize(
    "content",
    [
        "It was signed in July 2025.",
        "",
        None,
        "null",
        "[]",
        '{"answer": "July"}',
        '{"claims": "July"}',
        '{"claims": [{"text": 5, "evidence": []}]}',
        '{"claims": [{"text": "July", "evidence": [{"label": 1, "quote": "July"}]}]}',
        '{"claims": [{"text": "July", "evidence": [{"label": "S1"',
        "{" * 5000,
        '{"a":' * 5000,
        '{"claims": [], "unanswered": []}' + " " * 70_000,
    ],
)
def test_a_reply_that_is_not_the_json_asked_for_is_unreadable(content: str | None) -> None:
    with model_server(Reply(content)) as server, pytest.raises(ModelError) as caught:
        model(server).compose(QUESTION, found(MEMO))

    assert caught.value.reason is Reason.UNREADABLE


@pytest.mark.parametrize(
    "body",
    [
        "<html>Sign in</html>",
        "",
        "{}",
        '{"choices": []}',
        '{"choices": null}',
        "[1]",
        '{"error": "x"}',
        "\x00",
    ],
)
def test_a_body_that_is_no_completion_is_unreadable(body: str) -> None:
    with model_server(Reply(status=200, body=body)) as server, pytest.raises(ModelError) as caught:
        model(server).compose(QUESTION, found(MEMO))

    assert caught.value.reason is Reason.UNREADABLE


WHOLE = '{"text": "It was signed.", "evidence": [{"label": "S1", "quote": "signed a memorandum"}]}'


@pytest.mark.parametrize(
    "content",
    [
        f'{{"claims": [{WHOLE}, {{"text": "And it',
        f'{{"claims": [{WHOLE},], "unanswered": [],}}',
        f'{{"claims": [{WHOLE}]',
        f"[{WHOLE}]",
        WHOLE,
    ],
)
def test_from_json_that_is_broken_the_claims_that_are_whole_are_kept(content: str) -> None:
    with model_server(Reply(content, finish="length")) as server:
        draft = model(server).compose(QUESTION, found(MEMO))

    assert [claim.text for claim in draft.claims] == ["It was signed."]


@pytest.mark.parametrize("label", ["S1", " S1 ", "[S1]", "s1", "1", "passage S1", "S01", "label: S1"])
def test_a_label_may_be_written_almost_as_it_was_given(label: str) -> None:
    with model_server(claims(("It was signed.", label, "signed a memorandum"))) as server:
        draft = model(server).compose(QUESTION, found(MEMO))

    assert draft.claims[0].evidence[0].label == "S1"


@pytest.mark.parametrize(
    ("quote", "anchored"),
    [
        ("The government signed a memorandum.", "The government signed a memorandum"),
        ("Signed a memorandum of understanding.", "signed a memorandum of understanding"),
        ("peter Kyle signed it", "Peter Kyle signed it"),
        ("in July 2025.", "in July 2025."),
        ("Signed a pact of understanding.", "Signed a pact of understanding."),
        ("in July 2026.", "in July 2026."),
        ("", ""),
        ("…", "…"),
    ],
)
def test_a_quote_that_is_written_like_a_sentence_is_anchored_where_it_stands(
    quote: str, anchored: str
) -> None:
    with model_server(claims(("It was signed.", "S1", quote))) as server:
        draft = model(server).compose(QUESTION, found(MEMO))

    assert draft.claims[0].evidence[0].quote == anchored


def test_a_model_that_thinks_until_its_limit_is_asked_again_without_one() -> None:
    def thinking(asked: Asked) -> Reply:
        limited = asked.body.keys() & {"max_tokens", "max_completion_tokens"}
        return Reply("", finish="length") if limited else GOOD

    with model_server(thinking) as server:
        assert model(server).compose(QUESTION, found(MEMO)).claims


def test_a_reply_that_was_cut_off_is_unreadable() -> None:
    with (
        model_server(Reply('{"claims": [{"text": "It', finish="length")) as server,
        pytest.raises(ModelError) as caught,
    ):
        model(server).compose(QUESTION, found(MEMO))

    assert caught.value.reason is Reason.UNREADABLE


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529, 408])
def test_a_busy_endpoint_is_asked_again(status: int) -> None:
    with model_server(error(status), error(status), GOOD) as server:
        draft = model(server).compose(QUESTION, found(MEMO))

        assert len(server.asked) == 3
    assert draft.claims


def test_a_dropped_connection_is_tried_again() -> None:
    with model_server(Reply(drop=True), GOOD) as server:
        assert model(server).compose(QUESTION, found(MEMO)).claims


def test_an_endpoint_that_stays_busy_is_unreachable() -> None:
    with model_server(error(503)) as server, pytest.raises(ModelError) as caught:
        model(server).compose(QUESTION, found(MEMO))

    assert caught.value.reason is Reason.UNREACHABLE
    assert len(server.asked) == 3


def test_a_pause_that_the_endpoint_asks_for_is_kept() -> None:
    with model_server(error(429, retry_after="0.3"), GOOD) as server:
        chat = model(server)
        chat.warm()
        thread = threading.Thread(target=lambda: chat.compose(QUESTION, found(MEMO)))
        thread.start()
        server.arrived.wait(5)
        thread.join(0.2)

        assert thread.is_alive()
        thread.join(10)
        assert len(server.asked) == 2


def test_a_pause_longer_than_the_time_limit_is_not_waited_for() -> None:
    with model_server(error(429, retry_after="3600")) as server, pytest.raises(ModelError) as caught:
        model(server, seconds=30).compose(QUESTION, found(MEMO))

    assert caught.value.reason is Reason.UNREACHABLE
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_is_not_repeated(status: int) -> None:
    with model_server(error(status, "No such thing.")) as server, pytest.raises(ModelError) as caught:
        model(server).compose(QUESTION, found(MEMO))

    assert caught.value.reason is Reason.REFUSED
    assert len(server.asked) == 1


def test_an_endpoint_without_json_schema_is_asked_for_the_same_json_in_words() -> None:
    with model_server(refuses_schema(well)) as server:
        chat = model(server)
        draft = chat.compose(QUESTION, found(MEMO))
        chat.compose(QUESTION, found(MEMO))

        assert [asked.schema for asked in server.asked] == ["claims", None, None]
        assert '{"claims": [' in server.asked[1].said("system")
    assert draft.claims


def test_an_endpoint_that_refuses_in_words_too_has_refused() -> None:
    with (
        model_server(error(400, "response_format json_schema unsupported")) as server,
        pytest.raises(ModelError) as caught,
    ):
        model(server).compose(QUESTION, found(MEMO))

    assert caught.value.reason is Reason.REFUSED
    assert len(server.asked) == 2


def test_a_model_that_takes_no_temperature_and_no_token_limit_still_answers() -> None:
    def particular(asked: Asked) -> Reply:
        if "temperature" in asked.body:
            return error(400, "Unsupported value: 'temperature' does not support 0 with this model.")
        if asked.body.keys() & {"max_tokens", "max_completion_tokens"}:
            return error(400, "Unsupported parameter: 'max_completion_tokens' is not supported.")
        return GOOD

    with model_server(particular) as server:
        assert model(server).compose(QUESTION, found(MEMO)).claims


def test_a_prompt_too_long_for_the_model_is_shortened() -> None:
    def small(asked: Asked) -> Reply:
        if len(asked.said("user")) > 3000:
            return error(400, "This model's maximum context length is 1024 tokens.")
        return well(asked)

    with model_server(small) as server:
        draft = model(server, context=8192).compose(QUESTION, found(MEMO, *[MONEY * 20] * 3))

    assert draft.claims


def test_an_endpoint_that_is_down_is_unreachable() -> None:
    with pytest.raises(ModelError) as caught:
        model(nobody()).compose(QUESTION, found(MEMO))

    assert caught.value.reason is Reason.UNREACHABLE


def test_a_slow_endpoint_is_left_when_the_time_is_up() -> None:
    with model_server(Reply("{}", wait=60)) as server:
        with pytest.raises(ModelError) as caught:
            model(server, seconds=0.3).compose(QUESTION, found(MEMO))

        assert caught.value.reason is Reason.TIMEOUT
        assert server.hung_up.wait(5)


def test_a_stopped_question_hangs_up() -> None:
    with model_server(Reply("{}", wait=60)) as server:
        with pytest.raises(ModelError) as caught:
            model(server).compose(QUESTION, found(MEMO), stopped=server.arrived.is_set)

        assert caught.value.reason is Reason.STOPPED
        assert server.hung_up.wait(5)


def test_a_local_server_needs_no_key() -> None:
    with model_server(GOOD) as server:
        assert model(server).compose(QUESTION, found(MEMO)).claims


def test_a_key_is_sent_and_never_shown() -> None:
    with model_server(GOOD) as server:
        endpoint = Endpoint("m", base_url=server.url, api_key="sk-secret")
        OpenAIModel(endpoint).compose(QUESTION, found(MEMO))

        assert server.asked[0].headers["authorization"] == "Bearer sk-secret"
    assert "sk-secret" not in repr(endpoint)


def test_azure_is_asked_by_its_deployment_and_version() -> None:
    with model_server(GOOD) as server:
        root = server.url.removesuffix("/v1")
        endpoint = Endpoint("dep", azure_endpoint=root, azure_api_key="az-secret", api_version="2024-10-21")
        draft = OpenAIModel(endpoint).compose(QUESTION, found(MEMO))

        (asked,) = server.asked
    assert asked.path == "/openai/deployments/dep/chat/completions?api-version=2024-10-21"
    assert asked.headers["api-key"] == "az-secret"
    assert asked.schema == "claims"
    assert draft.claims


def test_many_questions_at_once_share_one_connection_pool() -> None:
    with model_server(well) as server:
        chat = model(server)
        drafts = []
        threads = [
            threading.Thread(target=lambda: drafts.append(chat.compose(QUESTION, found(MEMO))))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)

    assert len(drafts) == 8


def test_an_error_says_nothing_of_the_question() -> None:
    with model_server(error(404, f"no model for {QUESTION}")) as server, pytest.raises(ModelError) as caught:
        model(server).compose(QUESTION, found(MEMO))

    assert QUESTION not in str(caught.value)


def test_labels_and_marks_that_a_model_adds_to_its_sentence_are_taken_out() -> None:
    with model_server(claims(("It was signed in July 2025 [1] (S1).", "S1", "July 2025"))) as server:
        draft = model(server).compose(QUESTION, found(MEMO))

    assert draft.claims[0].text == "It was signed in July 2025."


def test_a_quote_in_escaped_form_is_read_as_it_stands_in_the_source() -> None:
    with model_server(claims(("AT&amp;T paid.", "S1", "AT&amp;T paid"))) as server:
        draft = model(server).compose("Who paid?", found("AT&T paid for it."))

    assert draft.claims[0].evidence[0].quote == "AT&T paid"
    assert draft.claims[0].text == "AT&T paid."


def test_what_a_source_escapes_itself_stays() -> None:
    with model_server(claims(("Write &amp; here.", "S1", "Write &amp; here."))) as server:
        draft = model(server).compose("What?", found("Write &amp; here."))

    assert draft.claims[0].evidence[0].quote == "Write &amp; here."


@given(
    st.text()
    | st.recursive(
        st.none() | st.text() | st.integers(),
        lambda part: (
            st.lists(part)
            | st.dictionaries(
                st.sampled_from(["claims", "text", "evidence", "label", "quote", "unanswered", "question"]),
                part,
            )
        ),
    ).map(json.dumps)
)
def test_any_reply_is_a_draft_or_unreadable(reply: str) -> None:
    with suppress(ModelError):
        assert all(claim.text for claim in protocol.draft(reply, found(MEMO)).claims)


def test_a_rewrite_is_one_completion_in_the_schema_named_question() -> None:
    turns = (Turn("Who signed the memorandum?", "Peter Kyle signed it.", Outcome.ANSWERED),)
    with model_server(Reply(json.dumps({"question": "When did Peter Kyle sign the memorandum?"}))) as server:
        rewritten = model(server).rewrite("and when?", turns)

        (asked,) = server.asked
    assert rewritten == "When did Peter Kyle sign the memorandum?"
    assert asked.schema == "question"
    assert "Who signed the memorandum?" in asked.said("user")
    assert "and when?" in asked.said("user")
