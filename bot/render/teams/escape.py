"""Text as data for Teams' Markdown: it mentions nobody, links nowhere and starts no format."""

import re

from bot.render.cut import clean

# Written as entities, which no reader of Markdown takes for its own signs.
_SIGNS = re.compile(r"[&<>*_`~\[\]\\|]")
_AT_A_LINE_S_START = re.compile(r"(?m)^(\s*)(\d{0,9})([#+\-=.)])")
_MARK = re.compile(r"\[(\d{1,4})\]")
_BREAKS = re.compile(r"[^\S\n]*\n\s*")


def markdown(text: str) -> str:
    """A mark such as [1] in a text is not ours, and would be taken for a citation: it becomes (1)."""
    signs = _SIGNS.sub(_entity, _MARK.sub(r"(\1)", clean(text)))
    lines = _AT_A_LINE_S_START.sub(lambda found: f"{found[2]}{_entity(found[3])}", signs)
    return _BREAKS.sub("  \n", lines)


def spent(text: str) -> int:
    """What a text takes up once it is written as Markdown, in UTF-16 units."""
    return len(markdown(text).encode("utf-16-le", "surrogatepass")) // 2


def _entity(found: re.Match[str] | str) -> str:
    sign = found if isinstance(found, str) else found[0]
    return f"&#{ord(sign)};"
