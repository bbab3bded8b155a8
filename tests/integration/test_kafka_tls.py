"""A Kafka that only speaks TLS: known by its CA, and we by a certificate or a password."""

import ipaddress
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from consuming import NOW, Seen, numbered
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pydantic import SecretStr
from servers import free_port, jar_cache

from adapters.errors import Transient
from adapters.kafka.burial import Burial
from adapters.kafka.consumer import Consumer
from adapters.kafka.lag import Behind
from adapters.kafka.producer import Producer
from adapters.kafka.servers import Mechanism, SecurityError
from adapters.kafka.subscription import Subscription
from adapters.kafka.topics import apply, diff
from broker.cli.reach import kafka_of
from broker.kafka_local import LocalKafka, config, process
from broker.kafka_local.home import Home
from broker.settings import Settings
from schemas.topics import Topic, dlt

PASSWORD = "hemmelig"  # noqa: S105 of this test
TOPIC = Topic("t.tls", "test", "key", 1, 1)
PROPERTIES = """
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller},TLS://127.0.0.1:{tls},SASL://127.0.0.1:{sasl}
advertised.listeners=PLAINTEXT://127.0.0.1:{port},TLS://127.0.0.1:{tls},SASL://127.0.0.1:{sasl}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,TLS:SSL,SASL:SASL_SSL
ssl.keystore.type=PEM
ssl.keystore.location={home}/kafka.pem
ssl.truststore.type=PEM
ssl.truststore.location={home}/ca.pem
listener.name.tls.ssl.client.auth=required
listener.name.sasl.ssl.client.auth=none
listener.name.sasl.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.sasl.plain.sasl.jaas.config=\
 org.apache.kafka.common.security.plain.PlainLoginModule required user_plo="{password}";
listener.name.sasl.scram-sha-256.sasl.jaas.config=\
 org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl.scram-sha-512.sasl.jaas.config=\
 org.apache.kafka.common.security.scram.ScramLoginModule required;
"""
SCRAM: tuple[Mechanism, ...] = ("SCRAM-SHA-256", "SCRAM-SHA-512")
"""Ways in which a password is shown without being sent: plo has another one for each."""


def certify(folder: Path, name: str, by: tuple[x509.Name, rsa.RSAPrivateKey] | None) -> rsa.RSAPrivateKey:
    """Write <name>.pem, key and certificate for 127.0.0.1 in one file, and <name>.crt; its key."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, signer = by or (subject, key)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(here, critical=False)
        .sign(signer, hashes.SHA256())
    )
    pem = certificate.public_bytes(Encoding.PEM)
    (folder / f"{name}.crt").write_bytes(pem)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / f"{name}.pem").write_bytes(private + pem)
    return key


@dataclass(frozen=True)
class Guarded:
    """A Kafka with two guarded ports, and the files to get in by."""

    folder: Path
    tls: int
    sasl: int

    def settings(self, home: Path, **given: object) -> Settings:
        """Settings that get in with a certificate, unless something else is given."""
        ours = {
            "home": home,
            "kafka": f"127.0.0.1:{self.tls}",
            "kafka_security": "SSL",
            "kafka_ca": self.folder / "ca.crt",
            "kafka_cert": self.folder / "plo.pem",
            "produce_limit_s": 5.0,
        }
        return Settings.model_validate({**ours, **given})

    def with_password(self, home: Path, password: str, how: Mechanism = "PLAIN") -> Settings:
        login = {"kafka_sasl": how, "kafka_user": "plo", "kafka_password": SecretStr(password)}
        return self.settings(
            home, kafka=f"127.0.0.1:{self.sasl}", kafka_security="SASL_SSL", kafka_cert=None, **login
        )


def scram_password(how: str) -> str:
    return f"{PASSWORD} {how}"


def format_with_users(server: LocalKafka) -> None:
    """Make its storage as `start` does, with users that are known by SCRAM."""
    home = Home(server.home.absolute())
    home.make()
    server.fetch(print)
    text = config.properties(home.data, server.port, server.controller_port) + server.extra
    home.properties.write_text(text, encoding="ascii")
    users = [f"--add-scram={how}=[name=plo,password={scram_password(how)}]" for how in SCRAM]
    command = config.format_command(server.jars.absolute(), home.properties, config.new_cluster_id())
    assert process.run([*command, *users]) is None


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("sertifikater")
    ca = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ca")])
    key = certify(folder, "ca", None)
    (folder / "ca.pem").write_bytes((folder / "ca.crt").read_bytes())
    for name in ("kafka", "plo"):
        certify(folder, name, (ca, key))
    port, controller, tls, sasl = (free_port() for _ in range(4))
    extra = PROPERTIES.format(
        port=port, controller=controller, tls=tls, sasl=sasl, home=folder, password=PASSWORD
    )
    server = LocalKafka(tmp_path_factory.mktemp("kafka"), jar_cache(), port, controller, extra=extra)
    format_with_users(server)
    server.start(print)
    yield Guarded(folder, tls, sasl)
    server.stop()


@pytest.mark.parametrize("way", ["certificate", "password", *SCRAM])
async def test_every_client_gets_in(guarded: Guarded, tmp_path: Path, way: str) -> None:
    """Admin, producer, consumer, the lookout and the command line."""
    ways: dict[str, Callable[[], Settings]] = {
        "certificate": lambda: guarded.settings(tmp_path),
        "password": lambda: guarded.with_password(tmp_path, PASSWORD),
        **{how: partial(guarded.with_password, tmp_path, scram_password(how), how) for how in SCRAM},
    }
    inside = ways[way]()
    await apply(inside.bootstrap, (TOPIC, dlt(TOPIC)))
    assert await diff(inside.bootstrap, (TOPIC,)) == []
    producer = Producer(inside.bootstrap, "plo-tls", 5.0)
    await producer.start()
    group = f"g.{way}"
    seen = Seen()
    burial = Burial(producer, group, "0.1.0", lambda: NOW)
    consumer = Consumer(inside.bootstrap, Subscription((TOPIC.name,), group), seen, burial.bury)
    behind = Behind(inside.bootstrap, (group,))
    try:
        await producer.ping()
        await producer.send(numbered(TOPIC, 3), 10)
        await consumer.start()
        await seen.until(3)
        await consumer.stop()
        assert set(await behind.lag()) == {(group, TOPIC.name, "0")}
        async with kafka_of(inside) as reader:
            assert TOPIC.name in await reader.topics()
    finally:
        await consumer.stop()
        await behind.close()
        await producer.stop()


@pytest.mark.parametrize(
    "wrong", ["no certificate", "another CA", "wrong password", "in clear", "password of another way", *SCRAM]
)
async def test_who_may_not_come_in_does_not(guarded: Guarded, tmp_path: Path, wrong: str) -> None:
    """And is told that Kafka is away, as a part waits for it; a name that does not fit is no exception."""
    certify(tmp_path, "andre", None)
    ways: dict[str, Callable[[], Settings]] = {
        "no certificate": lambda: guarded.settings(tmp_path, kafka_cert=None),
        "another CA": lambda: guarded.settings(tmp_path, kafka_ca=tmp_path / "andre.crt"),
        "wrong password": lambda: guarded.with_password(tmp_path, "feil"),
        "password of another way": lambda: guarded.with_password(tmp_path, PASSWORD, "SCRAM-SHA-512"),
        **{how: partial(guarded.with_password, tmp_path, "feil", how) for how in SCRAM},
        "in clear": lambda: guarded.settings(tmp_path, kafka_security="PLAINTEXT"),
    }
    outside = ways[wrong]()
    producer = Producer(outside.bootstrap, "plo-tls", 3.0)
    try:
        with pytest.raises(Transient):
            await producer.start()
    finally:
        await producer.stop()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kafka_ca": Path("/finnes/ikke.crt")}, "PLO_KAFKA_CA kan ikke brukes: No such file or directory."),
        ({"kafka_cert": Path("/finnes/ikke.pem")}, "PLO_KAFKA_CERT og PLO_KAFKA_CERT_KEY kan ikke brukes"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    guarded: Guarded, tmp_path: Path, given: dict[str, Path], told: str
) -> None:
    """By its setting; one without a key in it too."""
    with pytest.raises(SecurityError, match=told):
        _ = guarded.settings(tmp_path, **given).bootstrap
    with pytest.raises(SecurityError, match="som ikke hører sammen"):
        _ = guarded.settings(tmp_path, kafka_cert=guarded.folder / "plo.crt").bootstrap


def test_the_password_is_never_shown(guarded: Guarded, tmp_path: Path) -> None:
    """Neither by the settings nor by what is made of them."""
    inside = guarded.with_password(tmp_path, PASSWORD)
    assert PASSWORD not in repr(inside) and PASSWORD not in repr(inside.bootstrap)
    assert inside.as_environment()["PLO_KAFKA_PASSWORD"] == PASSWORD
