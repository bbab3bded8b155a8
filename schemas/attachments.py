"""The kinds of file that may hang on a message (messages.md §8), as their first bytes tell them."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

from schemas.topics import MAX_MESSAGE

FileKind = Literal[
    "pdf",
    "jpeg",
    "png",
    "tiff",
    "gif",
    "xml",
    "html",
    "rtf",
    "zip",
    "office",
    "text",
    "unknown",
    "not_base64",
]
"""zip: Office files from 2007 on too; office: those before; not_base64: what cannot be decoded at all."""

NAMES: Final = MappingProxyType[FileKind, str](
    {
        "pdf": "PDF",
        "jpeg": "JPEG",
        "png": "PNG",
        "tiff": "TIFF",
        "gif": "GIF",
        "xml": "XML",
        "html": "HTML",
        "rtf": "RTF",
        "zip": "ZIP eller Office",
        "office": "Office (før 2007)",
        "text": "ren tekst",
    }
)
"""What people call those that can be told apart, and so be taken in."""

WELCOME: Final[tuple[FileKind, ...]] = ("pdf", "jpeg", "png", "xml")
"""Taken in unless a setting says otherwise: HIS 1077 has PDF, JPEG and PNG; XML is what all messages are."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Which attachments are taken in.

    Attributes:
        bytes: of one file, decoded.
    """

    kinds: frozenset[FileKind] = frozenset(WELCOME)
    bytes: int = MAX_MESSAGE


USUAL: Final = Limits()
"""Where no setting says otherwise."""


def limits_of(kinds: str, size: int) -> Limits:
    """From settings: kinds with commas between them; words that are none are passed over."""
    named = kinds.split(",")
    return Limits(frozenset(kind for kind in get_args(FileKind) if kind in named), size)
