"""The lookout on a real Kafka: what each group has before it, and how the installation stands."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
from consuming import Seen, consuming, new_topic, numbered
from prometheus_client import REGISTRY
from servers import free_port
from service import PLO, Service, until

from adapters.errors import Transient
from adapters.kafka.lag import Behind
from adapters.kafka.partitions import partition_of
from adapters.kafka.producer import Producer
from adapters.kafka.records import Record
from adapters.store import Store
from broker.cli.service.part import which
from broker.kafka_local import LocalKafka
from broker.settings import Settings
from broker.watching import Lookout


async def test_lag_is_what_is_written_and_not_dealt_with(kafka: LocalKafka, producer: Producer) -> None:
    """Seen from outside, and so also when nobody reads: five are done, three have come since."""
    topic = await new_topic(kafka, partitions=2)
    await producer.send(numbered(topic, 5), 10)
    seen = Seen()
    async with consuming(kafka, topic, seen, producer, group="g.lag"):
        await seen.until(5)
    await producer.send(numbered(topic, 3, first=5), 10)
    home = partition_of(b"k", 2)
    elsewhere = next(key for key in (b"a", b"b", b"c", b"d") if partition_of(key, 2) != home)
    await producer.send([Record(topic.name, elsewhere, b"x")] * 2, 10)
    behind = Behind([kafka.address], ("g.lag", "g.that.is.not.there"))
    try:
        assert await behind.lag() == {
            ("g.lag", topic.name, str(home)): 3.0,
            ("g.lag", topic.name, str(1 - home)): 2.0,  # nothing was ever committed there
        }
    finally:
        await behind.close()


async def well() -> str | None:
    return None


async def away() -> str | None:
    return "svarte ikke"


async def test_what_is_away_is_seen_as_not_ready(store: Store, tmp_path: Path) -> None:
    """Kafka is away: told of, and the store and the disk are looked at all the same."""
    settings = Settings(home=tmp_path, kafka=f"127.0.0.1:{free_port()}")
    behind = Behind(settings.bootstrap, ("detect",))
    await Lookout(settings, store, {"kafka": away, "store": well}, behind).look()
    assert REGISTRY.get_sample_value("plo_ready", {"check": "kafka"}) == 0
    assert REGISTRY.get_sample_value("plo_ready", {"check": "store"}) == 1
    assert REGISTRY.get_sample_value("plo_outbox_records") == 0
    assert (REGISTRY.get_sample_value("plo_disk_free_bytes") or 0) > 0
    assert (REGISTRY.get_sample_value("plo_observed_at_seconds") or 0) > 0
    try:
        await behind.lag()
    except Transient:
        return
    raise AssertionError("a Kafka that is away is told of")


def test_a_part_alone_is_seen_on_its_own_port(kafka: LocalKafka, tmp_path: Path) -> None:
    """plo part detect: ready, alive, with its own metrics; ended as a container is, in order."""
    port = free_port()
    service = Service(
        tmp_path, {"PLO_KAFKA": kafka.address, "PLO_METRICS_PORT": str(port), "PLO_LOG_FORMAT": "json"}
    )
    service.plo("topics", "apply")
    process = subprocess.Popen(
        (PLO, "part", "detect", "--number", "4"), env=service.environment, stderr=subprocess.DEVNULL
    )
    try:
        until(lambda: answers(port), 60, "the part does not become ready")
        assert httpx.get(f"http://127.0.0.1:{port}/helse/klar").json() == {"detect-4": "ok"}
        shown = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        assert "plo_batch_sekunder" in shown and 'plo_part_healthy{part="detect-4"} 1.0' in shown
        assert httpx.get(f"http://127.0.0.1:{port}/meldinger").status_code == 404
        assert service.parts() == {"detect-4": True}
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/helse/lever").status_code == 200
    except httpx.TransportError:
        return False


def test_a_part_is_named_as_status_shows_it() -> None:
    """With its number in the name, or beside it."""
    assert which("detect-12", 0) == ("detect", 12)
    assert which("detect", 3) == ("detect", 3)
    assert which("tull-ball", 0) == ("tull-ball", 0)


def test_an_unknown_part_is_told_of(tmp_path: Path) -> None:
    """A misspelt name: exit code 2, and the names there are."""
    environment = {**os.environ, "PLO_HOME": str(tmp_path)}
    done = subprocess.run(
        (sys.executable, "-c", "from broker.cli import main; main()", "part", "detekt"),
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "detekt" in done.stderr and "intake, folder, detect, route" in done.stderr
