"""The settings: the one reader of the environment and of `.env`."""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ENV_FILE = Path(".env")
"""Looked for where the command is run."""
PREFIX = "BRIEFING_"
LOCAL_EMBEDDING = "local"
EXTRACTIVE = "extractive"


class SettingsError(Exception):
    """A setting that cannot be used; says which one and what to write instead."""


def _commas(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


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


def _http(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("it should begin with http:// or https:// and name a host")
    return value.rstrip("/")


_Names = Annotated[tuple[str, ...], NoDecode, AfterValidator(_some), BeforeValidator(_commas)]
_Commas = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_commas)]
_Networks = Annotated[
    tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_addresses), BeforeValidator(_commas)
]
_Folder = Annotated[Path, AfterValidator(Path.expanduser)]
_Url = Annotated[str, AfterValidator(_http)]


class Settings(BaseSettings):
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

    model: str = Field(
        default=EXTRACTIVE,
        validation_alias="BRIEFING_MODEL",
        min_length=1,
        description="Who writes the answers: `extractive` selects sentences and needs no model; any other "
        "value names a chat model (on Azure: a deployment) reached over the OpenAI protocol.",
    )
    model_seconds: float = Field(
        default=30.0,
        validation_alias="BRIEFING_MODEL_SECONDS",
        gt=0,
        le=600,
        description="The longest wait for the chat model, retries included.",
    )
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
    chroma_url: _Url | None = Field(
        default=None,
        validation_alias="BRIEFING_CHROMA_URL",
        description="A Chroma server; a Chroma in the data folder when unset.",
    )
    embedding_model: str = Field(
        default=LOCAL_EMBEDDING,
        validation_alias="BRIEFING_EMBEDDING_MODEL",
        min_length=1,
        description="`local` is the packaged model; any other value names one on the OpenAI protocol.",
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
    slack_bot_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_BOT_TOKEN",
        description="The bot token (`xoxb-…`) of one Slack workspace.",
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="Proves that a request comes from Slack; needed where Slack sends events over HTTP.",
    )
    slack_app_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_APP_TOKEN",
        description="The app-level token (`xapp-…`): with it, events come by Socket Mode and no public "
        "address is needed.",
    )
    slack_client_id: str | None = Field(
        default=None,
        validation_alias="SLACK_CLIENT_ID",
        description="For installation in several workspaces, with `SLACK_CLIENT_SECRET`, in place of "
        "`SLACK_BOT_TOKEN`.",
    )
    slack_client_secret: SecretStr | None = Field(
        default=None, validation_alias="SLACK_CLIENT_SECRET", description="Goes with `SLACK_CLIENT_ID`."
    )
    slack_api_url: _Url = Field(
        default="https://slack.com/api",
        validation_alias="SLACK_API_URL",
        description="Slack's Web API; another address only for tests.",
    )
    admins: _Commas = Field(
        default=(),
        validation_alias="BRIEFING_ADMINS",
        description="Who may change a channel's settings beside the workspace's own admins: member ids, "
        "separated by commas.",
    )
    public_url: _Url | None = Field(
        default=None,
        validation_alias="BRIEFING_PUBLIC_URL",
        description="The address under which people and platforms reach this server, such as "
        "`https://briefing.example.gov.uk`.",
    )
    workers: int = Field(
        default=4,
        validation_alias="BRIEFING_WORKERS",
        ge=1,
        le=64,
        description="How many questions from Slack and Teams are worked on at once.",
    )
    most_waiting: int = Field(
        default=500,
        validation_alias="BRIEFING_MOST_WAITING",
        ge=1,
        description="How many questions may wait; beyond it people are told that the assistant is busy.",
    )
    openai_api_key: SecretStr | None = Field(
        default=None, validation_alias="OPENAI_API_KEY", description="The key for the model endpoint."
    )
    openai_base_url: _Url | None = Field(
        default=None,
        validation_alias="OPENAI_BASE_URL",
        description="The endpoint, where it is not OpenAI's own: vLLM, Ollama, a gateway.",
    )
    azure_openai_endpoint: _Url | None = Field(
        default=None,
        validation_alias="AZURE_OPENAI_ENDPOINT",
        description="The Azure OpenAI resource; when set, Azure is used.",
    )
    azure_openai_api_key: SecretStr | None = Field(
        default=None,
        validation_alias="AZURE_OPENAI_API_KEY",
        description="The key for the Azure OpenAI resource.",
    )
    openai_api_version: str | None = Field(
        default=None,
        validation_alias="OPENAI_API_VERSION",
        description="Azure's API version; needed with `AZURE_OPENAI_ENDPOINT`.",
    )

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.web_identity_header and not self.trusted_proxies:
            raise ValueError(
                "BRIEFING_WEB_IDENTITY_HEADER needs BRIEFING_TRUSTED_PROXIES: else anyone could send it"
            )
        if self.azure_openai_endpoint and self.model != EXTRACTIVE and not self.openai_api_version:
            raise ValueError("AZURE_OPENAI_ENDPOINT needs OPENAI_API_VERSION, such as 2024-10-21")
        if problem := self._slack_problem():
            raise ValueError(problem)
        return self

    def _slack_problem(self) -> str:
        problems = {
            "SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for several: set one of them": (
                self.slack_bot_token and self.slack_client_id
            ),
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together: set both": (
                bool(self.slack_client_id) != bool(self.slack_client_secret)
            ),
            "SLACK_APP_TOKEN needs SLACK_BOT_TOKEN as well": self.slack_app_token and not self.slack,
            "Slack needs SLACK_APP_TOKEN (Socket Mode, no public address) or SLACK_SIGNING_SECRET (events "
            "over HTTP)": self.slack and not (self.slack_signing_secret or self.slack_app_token),
            "SLACK_CLIENT_ID needs BRIEFING_PUBLIC_URL, to which Slack sends people back": (
                self.slack_client_id and not self.public_url
            ),
        }
        return next((problem for problem, applies in problems.items() if applies), "")

    @property
    def slack(self) -> bool:
        """Whether Slack is connected."""
        return bool(self.slack_bot_token or self.slack_client_id)

    @property
    def max_file_bytes(self) -> int:
        return int(self.max_file_mb * 1_000_000)


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
