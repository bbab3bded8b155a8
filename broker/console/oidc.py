"""Login at another server (OpenID Connect)."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Oidc:
    """The server that people log in at."""

    issuer: str

    @property
    def origin(self) -> str:
        """What our form may lead on to."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"
