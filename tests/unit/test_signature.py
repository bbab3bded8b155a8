"""Signatures of messages: what is right is taken, and whatever was touched is refused with its own code."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import MEDICINES, innlagt_xml, rapport_xml
from certifying import Holder, holder, issuing, revocations, root, rsa_key, sender
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509 import CertificateRevocationList, ReasonFlags
from cryptography.x509.verification import Store
from judging import EXAMPLES, OF_EXAMPLES, ROOT, apprec, codes, found, judged
from signing import C14N, ENVELOPED, EXCLUSIVE, signed, transform

from adapters.messages.judge import Judgement
from adapters.messages.signature import Signatures
from adapters.messages.trust import Trust
from adapters.messages.trust_files import load

SENT = datetime(2026, 2, 7, 11, tzinfo=UTC)
"""When the message says that it was made."""
MESSAGE = innlagt_xml(gen_date="2026-02-07T12:00:00")
ELSEWHERE = sorted((ROOT / "tests" / "signatures").glob("*.xml"))
LOGISTIKK = [path for path in EXAMPLES if "pasientlogistikk" in str(path)]


def checked(raw: bytes, *lists: CertificateRevocationList, **given: Any) -> Judgement:
    """The message judged by who trusts the root of the tests, less what the lists revoke."""
    revoked = {each.issuer: [each] for each in lists}
    return judged(raw, signatures=Signatures(Trust(Store([root().certificate]), revoked)), **given)


def test_right_signature() -> None:
    """A signed message is taken over, and tells what it tells unsigned."""
    judgement = checked(signed(MESSAGE))
    assert codes(judgement) == [] and judgement.verdict == "godtatt"
    assert judgement.event == judged(MESSAGE).event


def test_no_signature() -> None:
    """A message that has none has no fault."""
    assert checked(MESSAGE).verdict == "godtatt"


def test_switched_off() -> None:
    """Where signatures are not looked at, a wrong one is no fault either."""
    assert judged(signed(MESSAGE).replace(b"2026-02-03", b"2026-02-04")).verdict == "godtatt"


@pytest.mark.parametrize("path", LOGISTIKK, ids=lambda path: path.stem)
def test_official_examples_signed(path: Path) -> None:
    """Signing an official example does not get it refused; a blank more, and it is."""
    whole = signed(path.read_bytes())
    judgement = checked(whole, agreement=OF_EXAMPLES)
    unsigned = judged(path.read_bytes(), agreement=OF_EXAMPLES)
    assert (judgement.verdict, codes(judgement)) == (unsigned.verdict, codes(unsigned))
    touched = checked(whole.replace(b"<MsgInfo>", b"<MsgInfo> ", 1), agreement=OF_EXAMPLES)
    assert "signature.wrong" in codes(touched)


@pytest.mark.parametrize("path", ELSEWHERE, ids=lambda path: path.stem)
def test_signed_by_another_implementation(path: Path) -> None:
    """What the JDK signed is right here: RSA, RSA-PSS and ECDSA; C14N 1.0, 1.1 and exclusive; with and
    without a prefix; comments and instructions inside the message and before and after it."""
    signatures = Signatures(load(path.parent / "ca.pem", None))
    raw = path.read_bytes()
    assert codes(judged(raw, signatures=signatures)) == []
    for touched in (
        raw.replace(b'V="LOG_INNLAGT"', b'V="LOG_INNLAGT "', 1),
        raw.replace(b"vis.xsl", b"gjem.xsl", 1),
        raw.replace(b"\n    <Type", b"\n   <Type", 1),
    ):
        assert touched != raw
        assert "signature.wrong" in codes(judged(touched, signatures=signatures))


def test_implementations_are_there() -> None:
    """The two tests above are not about nothing."""
    assert (len(ELSEWHERE), len(LOGISTIKK)) == (4, 7)


def _ecdsa(key: Any, over: bytes, between: bytes = b"") -> bytes:
    numbers = decode_dss_signature(key.sign(over, ec.ECDSA(hashes.SHA512())))
    return between.join(number.to_bytes((key.key_size + 7) // 8) for number in numbers)


def _pss(key: Any, over: bytes) -> bytes:
    return bytes(key.sign(over, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256()))


@pytest.mark.parametrize(
    "form",
    [
        {"transforms": transform(ENVELOPED)},
        {"c14n": EXCLUSIVE, "transforms": transform(ENVELOPED) + transform(EXCLUSIVE)},
        {"c14n": f"{C14N}#WithComments"},
        {"method": "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", "sign": _pss},
        {"more": "<Object>uten betydning</Object>"},
        {"after": "\n  "},
    ],
)
def test_accepted_forms(form: dict[str, Any]) -> None:
    """Everything that XMLDSig leaves open and that is safe."""
    assert codes(checked(signed(MESSAGE, **form))) == []


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()])
def test_ecdsa(curve: ec.EllipticCurve) -> None:
    """Each curve of NIST; a signature of another length is wrong, and so is one of another kind of key."""
    by = holder("EC", issuing(), key=ec.generate_private_key(curve))
    method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"
    assert codes(checked(signed(MESSAGE, by, method=method, sign=_ecdsa))) == []
    longer = signed(MESSAGE, by, method=method, sign=lambda key, over: _ecdsa(key, over, b"\0"))
    assert codes(checked(longer)) == ["signature.wrong"]
    assert codes(checked(signed(MESSAGE, method=method))) == ["signature.wrong"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"2026-02-03", b"2026-02-04"),
        (b"<SignatureValue>", b"<SignatureValue>AAAA"),
        (b"<DigestValue>", b"<DigestValue>AAAA"),
        (b"</Document>", b"</Document>\n"),
    ],
)
def test_ark_29_wrong_signature(old: bytes, new: bytes) -> None:
    """Row 29: content or signature changed, S01; the AppRec says so, and mirrors the message."""
    touched = signed(MESSAGE).replace(old, new, 1)
    judgement = checked(touched)
    assert (codes(judgement), judgement.error_class) == (["signature.wrong"], "SECURITY")
    answer = apprec(judgement)
    assert found(answer, "a:Status/@V") == ["2"]
    assert found(answer, "a:Error/@V") == ["S01"] and found(answer, "a:Error/@DN") == ["Feil på signatur"]


@pytest.mark.parametrize(
    ("by", "code"),
    [
        (holder("Utløpt", issuing(), key=rsa_key(), end=SENT - timedelta(seconds=1)), "certificate.expired"),
        (holder("Ny", issuing(), key=rsa_key(), start=SENT + timedelta(seconds=1)), "certificate.expired"),
        (holder("Selv", key=rsa_key()), "certificate.untrusted"),
        (holder("Fremmed", holder("En annen", ca=True), key=rsa_key()), "certificate.untrusted"),
        (holder("Falsk", holder("Rot", ca=True), key=rsa_key()), "certificate.untrusted"),
        (holder("Under", sender(), key=rsa_key()), "certificate.untrusted"),
        (holder("Kryptering", issuing(), key=rsa_key(), signing=False), "certificate.untrusted"),
        (holder("Svak", issuing(), key=rsa_key(1024)), "certificate.untrusted"),
        (
            holder("U", holder("Svak", root(), ca=True, key=rsa_key(1024)), key=rsa_key()),
            "certificate.untrusted",
        ),
        (Holder(rsa_key(), sender().chain[:1]), "certificate.untrusted"),
        (Holder(rsa_key(), issuing().chain), "certificate.untrusted"),
    ],
    ids=lambda by: "" if isinstance(by, str) else by.certificate.subject.rfc4514_string(),
)
def test_ark_30_invalid_certificate(by: Holder, code: str) -> None:
    """Row 30: not valid when it signed, not from a CA that is trusted, or not for signing, S02."""
    judgement = checked(signed(MESSAGE, by))
    assert codes(judgement) == [code]
    answer = apprec(judgement)
    assert found(answer, "a:Error/@V") == ["S02"] and found(answer, "a:Error/@DN") == ["Ugyldig sertifikat"]


def test_ark_31_revoked_certificate() -> None:
    """Row 31: on the list of the CA that issued it, S03; the same for a CA on the way."""
    for of in (revocations(issuing(), sender()), revocations(root(), issuing())):
        judgement = checked(signed(MESSAGE), of)
        assert codes(judgement) == ["certificate.revoked"]
        assert found(apprec(judgement), "a:Error/@V") == ["S03"]
    assert codes(checked(signed(MESSAGE), revocations(issuing()), revocations(root()))) == []


@pytest.mark.parametrize(
    ("reason", "later"),
    [
        (None, ["certificate.revoked"]),
        (ReasonFlags.key_compromise, ["certificate.revoked"]),
        (ReasonFlags.superseded, []),
    ],
)
def test_revoked_since_then(reason: ReasonFlags | None, later: list[str]) -> None:
    """A certificate that was only replaced was good until then; one whose key got lost never was."""
    before = revocations(issuing(), sender(), at=SENT, reason=reason)
    after = revocations(issuing(), sender(), at=SENT + timedelta(seconds=1), reason=reason)
    assert codes(checked(signed(MESSAGE), before)) == ["certificate.revoked"]
    assert codes(checked(signed(MESSAGE), after)) == later


def test_expired_since_then() -> None:
    """A backlog is judged by when it was signed; and nobody has signed in the future."""
    then = holder("Da", issuing(), key=rsa_key(), end=SENT + timedelta(seconds=1))
    much_later = {"received_at": SENT + timedelta(days=400), "historie": True}
    assert codes(checked(signed(MESSAGE, then), **much_later)) == []
    ahead = innlagt_xml(gen_date="2027-02-07T12:00:00")
    soon = holder("Siden", issuing(), key=rsa_key(), start=SENT + timedelta(days=30))
    assert codes(checked(signed(ahead, soon))) == ["certificate.expired"]


def test_every_fault_is_told() -> None:
    """A wrong signature, a revoked certificate and a bad message id stand in one AppRec."""
    touched = signed(innlagt_xml(msg_id="strontium90")).replace(b"2026-02-03", b"2026-02-04", 1)
    judgement = checked(touched, revocations(issuing(), sender()))
    assert set(found(apprec(judgement), "a:Error/@V")) == {"E10", "S01", "S03"}


def test_bytes_as_they_came() -> None:
    """Other encodings, a byte order mark and a PDF attached are signed as they are."""
    latin = MESSAGE.decode().replace('"UTF-8"', '"ISO-8859-1"', 1).encode("latin-1")
    attached = rapport_xml(attachment="EKG", medicines=MEDICINES, gen_date="2026-02-07T12:00:00")
    for raw in (latin, b"\xef\xbb\xbf" + MESSAGE, attached):
        assert codes(checked(signed(raw))) == []


def test_a_comment_changes_nothing() -> None:
    """Comments are outside of the signature, so they must not change what is read."""
    whole = signed(MESSAGE)
    number = MESSAGE.split(b"<MsgId>")[1].split(b"</MsgId>")[0]
    broken = whole.replace(number, number[:5] + b"<!-- noe -->" + number[5:], 1)
    assert checked(broken).verdict == "godtatt"
    assert checked(broken).event == checked(whole).event
