"""Where a medicine list may hide when it is not structured (rules.md §12.17)."""

import re
from collections.abc import Iterable

_LIST_NAME = re.compile(r"(medisin|legemiddel|medikament)[ -]?(liste|kort|oversikt)", re.IGNORECASE)
_STRENGTH = re.compile(r"\d ?(mg|µg|mcg|g|ml|IE|E)\b", re.IGNORECASE)
_LINE_END = re.compile(r"[\r\n]")
_NONE_USED = re.compile(r"(ingen|bruker ikke)\s+(faste\s+)?(legemidler|medisiner)")
"""Lower case: a text is lowered once, as a search that ignores case takes four times as long."""


def looks_like_list(names: Iterable[str | None]) -> bool:
    """Whether a description or file name says that the attachment is a medicine list."""
    return any(name and _LIST_NAME.search(name) for name in names)


def holds_list(text: str) -> bool:
    """Whether at least two lines hold a strength."""
    first = _STRENGTH.search(text)
    end = _LINE_END.search(text, first.end()) if first else None
    return end is not None and _STRENGTH.search(text, end.end()) is not None


def are_named(text: bytes) -> bool:
    """Whether the text, in UTF-8, speaks of medicines at all; few do."""
    words = text.lower()  # as bytes: only a-z matter, and it is ten times as fast
    return b"legemidler" in words or b"medisiner" in words


def says_none(text: str) -> bool:
    """Whether the text says that the patient uses no medicines."""
    whole = text.encode()
    return are_named(whole) and _NONE_USED.search(whole.lower().decode()) is not None
