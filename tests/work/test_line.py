"""Who is next: fair between people, in order within a conversation, and nobody waits for ever."""

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.work.event import FullError
from bot.work.line import SECONDS_BACK, Line, Place

askers = st.sampled_from("abc")
asked = st.lists(st.tuples(askers, st.sampled_from(["", "x", "y", "z"])), max_size=30)


def line(capacity: int = 1, most: int = 1000, most_each: int = 1000) -> Line:
    return Line(most=most, most_each=most_each, capacity=capacity)


def come(line: Line, asker: str, number: int, conversation: str = "", at: float | None = None) -> str:
    now = number / 1000 if at is None else at
    place = Place(f"{asker}{number}", asker, conversation, number, now, now + line.join(asker).back)
    line.add(place)
    return place.key


def order(line: Line, capacity: int = 1) -> list[str]:
    """Everything in the order in which it begins, where each is done before the next begins."""
    done: list[str] = []
    while begun := line.next(capacity):
        line.begin(begun)
        for key in begun:
            line.leave(key)
        done += begun
    return done


def test_whoever_asks_once_goes_before_whoever_asks_often() -> None:
    ours = line()
    for number in range(3):
        come(ours, "a", number)
    come(ours, "b", 3)

    assert order(ours) == ["a0", "b3", "a1", "a2"]


def test_nobody_is_overtaken_for_ever() -> None:
    ours = line()
    for number in range(3):
        come(ours, "a", number, at=0)
    late = [come(ours, f"new{number}", number, at=number * 10) for number in range(3, 30)]

    assert order(ours).index("a2") <= 2 + 2 * SECONDS_BACK / 10
    assert len(late) == 27


@given(asked, st.integers(1, 5))
def test_everything_begins_once_and_conversations_keep_their_order(
    events: list[tuple[str, str]], capacity: int
) -> None:
    ours = line(capacity)
    for number, (asker, conversation) in enumerate(events):
        come(ours, asker, number, conversation)
    done = order(ours, capacity)

    assert sorted(done) == sorted(f"{asker}{number}" for number, (asker, _) in enumerate(events))
    for conversation in "xyz":
        mine = [f"{asker}{number}" for number, (asker, where) in enumerate(events) if where == conversation]
        assert [key for key in done if key in mine] == mine
    assert (ours.waiting, ours.running, ours.oldest()) == (0, 0, None)
    assert not ours._of_asker
    assert not ours._conversations


@given(asked, st.integers(1, 5))
def test_two_of_a_conversation_never_begin_together(events: list[tuple[str, str]], capacity: int) -> None:
    ours = line(capacity)
    where = {}
    for number, (asker, conversation) in enumerate(events):
        where[come(ours, asker, number, conversation)] = conversation
    begun: list[str] = []
    while new := ours.next(capacity - len(begun)):
        begun += new
        ours.begin(new)
        named = [where[key] for key in begun if where[key]]
        assert len(named) == len(set(named))
        ours.leave(begun.pop(0))


@given(st.lists(askers, min_size=1, max_size=30), st.integers(1, 4))
def test_so_many_are_done_before_as_was_said(events: list[str], capacity: int) -> None:
    ours = line(capacity)
    last = [come(ours, asker, number) for number, asker in enumerate(events)][-1]
    ahead = ours.ahead(last)
    place = order(ours).index(last)

    assert ahead == max(0, place - capacity + 1)


def test_the_line_is_the_same_after_it_was_read_again() -> None:
    ours = line()
    for number, asker in enumerate("aaabac"):
        come(ours, asker, number, "x" if number % 2 else "")
    ours.begin(["a0"])
    again = line()
    places = [dataclasses.replace(place, begun=place.key == "a0") for place in ours._places.values()]
    again.replace(reversed(places))

    assert (again.waiting, again.running, again.begun) == (5, 1, frozenset({"a0"}))
    assert again.oldest() == ours.oldest() == 0.001
    assert order(again) == order(ours)


def test_the_bounds_count_those_who_are_being_written_down() -> None:
    ours = line(most=3, most_each=2)
    with ours.join("a"), ours.join("a"):
        with pytest.raises(FullError, match="2 events of this asker wait"):
            ours.join("a")
        with ours.join("b"), pytest.raises(FullError, match="3 events wait"):
            ours.join("c")
    for number, asker in zip(itertools.count(), "aab", strict=False):
        come(ours, asker, number)
    with pytest.raises(FullError):
        ours.join("c")
    ours.begin(["a0"])
    assert ours.join("c").back == 0
    assert ours.join("a").back == 2 * SECONDS_BACK
