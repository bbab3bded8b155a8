"""What hangs on a message: counted, typed by its first bytes, hashed, and refused in words when we must."""

import base64
import hashlib
import itertools
import re
import tracemalloc
from collections.abc import Iterator

import pytest
from builders import apprec_xml, epikrise_xml, innlagt_xml, rapport_xml
from judging import STANDARDS, official, schema

from adapters.messages.attachments import MOST_FAULTS, Attachment, attachment_faults, attachments
from adapters.messages.first_bytes import kind_of
from adapters.messages.identify import payload_of
from adapters.xml.parse import parse
from broker.settings import Settings
from schemas.attachments import NAMES, WELCOME, FileKind, Limits, limits_of

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 40
MSGHEAD = "http://www.kith.no/xmlstds/msghead/2006-05-24"
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


def test_counted_typed_and_hashed() -> None:
    """Each file once, in order, with the hash of its own bytes, and where in the message it stands."""
    png = b"\x89PNG\r\n\x1a\n" + bytes(50)
    first, second = found(with_files(encoded(PDF), encoded(png)))
    assert (first.kind, first.bytes, first.sha256) == ("pdf", len(PDF), hashlib.sha256(PDF).hexdigest())
    assert (second.kind, second.bytes, second.sha256) == ("png", len(png), hashlib.sha256(png).hexdigest())
    assert second.path == "/mh:MsgHead/mh:Document[3]/mh:RefDoc/mh:Content/bas:Base64Container"
    assert found(rapport_xml()) == found(innlagt_xml()) == found(apprec_xml()) == ()


def test_the_path_is_that_of_the_file() -> None:
    """The XPath of an attachment leads to it, in a hodemelding and in an epikrise."""
    names = {
        "mh": MSGHEAD,
        "bas": "http://www.kith.no/xmlstds/base64container",
        "e": "http://www.kith.no/xmlstds/epikrise/2012-02-15",
    }
    for raw in (with_files(encoded(PDF), encoded(PDF + b"2")), epikrise(encoded(PDF), encoded(PDF + b"2"))):
        root = parse(raw, 20_000_000)
        for one in found(raw):
            (element,) = root.xpath(one.path, namespaces=names)
            assert hashlib.sha256(base64.b64decode(element.text)).hexdigest() == one.sha256


def epikrise(*texts: str) -> bytes:
    refs = "".join(
        f'<RefDoc><MsgType V="A"/><Content>{CONTAINER.format(text)}</Content></RefDoc>' for text in texts
    )
    raw = epikrise_xml().replace(b"</ServRprt>", refs.encode() + b"</ServRprt>")
    assert official().valid(parse(raw, 20_000_000))
    return raw


def test_of_an_epikrise_too() -> None:
    """ServRprt/RefDoc holds its attachments; one with no more than a description is no file."""
    assert [one.kind for one in found(epikrise(encoded(PDF), encoded(b"GIF89a...")))] == ["pdf", "gif"]
    assert found(epikrise_xml(attachment="Medisinliste.pdf")) == ()


def test_a_second_file_beside_the_message_itself_is_seen() -> None:
    """What stands in the payload's own Content hangs on the message as well, whatever calls it."""
    raw = rapport_xml()
    beside = raw.replace(b"</Content>", CONTAINER.format(encoded(b"MZ\x90\0\x03")).encode() + b"</Content>")
    (one,) = found(beside)
    assert (one.kind, one.bytes) == ("unknown", 5)


def test_a_second_structured_document_is_an_attachment() -> None:
    """XML that is not the payload counts as XML; two that say the same have one hash (rules.md §12.14)."""
    inside = (
        apprec_xml(msg_id="00000000-0000-4000-8000-000000000001", answers="x").split(b"?>\n", 1)[1].decode()
    )
    prefixed = re.sub(r"(</?)(?=[A-Z])", r"\1q:", inside).replace("xmlns=", "xmlns:q=").strip()
    other = inside.replace('V="1"', 'V="2"')
    one, same, third = found(with_documents(*(document(each, "XML") for each in (inside, prefixed, other))))
    assert (one.kind, one.sha256, one.bytes) == ("xml", same.sha256, same.bytes)
    assert third.sha256 != one.sha256


def test_the_parts_of_an_extract_are_its_content() -> None:
    """EPJ-innhold has several structured Documents, and none of them is an attachment (messages.md §1)."""
    node = document('<Node xmlns="http://www.kith.no/xmlstds/epj/EPJEkstrakt/2008-02-20"/>', "XML")
    cave = document('<Cave xmlns="http://www.kith.no/xmlstds/epj/epj1/2008-02-20"/>', "XML")
    file = document(CONTAINER.format(encoded(PDF)))
    assert found(f'<MsgHead xmlns="{MSGHEAD}">{node}{cave}</MsgHead>'.encode()) == ()
    (one,) = found(f'<MsgHead xmlns="{MSGHEAD}">{node}{cave}{file}</MsgHead>'.encode())
    assert one.kind == "pdf"


def test_the_official_attachment_is_a_pdf() -> None:
    """The one official example with a file: line breaks, indentation and all."""
    (path,) = STANDARDS.rglob("Helsefaglig dialog.xml")
    (one,) = found(path.read_bytes())
    assert (one.kind, one.bytes > 1_000_000) == ("pdf", True)
    assert not list(attachment_faults((one,), Limits()))


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
    assert problem.text.startswith("Vedlegg 1 er ikke riktig base64")


def test_a_kind_nobody_asked_for_refuses_the_message() -> None:
    """T99 with the number of the file, what it is and what it may be; those taken in are not mentioned."""
    files = [b"II*\0\x08", PDF, b"MZ\x90\0\x03"]
    tiff, program = attachment_faults(found(with_files(*map(encoded, files))), Limits())
    assert (tiff.code, tiff.apprec, tiff.expected) == ("attachment.kind", "T99", "PDF, JPEG, PNG eller XML")
    assert tiff.text == (
        "Vedlegg 1 er TIFF, og det tar ikke mottakeren imot. Send det som PDF, JPEG, PNG eller XML."
    )
    assert program.text.startswith("Vedlegg 3 er en type fil som ikke kan kjennes igjen, og det")
    assert program.path.endswith("/mh:Document[4]/mh:RefDoc/mh:Content/bas:Base64Container")


def test_where_none_is_taken_in() -> None:
    """A setting may leave no kind at all."""
    (problem,) = attachment_faults(found(with_files(encoded(PDF))), limits_of("", 100))
    assert problem.text.endswith("Send meldingen uten vedlegg.")
    assert problem.expected == "ingen vedlegg"


def test_a_file_over_the_limit_refuses_the_message() -> None:
    """On the limit it is in; the size is that of the file, and not of its base64."""
    one = found(with_files(encoded(PDF)))
    assert not list(attachment_faults(one, limits_of("pdf", len(PDF))))
    (problem,) = attachment_faults(one, limits_of("pdf", len(PDF) - 1))
    assert (problem.code, problem.apprec) == ("attachment.too_large", "T99")
    assert f"{len(PDF) - 1} byte" in problem.text


def test_thousands_of_bad_files_are_forty_faults() -> None:
    """An AppRec is to be read by people."""
    many = itertools.repeat(Attachment("unknown", 1, "x"), 5_000)
    assert len(list(attachment_faults(many, Limits()))) == MOST_FAULTS


def test_the_settings_say_which() -> None:
    """The default is PDF, JPEG, PNG and XML; a word that is no kind is refused at start."""
    default = Settings.model_construct()
    assert limits_of(default.attachment_kinds, default.attachment_bytes) == Limits(frozenset(WELCOME))
    assert limits_of("pdf,tiff", 5) == Limits(frozenset({"pdf", "tiff"}), 5)
    assert Settings(attachment_kinds=",".join(NAMES)).attachment_kinds.count(",") == len(NAMES) - 1
    for wrong in ("PDF", "pdf;png", "unknown", "not_base64", "pdf,", "exe"):
        with pytest.raises(ValueError, match="attachment_kinds"):
            Settings(attachment_kinds=wrong)


def test_a_large_file_is_never_there_twice() -> None:
    """Ten megabytes are decoded in pieces: beside the text of the element there is little more."""
    root = parse(with_files(encoded(PDF + bytes(7_500_000))), 20_000_000)
    payload = payload_of(root)
    assert payload is not None
    tracemalloc.start()
    try:
        (one,) = attachments(root, payload)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert one.bytes > 7_500_000
    assert peak < 10_100_000 + 5_000_000


def words() -> Iterator[str]:
    for kind in NAMES:
        (problem,) = attachment_faults((Attachment(kind, 1, ""),), limits_of("", 1))
        yield problem.text


def test_every_kind_has_a_name() -> None:
    """A sender is told what was found in words that people use."""
    assert all(name in text for name, text in zip(NAMES.values(), words(), strict=True))
