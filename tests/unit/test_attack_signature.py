"""Signatures made to harm: refused before anything they ask for is done, and nothing is ever fetched."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from time import process_time
from typing import Any

import pytest
from builders import innlagt_xml
from certifying import holder, issuing, root, rsa_key, sender
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.verification import Store
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import apprec, codes, found, judged
from lxml import etree
from signing import C14N, DS, ENVELOPED, EXCLUSIVE, SHA256, certificates, signed, transform

from adapters.messages.canonical import LONGEST_NAMESPACE
from adapters.messages.judge import Judgement
from adapters.messages.signature import Signatures
from adapters.messages.trust import Trust

MESSAGE = innlagt_xml(gen_date="2026-02-07T12:00:00")
NOW = datetime(2026, 2, 7, 11, tzinfo=UTC)
CERTIFICATE = sender().certificate.public_bytes(Encoding.DER)
XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
XSLT = "http://www.w3.org/TR/1999/REC-xslt-19991116"
STYLESHEET = (
    '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0">'
    '<xsl:template match="/"><xsl:copy-of select="document(\'PLACE\')"/></xsl:template></xsl:stylesheet>'
)
LIST = f'<InclusiveNamespaces xmlns="{EXCLUSIVE}" PrefixList="{{}}"></InclusiveNamespaces>'


def signatures() -> Signatures:
    return Signatures(Trust(Store([root().certificate]), {}))


def checked(raw: bytes) -> Judgement:
    return judged(raw, signatures=signatures())


def faults(raw: bytes) -> list[str]:
    """What is found, whatever the schema would say first."""
    return [each.apprec for each in signatures().faults(raw, etree.fromstring(raw), NOW, NOW)]


@pytest.fixture
def trap() -> Iterator[socket.socket]:
    """Somebody who waits to be called."""
    with socket.create_server(("127.0.0.1", 0)) as waiting:
        waiting.setblocking(False)
        yield waiting


def _sha1(key: Any, over: bytes) -> bytes:
    return bytes(key.sign(over, padding.PKCS1v15(), hashes.SHA1()))  # noqa: S303  # what must be refused


def _hmac(key: Any, over: bytes) -> bytes:
    """With what everybody knows as the secret."""
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    made = hmac.HMAC(public, hashes.SHA256())
    made.update(over)
    return made.finalize()


@pytest.mark.parametrize(
    "form",
    [
        {"uris": ("http://PLACE/innhold.xml",)},
        {"uris": ("file:///etc/hostname",)},
        {"uris": ("#xpointer(/)",)},
        {"uris": ("#del",)},
        {"uris": ()},
        {"uris": ("", "")},
        {"uris": ("",) * 1000},
        {"uris": ("", "http://PLACE/innhold.xml")},
        {"transforms": transform(C14N)},
        {"transforms": transform(C14N) + transform(ENVELOPED)},
        {"transforms": transform(ENVELOPED) * 2 + transform(C14N)},
        {"transforms": transform(ENVELOPED) + transform(XSLT, STYLESHEET)},
        {"transforms": transform(XSLT, STYLESHEET) + transform(ENVELOPED)},
        {"transforms": transform(XPATH, "<XPath>not(//*)</XPath>") + transform(ENVELOPED)},
        {"transforms": transform(ENVELOPED) + transform("http://www.w3.org/2002/06/xmldsig-filter2")},
        {"transforms": transform(ENVELOPED) + transform(f"{DS}base64")},
        {"transforms": transform(ENVELOPED, "<XPath>/</XPath>") + transform(C14N)},
        {"transforms": transform(ENVELOPED) + transform(C14N, "<XPath>/</XPath>")},
        {"transforms": transform(ENVELOPED) + transform(EXCLUSIVE, LIST.format("p " * 40))},
        {"transforms": transform(ENVELOPED) + transform(EXCLUSIVE, LIST.format("#default"))},
        {"c14n": "http://www.w3.org/2010/xml-c14n2"},
        {"method": f"{DS}rsa-sha1", "sign": _sha1},
        {"method": f"{DS}dsa-sha1"},
        {"method": "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "sign": _hmac},
        {
            "method": f"{DS}hmac-sha1",
            "method_inside": "<HMACOutputLength>1</HMACOutputLength>",
            "sign": _hmac,
        },
        {"method": "http://www.w3.org/2001/04/xmldsig-more#rsa-md5"},
        {"digest": f"{DS}sha1"},
        {"digest": "http://www.w3.org/2001/04/xmldsig-more#md5"},
        {"transforms": transform(ENVELOPED, '<å xmlns="urn:x"></å>') + transform(C14N)},
        {"keys": ""},
        {"keys": "<KeyInfo><KeyName>Eksempelsykehuset</KeyName></KeyInfo>"},
        {"keys": '<KeyInfo><RetrievalMethod URI="http://PLACE/nokkel.cer"></RetrievalMethod></KeyInfo>'},
        {"keys": certificates(*[CERTIFICATE] * 6)},
    ],
    ids=lambda form: "-".join(form),
)
def test_refused_forms(form: dict[str, Any], trap: socket.socket) -> None:
    """References elsewhere, XSLT, XPath, old and shared-key algorithms, keys to be fetched: S99, in words."""
    place = "{}:{}".format(*trap.getsockname()[:2])
    there: dict[str, Any] = {
        name: tuple(each.replace("PLACE", place) for each in value)
        if isinstance(value, tuple)
        else value.replace("PLACE", place)
        if isinstance(value, str)
        else value
        for name, value in form.items()
    }
    raw = signed(MESSAGE, **there)
    judgement = checked(raw)
    assert judgement.verdict == "avvist"
    if not any(code.startswith("xsd.") for code in codes(judgement)):
        assert codes(judgement) == ["signature.form"]
        assert found(apprec(judgement), "a:Error/@V") == ["S99"]
    assert faults(raw) == ["S99"]
    with pytest.raises(BlockingIOError):
        trap.accept()


def test_form_is_accepted_otherwise() -> None:
    """The same message, signed as it should be, is taken: what is refused above is so for its form."""
    plain: dict[str, Any] = {"transforms": transform(ENVELOPED) + transform(C14N), "digest": SHA256}
    assert codes(checked(signed(MESSAGE, **plain))) == []


def test_content_moved_into_the_signature() -> None:
    """Signature wrapping: the signed document hidden in an Object, and another in its place."""
    whole = signed(MESSAGE)
    start, end = whole.index(b"<Document>"), whole.index(b"</Document>") + len(b"</Document>")
    signed_part = whole[start:end]
    other = signed_part.replace(b"2026-02-03", b"2026-02-04")
    moved = whole.replace(signed_part, other, 1).replace(
        b"</Signature>", b"<Object>" + signed_part + b"</Object></Signature>", 1
    )
    assert codes(checked(moved)) == ["signature.wrong"]


def test_a_signature_in_the_payload() -> None:
    """Only the message's own signature is left out of what is signed: one further in is content."""
    inner = f'<Signature xmlns="{DS}">innhold</Signature>'.encode()
    whole = signed(MESSAGE.replace(b"</Content>", inner + b"</Content>", 1))
    assert faults(whole) == []
    assert faults(whole.replace(b">innhold<", b">annet<", 1)) == ["S01"]


def test_two_signatures() -> None:
    """The schema has room for one."""
    assert all(code.startswith("xsd.") for code in codes(checked(signed(signed(MESSAGE)))))


def test_somebody_elses_certificate() -> None:
    """A certificate that is trusted does not help the key of another; nor does one's own put beside it."""
    own = holder("Ingen", key=rsa_key(3072)).certificate.public_bytes(Encoding.DER)
    attacker = holder("Ingen", key=rsa_key(3072))
    trusted = certificates(CERTIFICATE, issuing().certificate.public_bytes(Encoding.DER))
    assert codes(checked(signed(MESSAGE, attacker, keys=trusted))) == ["signature.wrong"]
    beside = certificates(own, CERTIFICATE, issuing().certificate.public_bytes(Encoding.DER))
    assert codes(checked(signed(MESSAGE, attacker, keys=beside))) == ["certificate.untrusted"]
    after = certificates(CERTIFICATE, own, issuing().certificate.public_bytes(Encoding.DER))
    assert codes(checked(signed(MESSAGE, attacker, keys=after))) == ["signature.wrong"]


def test_many_namespaces() -> None:
    """Canonicalizing looks up each declaration at each element: refused before it takes long."""
    many = " ".join(f'xmlns:a{i}="urn:a{i}"' for i in range(2000))
    wide = MESSAGE.replace(b"<MsgHead ", f"<MsgHead {many} ".encode(), 1)
    elements = b"<DocIdRef/>" * 90_000
    raw = signed(MESSAGE).replace(b"<MsgHead ", f"<MsgHead {many} ".encode(), 1)
    started = process_time()
    assert faults(raw.replace(b"</MsgInfo>", elements + b"</MsgInfo>", 1)) == ["S99"]
    assert process_time() - started < 1
    assert faults(signed(wide)) in ([], ["S99"])


def test_long_namespace() -> None:
    """Exclusive canonicalization writes a namespace again at each element that uses it."""
    long = b'<MsgHead xmlns:a="urn:' + b"a" * LONGEST_NAMESPACE + b'" '
    assert faults(signed(MESSAGE).replace(b"<MsgHead ", long, 1)) == ["S99"]


@pytest.mark.parametrize("inside", ["AAAA", "", "ikke base64", "A" * 30_000])
def test_certificate_that_is_none(inside: str) -> None:
    """Garbage where the certificate belongs is refused in words (S02), or by the schema before that."""
    keys = f"<KeyInfo><X509Data><X509Certificate>{inside}</X509Certificate></X509Data></KeyInfo>"
    raw = signed(MESSAGE, keys=keys)
    assert checked(raw).verdict == "avvist" and faults(raw) == ["S02"]


def test_name_that_is_no_text() -> None:
    """A subject that cannot be read is refused like any other: the library's own error stays inside."""
    other = holder("Kryptering", issuing(), key=rsa_key(), signing=False)
    der = other.certificate.public_bytes(Encoding.DER).replace(b"Kryptering", b"Krypteri\xff\xfe")
    assert faults(signed(MESSAGE, other, keys=certificates(der, *_between()))) == ["S02"]


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damaged_certificates_break_nothing(data: st.DataObject) -> None:
    """Whatever stands in the certificate, there is a verdict and no exception."""
    der = bytearray(CERTIFICATE)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(der) - 1))
        der[place] = data.draw(st.integers(0, 255))
    end = (data.draw(st.integers(0, 3)) and len(der)) or data.draw(st.integers(1, len(der)))
    given = faults(signed(MESSAGE, keys=certificates(bytes(der[:end]), *_between())))
    assert set(given) <= {"S01", "S02"}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damaged_signatures_break_nothing(data: st.DataObject) -> None:
    """Bytes of the signature changed, removed or doubled: refused, or the message is what was signed."""
    whole = signed(MESSAGE)
    start = whole.index(b"<Signature ")
    place = data.draw(st.integers(start, len(whole) - 12))
    length = data.draw(st.integers(1, 40))
    piece = whole[place : place + length]
    new = data.draw(st.sampled_from([b"", piece * 2, piece[::-1], piece.swapcase()]))
    touched = whole[:place] + new + whole[place + length :]
    judgement = checked(touched)
    assert judgement.verdict != "godtatt" or judgement.event == UNTOUCHED.event


UNTOUCHED = checked(signed(MESSAGE))


def _between() -> list[bytes]:
    return [each.public_bytes(Encoding.DER) for each in issuing().chain]
