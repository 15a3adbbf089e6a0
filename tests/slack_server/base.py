"""What every act needs: the workspaces, a way to the app, and the parts that payloads share."""

from collections.abc import Callable

from tests.slack_server.delivering import Delivery
from tests.slack_server.values import Bot, Channel, Json, Message, ResponseUrl, User
from tests.slack_server.world import World

Send = Callable[[str, Json], Delivery]


class NotInstalledError(LookupError):
    """The app is not in that workspace."""

    def __init__(self, team: str) -> None:
        super().__init__(f"The app is not installed in {team}: server.install({team!r}) puts it there.")


class Base:
    def __init__(self, world: World, send: Send) -> None:
        self.world = world
        self._send = send
        self._gathered: list[Delivery] = []

    def gathered(self, delivery: Delivery) -> None:
        """Called with each delivery that a change of the workspace led to."""
        self._gathered.append(delivery)

    def _common(self, bot: Bot, person: User) -> Json:
        """The workspace is that of the installation, which is not the person's in a shared channel."""
        domain = self.world.teams[bot.team].domain
        user = {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team}
        return {"api_app_id": bot.app, "team": {"id": bot.team, "domain": domain}, "user": user}

    def _response_url(self, bot: Bot, person: User, channel: str, message: Message | None = None) -> str:
        with self.world.changed:
            name = self.world.new("R")
            ts, thread = (message.ts, message.thread_ts) if message else ("", "")
            self.world.response_urls[name] = ResponseUrl(
                bot.team, channel, person.id, bot.id, self.world.clock.now(), ts, thread
            )
        return f"{self.world.base}/response/{name}"

    def _bot(self, channel: Channel) -> Bot:
        here = (b for b in self.world.bots.values() if b.app == self.world.app.id)
        return next(b for b in here if b.team in channel.teams)

    def _bot_for(self, person: User, channel: str) -> Bot:
        """Whom a press in a channel goes to: the installation of the person's workspace, or the channel's."""
        return self.world.bot_in(person.team) or self._bot(self.world.channels[channel])

    def _bot_in(self, team: str) -> Bot:
        found = self.world.bot_in(team)
        if found is None:
            raise NotInstalledError(team)
        return found
