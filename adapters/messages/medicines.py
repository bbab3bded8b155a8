"""Where a medicine list may hide when it is not structured (rules.md §12.17)."""

import re
from collections.abc import Iterable

_LIST_NAME = re.compile(r"(medisin|legemiddel|medikament)[ -]?(liste|kort|oversikt)", re.IGNORECASE)
_STRENGTH = re.compile(r"\d ?(mg|µg|mcg|g|ml|IE|E)\b", re.IGNORECASE)
_NONE_USED = re.compile(r"(ingen|bruker ikke)\s+(faste\s+)?(legemidler|medisiner)", re.IGNORECASE)


def looks_like_list(names: Iterable[str | None]) -> bool:
    """Whether a description or file name says that the attachment is a medicine list."""
    return any(name and _LIST_NAME.search(name) for name in names)


def holds_list(text: str) -> bool:
    """Whether at least two lines hold a strength."""
    lines = 0
    for line in text.splitlines():
        lines += _STRENGTH.search(line) is not None
        if lines == 2:
            return True
    return False


def says_none(text: str) -> bool:
    """Whether the text says that the patient uses no medicines."""
    words = text.encode().lower()  # most texts name neither word, and searching costs ten times as much
    return (b"legemidler" in words or b"medisiner" in words) and _NONE_USED.search(text) is not None
