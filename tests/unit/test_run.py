"""How a running installation is told of, and kept to one."""

import errno
import os
import socket
import stat
import time
from pathlib import Path

import orjson
import psutil
import pytest
from cli_runner import run_plo
from pydantic import SecretStr

from broker.cli.dlt.list import warning
from broker.cli.exits import stop_of
from broker.run.beat import FRESH_S, Beat, read
from broker.run.keeper import LONGEST_LOG, open_log
from broker.run.parts import parts_of, status
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


def test_status_names_what_should_run_and_what_does(settings: Settings) -> None:
    """Parts that are missing, and parts that run with other settings than ours."""
    beat_of(settings, "folder-0").write()
    told = {part.name: part.healthy for part in status(settings)}
    parts = ("detect-0", "route-0", "strandet-0", "intake-0", "console-0")
    assert told == {"kafka": True, **dict.fromkeys(parts, False), "folder-0": True}


def test_a_part_alone_does_not_know_of_the_others(settings: Settings) -> None:
    """In a container of its own it would else tell of every other part that it is down."""
    alone = settings.model_copy(update={"metrics_port": 9100})
    beat_of(alone, "console-0").write()
    assert [part.name for part in status(alone)] == ["kafka", "console-0"]
    assert warning(alone) == "" and "strandet er ikke frisk" in warning(settings)
    env = {"PLO_HOME": str(alone.home), "PLO_METRICS_PORT": "9100", "PLO_KAFKA": "127.0.0.1:1"}
    shown = run_plo("status", env=env).out
    assert "intake-0" not in shown and "andre containere" in shown


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
