"""Where Kafka is, and how it is reached: in clear, over TLS, with a certificate or a password of our own."""

import ssl
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from faststream.security import BaseSecurity

Protocol = Literal["PLAINTEXT", "SSL", "SASL_SSL"]
Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]


class SecurityError(Exception):
    """A certificate or key cannot be used; the text says which setting, in bokmål."""


@dataclass(frozen=True, slots=True)
class Security:
    """How we and Kafka know each other.

    Attributes:
        ca: who vouches for Kafka; None: whom the system trusts.
        certificate, key: ours, PEM; None: none is shown.
        user, password: with SASL_SSL.
    """

    protocol: Protocol
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    mechanism: Mechanism = "SCRAM-SHA-512"
    user: str = ""
    password: str = field(default="", repr=False)

    def made(self) -> "BaseSecurity":
        """As FastStream has it. Raises SecurityError."""
        from faststream.security import BaseSecurity, SASLPlaintext, SASLScram256, SASLScram512

        context = self._context()
        if self.protocol == "SSL":
            return BaseSecurity(ssl_context=context, use_ssl=True)
        kinds = {"PLAIN": SASLPlaintext, "SCRAM-SHA-256": SASLScram256, "SCRAM-SHA-512": SASLScram512}
        return kinds[self.mechanism](self.user, self.password, ssl_context=context, use_ssl=True)

    def _context(self) -> ssl.SSLContext:
        """The name in Kafka's certificate is checked, always."""
        try:
            context = ssl.create_default_context(cafile=self.ca)
        except OSError as exc:
            raise SecurityError(f"PLO_KAFKA_CA kan ikke brukes: {_reason(exc)}.") from None
        if self.certificate:
            try:
                context.load_cert_chain(self.certificate, self.key)
            except OSError as exc:
                what = "PLO_KAFKA_CERT og PLO_KAFKA_CERT_KEY"
                raise SecurityError(f"{what} kan ikke brukes: {_reason(exc)}.") from None
        return context


def _reason(exc: OSError) -> str:
    """Never the path: the setting is named, and has it."""
    return (
        "ikke gyldig PEM, eller to som ikke hører sammen"
        if isinstance(exc, ssl.SSLError)
        else str(exc.strerror)
    )


class Servers(list[str]):
    """host:port of each server, with the way to reach them; a list without one is reached in clear."""

    def __init__(self, servers: Iterable[str], security: "BaseSecurity | None" = None) -> None:
        super().__init__(servers)
        self.security = security


def security_of(bootstrap: Sequence[str]) -> "BaseSecurity | None":
    """How these servers are reached."""
    return bootstrap.security if isinstance(bootstrap, Servers) else None


def reached(bootstrap: Sequence[str]) -> dict[str, Any]:
    """What every client of aiokafka is given to reach these servers."""
    security = security_of(bootstrap)
    if security is None:
        return {"bootstrap_servers": list(bootstrap)}
    from faststream.kafka.security import parse_security

    return {"bootstrap_servers": list(bootstrap), **parse_security(security)}
