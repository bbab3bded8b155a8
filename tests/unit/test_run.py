"""How a running installation is told of, and kept to one."""

import asyncio
import errno
import os
import socket
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

import orjson
import psutil
import pytest
from cli_runner import run_plo
from pydantic import SecretStr

from adapters.kafka.producer import Producer
from adapters.store import Store
from broker.cli.exits import stop_of
from broker.kafka_local import KafkaStatus, KafkaUnavailable, LocalKafka
from broker.kafka_local.home import Home
from broker.outside import checks_of
from broker.room import lack_of_room
from broker.run.beat import FRESH_S, Beat, read
from broker.run.kafka_kept import keep_kafka
from broker.run.keeper import LONGEST_LOG, Keeper, open_log
from broker.run.parts import Part, parts_of, status
from broker.run.supervisor import CannotRun, require_port, sole
from broker.settings import SECRETS, Folder, Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "hjem", kafka="127.0.0.1:1")


def beat_of(settings: Settings, name: str) -> Beat:
    settings.run_folder.mkdir(parents=True, exist_ok=True)
    return Beat(settings.run_folder, name, "http://127.0.0.1:1")


def test_a_part_says_how_it_is(settings: Settings) -> None:
    """Healthy without a complaint, ill with one; both with process id and address."""
    beat = beat_of(settings, "intake-0")
    beat.write()
    path = settings.run_folder / "intake-0.json"
    assert read(path, time.time()).healthy and read(path, time.time()).pid == os.getpid()
    beat.write("store: OSError")
    assert read(path, time.time()).why == "store: OSError"


def test_silence_and_death_are_told_apart(settings: Settings) -> None:
    """A part that hangs, one that is gone, and one whose number another program got."""
    beat_of(settings, "intake-0").write()
    path = settings.run_folder / "intake-0.json"
    assert "svarer ikke" in read(path, time.time() + FRESH_S + 1).why
    body = orjson.loads(path.read_bytes())
    path.write_bytes(orjson.dumps(body | {"born": psutil.Process().create_time() - 100}))
    assert "er borte" in read(path, time.time()).why


def test_an_orderly_end_leaves_nothing(settings: Settings) -> None:
    """The file goes with the part; after a crash it stays, and tells of it."""
    with beat_of(settings, "intake-0").kept():
        assert (settings.run_folder / "intake-0.json").exists()
    assert not (settings.run_folder / "intake-0.json").exists()


def test_who_cannot_write_how_it_is_goes_on(settings: Settings) -> None:
    """On a full disk a part is silent, which is seen; it does not fall, and leaves no half file."""
    beat = beat_of(settings, "intake-0")
    settings.run_folder.rmdir()
    with beat.kept():
        assert not settings.run_folder.exists()
    settings.run_folder.mkdir()
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
    monkeypatch.setattr("broker.run.kafka_kept.LOOK_S", 0.01)
    monkeypatch.setattr("broker.run.kafka_kept.lack_of_room", lambda _: "full" if kafka.looks < 3 else "")
    said: list[str] = []
    stop = asyncio.Event()
    kafka = Falling(tmp_path, stop)
    async with asyncio.timeout(10):
        await keep_kafka(cast(LocalKafka, kafka), said.append, stop)
    assert kafka.starts == 2 and kafka.looks == 4
    assert len(said) == 3 and "[ikke] ennå" in said[1].replace("\\", "")


def test_status_names_what_should_run_and_what_does(settings: Settings) -> None:
    """Parts that are missing, and parts that run with other settings than ours."""
    beat_of(settings, "folder-0").write()
    told = {part.name: part.healthy for part in status(settings)}
    parts = ("detect-0", "route-0", "strandet-0", "intake-0", "console-0")
    assert told == {"kafka": True, **dict.fromkeys(parts, False), "folder-0": True}


def test_as_many_of_each_as_the_settings_say(settings: Settings) -> None:
    """Each by its own number, which is also its place in the group of consumers."""
    chosen = settings.model_copy(update={"detectors": 2, "workers": 3})
    names = [part.name for part in parts_of(chosen) if part.kind in ("detect", "intake")]
    assert sorted(names) == ["detect-0", "detect-1", "intake-0", "intake-1", "intake-2"]


def test_one_service_per_home(settings: Settings) -> None:
    """A second plo run on the same folder is refused in words; the folder is for its owner alone."""
    with sole(settings), pytest.raises(CannotRun, match="PLO_HOME"), sole(settings):
        pass
    assert stat.S_IMODE(settings.home.stat().st_mode) == 0o700


def test_a_taken_port_is_named(settings: Settings) -> None:
    """Before anything is started."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotRun, match=str(port)):
            require_port("127.0.0.1", port, "PLO_HTTP_PORT")


def test_the_parts_get_these_very_settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was decided by code reaches the processes through their environment, secrets as they are."""
    secrets = {name: SecretStr(f"hemmelig {name}") for name in SECRETS}
    chosen = settings.model_copy(
        update={"folders": (Folder(path=Path("/x"), her=("90101",), historikk=True),), "workers": 2} | secrets
    )
    for name, value in chosen.as_environment().items():
        monkeypatch.setenv(name, value)
    assert Settings().model_dump() == chosen.model_dump()


def test_a_long_log_begins_anew(tmp_path: Path) -> None:
    """One older file is kept."""
    path = tmp_path / "logg" / "intake-0.log"
    with open_log(path) as log:
        log.write(b"x" * (LONGEST_LOG + 1))
    with open_log(path) as log:
        log.write(b"ny")
    assert path.read_bytes() == b"ny" and (tmp_path / "logg" / "intake-0.log.forrige").exists()


@pytest.mark.parametrize(
    ("host", "words"),
    [("203.0.113.7", "ikke denne maskinens"), ("2001:db8::7", "ikke denne maskinens"), ("tull", "PLO_HOST")],
)
def test_an_address_that_is_not_ours(host: str, words: str) -> None:
    """Not told of as a port in use; and an IPv6 address of ours is one."""
    with pytest.raises(CannotRun, match=words):
        require_port(host, 0, "PLO_HTTP_PORT")


def test_a_disk_without_room(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started, and everything that goes wrong on such a disk is told of by its cause."""
    assert lack_of_room(settings.home) == ""
    monkeypatch.setattr("broker.room.LEAST", 1 << 62)
    with pytest.raises(CannotRun, match=r"Disken er full: .* MB igjen"), sole(settings):
        pass
    assert "Disken er full" in Home(settings.home / "kafka").last_words()
    assert "Disken er full" in run_plo("status", env={"PLO_HOME": str(settings.home)}).out


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (errno.ENOSPC, 3, "disken er full"),
        (errno.EDQUOT, 3, "kvoten"),
        (errno.EROFS, 2, "kan bare leses"),
        (errno.EACCES, 2, "rettighetene mangler"),
    ],
)
def test_what_a_disk_refuses(number: int, code: int, words: str) -> None:
    """A sentence that names the place, and no fault of ours."""
    stop = stop_of(OSError(number, "x", "/srv/plo/fil"))
    assert stop.code == code and stop.what.startswith("Får ikke brukt /srv/plo/fil: ") and words in stop.what


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    """Whether it is the home itself or a folder above it."""
    (tmp_path / "fil").write_text("")
    for home in (tmp_path / "fil", tmp_path / "fil" / "hjem"):
        ran = run_plo("run", env={"PLO_HOME": str(home)})
        assert ran.code == 2 and "det er en fil der mappen skulle vært" in ran.err
