"""CAs and revocation lists as files, which somebody else keeps up to date; nothing here fetches any."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography import x509
from cryptography.x509 import CertificateRevocationList as Revocations
from cryptography.x509.verification import Store

from adapters.messages.trust import UNFIT, Certificate, Trust

_PEM = re.compile(rb"-----BEGIN X509 CRL-----.+?-----END X509 CRL-----", re.DOTALL)


class TrustError(Exception):
    """The files cannot be used; its text, bokmål, says which one and why."""


def load(cas: Path, lists: Path | None) -> Trust:
    """Trust in these CAs (PEM), less what these lists (PEM or DER) revoke; each is a file or a folder.

    Raises TrustError: there is no CA, a file cannot be read, or a list is not signed by one of the CAs.
    """
    anchors = [ca for file in _files(cas) for ca in _cas(file)]
    found: dict[x509.Name, list[Revocations]] = defaultdict(list)
    for file in _files(lists) if lists else ():
        for each in _revocations(file):
            if not _signed(each, anchors):
                raise TrustError(f"Tilbakekallingslisten {file} er ikke signert av noen av CA-ene i {cas}.")
            found[each.issuer].append(each)
    return Trust(Store(anchors), found)


def _files(place: Path) -> list[Path]:
    """The file, or the files of the folder that are not hidden, sorted."""
    if not place.is_dir():
        return [place]
    try:
        found = sorted(file for file in place.iterdir() if file.is_file() and not file.name.startswith("."))
    except OSError:
        raise TrustError(f"Mappen {place} kan ikke leses.") from None
    if not found:
        raise TrustError(f"Mappen {place} er tom.")
    return found


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise TrustError(f"{file} kan ikke leses.") from None


def _cas(file: Path) -> list[Certificate]:
    try:
        return x509.load_pem_x509_certificates(_content(file))
    except UNFIT:
        raise TrustError(f"{file} er ikke sertifikater i PEM-form.") from None


def _revocations(file: Path) -> Iterator[Revocations]:
    content = _content(file)
    try:
        if content.startswith(b"\x30"):
            yield x509.load_der_x509_crl(content)
        else:
            yield from _all_of(_PEM.findall(content))
    except UNFIT:
        raise TrustError(f"{file} er ikke en tilbakekallingsliste (CRL) i PEM- eller DER-form.") from None


def _all_of(texts: list[bytes]) -> Iterable[Revocations]:
    """Raises ValueError when there is none."""
    if not texts:
        raise ValueError("no list")
    return [x509.load_pem_x509_crl(text) for text in texts]


def _signed(revocations: Revocations, cas: Iterable[Certificate]) -> bool:
    """Whether the list is by the CA whose name it bears."""
    return any(ca.subject == revocations.issuer and _signed_by(revocations, ca) for ca in cas)


def _signed_by(revocations: Revocations, ca: Certificate) -> bool:
    try:
        return revocations.is_signature_valid(ca.public_key())  # type: ignore[arg-type]  # any kind of key
    except (TypeError, *UNFIT):
        return False
