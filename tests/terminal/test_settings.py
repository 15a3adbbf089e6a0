"""The settings: names, values, and what a person is told about a wrong one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from config import settings as module

Load = Callable[..., str]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    """What the settings are as text, or why there are none, with this environment only."""

    def load(**environment: str) -> str:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        try:
            return str(module.load())
        except module.SettingsError as error:
            return f"Error: {error}"

    return load


def test_with_nothing_set_the_defaults_need_no_model_and_no_key(load: Load) -> None:
    out = load()

    assert "model='extractive'" in out
    assert "data_dir=PosixPath('var')" in out
    assert "host='127.0.0.1' port=8080" in out


def test_an_unknown_name_is_refused_with_the_nearest_known_one(load: Load) -> None:
    error = load(BRIEFING_MODLE="x")

    assert error.endswith("BRIEFING_MODLE in the environment is no setting. Did you mean BRIEFING_MODEL?")


def test_an_unknown_name_in_the_env_file_is_refused_too(tmp_path: Path, load: Load) -> None:
    (tmp_path / ".env").write_text("OTHER=1\nBRIEFING_DATADIR=x\n")

    assert load().endswith("BRIEFING_DATADIR in .env is no setting. Did you mean BRIEFING_DATA_DIR?")


def test_a_name_in_small_letters_is_not_passed_over(load: Load) -> None:
    error = load(briefing_model="x")

    assert "Did you mean BRIEFING_MODEL?" in error


def test_the_environment_goes_before_the_env_file(tmp_path: Path, load: Load) -> None:
    (tmp_path / ".env").write_text("BRIEFING_MODEL=from-file\nPORT=9000\n")

    out = load(BRIEFING_MODEL="from-environment")

    assert "model='from-environment'" in out
    assert "port=9000" in out


def test_an_empty_value_is_no_value(load: Load) -> None:
    out = load(BRIEFING_MODEL="", PORT="", OPENAI_API_KEY="")

    assert "model='extractive'" in out
    assert "port=8080" in out
    assert "openai_api_key=None" in out


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "99999", "PORT: input should be less than or equal to 65535"),
        ("BRIEFING_MODEL_SECONDS", "soon", "BRIEFING_MODEL_SECONDS: input should be a valid number"),
        ("BRIEFING_MODEL_SECONDS", "nan", "BRIEFING_MODEL_SECONDS: input should be"),
        ("BRIEFING_LOG_LEVEL", "loud", "BRIEFING_LOG_LEVEL: input should be 'debug', 'info'"),
        ("BRIEFING_CHROMA_URL", "chroma", "BRIEFING_CHROMA_URL: it should begin with http"),
        ("BRIEFING_WEB_TOKEN", "short", "BRIEFING_WEB_TOKEN: it should have at least 16 characters"),
        ("BRIEFING_WEB_COLLECTIONS", ",", "BRIEFING_WEB_COLLECTIONS: it needs at least one name"),
        ("BRIEFING_TRUSTED_PROXIES", "the proxy", "write addresses such as 10.0.0.5"),
        ("BRIEFING_WEB_IDENTITY_HEADER", "X-Email", "needs BRIEFING_TRUSTED_PROXIES"),
    ],
)
def test_a_bad_value_is_told_in_one_line_that_names_it(load: Load, name: str, value: str, says: str) -> None:
    assert load(**{name: value}).startswith("Error: ")
    assert says in load()


def test_a_secret_is_never_printed(load: Load) -> None:
    secret = "sk-very-secret-indeed"

    out = load(OPENAI_API_KEY=secret, BRIEFING_WEB_TOKEN=secret, BRIEFING_DATABASE_URL=f"x://u:{secret}@h")
    error = load(BRIEFING_WEB_TOKEN=secret[:9])

    assert secret not in out
    assert out != ""
    assert secret[:9] not in error


def test_lists_are_separated_by_commas(load: Load) -> None:
    out = load(BRIEFING_WEB_COLLECTIONS="default, housing", BRIEFING_TRUSTED_PROXIES="10.0.0.0/8, ::1")

    assert "('default', 'housing')" in out
    assert "IPv4Network('10.0.0.0/8'), IPv6Network('::1/128')" in out


def test_an_env_file_that_is_not_text_is_named(tmp_path: Path, load: Load) -> None:
    (tmp_path / ".env").write_bytes(b"BRIEFING_MODEL=\xff\n")

    assert ".env cannot be read" in load()


def test_the_table_has_every_setting_with_its_meaning() -> None:
    table = {line.name: line for line in module.table()}

    assert len(table) == len(module.Settings.model_fields)
    assert all(line.meaning for line in table.values())
    assert table["BRIEFING_DATA_DIR"].default == "var"


# Teams


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"CLIENT_ID": "x"}, "CLIENT_ID and CLIENT_SECRET go together"),
        ({"CLIENT_SECRET": "x"}, "CLIENT_ID and CLIENT_SECRET go together"),
        (
            {"BRIEFING_TEAMS_ANONYMOUS": "1", "BRIEFING_HOST": "0.0.0.0"},  # noqa: S104 - it is refused
            "takes requests from this machine only",
        ),
        ({"BRIEFING_TEAMS_ANONYMOUS": "1", "BRIEFING_HOST": "bot.example"}, "this machine only"),
        ({"BRIEFING_TEAMS_ANONYMOUS": "1", "CLIENT_ID": "x", "CLIENT_SECRET": "y"}, "without credentials"),
        ({"DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": "true"}, "must not be set"),
        (
            {"DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": "1", "BRIEFING_TEAMS_ANONYMOUS": "1"},
            "must not be set",
        ),
    ],
)
def test_teams_is_not_opened_by_halves_or_to_anybody(
    load: Load, environment: dict[str, str], said: str
) -> None:
    assert said in load(**environment)


def test_the_sdks_own_switch_is_refused_in_the_env_file_too(tmp_path: Path, load: Load) -> None:
    (tmp_path / ".env").write_text("DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS=1\n")

    assert "must not be set" in load()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_teams_may_be_tried_out_on_this_machine(load: Load, host: str) -> None:
    assert "teams_anonymous=True" in load(BRIEFING_TEAMS_ANONYMOUS="1", BRIEFING_HOST=host)
