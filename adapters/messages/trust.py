"""Certificates: who may sign, when, and until they were revoked.

Nothing here fetches anything: CAs and revocation lists are given (trust_files.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import verification

from adapters.errors import Problem, Rejected
from adapters.messages.refusals_signature import EXPIRED, REVOKED, UNREADABLE, UNTRUSTED

Certificate = x509.Certificate

_HARMLESS = frozenset(
    {
        x509.ReasonFlags.superseded,
        x509.ReasonFlags.cessation_of_operation,
        x509.ReasonFlags.affiliation_changed,
    }
)
"""Reasons that say nothing against what was signed before."""
_LEAST_BITS: Mapping[Any, int] = {rsa.RSAPublicKey: 2048, ec.EllipticCurvePublicKey: 256}
UNFIT = (
    ValueError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
)
"""What cryptography raises for a certificate or a list that it cannot make sense of."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What a certificate is held against.

    Attributes:
        anchors: the CAs.
        lists: revocation lists by the name of the CA that signed them.
    """

    anchors: verification.Store
    lists: Mapping[x509.Name, Sequence[x509.CertificateRevocationList]]

    def faults(self, signer: Certificate, others: Sequence[Certificate], at: datetime) -> Iterator[Problem]:
        """What is wrong with the signer's certificate at a moment; `others` may lead from it to a CA."""
        if not signer.not_valid_before_utc <= at <= signer.not_valid_after_utc:
            yield EXPIRED
            return
        try:
            chain = _verifier(self.anchors, at).verify(signer, list(others)).chain
        except (verification.VerificationError, *UNFIT):
            yield UNTRUSTED
            return
        if not all(map(_is_strong, chain)):
            yield UNTRUSTED
        if any(self._is_revoked(each, at) for each in chain[:-1]):
            yield REVOKED

    def outdated(self, now: datetime) -> Iterator[str]:
        """CAs that should have made a newer list by now; what the old one revokes stays revoked."""
        for name, lists in self.lists.items():
            if all(each.next_update_utc is not None and each.next_update_utc < now for each in lists):
                yield name.rfc4514_string()

    def _is_revoked(self, certificate: Certificate, at: datetime) -> bool:
        found = (
            each.get_revoked_certificate_by_serial_number(certificate.serial_number)
            for each in self.lists.get(certificate.issuer, ())
        )
        return any(each is not None and _counts(each, at) for each in found)


def certificates(ders: Sequence[bytes]) -> tuple[Certificate, tuple[Certificate, ...]]:
    """The signer's certificate, the first that is no CA's, and the others. Raises Rejected (S02)."""
    try:
        read = [x509.load_der_x509_certificate(der) for der in ders]
        signer = next((each for each in read if not _is_ca(each)), None)
        if signer is not None:
            signer.public_key()
    except UNFIT:
        raise Rejected(UNREADABLE) from None
    if signer is None:  # a CA signs certificates, and no messages
        raise Rejected(UNTRUSTED)
    return signer, tuple(each for each in read if each is not signer)


def _verifier(anchors: verification.Store, at: datetime) -> verification.ClientVerifier:
    """CAs as on the web, whatever else they issue for; of the signer only that the key is for signing."""
    signer = verification.ExtensionPolicy.permit_all().may_be_present(
        x509.KeyUsage, verification.Criticality.AGNOSTIC, _for_signing
    )
    cas = verification.ExtensionPolicy.webpki_defaults_ca().may_be_present(
        x509.ExtendedKeyUsage, verification.Criticality.AGNOSTIC, None
    )
    policy = verification.PolicyBuilder().store(anchors).time(at)
    return policy.extension_policies(ee_policy=signer, ca_policy=cas).build_client_verifier()


def _for_signing(_: verification.Policy, __: Certificate, usage: x509.KeyUsage | None) -> None:
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        raise ValueError("the key is not for signing")


def _is_ca(certificate: Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _is_strong(certificate: Certificate) -> bool:
    key = certificate.public_key()
    return any(isinstance(key, kind) and key.key_size >= least for kind, least in _LEAST_BITS.items())


def _counts(revoked: x509.RevokedCertificate, at: datetime) -> bool:
    """Revoked when it signed, or since then for a reason that makes all that it signed doubtful."""
    if revoked.revocation_date_utc <= at:
        return True
    try:
        reason = revoked.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return True
    return reason not in _HARMLESS
