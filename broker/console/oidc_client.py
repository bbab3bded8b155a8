"""Who we are to another login server: a secret, or a private key that never leaves us (RFC 7523, RFC 9449).

HelseID takes a key only (private_key_jwt), asked for where the login begins (PAR) and where it ends.
Source: HelseID's documentation of client assertions, the PAR endpoint and DPoP; RFC 7523 §3, RFC 9449 §4-8.
"""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote_plus

import httpx
import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, import_key

from broker.console.discovery import NonceWanted, asked

SHORT_S: Final = 60
"""How long an assertion holds; HelseID takes no longer one."""
ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
CURVES: Final = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}


class KeyUnusable(Exception):
    """The file of the private key cannot be used; the text says why, in bokmål."""


Key = RSAKey | ECKey


def read_key(path: Path) -> Key:
    """The private key of a file, PEM or JWK. Raises KeyUnusable."""
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "ikke en tekstfil"
        raise KeyUnusable(f"PLO_OIDC_KEY kan ikke leses: {why}.") from None
    try:
        made = import_key(orjson.loads(text)) if text.lstrip().startswith("{") else _of_pem(text)
    except (JoseError, ValueError, KeyError, TypeError):
        made = None
    if not isinstance(made, RSAKey | ECKey) or not made.is_private:
        raise KeyUnusable("PLO_OIDC_KEY skal være en privat RSA- eller EC-nøkkel, som PEM eller JWK.")
    return made


def _of_pem(text: str) -> Key:
    try:
        return RSAKey.import_key(text)
    except (JoseError, ValueError, TypeError):
        return ECKey.import_key(text)


@dataclass(frozen=True, slots=True)
class Client:
    """How we show who we are.

    Attributes:
        key: goes before the secret; None: the secret alone.
    """

    id: str
    secret: str = field(default="", repr=False)
    key: Key | None = field(default=None, repr=False)

    def proof(self, described: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """What is added to a call of the server: `data`, and `auth` for httpx."""
        if self.key:
            signed = _assertion(self.id, self.key, described, now)
            data = {"client_id": self.id, "client_assertion_type": ASSERTION, "client_assertion": signed}
            return {"data": data}
        methods = described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if "client_secret_basic" in methods:
            return {"data": {}, "auth": httpx.BasicAuth(quote_plus(self.id), quote_plus(self.secret))}
        return {"data": {"client_id": self.id, "client_secret": self.secret}}

    async def push(
        self, described: Mapping[str, Any], form: Mapping[str, str], now: datetime
    ) -> dict[str, str]:
        """What the browser takes along to the login: all of it, or where it was left (PAR, RFC 9126).

        Raises OidcError.
        """
        where = described.get("pushed_authorization_request_endpoint")
        if not where:
            return dict(form)
        given = await self._sent(where, described, form, now, {})
        return {"client_id": self.id, "request_uri": str(given.get("request_uri", ""))}

    async def exchange(
        self, described: Mapping[str, Any], form: Mapping[str, str], now: datetime
    ) -> dict[str, Any]:
        """What the token endpoint gives for the code. Raises OidcError."""
        where = described["token_endpoint"]
        if not self.key or "ES256" not in described.get("dpop_signing_alg_values_supported", ()):
            return await self._sent(where, described, form, now, {})
        bound = ECKey.generate_key("P-256")
        try:
            return await self._sent(where, described, form, now, {"DPoP": dpop(bound, where, now)})
        except NonceWanted as wanted:
            again = {"DPoP": dpop(bound, where, now, wanted.nonce)}
            return await self._sent(where, described, form, now, again)

    async def _sent(
        self,
        where: str,
        described: Mapping[str, Any],
        form: Mapping[str, str],
        now: datetime,
        headers: Mapping[str, str],
    ) -> dict[str, Any]:
        proof = self.proof(described, now)
        return await asked("POST", where, headers, **{**proof, "data": {**form, **proof["data"]}})


def _assertion(client_id: str, key: Key, described: Mapping[str, Any], now: datetime) -> str:
    """A JWT that says who we are, to this server alone, once and for a minute."""
    at = int(now.timestamp())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": described["issuer"],
        "jti": secrets.token_urlsafe(24),
        "iat": at,
        "nbf": at,
        "exp": at + SHORT_S,
    }
    alg = algorithm(key, described.get("token_endpoint_auth_signing_alg_values_supported", ()))
    return jwt.encode({"alg": alg, "kid": key.kid or key.thumbprint()}, claims, key, algorithms=[alg])


def algorithm(key: Key, supported: Collection[str]) -> str:
    """What the key signs with: its own word, else the strongest that the server takes."""
    if isinstance(key, ECKey):
        return CURVES[key.curve_name]
    return key.alg or ("PS256" if "PS256" in supported else "RS256")


def dpop(key: ECKey, where: str, now: datetime, nonce: str = "") -> str:
    """A proof that whoever asks for a token has this key (RFC 9449 §4.2)."""
    claims = {"jti": secrets.token_urlsafe(24), "htm": "POST", "htu": where, "iat": int(now.timestamp())}
    header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": key.as_dict(private=False)}
    return jwt.encode(header, claims | ({"nonce": nonce} if nonce else {}), key, algorithms=["ES256"])
