"""What rich text may hold, from Slack's reference; and plain text as the rich text Slack makes of it."""

import re
from collections.abc import Mapping

from tests.slack_server.checks import (
    Check,
    anything,
    boolean,
    items,
    number,
    one_of,
    shape,
    string,
    typed,
    url,
)
from tests.slack_server.values import Json

_STYLES = ("bold", "italic", "strike", "highlight", "client_highlight", "unlink", "code", "underline")
STYLE = {"style": shape({}, dict.fromkeys(_STYLES, boolean))}
INLINE: Mapping[str, Check] = {
    "text": shape({"text": string(40_000, 1)}, STYLE),
    "link": shape({"url": url}, STYLE | {"text": string(40_000), "unsafe": boolean}),
    "user": shape({"user_id": string(255)}, STYLE),
    "channel": shape({"channel_id": string(255)}, STYLE),
    "usergroup": shape({"usergroup_id": string(255)}, STYLE),
    "team": shape({"team_id": string(255)}, STYLE),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, STYLE),
    "emoji": shape({"name": string(255)}, STYLE | {"unicode": string(255), "url": url}),
    "date": shape({"timestamp": anything, "format": string(255)}, {"url": url, "fallback": string(3000)}),
    "color": shape({"value": string(255)}, STYLE),
}
_INLINE = items(typed(INLINE), most=10_000)
_SECTION = shape({"elements": _INLINE})
_BORDER = {"border": number(0, 1)}
RICH_TEXT = typed(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": shape(
            {
                "elements": items(typed({"rich_text_section": _SECTION}), most=1000),
                "style": one_of("bullet", "ordered"),
            },
            _BORDER | {"indent": number(0, 8), "offset": number(0, 10_000)},
        ),
        "rich_text_quote": shape({"elements": _INLINE}, _BORDER),
        "rich_text_preformatted": shape({"elements": _INLINE}, _BORDER | {"language": string(255)}),
    }
)
_TOKEN = re.compile(
    r"<@(?P<user>\w+)>|<#(?P<channel>\w+)(?:\|[^>]*)?>|<(?P<url>https?://[^|>]+)(?:\|(?P<label>[^>]*))?>"
)


def rich(text: str, block_id: str) -> list[Json]:
    """The blocks that Slack makes of what a person typed."""
    elements: list[Json] = []
    end = 0
    for token in _TOKEN.finditer(text):
        elements += _plain(text[end : token.start()])
        elements.append(_inline(token))
        end = token.end()
    elements += _plain(text[end:])
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}] if elements else []


def _plain(text: str) -> list[Json]:
    unescaped = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return [{"type": "text", "text": unescaped}] if text else []


def _inline(token: re.Match[str]) -> Json:
    if token["user"]:
        return {"type": "user", "user_id": token["user"]}
    if token["channel"]:
        return {"type": "channel", "channel_id": token["channel"]}
    label = {"text": token["label"]} if token["label"] else {}
    return {"type": "link", "url": token["url"], **label}
