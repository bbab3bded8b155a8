"""Content as text to edit, and back to bytes: whatever is not touched stays as it was. Pure."""

import re
from dataclasses import dataclass
from typing import Final

from broker.letters.refused import Refused

MOST: Final = 2_000_000
"""Bytes that can be edited in a browser."""
STRANGE: Final = "\ufffd"
"""Stands for bytes that are no text."""
MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,80}encoding=["'](iso-8859-1|windows-1252)["']""", re.I)


@dataclass(frozen=True, slots=True)
class Text:
    """A content as it is edited.

    Attributes:
        text: with \\n between lines.
        encoding: what it is written back in.
        strange: how many places hold no text, shown as STRANGE.
        crlf: its lines end with \\r\\n.
    """

    content: bytes
    text: str
    encoding: str
    strange: int
    crlf: bool

    def __repr__(self) -> str:
        return object.__repr__(self)  # its text is nobody's to see


def text_of(content: bytes) -> Text:
    """The content as text. Raises Refused: it is too large for a browser."""
    if len(content) > MOST:
        raise Refused(
            "Innholdet er for stort til å redigeres her (over 2 MB).", "Rett det i en fil, fra terminalen."
        )
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "")
    declared = DECLARED.match(content)
    encoding = encoding or (declared[1].decode().lower() if declared else "utf-8")
    text = content.decode(encoding, "replace").replace("\0", STRANGE)
    strange = 0 if _is(content, encoding) else text.count(STRANGE)
    return Text(content, lines(text), encoding, strange, b"\r\n" in content)


def bytes_of(text: str, before: Text) -> bytes:
    """What was edited, as bytes of the same kind. Raises Refused: too large, or no text of that kind."""
    text = lines(text)
    if text == before.text:
        return before.content
    if before.strange and STRANGE in text:
        what = f"Det står igjen tegn som ikke lot seg lese ({STRANGE})."
        raise Refused(what, "Erstatt dem med det som skal stå der.")
    try:
        after = (text.replace("\n", "\r\n") if before.crlf else text).encode(before.encoding)
    except UnicodeEncodeError as wrong:
        line = text.count("\n", 0, wrong.start) + 1
        raise Refused(f"Linje {line} har et tegn som ikke kan skrives i {before.encoding}.") from None
    if len(after) > MOST:
        raise Refused("Innholdet er blitt for stort (over 2 MB).")
    return after


def lines(text: str) -> str:
    """With \\n between lines, as browsers hold it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is(content: bytes, encoding: str) -> bool:
    try:
        return "\0" not in content.decode(encoding)
    except UnicodeDecodeError:
        return False
