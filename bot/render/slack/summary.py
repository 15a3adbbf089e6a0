"""A summary as a Slack message: sections of lines, each with its source."""

from collections.abc import Sequence

from bot.briefings.values import Noted, Summary
from bot.render import shown
from bot.render.cut import clean, shortened, size
from bot.render.slack import blocks as kit
from bot.render.slack.blocks import Json, Rendered, Run

LONGEST_SUMMARY = 9_500
LONGEST_LINE = 400
LONGEST_QUOTE = 200


def summary(
    summary: Summary, *, hosts: Sequence[str] = (), key: str = "", shareable: bool = False
) -> Rendered:
    """Lines link only to `hosts`, the platform's own. `key` is needed where it can be shared."""
    title = shortened(clean(summary.title), 140) or "Summary"
    notice = [kit.context(shortened(clean(summary.notice), 900))] if clean(summary.notice) else []
    share = [kit.actions(kit.button("share", "Share with channel", key))] if shareable else []
    body, room = [kit.header(title)], LONGEST_SUMMARY
    sections = shown.sections(summary)
    for index, (heading, lines) in enumerate(sections):
        blocks, spent = _section(heading, lines, hosts, room // (len(sections) - index))
        body, room = [*body, *blocks], room - spent
    return Rendered(_fallback(summary, title), (*body, *notice, *share))


def _section(heading: str, lines: Sequence[Noted], hosts: Sequence[str], room: int) -> tuple[list[Json], int]:
    points: list[list[Run]] = []
    spent = 0
    for line in lines:
        point = _point(line, hosts)
        cost = sum(size(run.text) + size(run.link) for run in point)
        if spent + cost > room - 40:
            break
        spent += cost
        points.append(point)
    left = len(lines) - len(points)
    more = [kit.context(f"{left} more {'is' if left == 1 else 'are'} not shown.")] if left else []
    return [*kit.rich([Run(heading, bold=True)]), *kit.bullets(points), *more], spent + 40


def _point(line: Noted, hosts: Sequence[str]) -> list[Run]:
    text = shortened(clean(line.text), LONGEST_LINE)
    task = shown.task(line)
    return [Run(text), Run(f" · {task}" if task else ""), Run(" · "), *_source(line, text, hosts)]


def _source(line: Noted, text: str, hosts: Sequence[str]) -> list[Run]:
    if link := shown.own_link(line.link, hosts):
        return [Run(shown.said_by(line), link=link)]
    quote = shortened(clean(line.quote), LONGEST_QUOTE)
    cited = f"“{quote}”" if quote and quote != text else ""
    who = shown.said_by(line) if clean(line.author) else ""
    return [Run(" · ".join(part for part in (cited, who) if part), italic=True)]


def _fallback(summary: Summary, title: str) -> str:
    said = [title]
    for heading, lines in shown.sections(summary):
        said += [f"{heading}:", *(f"• {clean(line.text)}" for line in lines)]
    return kit.fallback("\n".join([*said, clean(summary.notice)]))
