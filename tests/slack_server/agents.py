"""agents.sessions.* and, for older apps, assistant.threads.*: status, title and prompts of a thread."""

from tests.slack_server.method import Refused, Request, invalid, method
from tests.slack_server.values import Channel, Json, Prompts, Session, Status

SESSION_STATUSES = ("active", "processing", "suspended", "closed")
TITLE = 200
PROMPTS = 4
LOADING_MESSAGES = 10
STOP_EVENT = "agent_session_stopped"


@method("agents.sessions.setStatus", "status", scope="chat:write")
def set_status(asked: Request) -> Json:
    channel, thread_ts = _thread(asked)
    if asked.text("status") not in SESSION_STATUSES:
        raise invalid(f"must be one of: {', '.join(SESSION_STATUSES)} [json-pointer:/status]")
    if len(asked.text("title")) > TITLE:
        raise invalid(f"must be less than {TITLE + 1} characters [json-pointer:/title]")
    initiator = asked.text("initiator_user_id")
    if initiator and initiator not in channel.members:
        raise Refused("user_not_found")
    session = set_session(asked, channel, thread_ts, asked.text("status"))
    session.title = session.title or asked.text("title")
    session.initiator = session.initiator or initiator
    answer: Json = {"ok": True, "status": session.status, "agent_status": session.status}
    answer |= {"title": session.title} if session.title else {}
    return answer | _warning(asked)


def _warning(asked: Request) -> Json:
    if STOP_EVENT in asked.world.subscribed:
        return {}
    warning = "missing_agent_session_stopped_event_subscription"
    return {"warning": warning, "response_metadata": {"warnings": [warning]}}


@method("agents.sessions.rename", "title", scope="chat:write")
def rename(asked: Request) -> Json:
    channel, thread_ts = _thread(asked)
    session = asked.world.sessions.get((channel.id, thread_ts))
    if session is None:
        raise Refused("session_not_found")
    if not 0 < len(asked.text("title")) <= TITLE:
        raise invalid(f"must be less than {TITLE + 1} characters [json-pointer:/title]")
    session.title = asked.text("title")
    return {"ok": True, "title": session.title}


def set_session(asked: Request, channel: Channel, thread_ts: str, status: str) -> Session:
    session = asked.world.sessions.setdefault((channel.id, thread_ts), Session())
    session.status = status
    asked.world.session_changes.append((channel.id, thread_ts, status))
    return session


def _thread(asked: Request) -> tuple[Channel, str]:
    channel = asked.writable("channel_id")
    thread_ts = asked.text("thread_ts")
    if not thread_ts:
        raise invalid("missing required field: thread_ts")
    if (channel.id, thread_ts) not in asked.world.messages:
        raise Refused("invalid_thread_ts")
    return channel, thread_ts


@method("assistant.threads.setStatus", "channel_id", "thread_ts", "status", scope="chat:write")
def assistant_status(asked: Request) -> Json:
    channel, thread_ts = _thread(asked)
    loading = asked.args.structure("loading_messages") or []
    if len(loading) > LOADING_MESSAGES:
        raise invalid(f"no more than {LOADING_MESSAGES} items allowed [json-pointer:/loading_messages]")
    asked.world.statuses.append(
        Status(asked.bot.team, channel.id, thread_ts, asked.text("status"), tuple(loading))
    )
    return {"ok": True}


@method("assistant.threads.setTitle", "channel_id", "thread_ts", "title", scope="assistant:write")
def assistant_title(asked: Request) -> Json:
    channel, thread_ts = _thread(asked)
    asked.world.titles[channel.id, thread_ts] = asked.text("title")
    return {"ok": True}


@method("assistant.threads.setSuggestedPrompts", "channel_id", "prompts", scope="assistant:write")
def assistant_prompts(asked: Request) -> Json:
    """With a thread for the older assistant view; without one, pinned in the agent view."""
    channel = asked.writable("channel_id")
    if not channel.is_direct:
        raise Refused("channel_type_not_supported")
    given = asked.args.structure("prompts")
    if not isinstance(given, list) or not 0 < len(given) <= PROMPTS:
        raise invalid(f"must have between 1 and {PROMPTS} items [json-pointer:/prompts]")
    if any(not prompt.get("title") or not prompt.get("message") for prompt in given):
        raise invalid("missing required field: title or message [json-pointer:/prompts]")
    thread_ts, title = asked.text("thread_ts"), asked.text("title")
    asked.world.prompts.append(Prompts(asked.bot.team, channel.id, thread_ts, title, tuple(given)))
    return {"ok": True}
