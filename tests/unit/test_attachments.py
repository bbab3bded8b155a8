"""Attachments as they are found in a message: which, where, and how large."""

import base64
import hashlib
import re
import tracemalloc

from attached import CONTAINER, PDF, document, encoded, found, with_documents, with_files
from builders import apprec_xml, epikrise_xml, innlagt_xml, rapport_xml
from judging import STANDARDS, official

from adapters.messages.attachments import attachment_faults, attachments
from adapters.messages.identify import payload_of
from adapters.xml.parse import parse
from schemas.attachments import Limits

MSGHEAD = "http://www.kith.no/xmlstds/msghead/2006-05-24"


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
