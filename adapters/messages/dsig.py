"""Reading an XML signature (XMLDSig 1.1): the one form that says the whole message is as it was signed.

Enveloped, with one reference, to the document it stands in. Whatever else the standard allows (references
elsewhere, XPath, XSLT, keys to be fetched) is refused before any of it is followed, so nothing is fetched.
"""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from cryptography.hazmat.primitives import hashes
from lxml import etree

from adapters.errors import Rejected
from adapters.messages.canonical import canonical, parser, too_complex
from adapters.messages.namespaces import tag
from adapters.messages.reading import Element, child
from adapters.messages.refusals_signature import (
    ALGORITHM,
    NO_CERTIFICATE,
    REFERENCE,
    TOO_COMPLEX,
    TRANSFORM,
    UNREADABLE,
)

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
SIGNATURE: Final = tag(DS, "Signature")
ENVELOPED: Final = f"{DS}enveloped-signature"
DIGESTS: Final[Mapping[str, hashes.HashAlgorithm]] = MappingProxyType(
    {
        "http://www.w3.org/2001/04/xmlenc#sha256": hashes.SHA256(),
        "http://www.w3.org/2001/04/xmldsig-more#sha384": hashes.SHA384(),
        "http://www.w3.org/2001/04/xmlenc#sha512": hashes.SHA512(),
    }
)
MOST_CERTIFICATES = 5
"""The signer's own, and those between it and the CA."""
LONGEST_CERTIFICATE = 20_000
"""Characters of base64; real ones have two to three thousand."""

_INFO, _VALUE = tag(DS, "SignedInfo"), tag(DS, "SignatureValue")
_C14N, _METHOD = tag(DS, "CanonicalizationMethod"), tag(DS, "SignatureMethod")
_REFERENCE, _TRANSFORMS = tag(DS, "Reference"), tag(DS, "Transforms")
_DIGEST_METHOD, _DIGEST_VALUE = tag(DS, "DigestMethod"), tag(DS, "DigestValue")
_CERTIFICATES = "/".join(tag(DS, name) for name in ("KeyInfo", "X509Data", "X509Certificate"))


@dataclass(frozen=True, slots=True, repr=False)
class Signed:
    """A signature of the accepted form.

    Attributes:
        info: SignedInfo, canonical: what the signature is over.
        method: Algorithm of SignatureMethod.
        value: the signature itself; empty when it is no base64.
        intact: the message has the digest that SignedInfo says.
        certificates: DER, in the order given; at least one.
    """

    info: bytes
    method: str
    value: bytes
    intact: bool
    certificates: tuple[bytes, ...]


def read(raw: bytes) -> Signed:
    """The signature of a message that `parse` has taken and that has one, from its bytes as they came.

    Raises Rejected: it has another form (S99), or its certificates are no base64 (S02).
    """
    root = etree.fromstring(raw, parser())
    if too_complex(root):
        raise Rejected(TOO_COMPLEX)
    signature = child(root, SIGNATURE)
    info = child(signature, _INFO)
    if signature is None or info is None:
        raise Rejected(REFERENCE)
    certificates = _certificates(signature)
    method = child(info, _METHOD)
    signed_info = canonical(info, child(info, _C14N))
    reference = _reference(info)
    _take_out(root, signature)
    return Signed(
        info=signed_info,
        method=method.get("Algorithm", "") if method is not None else "",
        value=_bytes(child(signature, _VALUE)),
        intact=_digest(root, reference) == _bytes(child(reference, _DIGEST_VALUE)),
        certificates=certificates,
    )


def _reference(info: Element) -> Element:
    """The one Reference there may be, to the whole document."""
    references = info.findall(_REFERENCE)
    if len(references) != 1 or references[0].get("URI") != "":
        raise Rejected(REFERENCE)
    return references[0]


def _digest(root: Element, reference: Element) -> bytes:
    """The digest of the message without its signature; a reference to a document leaves comments out."""
    transforms = child(reference, _TRANSFORMS)
    listed = [] if transforms is None else list(transforms.iterchildren(etree.Element))
    enveloped = bool(listed) and listed[0].get("Algorithm") == ENVELOPED and not len(listed[0])
    if not enveloped or len(listed) > 2:
        raise Rejected(TRANSFORM)
    method = child(reference, _DIGEST_METHOD)
    algorithm = DIGESTS.get("" if method is None else method.get("Algorithm", ""))
    if algorithm is None:
        raise Rejected(ALGORITHM)
    digest = hashes.Hash(algorithm)
    digest.update(canonical(root, listed[1] if len(listed) == 2 else None, comments=False))
    return digest.finalize()


def _take_out(root: Element, signature: Element) -> None:
    """Put a comment in its place, for the text after it: that is the message's, and would go with it."""
    nothing = etree.Comment()
    nothing.tail = signature.tail
    root.replace(signature, nothing)


def _certificates(signature: Element) -> tuple[bytes, ...]:
    found = signature.findall(_CERTIFICATES)
    if not 0 < len(found) <= MOST_CERTIFICATES:
        raise Rejected(NO_CERTIFICATE)
    given = tuple(_bytes(each) for each in found if len(each.text or "") <= LONGEST_CERTIFICATE)
    if len(given) < len(found) or not all(given):
        raise Rejected(UNREADABLE)
    return given


def _bytes(element: Element | None) -> bytes:
    """What the element holds in base64; empty when it holds nothing, or no base64."""
    text = "" if element is None else "".join((element.text or "").split())
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""
