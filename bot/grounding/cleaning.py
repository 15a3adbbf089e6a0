"""Makes a claim's text fit to show: plain words, no links, no labels, no footnote marks."""

import html
import re
import unicodedata
from collections.abc import Iterable

from retrieval.sentences import without_struck

_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)?")
_SLACK_LINK = re.compile(
    r"<(?:https?|mailto|ftp|tel|file|data|javascript|vbscript):[^>|]*(?:\|([^>]*))?>?", re.IGNORECASE
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)?[^\s<>|@]+(?:@[^\s<>|@]+)?)>", re.IGNORECASE)
"""An address or an e-mail address between angle brackets, as Markdown has them."""
_MENTION = re.compile(r"<[@#!][^>]*>")
_REFERENCE = re.compile(r"^\s*\[[^\]]+\]:\s*\S.*$", re.MULTILINE)
_ELEMENT = re.compile(r"<(script|style|iframe|svg|object)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-z!][^<>]*>?|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(
    r"(?:\b(?:https?|ftp|file|data|javascript|vbscript|mailto):|//|\bwww\.)[^\s<>\"”’)]*[^\s<>\"”’).,;:!?]"
    r"|\b(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>\"”’)]*[^\s<>\"”’).,;:!?]",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(
    r"(?<!\\)(?:\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|`+"
    r"|^\s*#{1,6}\s+|^\s*[-*•+>]\s+)",
    re.MULTILINE,
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|~<>-])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});", re.IGNORECASE)
_MARK = re.compile(
    r"\s*(?:\[\^?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]|\[\^[^\[\]\s]{1,40}\]|【[^】]*】|(?<![\d⁰¹²³⁴⁵⁶⁷⁸⁹])(?<!\bm)(?<!\b[kcm]m)[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
)
_SAME_AS_SPACE = {"\u00a0": " ", "\u2028": " ", "\u2029": " "}


def clean(text: str, labels: Iterable[str] = (), quoted: str = "") -> str:
    """`text` as plain words on one line. An address stays only where it stands in `quoted` too, and a bare
    label such as S1 only where the sources have that word; "" where nothing readable is left."""
    text = without_struck(_visible(_ENTITY.sub(lambda entity: html.unescape(entity[0]), text)))
    text = _ELEMENT.sub(" ", _IMAGE.sub(" ", _REFERENCE.sub(" ", text)))
    text = _AUTOLINK.sub(lambda match: _bare(match, quoted), text)
    text = _SLACK_LINK.sub(lambda match: match.group(1) or " ", _LINK.sub(r"\1", text))
    text = _TAG.sub(" ", _MENTION.sub(" ", text))
    text = _ADDRESS.sub(lambda match: match.group() if match.group() in quoted else " ", text)
    text = _ESCAPED.sub(r"\1", _EMPHASIS.sub("", text))
    text = _MARK.sub("", _without_labels(text, labels, quoted))
    text = re.sub(r"\(\s*\)|\[\s*\]", " ", text)
    text = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(text.split())).replace("](", "] (")
    return text if any(map(str.isalnum, text)) else ""


def _bare(link: re.Match[str], quoted: str) -> str:
    """The address itself where the sources give it so, else as it was."""
    address = link[1].removeprefix("mailto:")
    is_address = "@" in address or "://" in address
    return address if is_address and (link[0] in quoted or address in quoted) else link[0]


def _visible(text: str) -> str:
    """Without control, format, private and unassigned characters: they hide text or turn it round."""
    kept = (_SAME_AS_SPACE.get(character, character) for character in unicodedata.normalize("NFC", text))
    return "".join(
        " " if character in "\t\r\v\f" else character
        for character in kept
        if character in "\n\t\r\v\f" or unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cn", "Cs"}
    )


def _without_labels(text: str, labels: Iterable[str], quoted: str) -> str:
    names = [re.escape(label) for label in labels if not re.search(rf"\b{re.escape(label)}\b", quoted)]
    if not names:
        return text
    label = rf"\b(?:{'|'.join(names)})\b"
    listed = rf"(?:(?:sources?|passages?)\s+)?{label}(?:\s*(?:,|;|and|&)\s*{label})*"
    text = re.sub(rf"\s*[\[(]\s*(?:see\s+)?{listed}\s*[\])]", "", text)
    text = re.sub(rf"^(?:according to|as stated in|in)\s+{listed}\s*,\s*", "", text, flags=re.IGNORECASE)
    return re.sub(rf"[\s,;:–—-]*{listed}\s*(?=[.!?]?\s*$)", "", text)
