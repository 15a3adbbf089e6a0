"""A summary as a Teams message: sections of lines, each with its source."""

from collections.abc import Sequence

from bot.briefings.values import Noted, Summary
from bot.render import shown
from bot.render.cut import clean, shortened
from bot.render.teams import cards
from bot.render.teams.escape import markdown, spent
from bot.render.teams.message import Message, summarised

LONGEST_SUMMARY = 12_000
LONGEST_LINE = 400
LONGEST_QUOTE = 200


def summary(
    summary: Summary, *, hosts: Sequence[str] = (), key: str = "", shareable: bool = False
) -> Message:
    """Lines link only to `hosts`, the platform's own. `key` is needed where it can be shared."""
    title = shortened(" ".join(clean(summary.title).split()), 140) or "Summary"
    parts, room = [f"**{markdown(title)}**"], LONGEST_SUMMARY
    sections = shown.sections(summary)
    for index, (heading, lines) in enumerate(sections):
        said = _section(heading, lines, hosts, room // (len(sections) - index))
        parts.append(said)
        room -= len(said)
    notice = markdown(shortened(clean(summary.notice), 900, spent=spent))
    share = cards.card([], [cards.press("share", "Share with everyone here", key)]) if shareable else None
    return Message(
        "\n\n".join(part for part in (*parts, notice) if part),
        summarised(title),
        card=share,
        generated=bool(sections),
    )


def _section(heading: str, lines: Sequence[Noted], hosts: Sequence[str], room: int) -> str:
    points: list[str] = []
    room -= len(heading) + 40
    for line in lines:
        point = f"- {_point(line, hosts)}"
        room -= len(point.encode("utf-16-le")) // 2 + 1
        if room < 0:
            break
        points.append(point)
    left = len(lines) - len(points)
    more = f"{left} more {'is' if left == 1 else 'are'} not shown." if left else ""
    return "\n\n".join(part for part in (f"**{heading}**", "\n".join(points), more) if part)


def _point(line: Noted, hosts: Sequence[str]) -> str:
    text = shortened(" ".join(clean(line.text).split()), LONGEST_LINE, spent=spent)
    parts = (markdown(text), markdown(shown.task(line)), _source(line, text, hosts))
    return " · ".join(part for part in parts if part)


def _source(line: Noted, text: str, hosts: Sequence[str]) -> str:
    if link := shown.own_link(line.link, hosts):
        return f"[{markdown(shown.said_by(line))}]({link})"
    quote = shortened(" ".join(clean(line.quote).split()), LONGEST_QUOTE, spent=spent)
    cited = f"“{quote}”" if quote and quote != text else ""
    who = shown.said_by(line) if clean(line.author) else ""
    return markdown(" · ".join(part for part in (cited, who) if part))
