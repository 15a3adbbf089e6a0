"""The settings: the one reader of the environment and of `.env`."""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from config.models import Models
from config.platforms import Platforms, Url, commas

ENV_FILE = Path(".env")
"""Looked for where the command is run."""
PREFIX = "BRIEFING_"
REFUSED = {
    "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": "it would let anyone pose as Teams. Remove it; to try the "
    "bot on this machine, set BRIEFING_TEAMS_ANONYMOUS=1"
}
"""Names that libraries of ours read by themselves, and that must not be set."""


class SettingsError(Exception):
    """A setting that cannot be used; says which one and what to write instead."""


def _some(value: tuple[str, ...]) -> tuple[str, ...]:
    if not value:
        raise ValueError("it needs at least one name")
    return value


def _addresses(value: object) -> object:
    try:
        return tuple(ip_network(str(part)) for part in value) if isinstance(value, tuple) else value
    except ValueError as error:
        raise ValueError(
            f"{error}; write addresses such as 10.0.0.5 or networks such as 10.0.0.0/8"
        ) from None


_Names = Annotated[tuple[str, ...], NoDecode, AfterValidator(_some), BeforeValidator(commas)]
_Networks = Annotated[
    tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_addresses), BeforeValidator(commas)
]
_Folder = Annotated[Path, AfterValidator(Path.expanduser)]


class _Bot(BaseSettings):
    """Folder, page and limits."""

    data_dir: _Folder = Field(
        default=Path("var"),
        validation_alias="BRIEFING_DATA_DIR",
        description="The folder for everything the bot stores.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        validation_alias="BRIEFING_DATABASE_URL",
        description="The database, as an SQLAlchemy URL; when unset, SQLite in the data folder.",
    )
    chroma_url: Url | None = Field(
        default=None,
        validation_alias="BRIEFING_CHROMA_URL",
        description="A Chroma server; a Chroma in the data folder when unset.",
    )
    max_file_mb: float = Field(
        default=100,
        validation_alias="BRIEFING_MAX_FILE_MB",
        gt=0,
        le=100_000,
        description="Files larger than this many megabytes are not ingested.",
    )
    max_question_chars: int = Field(
        default=2000,
        validation_alias="BRIEFING_MAX_QUESTION_CHARS",
        ge=1,
        description="Longer questions are declined.",
    )
    questions_per_minute: int = Field(
        default=20,
        validation_alias="BRIEFING_QUESTIONS_PER_MINUTE",
        ge=0,
        description="The most that one asker may ask in a minute; 0 is no limit.",
    )
    host: str = Field(
        default="127.0.0.1",
        validation_alias="BRIEFING_HOST",
        min_length=1,
        description="Where `serve` listens. Beyond loopback the page needs a token or an identity header.",
    )
    port: int = Field(
        default=8080,
        validation_alias="PORT",
        ge=0,
        le=65535,
        description="The port that `serve` listens on; 0 takes a free one.",
    )
    web_token: SecretStr | None = Field(
        default=None,
        validation_alias="BRIEFING_WEB_TOKEN",
        min_length=16,
        description="The token that opens the web page; at least 16 characters.",
    )
    web_identity_header: str | None = Field(
        default=None,
        validation_alias="BRIEFING_WEB_IDENTITY_HEADER",
        pattern=r"^[A-Za-z0-9-]+$",
        description="The header in which a trusted proxy says who is asking, such as `X-Forwarded-Email`.",
    )
    trusted_proxies: _Networks = Field(
        default=(),
        validation_alias="BRIEFING_TRUSTED_PROXIES",
        description="The addresses or networks of those proxies, separated by commas.",
    )
    web_collections: _Names = Field(
        default=("default",),
        validation_alias="BRIEFING_WEB_COLLECTIONS",
        description="The collections that the web page answers from, separated by commas.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning",
        validation_alias="BRIEFING_LOG_LEVEL",
        description="How much is logged on standard error: debug, info, warning or error.",
    )

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.web_identity_header and not self.trusted_proxies:
            raise ValueError(
                "BRIEFING_WEB_IDENTITY_HEADER needs BRIEFING_TRUSTED_PROXIES: else anyone could send it"
            )
        return self

    @property
    def max_file_bytes(self) -> int:
        return int(self.max_file_mb * 1_000_000)


class Settings(Platforms, _Bot, Models):
    """Every setting, by the name it has in the environment (the alias) and in code."""

    model_config = SettingsConfigDict(
        case_sensitive=True,
        env_ignore_empty=True,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        str_strip_whitespace=True,
        hide_input_in_errors=True,
    )

    @model_validator(mode="after")
    def _platforms_together(self) -> Self:
        if problem := self.platform_problem(self.host):
            raise ValueError(problem)
        return self


class Line(NamedTuple):
    """One setting as the README's table shows it."""

    name: str
    default: str
    meaning: str


def table() -> tuple[Line, ...]:
    """Every setting: its name in the environment, its default, and what it means."""
    return tuple(
        Line(str(field.validation_alias or name), _shown(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    )


def _shown(default: object) -> str:
    if default is None or default == ():
        return ""
    if isinstance(default, tuple):
        return ",".join(map(str, default))
    return f"{default:g}" if isinstance(default, float) else str(default)


def load() -> Settings:
    """The settings as the environment and then `.env` give them. Raises SettingsError."""
    _refuse_unknown(os.environ, "the environment")
    _refuse_unknown(_env_file(), str(ENV_FILE))
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(dict.fromkeys(map(_sentence, error.errors())))) from None


def _env_file() -> Mapping[str, str | None]:
    try:
        return dotenv_values(ENV_FILE) if ENV_FILE.is_file() else {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{ENV_FILE} cannot be read: {error}") from None


def _refuse_unknown(names: Mapping[str, str | None], where: str) -> None:
    for name in names:
        if names[name] and name in REFUSED:
            raise SettingsError(f"{name} in {where} must not be set: {REFUSED[name]}.")
    known = [line.name for line in table()]
    for name in names:
        if name.upper().startswith(PREFIX) and name not in known:
            near = get_close_matches(name.upper(), [k for k in known if k.startswith(PREFIX)], n=1, cutoff=0)
            raise SettingsError(f"{name} in {where} is no setting. Did you mean {near[0]}?")


def _sentence(error: ErrorDetails) -> str:
    name = ".".join(str(part) for part in error["loc"][:1])
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "too_short":
        message = f"it should have at least {error['ctx']['min_length']} characters"
    return f"{name}: {message[0].lower()}{message[1:]}" if name else message
