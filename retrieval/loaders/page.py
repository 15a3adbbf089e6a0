"""Web pages: the readable text, and the title, author and date that the page states."""

import re

from retrieval.loaders.loaded import EmptyFileError, Loaded
from retrieval.loaders.plain import is_utf8

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def load_page(data: bytes) -> Loaded:
    """Raises LoadError. Nothing is fetched."""
    from trafilatura import bare_extraction, html2txt

    if not data.strip():
        raise EmptyFileError
    is_utf8(data)  # what is damaged is turned away; the page itself says in what it is written
    page = bare_extraction(
        data,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        # only dates that the page states in its markup: the extensive search guesses from the text
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if page is None or isinstance(page, dict) or not page.text:
        return Loaded(_UNSTORABLE.sub("", html2txt(data)))
    text = _UNSTORABLE.sub("", page.text)
    day = page.date if page.date and _DAY.match(page.date) else None
    return Loaded(text, page.title or None, page.author or None, day)
