"""The settings of Slack and Teams, and which of them go together."""

from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode


def commas(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("it should begin with http:// or https:// and name a host")
    return value.rstrip("/")


def _bound(value: tuple[str, ...]) -> tuple[str, ...]:
    for pair in value:
        workspace, _, collection = pair.partition(":")
        if not workspace.strip() or not collection.strip():
            raise ValueError(f"{pair} should be a workspace and a collection, such as T0AAA:default")
    return value


Commas = Annotated[tuple[str, ...], NoDecode, BeforeValidator(commas)]
_Bound = Annotated[Commas, AfterValidator(_bound)]
Url = Annotated[str, AfterValidator(http_url)]


class Platforms(BaseSettings):
    """What connects the bot to chat platforms."""

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
    slack_api_url: Url = Field(
        default="https://slack.com/api",
        validation_alias="SLACK_API_URL",
        description="Slack's Web API; another address only for tests.",
    )
    slack_app_id: str | None = Field(
        default=None,
        validation_alias="SLACK_APP_ID",
        description="With `SLACK_CONFIG_TOKEN`, lets `briefing doctor` compare the app's configuration with "
        "what the code needs.",
    )
    slack_config_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_CONFIG_TOKEN",
        description="An app configuration token (`xoxe.xoxp-…`), which lives for twelve hours; only for "
        "`briefing doctor`.",
    )
    admins: Commas = Field(
        default=(),
        validation_alias="BRIEFING_ADMINS",
        description="Who may change a channel's settings beside the workspace's own admins: member ids, "
        "separated by commas.",
    )
    public_url: Url | None = Field(
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
        default=2000,
        validation_alias="BRIEFING_MOST_WAITING",
        ge=1,
        description="How many questions may wait; beyond it people are told that the assistant is busy.",
    )
    chat_collections: Commas = Field(
        default=("default",),
        validation_alias="BRIEFING_CHAT_COLLECTIONS",
        description="The collections that a channel or chat is answered from until an admin changes its "
        "settings, separated by commas.",
    )
    workspace_collections: _Bound = Field(
        default=(),
        validation_alias="BRIEFING_WORKSPACE_COLLECTIONS",
        description="Which workspace or tenant may see which collection, such as `T0AAA:default,T0BBB:hr`; "
        "one that is not named then sees none. When unset, each may see all.",
    )
    refer_to: str = Field(
        default="",
        validation_alias="BRIEFING_REFER_TO",
        description="The id of the channel or person that “Ask a person” goes to, where a channel's settings "
        "name no other; without one there is no such button.",
    )
    retention_days: int = Field(
        default=365,
        validation_alias="BRIEFING_RETENTION_DAYS",
        ge=1,
        description="After how many days questions and answers from Slack, Teams and the web page are "
        "deleted; done every night where Slack or Teams is connected.",
    )
    teams_client_id: str | None = Field(
        default=None,
        validation_alias="CLIENT_ID",
        description="The id of the bot's app registration in Microsoft Entra; connects Teams, with "
        "`CLIENT_SECRET`.",
    )
    teams_client_secret: SecretStr | None = Field(
        default=None, validation_alias="CLIENT_SECRET", description="The secret of that app registration."
    )
    teams_tenant_id: str | None = Field(
        default=None,
        validation_alias="TENANT_ID",
        description="The Entra tenant of your organisation. People of other tenants count as outsiders.",
    )
    teams_anonymous: bool = Field(
        default=False,
        validation_alias="BRIEFING_TEAMS_ANONYMOUS",
        description="Takes unsigned Teams activities from this machine only, to try the bot with Microsoft's "
        "Agents Playground; never with credentials, never beyond loopback.",
    )

    def platform_problem(self, host: str) -> str:
        """What is wrong with these settings together, "" for nothing."""
        problems = self._slack_problems() | self._teams_problems(host)
        return next((problem for problem, applies in problems.items() if applies), "")

    def _slack_problems(self) -> dict[str, bool]:
        connected = bool(self.slack_bot_token or self.slack_client_id)
        return {
            "SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for several: set one of them": bool(
                self.slack_bot_token and self.slack_client_id
            ),
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together: set both": (
                bool(self.slack_client_id) != bool(self.slack_client_secret)
            ),
            "SLACK_APP_TOKEN needs SLACK_BOT_TOKEN as well": bool(self.slack_app_token) and not connected,
            "Slack needs SLACK_APP_TOKEN (Socket Mode, no public address) or SLACK_SIGNING_SECRET (events "
            "over HTTP)": connected and not (self.slack_signing_secret or self.slack_app_token),
            "SLACK_CLIENT_ID needs BRIEFING_PUBLIC_URL, to which Slack sends people back": (
                bool(self.slack_client_id) and not self.public_url
            ),
        }

    def _teams_problems(self, host: str) -> dict[str, bool]:
        return {
            "CLIENT_ID and CLIENT_SECRET go together: set both to connect Teams": (
                bool(self.teams_client_id) != bool(self.teams_client_secret)
            ),
            "BRIEFING_TEAMS_ANONYMOUS is for trying out without credentials: remove it, or CLIENT_ID": (
                self.teams_anonymous and bool(self.teams_client_id)
            ),
            f"BRIEFING_TEAMS_ANONYMOUS takes requests from this machine only, and BRIEFING_HOST is {host}: "
            "remove it, or set BRIEFING_HOST=127.0.0.1": self.teams_anonymous and not _is_loopback(host),
        }

    @property
    def teams(self) -> bool:
        """Whether Teams is connected, be it for trying out."""
        return bool(self.teams_client_id) or self.teams_anonymous

    @property
    def slack(self) -> bool:
        """Whether Slack is connected."""
        return bool(self.slack_bot_token or self.slack_client_id)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
