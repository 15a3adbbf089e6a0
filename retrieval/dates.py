"""A whole date on a line of its own, in words or figures, in English, Welsh or Spanish."""

import re
from datetime import date

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), 1)
} | {"sept": 9, "setiembre": 9}
_LABEL = (
    r"(?:(?:first |last )?(?:published|posted|date|dated|issued|released|updated|answered|cyhoeddwyd|dyddiad"
    r"|publicado|fecha)(?: on| ar| el)?\s*:?\s*)?"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\.?)?,?\s*"
_TIME = r"\d{1,2}[:.]\d{2}\s*(?:am|pm|bst|gmt|utc)?"
_CLOCK = rf"(?:,?\s*(?:at\s*)?{_TIME}(?:\s*(?:to|[–-])\s*{_TIME})?)?"
_EMPHASIS = re.compile(r"\*{1,2}|__")
_FORMS = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+|de\s+)?(?P<month>[^\W\d_]+)\.?,?\s+(?:de\s+)?(?P<year>\d{4})",
    r"(?P<month>[^\W\d_]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?",
    r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})",
)
_DAYS = [re.compile(_LABEL + _WEEKDAY + form + _CLOCK + r"\.?", re.IGNORECASE) for form in _FORMS]


def day_in(line: str) -> str | None:
    """The date in ISO 8601 where the line is one whole date and nothing else. 5/7/2025 is none: it is in
    July here and in May elsewhere."""
    stripped = _EMPHASIS.sub("", line).strip()
    if len(stripped) > 60 or not any(c.isdigit() for c in stripped):
        return None
    for form in _DAYS:
        match = form.fullmatch(stripped)
        if match:
            return _iso(match["year"], match["month"].lower(), match["day"], ambiguous=form is _DAYS[-1])
    return None


def _iso(year: str, month: str, day: str, *, ambiguous: bool) -> str | None:
    number = int(month) if month.isdecimal() else _MONTHS.get(month)
    if number is None or (ambiguous and int(day) <= 12 and int(day) != number):
        return None
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
