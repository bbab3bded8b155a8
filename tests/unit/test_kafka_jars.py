"""The jars of the local Kafka: pinned, fetched once, and what is said when they cannot be."""

from pathlib import Path

import pytest
from servers import free_port

from broker.kafka_local import KafkaUnavailable, LocalKafka, download, jars

RIGHT = b"right"
SHA_OF_RIGHT = "27042f4e6eca7d0b2a7ee4026df2ecfa51d3339e6d122aa099118ecd8563bad9"
JAR = jars.Jar(SHA_OF_RIGHT, "org.example:thing:1.0")


@pytest.fixture
def kafka(tmp_path: Path) -> LocalKafka:
    return LocalKafka(tmp_path / "kafka", tmp_path / "jars", free_port(), free_port())


@pytest.fixture
def one_jar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jars, "pinned", lambda: (JAR,))


def test_lock_pins_every_jar_once() -> None:
    """46 jars, each with a whole sha256; Kafka and its logger among them."""
    pinned = jars.pinned()
    names = {jar.name for jar in pinned}
    assert len(pinned) == len(names) == 46
    assert all(len(jar.sha256) == 64 and int(jar.sha256, 16) for jar in pinned)
    assert {f"kafka_2.13-{jars.VERSION}.jar", "slf4j-simple-1.7.36.jar"} <= names


@pytest.mark.usefixtures("one_jar")
def test_another_file_than_the_pinned_is_refused(kafka: LocalKafka) -> None:
    """A jar that was changed is named, and never run."""
    kafka.jars.mkdir()
    (kafka.jars / JAR.name).write_bytes(b"wrong")
    with pytest.raises(KafkaUnavailable, match=r"thing-1\.0\.jar er en annen fil") as raised:
        kafka.fetch(print)
    assert SHA_OF_RIGHT in str(raised.value)


@pytest.mark.usefixtures("one_jar")
def test_complete_cache_needs_no_download(kafka: LocalKafka, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every jar in place nothing is fetched, and nothing said."""
    kafka.jars.mkdir()
    (kafka.jars / JAR.name).write_bytes(RIGHT)
    monkeypatch.setattr(download, "download", lambda *_: pytest.fail("downloaded"))
    kafka.fetch(lambda text: pytest.fail(text))


@pytest.mark.usefixtures("one_jar")
def test_missing_download_says_how_to_go_on(kafka: LocalKafka, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be fetched, and every way around it; nothing half-done is left in the cache."""
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("M2_REPO", str(kafka.home))
    with pytest.raises(KafkaUnavailable, match=r"org\.example:thing:1\.0") as raised:
        kafka.fetch(print)
    for way in ("HTTPS_PROXY", "M2_REPO", str(kafka.jars), "PLO_KAFKA"):
        assert way in str(raised.value)
    assert list(kafka.jars.iterdir()) == []


@pytest.mark.usefixtures("one_jar")
@pytest.mark.parametrize("content", [RIGHT, b"wrong"])
def test_own_maven_repository_is_used(
    kafka: LocalKafka, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A jar in M2_REPO is copied from there, if it is the pinned one."""
    theirs = tmp_path / "m2" / "org" / "example" / "thing" / "1.0" / JAR.name
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(content)
    monkeypatch.setenv("M2_REPO", str(tmp_path / "m2"))
    if content == RIGHT:
        kafka.fetch(print)
        assert (kafka.jars / JAR.name).read_bytes() == theirs.read_bytes()
    else:
        with pytest.raises(KafkaUnavailable, match="en annen fil"):
            kafka.fetch(print)
        assert not (kafka.jars / JAR.name).exists()
