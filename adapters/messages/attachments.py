"""Attachments (messages.md §8): how many, of which kind, how large, and whether we can take them in.

Counted wherever a document of the message holds something else than the message itself: files in base64, and
structured documents besides the first (rules.md §12.14), but for those of an extract, which are its content.
A reference to a file elsewhere is no attachment. Nothing of what they hold is kept.
"""

import binascii
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from adapters.errors import Problem
from adapters.messages import epikrise_head, msghead
from adapters.messages.base64_text import BLANKS, seen
from adapters.messages.first_bytes import LOOKED_AT, kind_of
from adapters.messages.namespaces import BASE64, EPJ_EKSTRAKT, MSGHEAD, tag
from adapters.messages.reading import Element, child
from adapters.messages.refusals_attachment import not_base64, too_large, unsupported
from adapters.xml.names import prefixed
from schemas.attachments import FileKind, Limits

CHUNK = 1 << 20
"""Characters of base64 that are decoded at a time: of a file of 15 MB there is never a second copy."""
MOST_FAULTS = 40
"""With what may be wrong with the head besides, a message has at most 50."""

_CONTAINER = tag(BASE64, "Base64Container")
_EXTRACT = tag(EPJ_EKSTRAKT, "Node")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment.

    Attributes:
        bytes: length, decoded; of a structured one that of its names, values and texts.
        sha256: of the same, hex; empty where nothing could be decoded, or where it was not asked for.
        path: XPath of the place.
        line: in the file of the message.
    """

    kind: FileKind
    bytes: int
    sha256: str
    path: str = ""
    line: int = 0


def attachments(root: Element, payload: Element, *, hashed: bool = True) -> tuple[Attachment, ...]:
    """Those of a message that its schema has let through, in order; `payload` is its structured part."""
    if _is_alone(root, payload):
        return ()
    return tuple(
        _attachment(each, f"{path}/{prefixed(each.tag)}", hashed)
        for path, content in _contents(root)
        for each in content.iterchildren(etree.Element)
        if each is not payload and not _is_content(each, payload)
    )


def attachment_faults(found: Iterable[Attachment], limits: Limits) -> Iterator[Problem]:
    """Why the message cannot be taken in for what hangs on it (T99, apprec.md §4); at most MOST_FAULTS."""
    faults = (_fault(number, one, limits) for number, one in enumerate(found, 1))
    yield from islice(filter(None, faults), MOST_FAULTS)


def _fault(number: int, one: Attachment, limits: Limits) -> Problem | None:
    if one.kind == "not_base64":
        return not_base64(number, one.path, one.line)
    if one.kind not in limits.kinds:
        return unsupported(number, one.path, one.line, one.kind if one.bytes else None, limits)
    return too_large(number, one.path, one.line, one.bytes, limits) if one.bytes > limits.bytes else None


def _is_alone(root: Element, payload: Element) -> bool:
    """A head, and one document with one thing in it: seen in a fifth of the time, of most messages."""
    return root.tag == msghead.ROOT and len(root) == 2 and len(payload.getparent()) == 1


def _contents(root: Element) -> Iterator[tuple[str, Element]]:
    """Place and Content of each RefDoc that has one: in a MsgHead, or in an epikrise of any version."""
    namespace = etree.QName(root).namespace or ""
    parent, name, step = (
        (child(root, tag(namespace, "ServRprt")), "RefDoc", "/e:Message/e:ServRprt/e:RefDoc[{}]/e:Content")
        if root.tag in epikrise_head.ROOTS
        else (root, "Document", "/mh:MsgHead/mh:Document[{}]/mh:RefDoc/mh:Content")
    )
    documents = () if parent is None else parent.iterchildren(tag(namespace, name))
    for number, document in enumerate(documents, 1):
        ref = child(document, tag(MSGHEAD, "RefDoc")) if root.tag == msghead.ROOT else document
        content = child(ref, tag(namespace, "Content"))
        if content is not None:
            yield step.format(number), content


def _is_content(element: Element, payload: Element) -> bool:
    """Whether it is one of several parts of the message itself."""
    return bool(element.tag != _CONTAINER and payload.tag == _EXTRACT)


def _attachment(element: Element, path: str, hashed: bool) -> Attachment:
    line = element.sourceline or 0
    if element.tag != _CONTAINER:
        return Attachment("xml", *_measured(_said(element))[1:], path, line)
    try:
        text = element.text or ""
        head, size, sha256 = _measured(_decoded(text)) if hashed else (*seen(text), "")
    except ValueError:
        return Attachment("not_base64", 0, "", path, line)
    return Attachment(kind_of(head), size, sha256, path, line)


def _measured(pieces: Iterable[bytes]) -> tuple[bytes, int, str]:
    """How it begins, how long it is, and its hash."""
    head, size, digest = b"", 0, hashlib.sha256()
    for piece in pieces:
        head = head if len(head) >= LOOKED_AT else head + piece[:LOOKED_AT]
        size += len(piece)
        digest.update(piece)
    return head[:LOOKED_AT], size, digest.hexdigest()


def _decoded(text: str) -> Iterator[bytes]:
    """The bytes behind base64, in pieces. Raises ValueError: it is something else, or is cut off."""
    rest, ended = b"", False
    for start in range(0, len(text), CHUNK):
        rest += text[start : start + CHUNK].encode("ascii").translate(None, BLANKS)
        whole = len(rest) // 4 * 4
        if ended and rest:
            raise ValueError("after the end")
        ended = rest[:whole].endswith(b"=")
        yield binascii.a2b_base64(rest[:whole], strict_mode=True)
        rest = rest[whole:]
    if rest:
        raise ValueError("cut off")


def _said(element: Element) -> Iterator[bytes]:
    """What a structured document says, so that two can be compared: prefixes and declarations say nothing."""
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if event == "end":
            yield f"/{(each.tail or '') if each is not element else ''}".encode()
            continue
        values = (f" {name}={value}" for name, value in sorted(each.items()))
        yield "".join(("<", each.tag, *values, ">", each.text or "")).encode()
