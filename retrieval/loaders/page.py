"""Web pages: the readable text, and the title, author and date that the page states."""

import re
from typing import Any

from retrieval.loaders.loaded import EmptyFileError, Loaded
from retrieval.loaders.plain import decode, is_utf8

_UNSEEN = (
    "//del | //s | //strike | //*[@hidden] | //*[contains(translate(@style, ' ', ''), 'display:none')]"
    " | //*[contains(translate(@style, ' ', ''), 'visibility:hidden')]"
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def load_page(data: bytes) -> Loaded:
    """Raises LoadError. Nothing is fetched."""
    from trafilatura import bare_extraction, html2txt, load_html

    if not data.strip():
        raise EmptyFileError
    is_utf8(data)  # what is damaged is turned away; the page itself says in what it is written
    tree = load_html(data)
    if tree is None:  # a mere fragment
        tree = load_html(f"<html><body>{decode(data)}</body></html>")
    if tree is None:
        raise EmptyFileError
    if tree.tag != "html":  # the markup of a page's text alone
        tree = _page_of(tree)
    page = bare_extraction(
        _as_seen(tree),
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        # only dates that the page states in its markup: the extensive search guesses from the text
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if page is None or isinstance(page, dict) or not page.text:
        return Loaded(_UNSTORABLE.sub("", html2txt(tree)))
    text = _UNSTORABLE.sub("", page.text)
    day = page.date if page.date and _DAY.match(page.date) else None
    return Loaded(text, page.title or None, page.author or None, day)


def _as_seen(tree: Any) -> Any:
    """Without what a reader does not see or finds struck out, and with small raised figures as such: written
    plainly, note 2 to £400 would make it £4002."""
    for struck in tree.xpath(_UNSEEN):
        struck.drop_tree()
    for raised in tree.xpath("//sup"):
        figures = raised.text_content().strip()
        if raised.xpath(".//a | ancestor::a") or not figures.isalnum():
            raised.drop_tree()  # the mark of a footnote
        elif figures.isdigit():
            raised.text = figures.translate(_RAISED)
            for child in list(raised):
                child.drop_tree()
    for terms in tree.xpath("//dl[dt or div/dt]"):
        _as_items(terms)
    for whole in tree.xpath("//body[p or h1 or h2 or h3 or h4 or ul or ol or table]"):
        _held_together(whole)
    return tree


def _page_of(text: Any) -> Any:
    page = text.makeelement("html")
    body = text.makeelement("body")
    page.append(body)
    body.append(text)
    text.tag = "article"
    return page


def _held_together(page: Any) -> None:
    """In one element, where the text stands in the page by itself: the extractor drops its headings there."""
    article = page.makeelement("article")
    article.text, page.text = page.text, None
    for child in list(page):
        article.append(child)
    page.append(article)


def _as_items(terms: Any) -> None:
    """A term and what it is as one item, "Opens: 3 March": they would be read as two."""
    items: list[str] = []
    for each in terms.iter("dt", "dd"):
        told = " ".join(each.text_content().split())
        if each.tag == "dt" or not items:
            items.append(told)
        else:
            before = items[-1].rstrip(":")
            items[-1] = f"{before}; {told}" if ": " in before else f"{before}: {told}"
    terms.clear(keep_tail=True)
    terms.tag = "ul"
    for item in items:
        each = terms.makeelement("li")
        each.text = item
        terms.append(each)
