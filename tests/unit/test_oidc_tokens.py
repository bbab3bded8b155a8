"""id_tokens: only one that is signed by the server's own key, for us, for this login and now, is believed."""

import hmac
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from broker.console.discovery import NEEDED, OidcError
from broker.console.oidc import ALGORITHMS, Oidc
from broker.console.oidc_client import Client

ISSUER, CLIENT, NONCE = "https://idp.example", "plo", "n" * 43
NOW = datetime(2026, 2, 12, 13, 5, tzinfo=UTC)
KEYS: dict[str, RSAKey | ECKey] = {
    "rsa": RSAKey.generate_key(2048, {"kid": "rsa"}),
    "ec": ECKey.generate_key("P-256", {"kid": "ec"}),
}
STRANGER = RSAKey.generate_key(2048, {"kid": "rsa"})


def server() -> Oidc:
    """A server that has just been asked for its description and keys."""
    oidc = Oidc(ISSUER, Client(CLIENT, "hemmelig"), "https://plo.example")
    described = {"issuer": ISSUER, **{name: f"{ISSUER}/jwks" for name in NEEDED}}
    keys: list[Any] = [key.as_dict(private=False) for key in KEYS.values()]
    keys.append(OctKey.import_key("x" * 32).as_dict() | {"kid": "oct"})
    oidc.server.known[f"{ISSUER}/.well-known/openid-configuration"] = (NOW, described)
    oidc.server.known[f"{ISSUER}/jwks"] = (NOW, {"keys": keys})
    return oidc


def claims(**other: Any) -> dict[str, Any]:
    """The claims of a token that is good, but for `other`; None takes one away."""
    at = int(NOW.timestamp())
    good = {"iss": ISSUER, "aud": CLIENT, "sub": "kari", "nonce": NONCE, "iat": at, "exp": at + 300}
    return {name: value for name, value in (good | other).items() if value is not None}


def signed(key: Any, alg: str, **other: Any) -> str:
    """A token."""
    return jwt.encode({"alg": alg, "kid": key.kid}, claims(**other), key, algorithms=[alg])


def shared(secret: bytes) -> str:
    """A token signed with HMAC, whatever the secret is: joserfc itself would refuse a public key."""
    head, body, _ = signed(KEYS["rsa"], "RS256").split(".")
    head = _base64(b'{"alg":"HS256","kid":"rsa"}')
    return f"{head}.{body}.{_base64(hmac.digest(secret, f'{head}.{body}'.encode(), 'sha256'))}"


def _base64(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


@pytest.mark.parametrize(("key", "alg"), [("rsa", "RS256"), ("rsa", "PS256"), ("ec", "ES256")])
async def test_a_good_token(key: str, alg: str) -> None:
    """With each kind of key."""
    assert (await server().verified(signed(KEYS[key], alg), NONCE, NOW))["sub"] == "kari"


@pytest.mark.parametrize(
    "other",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"nonce": "x" * 43},
        {"nonce": None},
        {"exp": int((NOW - timedelta(minutes=2)).timestamp())},
        {"exp": None},
        {"iat": int((NOW + timedelta(minutes=2)).timestamp())},
        {"sub": None},
    ],
)
async def test_claims_that_are_not_for_us(other: dict[str, Any]) -> None:
    """Another issuer, audience, login or time."""
    with pytest.raises(OidcError):
        await server().verified(signed(KEYS["rsa"], "RS256", **other), NONCE, NOW)


async def test_wrong_signatures() -> None:
    """Not signed, with the public key as a secret, with our secret, by a stranger, or changed after."""
    rsa = KEYS["rsa"]
    ours = OctKey.import_key("x" * 32, {"kid": "oct"})
    head, body, _ = signed(rsa, "RS256").split(".")
    other = signed(rsa, "RS256", sub="ola").split(".")[1]
    unsigned = "eyJhbGciOiJub25lIn0." + body + "."
    wrong = [
        unsigned,
        shared(rsa.as_pem(private=False)),
        signed(ours, "HS256"),
        signed(STRANGER, "RS256"),
        ".".join((head, other, signed(rsa, "RS256").split(".")[2])),
        "",
        "x",
        "a.b.c",
        "é.é.é",
    ]
    for token in wrong:
        with pytest.raises(OidcError):
            await server().verified(token, NONCE, NOW)


def test_only_public_keys_sign() -> None:
    """The list of algorithms has neither "none" nor a shared secret."""
    assert not {alg for alg in ALGORITHMS if alg == "none" or alg.startswith("HS")}


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("/.well-known/openid-configuration", {"issuer": ISSUER}),
        ("/.well-known/openid-configuration", {"issuer": f"{ISSUER}/", **dict.fromkeys(NEEDED, "x")}),
        ("/.well-known/openid-configuration", {"issuer": ISSUER, **dict.fromkeys(NEEDED, 1)}),
        ("/jwks", {}),
        ("/jwks", {"keys": "tull"}),
        ("/jwks", {"keys": [1, None, {}, {"kty": "RSA"}, {"kty": "EC", "crv": "tull"}]}),
    ],
)
async def test_a_server_that_says_odd_things(where: str, found: dict[str, Any]) -> None:
    """A login that does not succeed, and no mistake of ours."""
    oidc = server()
    oidc.server.known[f"{ISSUER}{where}"] = (NOW, found)
    with pytest.raises(OidcError):
        await oidc.verified(signed(KEYS["rsa"], "RS256"), NONCE, NOW)
