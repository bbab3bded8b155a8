"""A disk without room: it is told of, nothing falls over it, and what fell is started again."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from cli_runner import run_plo
from pydantic import SecretStr

from adapters.kafka.producer import Producer
from adapters.store import Store
from broker.kafka_local import KafkaStatus, KafkaUnavailable, LocalKafka
from broker.kafka_local.home import Home
from broker.outside import checks_of
from broker.room import lack_of_room
from broker.run.beat import Beat
from broker.run.kafka_kept import keep_kafka
from broker.run.keeper import Keeper
from broker.run.parts import Part
from broker.run.supervisor import CannotRun, sole
from broker.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "hjem", kafka="127.0.0.1:1")


def test_who_cannot_write_how_it_is_goes_on(settings: Settings) -> None:
    """On a full disk a part is silent, which is seen; it does not fall, and leaves no half file."""
    beat = Beat(settings.run_folder, "intake-0", "http://127.0.0.1:1")
    with beat.kept():
        assert not settings.run_folder.exists()
    settings.run_folder.mkdir(parents=True)
    beat.write()
    assert [path.name for path in settings.run_folder.iterdir()] == ["intake-0.json"]


async def test_a_part_runs_without_a_log_it_cannot_write(settings: Settings) -> None:
    """A keeper that fell over the log would never start the part again."""
    said: list[str] = []
    keeper = Keeper(settings, said.append, asyncio.Event())
    settings.home.mkdir()
    (settings.home / "logg").write_text("en fil der mappen skulle vært")
    with keeper._log(Part("route", 0)) as log:
        log.write(b"ingen leser dette")
    assert len(said) == 1 and "route-0 får ikke skrevet logg" in said[0]


async def test_a_full_disk_is_no_state_to_be_ready_in(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite there still answers what it is asked; with a database elsewhere our disk does not matter."""
    store, producer = cast(Store, None), cast(Producer, None)
    disk = checks_of(settings, store, producer)["disk"]
    assert await disk() is None
    monkeypatch.setattr("broker.room.LEAST", 1 << 62)
    assert "full" in str(await disk())
    elsewhere = settings.model_copy(update={"database": SecretStr("postgresql://a/b")})
    assert "disk" not in checks_of(elsewhere, store, producer)


class Falling:
    """A Kafka of plo run that has fallen; starting it fails the first time."""

    def __init__(self, home: Path, stop: asyncio.Event) -> None:
        self.home, self.stop, self.starts, self.looks = home, stop, 0, 0

    def status(self) -> KafkaStatus:
        self.looks += 1
        return KafkaStatus(False, None, "127.0.0.1:1", "borte")

    def start(self, say: Callable[[str], None]) -> None:
        self.starts += 1
        if self.starts == 1:
            raise KafkaUnavailable("[ikke] ennå")
        self.stop.set()


async def test_the_kafka_of_plo_run_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends of itself on a full disk: not started before there is room, tried again until it stands."""
    said: list[str] = []
    stop = asyncio.Event()
    kafka = Falling(tmp_path, stop)
    monkeypatch.setattr("broker.run.kafka_kept.LOOK_S", 0.01)
    monkeypatch.setattr("broker.run.kafka_kept.lack_of_room", lambda _: "full" if kafka.looks < 3 else "")
    async with asyncio.timeout(10):
        await keep_kafka(cast(LocalKafka, kafka), said.append, stop)
    assert kafka.starts == 2 and kafka.looks == 4
    assert len(said) == 3 and "[ikke] ennå" in said[1].replace("\\", "")


def test_a_disk_without_room(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started, and everything that goes wrong on such a disk is told of by its cause."""
    assert lack_of_room(settings.home) == ""
    monkeypatch.setattr("broker.room.LEAST", 1 << 62)
    with pytest.raises(CannotRun, match=r"Disken er full: .* MB igjen"), sole(settings):
        pass
    assert "Disken er full" in Home(settings.home / "kafka").last_words()
    assert "Disken er full" in run_plo("status", env={"PLO_HOME": str(settings.home)}).out
