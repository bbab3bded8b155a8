"""Where a medicine list may hide when it is not structured (rules.md §12.17)."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

_LIST_NAME = re.compile(r"(medisin|legemiddel|medikament)[ -]?(liste|kort|oversikt)", re.IGNORECASE)
_STRENGTH = re.compile(r"\d ?(mg|µg|mcg|g|ml|IE|E)\b", re.IGNORECASE)
_LINE_END = re.compile(r"[\r\n]")
_WHAT = r"\s+(?:faste\s+)?(?:legemidler|medisiner)"
_NONE_USED = tuple(re.compile(start + _WHAT) for start in ("ingen", "bruker ikke"))
"""Two, as a search for what begins with a word takes a tenth of the time; and lower case, as one that ignores
case takes four times as long."""


_APART = "\n.\n"
"""Between two texts, so that the end of one and the start of the next make no sentence."""


def hidden(names: Iterable[str | None], texts: Sequence[str]) -> dict[str, Any]:
    """The fields of schemas.legemidler.MedLegemidler that names of attachments and texts tell."""
    return {
        "liste_i_vedlegg": looks_like_list(names),
        "liste_i_tekst": any(map(holds_list, texts)),
        "ingen_legemidler": says_none(_APART.join(texts)),
    }


def looks_like_list(names: Iterable[str | None]) -> bool:
    """Whether a description or file name says that the attachment is a medicine list."""
    return any(name and _LIST_NAME.search(name) for name in names)


def holds_list(text: str) -> bool:
    """Whether at least two lines hold a strength."""
    if "\n" not in text and "\r" not in text:
        return False  # most texts are one line, and a strength takes long to search for
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
    if not are_named(whole):
        return False
    words = whole.lower().decode()
    return any(start.search(words) for start in _NONE_USED)
