"""Signing messages in tests: as the standard has it, and as an attacker would.

No canonicalization of SignedInfo is called for: it is written in canonical form to begin with.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from certifying import Holder, sender
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"
ENVELOPED = f"{DS}enveloped-signature"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"

Sign = Callable[[Any, bytes], bytes]
"""From a key and what is to be signed to the signature."""


def pkcs1(key: Any, over: bytes) -> bytes:
    """RSA with SHA-256."""
    assert isinstance(key, rsa.RSAPrivateKey)
    return key.sign(over, padding.PKCS1v15(), hashes.SHA256())


def transform(algorithm: str, inside: str = "") -> str:
    return f'<Transform Algorithm="{algorithm}">{inside}</Transform>'


@dataclass(frozen=True)
class Form:
    """What a signature looks like.

    Attributes:
        uris: of the references; each says the digest of the message.
        sign: what makes the signature.
        keys: KeyInfo; None for the certificates of the signer.
        more: what stands after KeyInfo.
        after: what stands between the signature and the end of the root.
    """

    uris: Sequence[str] = ("",)
    transforms: str = transform(ENVELOPED) + transform(C14N)
    c14n: str = C14N
    c14n_inside: str = ""
    method: str = RSA_SHA256
    method_inside: str = ""
    digest: str = SHA256
    sign: Sign = pkcs1
    keys: str | None = None
    more: str = ""
    after: str = ""


def signed(raw: bytes, by: Holder | None = None, **form: Any) -> bytes:
    """The message with a signature as the last thing in its root, and not a byte of it changed otherwise."""
    by, of = by or sender(), replace(Form(), **form)
    end = raw.rindex(b"</")
    raw = raw[:end] + of.after.encode() + raw[end:]
    exclusive = of.c14n.startswith(EXCLUSIVE)
    tree = etree.fromstring(raw, etree.XMLParser(huge_tree=True)).getroottree()
    digest = sha256(etree.tostring(tree, method="c14n", exclusive=exclusive, with_comments=False)).digest()
    info = _info(of, _b64(digest))
    value = _b64(of.sign(by.key, _canonical(info, {} if exclusive else tree.getroot().nsmap)))
    keys = _key_info(by) if of.keys is None else of.keys
    inside = f"{info}<SignatureValue>{value}</SignatureValue>{keys}{of.more}"
    return raw[:end] + f'<Signature xmlns="{DS}">{inside}</Signature>'.encode() + raw[end:]


def certificates(*ders: bytes) -> str:
    """KeyInfo with these certificates."""
    inside = "".join(f"<X509Certificate>{_b64(der)}</X509Certificate>" for der in ders)
    return f"<KeyInfo><X509Data>{inside}</X509Data></KeyInfo>"


def _key_info(by: Holder) -> str:
    return certificates(*(each.public_bytes(Encoding.DER) for each in by.chain))


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _info(of: Form, digest: str) -> str:
    method = f'<SignatureMethod Algorithm="{of.method}">{of.method_inside}</SignatureMethod>'
    about = (
        f"<Transforms>{of.transforms}</Transforms>"
        f'<DigestMethod Algorithm="{of.digest}"></DigestMethod><DigestValue>{digest}</DigestValue>'
    )
    references = "".join(f'<Reference URI="{uri}">{about}</Reference>' for uri in of.uris)
    how = f'<CanonicalizationMethod Algorithm="{of.c14n}">{of.c14n_inside}</CanonicalizationMethod>'
    return f"<SignedInfo>{how}{method}{references}</SignedInfo>"


def _canonical(info: str, in_force: dict[str | None, str]) -> bytes:
    """SignedInfo with the namespaces in force where it stands; inclusive canonicalization writes them all."""
    more = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in sorted(in_force.items(), key=str) if prefix)
    return info.replace("<SignedInfo>", f'<SignedInfo xmlns="{DS}"{more}>', 1).encode()
