"""The first settings: where all state lies, and the way to Kafka."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.kafka.servers import Mechanism, Protocol, Security, Servers


class KafkaSettings(BaseSettings):
    """The part of Settings that reaches Kafka."""

    model_config = SettingsConfigDict(env_prefix="PLO_", frozen=True, extra="forbid")

    home: Path = Field(Path.home() / ".plo-broker", description="Mappen der all tilstand ligger.")
    kafka: str = Field("", description="Kafka-servere, kommaskilt. Tom: egen Apache Kafka på denne maskinen.")
    kafka_port: int = Field(29092, ge=1, le=65535, description="Porten til den egne Kafka.")
    kafka_controller_port: int = Field(29093, ge=1, le=65535, description="Styringsporten til samme Kafka.")
    kafka_security: Protocol = Field(
        "PLAINTEXT",
        description="Veien til Kafka: i klartekst, over TLS (SSL), eller TLS og passord (SASL_SSL).",
    )
    kafka_ca: Path | None = Field(None, description="CA-en bak Kafkas sertifikat, PEM. Tom: systemets.")
    kafka_cert: Path | None = Field(None, description="Vårt sertifikat overfor Kafka, PEM. Tom: ingen.")
    kafka_cert_key: Path | None = Field(
        None, description="Nøkkelen til PLO_KAFKA_CERT, PEM. Tom: den ligger i samme fil."
    )
    kafka_sasl: Mechanism = Field("SCRAM-SHA-512", description="Måten passordet vises på (SASL_SSL).")
    kafka_user: str = Field("", description="Brukernavnet hos Kafka (SASL_SSL).")
    kafka_password: SecretStr = Field(SecretStr(""), description="Passordet til PLO_KAFKA_USER.")

    @property
    def bootstrap(self) -> Servers:
        """Kafka's servers, and the way to them. Raises SecurityError."""
        servers = (self.kafka or f"127.0.0.1:{self.kafka_port}").split(",")
        if self.kafka_security == "PLAINTEXT" or not self.kafka:
            return Servers(servers)
        files = self.kafka_ca, self.kafka_cert, self.kafka_cert_key
        login = self.kafka_sasl, self.kafka_user, self.kafka_password.get_secret_value()
        return Servers(servers, Security(self.kafka_security, *files, *login).made())
