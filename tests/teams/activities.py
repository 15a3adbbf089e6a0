"""Activities as Teams sends them."""

from typing import Any

from tests.teams.signing import SERVICE_URL

BOT = "28:11111111-2222-3333-4444-555555555555"
TENANT = "99999999-8888-7777-6666-555555555555"
THREAD = "19:general@thread.tacv2;messageid=1700000000000"
Body = dict[str, Any]


def message(text: str = "When was the bridge built?", **more: Any) -> Body:
    """A message in a personal chat."""
    return {
        "type": "message",
        "id": "1700000000001",
        "timestamp": "2026-11-22T10:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": SERVICE_URL,
        "text": text,
        "textFormat": "plain",
        "from": {"id": "29:ann", "name": "Ann Smith", "aadObjectId": "aad-ann"},
        "recipient": {"id": BOT, "name": "Briefing"},
        "conversation": {"id": "a:personal-ann", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        **more,
    }


def mention(text: str = "When was the bridge built?", **more: Any) -> Body:
    """A message in a channel's thread that mentions the bot."""
    return message(
        f"<at>Briefing</at>&nbsp;{text}",
        conversation={"id": THREAD, "conversationType": "channel", "isGroup": True, "tenantId": TENANT},
        channelData={
            "tenant": {"id": TENANT},
            "team": {"id": "19:team@thread.tacv2", "aadGroupId": "group-1"},
            "channel": {"id": "19:general@thread.tacv2"},
        },
        entities=[
            {"type": "mention", "text": "<at>Briefing</at>", "mentioned": {"id": BOT, "name": "Briefing"}}
        ],
        **more,
    )


def mentioned(name: str, id_: str) -> Body:
    return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": id_, "name": name}}


def invoke(name: str, value: Body, **more: Any) -> Body:
    return {**message(""), "type": "invoke", "name": name, "value": value, **more}
