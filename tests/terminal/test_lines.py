"""Lines of `batch` and `verify`: what is read, and what is told of a bad one."""

import errno
import json
import os
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.terminal.lines import Asked, InputError, LineError, _each, read_asked, read_claimed


def test_a_question_is_read_with_its_defaults() -> None:
    assert read_asked(b'{"id": 7, "question": "Who?"}') == Asked(7, "Who?", "default", False, 5)


def test_a_search_is_read_with_its_number_and_collection() -> None:
    line = b'{"id": "a", "question": "zones", "search": true, "k": 3, "collection": "housing"}'

    assert read_asked(line) == Asked("a", "zones", "housing", True, 3)


@pytest.mark.parametrize(
    ("line", "id_", "says"),
    [
        (b"what?", None, "not JSON"),
        (b"[1]", None, "JSON object"),
        (b'{"id": NaN, "question": "x"}', None, "not JSON"),
        (b"[" * 100_000, None, "not JSON"),
        (b'{"id": 1}', 1, '"question" is missing'),
        (b'{"question": "x", "k": 0}', None, '"k" should be'),
        (b'{"id": [2], "question": "x", "k": true}', [2], '"k" should be'),
        (b'{"id": 3, "question": "x", "search": "yes"}', 3, '"search" should be'),
        (b'{"id": 4, "question": 5}', 4, '"question" should be a string'),
        (b'{"id": 5, "question": "x", "collection": 1}', 5, '"collection" should be a string'),
        (b'{"id": 6, "question": "\xff"}', 6, "not UTF-8"),
    ],
)
def test_a_bad_line_keeps_its_id_and_says_what_is_wrong(line: bytes, id_: object, says: str) -> None:
    with pytest.raises(LineError, match=says) as caught:
        read_asked(line)

    assert caught.value.id == id_


def test_half_of_a_surrogate_pair_becomes_the_replacement_character() -> None:
    assert read_asked(b'{"question": "a\\ud800b"}').text == "a\ufffdb"


def test_a_byte_order_mark_is_no_error() -> None:
    assert read_asked(b'\xef\xbb\xbf{"id": 1, "question": "x"}').text == "x"


def test_a_claim_needs_its_evidence_as_one_string() -> None:
    with pytest.raises(LineError, match='"evidence" should be a string'):
        read_claimed(b'{"id": 1, "claim": "x", "evidence": ["y"]}')


@given(st.binary())
def test_no_line_at_all_is_more_than_a_line_error(line: bytes) -> None:
    try:
        read_asked(line)
    except LineError as error:
        json.dumps(error.id)


def test_what_was_read_before_the_input_broke_off_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    def lines() -> Iterator[bytes]:
        yield b"first"
        yield b"second"
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with pytest.raises(InputError, match="standard input cannot be read: Input/output error"):
        _each(lines(), lambda line: {"said": line.decode()}, 2)

    assert capsys.readouterr().out == '{"said": "first"}\n{"said": "second"}\n'
