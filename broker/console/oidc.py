"""Login at another server (OpenID Connect Core 1.0): authorization code with PKCE, state and nonce; begun at
the server itself where it can be (PAR).

joserfc reads the tokens: it is typed, by the author of authlib, and nothing but JOSE; the three calls to the
server are httpx, which the project has already.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError

from broker.console.discovery import Discovery, OidcError
from broker.console.oidc_client import Client, read_key
from broker.settings import Settings

ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures with a public key only: never "none", and never a secret that we hold as well."""
LEEWAY_S: Final = 60
AGAIN: Final = timedelta(seconds=30)
"""Not more often than this."""
RETURN: Final = "/logg-inn/retur"


@dataclass(frozen=True, slots=True)
class Start:
    """A login that begins: where to send the browser, and what to remember of it."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(slots=True)
class Oidc:
    """The server that people log in at."""

    issuer: str
    client: Client
    address: str
    scope: str = "openid profile"
    server: Discovery = field(init=False)

    def __post_init__(self) -> None:
        self.server = Discovery(self.issuer)

    async def start(self, now: datetime) -> Start:
        """Begin a login. Raises OidcError."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.client.id,
            "redirect_uri": self.address + RETURN,
            "scope": self.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        described = await self.server.described(now)
        taken = await self.client.push(described, asked, now)
        return Start(f"{described['authorization_endpoint']}?{urlencode(taken)}", state, nonce, verifier)

    async def finish(self, code: str, nonce: str, verifier: str, now: datetime) -> Mapping[str, Any]:
        """Exchange the code; the claims of the id_token, verified. Raises OidcError."""
        described = await self.server.described(now)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.address + RETURN,
            "code_verifier": verifier,
        }
        given = await self.client.exchange(described, form, now)
        return await self.verified(str(given.get("id_token", "")), nonce, now)

    async def verified(self, id_token: str, nonce: str, now: datetime) -> Mapping[str, Any]:
        """The claims of a token signed by the server, for us, for this login, now. Raises OidcError."""
        try:
            token = jwt.decode(id_token, await self.server.keys(now), algorithms=ALGORITHMS)
        except (JoseError, ValueError):  # perhaps signed with a key that is newer than those we know
            token = await self._again(id_token, now)
        audience = token.claims.get("aud")
        if isinstance(audience, list) and len(audience) > 1 and token.claims.get("azp") != self.client.id:
            raise OidcError("azp")
        registry = jwt.JWTClaimsRegistry(
            now=lambda: int(now.timestamp()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client.id},
            nonce={"essential": True, "value": nonce},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        )
        try:
            registry.validate(token.claims)
        except JoseError as error:
            raise OidcError(type(error).__name__) from None
        return token.claims

    async def end(self, now: datetime) -> str | None:
        """Where one logs out of the server as well; None where it has no such place. Raises OidcError."""
        to = (await self.server.described(now)).get("end_session_endpoint")
        back = {"client_id": self.client.id, "post_logout_redirect_uri": f"{self.address}/logg-inn"}
        return f"{to}?{urlencode(back)}" if to else None

    async def _again(self, id_token: str, now: datetime) -> jwt.Token:
        try:
            return jwt.decode(id_token, await self.server.keys(now, AGAIN), algorithms=ALGORITHMS)
        except (JoseError, ValueError) as error:
            raise OidcError(type(error).__name__) from None


def oidc_of(settings: Settings) -> Oidc | None:
    """The login elsewhere that the settings ask for. Raises KeyUnusable."""
    if not settings.oidc_issuer:
        return None
    key = read_key(settings.oidc_key) if settings.oidc_key else None
    client = Client(settings.oidc_client_id, settings.oidc_client_secret.get_secret_value(), key)
    return Oidc(settings.oidc_issuer, client, settings.console_address, settings.oidc_scope)
