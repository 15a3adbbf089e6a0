"""What stands in a workspace before a test begins, and what a test adds to it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tests.slack_server.base import Base
from tests.slack_server.installing import install
from tests.slack_server.manifests import check_manifest
from tests.slack_server.values import App, Bot, Channel, Json, Kind, Team, User

TEAM = "T0TOWNHALL"
CHANNEL = "C0GENERAL"
USER = "U0ADA"
ADMIN = "U0GRACE"
BOT_USER = "U0BRIEFBOT"
BOT = "B0BRIEFING"
BOT_TOKEN = "xoxb-1"
APP_TOKEN = "xapp-1"
CONFIG_TOKEN = "xoxe.xoxp-1"
SCOPES = (
    "app_mentions:read,assistant:write,channels:history,channels:read,chat:write,commands,groups:history,"
    "groups:read,im:history,im:read,im:write,mpim:history,mpim:read,team:read,users:read"
)
APP = App("A0BRIEFING", "Briefing", "1.1", "client-secret", "signing-secret", tuple(SCOPES.split(",")))


class ManifestError(ValueError):
    """Slack would not take this manifest."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("Slack would not take this manifest: " + "; ".join(faults))


class Furnishing(Base):
    """One workspace with the app in it, a channel, a person and an administrator."""

    def _furnish(self) -> None:
        self.world.teams[TEAM] = Team(TEAM, "Town Hall", "townhall")
        self.add_user(USER, "Ada Byron")
        self.add_user(ADMIN, "Grace Hopper", is_admin=True)
        self.add_user(BOT_USER, self.world.app.name, is_bot=True)
        app = self.world.app
        self.world.bots[BOT_TOKEN] = Bot(BOT, TEAM, BOT_USER, app.name, app.id, BOT_TOKEN, app.scopes)
        self.add_channel(CHANNEL, "general", members=(USER, ADMIN))

    def add_team(self, team_id: str, name: str = "", *, enterprise: str = "") -> Team:
        with self.world.changed:
            whole = name or team_id.title()
            team = Team(team_id, whole, whole.lower().replace(" ", "-"), enterprise)
            self.world.teams[team_id] = team
            return team

    def install(self, team: str) -> Bot:
        """Puts the app into a workspace; its token is the bot's `token`."""
        with self.world.changed:
            return install(self.world, self.world.app, team)

    def add_user(
        self,
        user_id: str,
        real_name: str = "",
        *,
        team: str = TEAM,
        is_admin: bool = False,
        is_restricted: bool = False,
        is_ultra_restricted: bool = False,
        is_bot: bool = False,
    ) -> User:
        """`is_restricted`: a guest of several channels; `is_ultra_restricted`: of one."""
        with self.world.changed:
            whole = real_name or user_id.title()
            name = whole.split(" ")[0].lower()
            guest = is_restricted or is_ultra_restricted
            user = User(user_id, team, name, whole, is_admin, guest, is_ultra_restricted, is_bot)
            self.world.users[user_id] = user
            return user

    def add_channel(
        self,
        channel_id: str,
        name: str = "",
        *,
        team: str = TEAM,
        private: bool = False,
        members: Iterable[str] = (),
        archived: bool = False,
        shared_with: Iterable[str] = (),
        with_bot: bool = True,
    ) -> Channel:
        """`shared_with`: other workspaces, over Slack Connect."""
        with self.world.changed:
            kind = Kind.PRIVATE if private else Kind.PUBLIC
            channel = Channel(
                channel_id, team, name or channel_id.lower(), kind, set(members), archived, tuple(shared_with)
            )
            bots = [bot for bot in map(self.world.bot_in, channel.teams) if bot]
            channel.members |= {bot.user for bot in bots} if with_bot else set()
            self.world.channels[channel_id] = channel
            return channel

    def add_bot(self, name: str, *, team: str = TEAM, channels: Iterable[str] = (CHANNEL,)) -> Bot:
        """Somebody else's app, in these channels."""
        with self.world.changed:
            user = self.world.bot_user(team, name)
            token = self.world.new("xoxb-other-")
            bot = Bot(self.world.new("B"), team, user, name, self.world.new("A"), token, ())
            self.world.bots[token] = bot
            for channel in channels:
                self.world.channels[channel].members.add(user)
            return bot

    def adopt(self, manifest: Json) -> None:
        """Configures the app by its manifest: only those events are told, only those scopes granted. Raises
        ManifestError."""
        if faults := check_manifest(manifest):
            raise ManifestError(faults)
        with self.world.changed:
            self.world.manifest = manifest
            self.world.subscribed = set(manifest["settings"]["event_subscriptions"]["bot_events"])
            scopes = tuple(manifest["oauth_config"]["scopes"]["bot"])
            self.world.app = replace(self.world.app, scopes=scopes)
            for bot in self.world.bots.values():
                if bot.app == self.world.app.id:
                    bot.scopes = scopes

    def revoke(self, token: str = BOT_TOKEN, error: str = "token_revoked") -> None:
        """Every call with it fails from now on: with token_revoked, or account_inactive, or what you say."""
        self.world.bots[token].gone = error
