"""The local Kafka as it is used: started, written to, killed, started again; and both test servers."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from servers import Postgres, free_port, jar_cache, kafka_server

from broker.kafka_local import KafkaUnavailable, LocalKafka

TOPIC = "prove.v1"


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalKafka]:
    server = kafka_server(tmp_path_factory.mktemp("sykehus ø") / "kafka")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    server.start()
    yield server
    server.stop()


async def make_topic(kafka: LocalKafka) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=[kafka.address])
    await admin.start()
    try:
        await admin.create_topics([NewTopic(TOPIC, num_partitions=1, replication_factor=1)])
    finally:
        await admin.close()


async def produce(kafka: LocalKafka, value: bytes) -> None:
    async with AIOKafkaProducer(
        bootstrap_servers=[kafka.address], acks="all", max_request_size=24_000_000
    ) as producer:
        await producer.send_and_wait(TOPIC, value)


async def read(kafka: LocalKafka, count: int) -> list[bytes]:
    async with AIOKafkaConsumer(
        TOPIC,
        bootstrap_servers=[kafka.address],
        group_id="prove",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        max_partition_fetch_bytes=24_000_000,
    ) as consumer:
        return [(await asyncio.wait_for(consumer.getone(), 30)).value for _ in range(count)]


async def test_record_survives_kill(kafka: LocalKafka) -> None:
    """What Kafka has acknowledged is there after SIGKILL, and after an orderly stop."""
    await make_topic(kafka)
    await produce(kafka, b"ett")
    kafka.kill()
    why = kafka.status().why
    assert why is not None and "borte uten å være stoppet" in why
    kafka.start(print)
    assert await read(kafka, 1) == [b"ett"]
    kafka.stop()
    kafka.start(print)
    await produce(kafka, b"to" * 10_000_000)
    assert [len(value) for value in await read(kafka, 2)] == [3, 20_000_000]


def test_start_when_it_runs_does_nothing(kafka: LocalKafka) -> None:
    """The same process, and not a word."""
    before = kafka.status()
    kafka.start(lambda text: pytest.fail(text))
    assert before.running and kafka.status() == before
    assert before.why is None and before.address == kafka.address


def test_second_home_on_the_same_port_is_refused(kafka: LocalKafka, tmp_path: Path) -> None:
    """The Kafka that has the port is not taken for ours, though it answers."""
    other = LocalKafka(tmp_path / "kafka", kafka.jars, kafka.port, free_port())
    with pytest.raises(KafkaUnavailable, match=f"Port {kafka.port} .*java, prosess"):
        other.start(print)
    why = other.status().why
    assert why is not None and f"port {kafka.port} er opptatt" in why


def test_stop_twice_and_start_without_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the jars in the cache Kafka starts with no network; stopping twice is no mistake."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("M2_REPO", str(tmp_path / "none"))
    kafka_server(tmp_path / "first").stop()
    server = kafka_server(tmp_path / "second")
    pid = server.status().pid
    server.stop()
    server.stop()
    assert pid is not None and not psutil.pid_exists(pid)
    assert server.status().why == "Kafka er ikke startet."


def test_death_during_start_tells_the_log(tmp_path: Path) -> None:
    """A heap too small for Kafka: the user sees what the JVM said, and no process is left."""
    server = LocalKafka(tmp_path / "kafka", jar_cache(), free_port(), free_port(), heap_mb=8)
    with pytest.raises(KafkaUnavailable, match=r"(?s)stoppet mens den startet.*OutOfMemoryError"):
        server.start(print)
    assert server.status().pid is None


def test_unusable_folder_is_named(tmp_path: Path) -> None:
    """A data folder that is a file."""
    server = LocalKafka(tmp_path / "kafka", jar_cache(), free_port(), free_port())
    server.home.mkdir()
    (server.home / "data").write_text("")
    with pytest.raises(KafkaUnavailable, match=r"Kan ikke lage mappen .*data"):
        server.start(print)


def test_storage_that_cannot_be_made_tells_what_the_tool_said(tmp_path: Path) -> None:
    """Kafka's own words about why."""
    server = LocalKafka(tmp_path / "kafka", jar_cache(), free_port(), free_port())
    (server.home / "data").mkdir(parents=True)
    (server.home / "data" / "meta.properties").write_text("version=1\nnode.id=9\n")
    with pytest.raises(KafkaUnavailable, match=r"(?s)fikk ikke gjort klar .*Exception"):
        server.start(print)


async def test_postgres_keeps_what_was_committed(postgres: Postgres) -> None:
    """After SIGKILL of the whole server, and with fsync on."""
    url = postgres.new_database("prove").replace("+asyncpg", "")
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE t (n int); INSERT INTO t VALUES (7)")
    assert await connection.fetchval("SHOW fsync") == "on"
    postgres.kill()
    connection.terminate()
    postgres.start()
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT n FROM t") == 7
    await connection.close()


def test_postgres_stops_twice() -> None:
    """And starts again with its data."""
    server = Postgres()
    server.start()
    server.new_database("en")
    server.stop()
    server.stop()
    server.start()
    with pytest.raises(RuntimeError, match="already exists"):
        server.new_database("en")
    server.stop()
