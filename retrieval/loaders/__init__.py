"""One loader for each kind of file: a new kind is a module here and a line in `LOADERS`."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath

from retrieval.loaders.loaded import EmptyFileError, EncodingError, Loaded, UnknownKindError
from retrieval.loaders.page import load_page
from retrieval.loaders.plain import load_markdown, load_text

_VISIBLE = re.compile(r"[^\s\ufeff\u200b-\u200f\u2060]")
_SURROGATE = re.compile("[\ud800-\udfff]")
LOADERS: Mapping[str, Callable[[bytes], Loaded]] = {
    ".txt": load_text,
    ".md": load_markdown,
    ".html": load_page,
    ".htm": load_page,
}


def load(name: str, data: bytes) -> Loaded:
    """The text of a file, and what it says of itself. Raises LoadError."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in LOADERS:
        raise UnknownKindError(name, sorted(LOADERS))
    loaded = LOADERS[suffix](data)
    if not _VISIBLE.search(loaded.text):
        raise EmptyFileError
    if _SURROGATE.search(loaded.text):  # UTF-7 may hold halves of characters, which no database takes
        raise EncodingError
    return loaded
