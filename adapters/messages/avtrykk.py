"""Avtrykk: a keyed hash of what a message says, to see when the same is sent again under another MsgId.

In it goes the structured part (of an epikrise ServRprt, of EPJ-innhold each of its parts), and the bytes of
each attachment. Not in it: MsgId, GenDate, references, parties and patient of the head, the RefDoc around the
structured part (IssueDate, Description), the signature; komponentID, which a system may make anew each time
that it writes a fragment of a record; nor how it is written: encoding, comments, instructions, blanks between
elements, quotes. Prefixes count: a sender has the same ones each time, and canonical XML takes several times
as long.
"""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from adapters.messages import epikrise_head, msghead
from adapters.messages.attachments import Attachment
from adapters.messages.keyed import keyed_hash_of
from adapters.messages.namespaces import EPJ_EKSTRAKT, tag
from adapters.messages.reading import Element

LENGTH: Final = 32
"""Hexadecimal digits, as of the other hashes in events."""

_KOMPONENT_ID: Final = re.compile(rb' komponentID="[^"]*"')
_EXTRACT: Final = tag(EPJ_EKSTRAKT, "Node")


def avtrykk(root: Element, payload: Element, enclosed: Sequence[Attachment], key: bytes) -> str:
    """Of a message that its schema has let through; `payload` is its structured part."""
    said = [_said(each) for each in _parts(root, payload)]
    files = [one.sha256.encode() for one in enclosed]
    return keyed_hash_of("avtrykk", said + files, key)[:LENGTH]


def _said(part: Element) -> bytes:
    text: bytes = etree.tostring(part, encoding="utf-8", with_tail=False)
    return _KOMPONENT_ID.sub(b"", text) if b" komponentID" in text else text


def _parts(root: Element, payload: Element) -> list[Element]:
    """What is said below the head; an epikrise has its own, and the report last."""
    if payload.tag in epikrise_head.ROOTS:
        return [payload[-1]]
    return msghead.contents(root) if payload.tag == _EXTRACT else [payload]
