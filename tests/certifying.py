"""A CA of our own: holders of certificates, and what it takes back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

START, END = datetime(2010, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Holder:
    """Somebody with a certificate.

    Attributes:
        chain: the certificate, and those between it and the root.
    """

    key: Key
    chain: tuple[x509.Certificate, ...]

    @property
    def certificate(self) -> x509.Certificate:
        return self.chain[0]

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


def holder(
    name: str,
    issuer: Holder | None = None,
    ca: bool = False,
    key: Key | None = None,
    start: datetime = START,
    end: datetime = END,
    signing: bool = True,
) -> Holder:
    """A new holder, certified by `issuer`; without one, a root."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    by = issuer or Holder(key, ())
    of = _name(name)
    use = x509.KeyUsage(signing and not ca, False, not signing, False, False, ca, ca, False, False)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    by_identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key())
    certificate = (
        x509.CertificateBuilder(of if issuer is None else issuer.certificate.subject, of)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(use, critical=True)
        .add_extension(identifier, critical=False)
        .add_extension(by_identifier, critical=False)
        .sign(by.key, hashes.SHA256())
    )
    between = issuer.chain if issuer and issuer.certificate.issuer != issuer.certificate.subject else ()
    return Holder(key, (certificate, *between))


def revocations(
    by: Holder, *revoked: Holder, at: datetime = START, reason: x509.ReasonFlags | None = None
) -> x509.CertificateRevocationList:
    """A revocation list."""
    made = x509.CertificateRevocationListBuilder(by.certificate.subject, START, END)
    for each in revoked:
        row = x509.RevokedCertificateBuilder(each.certificate.serial_number, at)
        if reason:
            row = row.add_extension(x509.CRLReason(reason), critical=False)
        made = made.add_revoked_certificate(row.build())
    return made.sign(by.key, hashes.SHA256())


@cache
def root() -> Holder:
    """The CA that tests trust."""
    return holder("Rot", ca=True)


@cache
def issuing() -> Holder:
    """A CA below it."""
    return holder("Utsteder", root(), ca=True)


@cache
def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@cache
def sender() -> Holder:
    """Who signs unless another does: a virksomhetssertifikat with an RSA key."""
    return holder("Eksempelsykehuset", issuing(), key=rsa_key())


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
