"""What a file is, from how it begins: its name and its MimeType are only what somebody says of it."""

import codecs
import re

from schemas.attachments import FileKind

LOOKED_AT = 4096
"""How many bytes are enough."""

_BEGINNINGS: tuple[tuple[bytes, FileKind], ...] = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (rb"{\rtf", "rtf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
)
_MARKED_UP: tuple[tuple[re.Pattern[bytes], FileKind], ...] = (
    (re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE), "html"),
    (re.compile(rb"<[!?A-Za-z_]"), "xml"),
)
_NO_TEXT = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BLANKS = b" \t\r\n\f"


def kind_of(head: bytes) -> FileKind:
    """The kind of a file that begins with `head`, its first LOOKED_AT bytes; blanks may stand before it."""
    if head.startswith(_UTF_16):
        head = head.decode("utf-16", "ignore").encode()
    begins = head.removeprefix(codecs.BOM_UTF8).lstrip(_BLANKS)
    for sign, kind in _BEGINNINGS:
        if begins.startswith(sign):
            return kind
    for pattern, kind in _MARKED_UP:
        if pattern.match(begins):
            return kind
    return "text" if begins and not _NO_TEXT.search(begins) else "unknown"
