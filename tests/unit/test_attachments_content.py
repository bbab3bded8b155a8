"""What an attachment holds: its kind by its first bytes, and its base64."""

import hashlib

import pytest
from attached import CONTAINER, PDF, document, encoded, found, with_documents, with_files
from builders import rapport_xml

from adapters.messages.attachments import attachment_faults
from adapters.messages.first_bytes import kind_of
from schemas.attachments import FileKind, Limits

BEGINNINGS: tuple[tuple[bytes, FileKind], ...] = (
    (b"%PDF-1.4\n", "pdf"), (b"\n\n%PDF-1.4\n", "pdf"), (b"\xef\xbb\xbf%PDF-1.4", "pdf"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "jpeg"), (b"\x89PNG\r\n\x1a\n\0", "png"), (b"II*\0\x08\0", "tiff"),
    (b"MM\0*\0\0", "tiff"), (b"II+\0\x08\0", "tiff"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
    (b'<?xml version="1.0"?><a/>', "xml"), (b"<a/>", "xml"), (b"\xef\xbb\xbf \r\n<ClinicalDocument>", "xml"),
    ("<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16"), "xml"),
    ("\ufeff<a/>".encode("utf-16-be"), "xml"), (b"<!-- x --><a/>", "xml"), (b"<svg xmlns=''/>", "xml"),
    (b"<!DOCTYPE html><p>", "html"), (b"<HTML><body>", "html"), (b"<htmlish/>", "xml"),
    (rb"{\rtf1\ansi", "rtf"), (b"PK\x03\x04\x14\0\x06\0", "zip"), (b"PK\x05\x06" + bytes(18), "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"), ("Hei på deg".encode(), "text"),
    ("Hei på deg".encode("latin-1"), "text"), ("\ufeffHei".encode("utf-16-le"), "text"),
    (b"\x1b[1mHL7\r", "text"), (b"", "unknown"), (b"  \n", "unknown"), (b"MZ\x90\0\x03", "unknown"),
    (b"\0\0\0\x1cftypheic", "unknown"), (b"\x1f\x8b\x08", "unknown"), (b"ID3\x03\0", "unknown"),
    (b"xx%PDF-1.4", "text"), (b"< a", "text"), (b"%PD", "text"),
)  # fmt: skip


@pytest.mark.parametrize(("head", "kind"), BEGINNINGS, ids=range(len(BEGINNINGS)))
def test_typed_by_the_first_bytes(head: bytes, kind: FileKind) -> None:
    """Just inside and just outside each kind; blanks and a byte order mark may stand first."""
    assert kind_of(head) == kind


def test_neither_name_nor_mime_type_counts() -> None:
    """A program that is called a PDF is what it is."""
    about = "<MimeType>application/pdf</MimeType><Description>epikrise.pdf</Description><Content>"
    inside = document(CONTAINER.format(encoded(b"MZ\x90\0" + PDF))).replace("<Content>", about)
    (one,) = found(with_documents(inside))
    assert one.kind == "unknown"


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 1_048_573, 1_048_576, 1_048_577, 2_500_001])
@pytest.mark.parametrize("between", ["", "\r\n", " \t\n"])
def test_decoded_in_pieces_it_is_the_same(length: int, between: str) -> None:
    """Wherever a piece ends, and however the lines are broken, the bytes are those that were sent."""
    content = (b"%PDF-" + bytes(range(256)) * (length // 256 + 1))[:length]
    text = encoded(content)
    broken = between + between.join(text[at : at + 76] for at in range(0, len(text), 76)) + between
    (one,) = found(with_files(broken))
    assert (one.bytes, one.sha256) == (length, hashlib.sha256(content).hexdigest())


BAD = (
    "****", "QUJD*", "QUJ", "QUJDQ", "=", "Q===", "QUI=QUJD", "QUI=\n=", "data:application/pdf;base64,QUJD",
    "QUJD\u00a0QUJD", "QUJD-_==", "QUJD" * 262_144 + "*", "QUI=" + " " * 1_100_000 + "QUJD",
    "QUJD" * 262_143 + "QUI=" + "QUJD", "Q" * 1_048_577,
)  # fmt: skip


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_what_is_no_base64_is_told(text: str) -> None:
    """Strange signs, padding in the middle, a text cut off: libxml2 lets some of it through."""
    raw = rapport_xml().replace(b"</MsgHead>", document(CONTAINER.format(text)).encode() + b"</MsgHead>")
    (one,) = found(raw)
    assert (one.kind, one.bytes, one.sha256) == ("not_base64", 0, "")
    (problem,) = attachment_faults((one,), Limits())
    assert (problem.code, problem.apprec, problem.line) == ("attachment.not_base64", "T99", one.line)
    assert problem.text.startswith("Vedlegg 1 er ikke riktig base64") and problem.found
