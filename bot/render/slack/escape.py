"""Text as data for Slack: it pings nobody, links nowhere and ends no block."""

import re

from bot.render.cut import clean

_SIGNS = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
_MARKDOWN = re.compile(r"[\\`*_\[\]~|]")
_AT_A_LINE_S_START = re.compile(r"(?m)^(\s*\d*)([#+\-=.)])")
_INDENT = re.compile(r"(?m)^[ \t]{2,}")


def escape(text: str) -> str:
    """For `mrkdwn` and for a message's fallback text."""
    text = clean(text)
    for sign, entity in _SIGNS:
        text = text.replace(sign, entity)
    return text


def markdown(text: str) -> str:
    """For `markdown` blocks and streamed text: standard Markdown with Slack's own angle brackets."""
    inline = _MARKDOWN.sub(r"\\\g<0>", _INDENT.sub(" ", escape(text)))
    return _AT_A_LINE_S_START.sub(r"\1\\\2", inline)
