"""What a signed event has to be for the listeners to read it; Bolt and they trust that each part is there."""

from typing import Any

from pydantic import BaseModel, ValidationError, model_validator


class _Message(BaseModel):
    type: str | None = None
    subtype: str | None = None
    user: str | None = None
    text: str | None = None
    ts: str | None = None
    thread_ts: str | None = None


class _Event(_Message):
    type: str
    channel: str | None = None
    channel_type: str | None = None
    deleted_ts: str | None = None
    message: _Message | None = None
    previous_message: _Message | None = None

    @model_validator(mode="after")
    def _says_where(self) -> "_Event":
        if self.type in {"message", "app_mention"} and self.user and not (self.channel and self.ts):
            raise ValueError("a message stands in a channel at a time")
        return self


class _Authorization(BaseModel):
    team_id: str | None = None
    user_id: str | None = None


class _Callback(BaseModel):
    event: _Event
    event_id: str | None = None
    team_id: str | None = None
    context_team_id: str | None = None
    authorizations: list[_Authorization] | None = None

    @model_validator(mode="after")
    def _says_whose(self) -> "_Callback":
        if not (
            self.team_id or self.context_team_id or any(who.team_id for who in self.authorizations or ())
        ):
            raise ValueError("an event is of a workspace")
        return self


def wrong_part(payload: dict[str, Any]) -> str:
    """The first part of an event that is missing or wrong, as "event.user"; "" where none is. Only
    what comes as an event is looked at: https://docs.slack.dev/apis/events-api/#event-type-structure"""
    if payload.get("type") != "event_callback":
        return ""
    try:
        _Callback.model_validate(payload)
    except ValidationError as error:
        return ".".join(map(str, error.errors()[0]["loc"])) or "team_id"
    return ""
