"""Messages with files in them, for tests of attachments."""

import base64

from builders import rapport_xml
from judging import schema

from adapters.messages.attachments import Attachment, attachments
from adapters.messages.identify import payload_of
from adapters.xml.parse import parse

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 40
CONTAINER = '<Base64Container xmlns="http://www.kith.no/xmlstds/base64container">{}</Base64Container>'


def found(raw: bytes) -> tuple[Attachment, ...]:
    """The attachments of a message, as the judgement would ask for them."""
    root = parse(raw, 20_000_000)
    payload = payload_of(root)
    assert payload is not None
    return attachments(root, payload)


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def document(inside: str, type_: str = "A") -> str:
    return f'<Document><RefDoc><MsgType V="{type_}"/><Content>{inside}</Content></RefDoc></Document>'


def with_documents(*documents: str) -> bytes:
    message = rapport_xml().replace(b"</MsgHead>", "".join(documents).encode() + b"</MsgHead>")
    assert schema().valid(parse(message, 20_000_000))
    return message


def with_files(*texts: str) -> bytes:
    """A utskrivningsrapport with these texts as base64."""
    return with_documents(*(document(CONTAINER.format(text)) for text in texts))
