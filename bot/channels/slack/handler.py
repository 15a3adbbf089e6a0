"""The Slack side of the work: each kind of event to what does it."""

from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.channels.slack.changes import Changes
from bot.channels.slack.clients import GONE, NotInstalledError, SlackError
from bot.channels.slack.events import Kind
from bot.channels.slack.private import Private
from bot.channels.slack.questions import Questions, spot
from bot.channels.slack.summaries import Summaries
from bot.channels.slack.tools import Tools
from bot.domain import Outcome
from bot.render.slack import message
from bot.work.event import Event, Steps

log = structlog.get_logger(__name__)
_ASKED = frozenset({Kind.QUESTION, Kind.ASK, Kind.SUMMARY, Kind.SUGGESTION})


class SlackHandler:
    """A Handler of `bot.work`."""

    def __init__(
        self,
        tools: Tools,
        questions: Questions,
        private: Private,
        summaries: Summaries,
        changes: Changes,
        uninstall: Callable[[str], Awaitable[None]],
    ) -> None:
        self._tools = tools
        self._uninstall = uninstall
        self._do: Mapping[str, Callable[[Event, Steps], Awaitable[None]]] = {
            Kind.QUESTION: questions.handle,
            Kind.ASK: private.ask,
            Kind.SUMMARY: summaries.handle,
            Kind.SUGGESTION: private.suggestion,
            Kind.EDITED: changes.edited,
            Kind.DELETED: changes.deleted,
            Kind.SHARE: changes.share,
            Kind.REFER: changes.refer,
            Kind.REMOVE: changes.remove,
            Kind.UNINSTALLED: self._uninstalled,
        }

    async def handle(self, event: Event, steps: Steps) -> None:
        try:
            await self._do[event.body["kind"]](event, steps)
        except NotInstalledError as error:
            log.error("slack_not_installed", reason=str(error))  # noqa: TRY400 - trying again does not help
        except SlackError as error:
            if error.code not in GONE:
                raise

    async def failed(self, event: Event, error_name: str) -> None:
        """The asker hears that it did not work; an event that nobody waits for is only logged."""
        log.error("slack_event_failed", kind=event.body["kind"], error=error_name)
        if event.body["kind"] not in _ASKED:
            return
        body, poster = event.body, self._tools.poster
        said = (message(self._tools.replies.outcome(Outcome.FAILED_INTERNAL)),)
        key, where = f"{event.key}/reply", spot(body).reply
        if body["kind"] == Kind.QUESTION:
            await self._tools.streams.drop(where, key)
            await poster.post(key, where, said)
        else:
            await poster.whisper(key, where, body["user"], said, body.get("response_url", ""))

    async def _uninstalled(self, event: Event, steps: Steps) -> None:  # noqa: ARG002 - handlers share a signature
        await self._uninstall(event.body["team"])
