"""The private key that shows another login server who we are: what files will do, and what is signed."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cli_runner import run_plo
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from broker.console.oidc import oidc_of
from broker.console.oidc_client import ASSERTION, Client, Key, KeyUnusable, algorithm, dpop, read_key
from broker.settings import Settings

NOW = datetime(2026, 2, 12, 13, 5, tzinfo=UTC)
SERVER: dict[str, Any] = {"issuer": "https://idp.example", "token_endpoint": "https://idp.example/token"}
RSA, EC = RSAKey.generate_key(2048, {"kid": "r"}), ECKey.generate_key("P-384", {"kid": "e"})


@pytest.mark.parametrize(
    "text",
    [
        RSA.as_pem(private=True),
        EC.as_pem(private=True),
        json.dumps(RSA.as_dict(private=True)).encode(),
        b"\n " + json.dumps(EC.as_dict(private=True)).encode(),
    ],
)
def test_keys_that_will_do(tmp_path: Path, text: bytes) -> None:
    """RSA and EC, PEM and JWK; the key's own id, or what can be computed from it, says which it is."""
    (tmp_path / "key").write_bytes(text)
    key = read_key(tmp_path / "key")
    signed = Client("plo", key=key).proof(SERVER, NOW)["data"]["client_assertion"]
    head = jwt.decode(signed, key, algorithms=["RS256", "ES384"]).header
    assert head["kid"] == (key.kid or key.thumbprint()) and head["typ"] == "JWT"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"tull",
        b"{}",
        b'{"kty": "RSA"}',
        b"\xff\xfe",
        RSA.as_pem(private=False),
        json.dumps(EC.as_dict(private=False)).encode(),
        json.dumps(OctKey.generate_key(256).as_dict()).encode(),
        json.dumps(OKPKey.generate_key("Ed25519").as_dict(private=True)).encode(),
        None,
    ],
)
def test_files_that_are_no_private_key(tmp_path: Path, text: bytes | None) -> None:
    """Said with the setting's name, without anything of the file or its path."""
    if text is not None:
        (tmp_path / "key").write_bytes(text)
    with pytest.raises(KeyUnusable, match="PLO_OIDC_KEY") as told:
        read_key(tmp_path / "key")
    assert str(tmp_path) not in str(told.value)


def test_what_is_signed() -> None:
    """For this server alone, for a minute, and another one each time."""
    client = Client("plo", key=RSA)
    given = [client.proof(SERVER, NOW)["data"] for _ in range(2)]
    claims = [jwt.decode(one["client_assertion"], RSA, algorithms=["RS256"]).claims for one in given]
    at = int(NOW.timestamp())
    assert {key: claims[0][key] for key in ("iss", "sub", "aud", "iat", "nbf", "exp")} == {
        "iss": "plo", "sub": "plo", "aud": "https://idp.example", "iat": at, "nbf": at, "exp": at + 60,
    }  # fmt: skip
    assert claims[0]["jti"] != claims[1]["jti"]
    assert (given[0]["client_id"], given[0]["client_assertion_type"]) == ("plo", ASSERTION)


@pytest.mark.parametrize(
    ("key", "supported", "expected"),
    [
        (RSA, ["RS256", "PS256"], "PS256"),
        (RSA, ["RS256"], "RS256"),
        (RSA, [], "RS256"),
        (RSAKey.import_key(RSA.as_dict(private=True), {"alg": "PS512"}), ["PS256"], "PS512"),
        (EC, ["RS256"], "ES384"),
        (ECKey.generate_key("P-256"), [], "ES256"),
    ],
)
def test_how_it_is_signed(key: Key, supported: list[str], expected: str) -> None:
    """By the key's own word, else as strongly as the server takes it."""
    assert algorithm(key, supported) == expected


def test_a_proof_of_dpop() -> None:
    """Of this key, for this call, and with the nonce that the server asked for; nothing private in it."""
    key = ECKey.generate_key("P-256")
    token = jwt.decode(dpop(key, "https://idp.example/token", NOW, "n"), key, algorithms=["ES256"])
    assert token.header["typ"] == "dpop+jwt" and "d" not in token.header["jwk"]
    assert (token.claims["htm"], token.claims["htu"], token.claims["nonce"]) == (
        "POST",
        "https://idp.example/token",
        "n",
    )


def test_nothing_secret_is_shown() -> None:
    """Neither the secret nor the key is in what a log could say of the client."""
    shown = repr(Client("plo", "hemmelig", EC))
    assert "hemmelig" not in shown and str(EC.as_dict(private=True)["d"]) not in shown


def test_a_console_with_a_key_that_is_gone(tmp_path: Path) -> None:
    """Does not start without it: it would fail at every login."""
    settings = Settings(home=tmp_path, oidc_issuer="https://idp.example", oidc_key=tmp_path / "borte")
    with pytest.raises(KeyUnusable, match="No such file"):
        oidc_of(settings)


def test_plo_run_says_so(tmp_path: Path) -> None:
    """Before anything is started, with what to look up."""
    asked = {"PLO_HOME": str(tmp_path / "hjem"), "PLO_OIDC_KEY": str(tmp_path / "borte")}
    ran = run_plo("run", env=asked)
    assert ran.code == 2 and "PLO_OIDC_KEY kan ikke leses" in ran.err and "innstillinger.md" in ran.err
