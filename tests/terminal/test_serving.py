"""What `serve` takes and says before it serves."""

import socket
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.terminal.serving import AddressError, listening, warn
from config.settings import Settings

EVERYWHERE = "0.0.0.0"  # noqa: S104  # the case to look at


def test_a_page_that_others_can_reach_stays_closed_until_access_is_set(
    capsys: pytest.CaptureFixture[str],
) -> None:
    warn(Settings(host=EVERYWHERE))

    assert "set BRIEFING_WEB_TOKEN" in capsys.readouterr().err


@pytest.mark.parametrize("settings", [Settings(), Settings(host=EVERYWHERE, web_token=SecretStr("x" * 16))])
def test_nothing_is_said_where_access_is_clear(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    warn(settings)

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_the_page_is_bound_where_the_settings_say(host: str) -> None:
    with listening(Settings(host=host, port=0)) as page:
        assert page.getsockname()[0] in {"127.0.0.1", "::1"}


def test_a_port_in_use_is_named_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with (
            pytest.raises(AddressError, match=f":{port} is in use by another program: stop it"),
            listening(Settings(port=port)),
        ):
            pass


def test_a_port_in_use_leaves_no_socket_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(port=taken.getsockname()[1])
        before = _files_open()

        with pytest.raises(AddressError) as error, listening(settings):
            pass
        after = _files_open()

    assert after == before, error  # which holds on to what would else be closed as rubbish


def _files_open() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def test_an_address_of_another_machine_cannot_be_served() -> None:
    with (
        pytest.raises(AddressError, match=r"192\.0\.2\.1:8080 cannot be served"),
        listening(Settings(host="192.0.2.1")),
    ):
        pass
