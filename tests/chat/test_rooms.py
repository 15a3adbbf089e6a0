"""The settings of a room: its own, its workspace's, or the standard ones; every change with who and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.place import ANY_DIRECT, ANY_ROOM, Person, Place
from bot.chat.rooms import FollowUps, NotAnAdminError, Room, Rooms
from tests.chat.desk import ADMIN, ANN, DIRECT, ROOM

STANDARD = Room(collections=("papers",), refer_to="C9")


@pytest.fixture
def rooms(database: str) -> Rooms:
    return Rooms(database, STANDARD)


def test_a_room_without_settings_has_the_standard_ones(rooms: Rooms) -> None:
    assert rooms.room(ROOM) == rooms.room(DIRECT) == STANDARD


def test_every_setting_is_kept_whatever_the_thread(rooms: Rooms) -> None:
    wanted = Room(("a", "b"), FollowUps.ALWAYS, ("slack:T1:U1",), True, True, True, "U7")

    rooms.change(ROOM, wanted, by=ADMIN)

    assert rooms.room(replace(ROOM, thread="other")) == wanted
    assert rooms.room(replace(ROOM, room="C2")) == STANDARD
    assert rooms.room(replace(ROOM, workspace="T2")) == STANDARD
    assert rooms.room(replace(ROOM, channel="teams")) == STANDARD


def test_a_workspace_has_settings_for_its_rooms_and_for_direct_messages(rooms: Rooms) -> None:
    for_rooms, for_direct = Room(("hr",)), Room(("own",))
    rooms.change(ROOM.defaults, for_rooms, by=ADMIN)
    rooms.change(DIRECT.defaults, for_direct, by=ADMIN)

    assert (ROOM.defaults.room, DIRECT.defaults.room) == (ANY_ROOM, ANY_DIRECT)
    assert (rooms.room(ROOM), rooms.room(DIRECT)) == (for_rooms, for_direct)
    assert rooms.room(Place("slack", "T2", "C1")) == STANDARD


def test_every_change_is_recorded_with_who_and_when(rooms: Rooms) -> None:
    first, second = Room(("a",)), Room(("b",))
    rooms.change(ROOM, first, by=ADMIN)
    rooms.change(ROOM, second, by=replace(ADMIN, id="U8", name="Ben"))

    newest, oldest = rooms.changes(ROOM)
    assert (oldest.by, oldest.name, oldest.before, oldest.after) == (ADMIN.key, "Ada", None, first)
    assert (newest.by, newest.name, newest.before, newest.after) == ("slack:T1:U8", "Ben", first, second)
    assert datetime.now(UTC) - newest.at < timedelta(minutes=1)
    assert rooms.changes(DIRECT) == ()


@pytest.mark.parametrize("by", [ANN, replace(ADMIN, workspace="T2"), replace(ADMIN, channel="teams")])
def test_only_an_admin_of_the_place_may_change_it(rooms: Rooms, by: Person) -> None:
    with pytest.raises(NotAnAdminError, match="Ask an admin"):
        rooms.change(ROOM, Room(("hr",)), by=by)

    assert rooms.room(ROOM) == STANDARD
    assert rooms.changes(ROOM) == ()


def test_settings_outlive_the_process(database: str, rooms: Rooms) -> None:
    rooms.change(ROOM, Room(("hr",)), by=ADMIN)
    rooms.close()

    assert Rooms(database).room(ROOM).collections == ("hr",)
