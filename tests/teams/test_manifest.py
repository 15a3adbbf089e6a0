"""The app package: what Teams asks of it, and that it promises what the code can do."""

import json
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema.validators import validator_for

from bot.channels.teams import manifest as package
from bot.channels.teams.manifest import VERSION, App
from bot.channels.teams.words import COMMANDS, Command, command
from tests.teams.npm import CannotRunError, install

APP = App(
    version="0.1.0", client_id="11111111-2222-3333-4444-555555555555", public_url="https://bot.gov.uk/x"
)
FILES = package.files(APP)
MANIFEST = json.loads(FILES["manifest.json"])


def test_the_manifest_names_the_bot_the_same_wherever_it_is_named() -> None:
    named = {
        MANIFEST["id"],
        MANIFEST["bots"][0]["botId"],
        MANIFEST["composeExtensions"][0]["botId"],
        MANIFEST["webApplicationInfo"]["id"],
    }

    assert named == {APP.client_id}
    assert MANIFEST["validDomains"] == ["bot.gov.uk"]


def test_the_lengths_that_microsoft_publishes_are_kept() -> None:
    commands = [each for menu in MANIFEST["bots"][0]["commandLists"] for each in menu["commands"]]
    extensions = MANIFEST["composeExtensions"][0]["commands"]

    assert len(MANIFEST["name"]["short"]) <= 30
    assert len(MANIFEST["name"]["full"]) <= 100
    assert len(MANIFEST["description"]["short"]) <= 80
    assert len(MANIFEST["description"]["full"]) <= 4000
    assert len(MANIFEST["developer"]["name"]) <= 32
    assert all(len(menu["commands"]) <= 12 for menu in MANIFEST["bots"][0]["commandLists"])
    assert all(len(each["title"]) <= 128 for each in commands)
    assert all(len(each["title"]) <= 32 and len(each["description"]) <= 128 for each in extensions)


@pytest.mark.slow
@pytest.mark.parametrize("reads_messages", [True, False])
def test_microsofts_own_schema_takes_the_manifest(tmp_path: Path, reads_messages: bool) -> None:
    try:
        published = install("@microsoft/app-manifest@1.1.2", tmp_path)
    except CannotRunError as error:
        pytest.skip(str(error))
    file = published / "build" / "json-schemas" / "teams" / f"v{VERSION}" / "MicrosoftTeams.schema.json"
    made = json.loads(package.files(replace(APP, reads_messages=reads_messages))["manifest.json"])

    schema = json.loads(file.read_text(encoding="utf-8"))
    refused = validator_for(schema)(schema).iter_errors(made)  # its patterns are JavaScript's: not checked

    assert [error.message for error in refused] == []


def test_the_menu_lists_every_command_that_the_bot_understands() -> None:
    assert list(COMMANDS) == list(Command)
    for menu in MANIFEST["bots"][0]["commandLists"]:
        assert [each["title"] for each in menu["commands"]] == list(Command)


def test_the_bot_is_at_home_in_personal_chats_group_chats_and_channels() -> None:
    assert MANIFEST["bots"][0]["scopes"] == ["personal", "team", "groupChat"]
    assert {scope for menu in MANIFEST["bots"][0]["commandLists"] for scope in menu["scopes"]} == {
        "personal",
        "team",
        "groupChat",
    }


def test_consent_to_read_messages_is_left_out_where_it_is_not_wanted() -> None:
    without = package.manifest(App(version="0.1.0", reads_messages=False))

    assert len(MANIFEST["authorization"]["permissions"]["resourceSpecific"]) == 2
    assert without["authorization"]["permissions"]["resourceSpecific"] == []


@pytest.mark.parametrize(("name", "size"), [("color.png", 192), ("outline.png", 32)])
def test_an_icon_is_a_png_of_the_size_that_teams_asks_for(name: str, size: int) -> None:
    pixels = drawn(FILES[name], size)

    assert len(pixels) == size * size


def test_the_outline_is_white_on_nothing() -> None:
    pixels = drawn(FILES["outline.png"], 32)

    assert {pixel[:3] for pixel in pixels} == {b"\xff\xff\xff"}
    assert pixels[0][3] == 0
    assert any(pixel[3] == 255 for pixel in pixels)


def test_the_package_is_one_zip_or_a_folder_and_the_same_every_time(tmp_path: Path) -> None:
    (zipped,) = package.write(APP, tmp_path / "app.zip")
    first = zipped.read_bytes()
    package.write(APP, zipped)
    loose = package.write(APP, tmp_path / "folder")

    assert zipped.read_bytes() == first
    assert sorted(zipfile.ZipFile(zipped).namelist()) == sorted(path.name for path in loose)
    assert sorted(path.name for path in loose) == ["color.png", "manifest.json", "outline.png"]


def drawn(png: bytes, size: int) -> list[bytes]:
    """The pixels, after a reader's checks."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">IIBB", png[16:26]) == (size, size, 8, 6)
    start = png.index(b"IDAT") + 4
    length = struct.unpack(">I", png[start - 8 : start - 4])[0]
    rows = zlib.decompress(png[start : start + length])
    assert (
        zlib.crc32(png[start - 4 : start + length])
        == struct.unpack(">I", png[start + length : start + length + 4])[0]
    )
    width = size * 4 + 1
    lines = [rows[at + 1 : at + width] for at in range(0, len(rows), width)]
    return [line[at : at + 4] for line in lines for at in range(0, len(line), 4)]


# Commands by plain text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("help", (Command.HELP, "")),
        ("  /Help ", (Command.HELP, "")),
        ("SOURCES", (Command.SOURCES, "")),
        ("settings", (Command.SETTINGS, "")),
        ("ask When does it open?", (Command.ASK, "When does it open?")),
        ("ask: When does it open?", (Command.ASK, "When does it open?")),
        ("summary", (Command.SUMMARY, "")),
        ("summary flood plan", (Command.SUMMARY, "flood plan")),
        ("When does it open?", (Command.ASK, "When does it open?")),
        ("help for carers: who pays it?", (Command.ASK, "help for carers: who pays it?")),
        ("sources of funding", (Command.ASK, "sources of funding")),
        ("", (Command.ASK, "")),
    ],
)
def test_a_message_is_a_command_where_it_cannot_be_a_question(text: str, wanted: tuple[Command, str]) -> None:
    assert command(text) == wanted
