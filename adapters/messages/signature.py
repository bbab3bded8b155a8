"""Signatures of messages, ds:Signature in a MsgHead (HIS 80415:2012 §5; ark 29-31).

One that is there is held against the bytes as they came; a message without one has no fault.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from adapters.errors import Problem, Rejected
from adapters.messages import dsig
from adapters.messages.reading import Element, child
from adapters.messages.refusals_signature import ALGORITHM, WRONG
from adapters.messages.trust import Trust, certificates

Check = Callable[[Any, dsig.Signed, hashes.HashAlgorithm], None]
"""Raises InvalidSignature, or ValueError, when the key did not make the signature."""


def _rsa(key: Any, signed: dsig.Signed, of: hashes.HashAlgorithm) -> None:
    _of_kind(key, rsa.RSAPublicKey).verify(signed.value, signed.info, padding.PKCS1v15(), of)


def _pss(key: Any, signed: dsig.Signed, of: hashes.HashAlgorithm) -> None:
    pss = padding.PSS(padding.MGF1(of), of.digest_size)
    _of_kind(key, rsa.RSAPublicKey).verify(signed.value, signed.info, pss, of)


def _ecdsa(key: Any, signed: dsig.Signed, of: hashes.HashAlgorithm) -> None:
    """XML has the two numbers side by side, each as long as the key (RFC 4050)."""
    size = (_of_kind(key, ec.EllipticCurvePublicKey).key_size + 7) // 8
    if len(signed.value) != 2 * size:
        raise InvalidSignature
    numbers = (int.from_bytes(half) for half in (signed.value[:size], signed.value[size:]))
    key.verify(encode_dss_signature(*numbers), signed.info, ec.ECDSA(of))


def _of_kind(key: Any, kind: type) -> Any:
    if not isinstance(key, kind):
        raise InvalidSignature
    return key


_HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
_2001, _2007 = (f"http://www.w3.org/{month}/xmldsig-more#" for month in ("2001/04", "2007/05"))
METHODS: Final[MappingProxyType[str, tuple[Check, hashes.HashAlgorithm]]] = MappingProxyType(
    {f"{_2001}rsa-{name}": (_rsa, of) for name, of in _HASHES.items()}
    | {f"{_2007}{name}-rsa-MGF1": (_pss, of) for name, of in _HASHES.items()}
    | {f"{_2001}ecdsa-{name}": (_ecdsa, of) for name, of in _HASHES.items()}
)
"""Algorithm of SignatureMethod -> how it is checked, and its hash."""


class Signatures:
    """Holds signatures against certificates and CAs; safe in any thread.

    Attributes:
        trust: may be replaced at any time.
    """

    def __init__(self, trust: Trust) -> None:
        self.trust = trust

    def faults(self, raw: bytes, root: Element, sent_at: datetime | None, now: datetime) -> Iterator[Problem]:
        """What is wrong with the signature of a message, and with the certificate when it was made.

        raw: the message as it came; root: what was read from it; sent_at: when it says that it was made.
        """
        if child(root, dsig.SIGNATURE) is None:
            return
        try:
            signed = dsig.read(raw)
            signer, others = certificates(signed.certificates)
            if not _right(signed, signer.public_key()):
                yield WRONG
        except Rejected as rejected:
            yield from rejected.problems
        else:
            yield from self.trust.faults(signer, others, min(sent_at or now, now))


def _right(signed: dsig.Signed, key: Any) -> bool:
    """Whether the key made it, over this message. Raises Rejected (S99): the method is not one of METHODS."""
    if signed.method not in METHODS:
        raise Rejected(ALGORITHM)
    check, of = METHODS[signed.method]
    try:
        check(key, signed, of)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return signed.intact
