"""The prompts, kept as files beside this one and filled strictly."""

from functools import cache
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent


def fill(name: str, **values: str) -> str:
    """The prompt `name` with each `$variable` replaced. Raises KeyError for a variable that is not given."""
    return _template(name).substitute(values)


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / f"{name}.md").read_text(encoding="utf-8").strip())
