"""What another login server says of itself: its addresses and its keys, kept for a while."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

import httpx
from joserfc.jwk import KeySet

NEEDED: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
"""Without these nobody can log in there."""
KEY_KINDS: Final = ("RSA", "EC")
LIMIT_S: Final = 8.0
KEEP: Final = timedelta(hours=1)
"""How long description and keys are believed; an unknown key asks anew."""


class OidcError(Exception):
    """The login did not succeed; the text is a short reason for the log, without anything of the token."""


class NonceWanted(OidcError):
    """The server wants the same again with a nonce of its own (RFC 9449 §8)."""

    def __init__(self, nonce: str) -> None:
        super().__init__("use_dpop_nonce")
        self.nonce = nonce


@dataclass(slots=True)
class Discovery:
    """The server of one issuer (OpenID Connect Discovery 1.0 §4)."""

    issuer: str
    known: dict[str, tuple[datetime, dict[str, Any]]] = field(default_factory=dict)

    async def keys(self, now: datetime, keep: timedelta = KEEP) -> KeySet:
        """Its public keys, not older than `keep`. Raises OidcError."""
        described = await self.described(now)
        found = await self._fetched(described["jwks_uri"], now, keep)
        keys = found.get("keys")
        known = [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []
        public = [key for key in known if key.get("kty") in KEY_KINDS]
        return KeySet.import_key_set({"keys": public})

    async def described(self, now: datetime) -> dict[str, Any]:
        """Its description of itself. Raises OidcError."""
        found = await self._fetched(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration", now, KEEP)
        if found.get("issuer") != self.issuer:
            raise OidcError("issuer")
        if not all(isinstance(found.get(name), str) for name in NEEDED):
            raise OidcError("incomplete")
        return found

    async def _fetched(self, url: str, now: datetime, keep: timedelta) -> dict[str, Any]:
        at, found = self.known.get(url, (now - 2 * KEEP, {}))
        if not found or now - at > keep:
            found = await asked("GET", url)
            self.known[url] = (now, found)
        return found


async def asked(
    method: str, url: str, headers: Mapping[str, str] = MappingProxyType({}), **how: Any
) -> dict[str, Any]:
    """What the server answers. Raises OidcError."""
    try:
        async with httpx.AsyncClient(timeout=LIMIT_S) as client:
            sent = {"accept": "application/json", **headers}
            answer = await client.request(method, url, headers=sent, **how)
            if answer.status_code in (400, 401) and "use_dpop_nonce" in answer.text:
                raise NonceWanted(answer.headers.get("dpop-nonce", ""))
            answer.raise_for_status()
            found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise OidcError(type(error).__name__) from None
    if not isinstance(found, dict):
        raise OidcError("not an object")
    return found
