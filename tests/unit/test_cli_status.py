"""plo status: the parts, and under them the messages that are uavklart."""

import asyncio
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_runner import Ran, run_plo
from store_contract import claim, new_url, opened

from adapters.store import claims
from adapters.store.claims import Claim
from broker.cli.service import unresolved
from broker.cli.service.unresolved import Found, told
from broker.run.beat import Beat
from broker.run.parts import parts_of
from broker.settings import Settings

NOW = datetime.now(UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose parts all say, as this very process, that they are well."""
    settings = Settings(home=tmp_path, kafka="127.0.0.1:1")
    settings.run_folder.mkdir()
    for part in parts_of(settings):
        Beat(settings.run_folder, part.name, "http://127.0.0.1:1").write()
    return tmp_path


def status(home: Path, *flags: str, **env: str) -> Ran:
    return run_plo("status", *flags, env={"PLO_HOME": str(home), "PLO_KAFKA": "127.0.0.1:1", **env})


def taken(number: int, age: timedelta, **other: Any) -> Claim:
    """A claim that was made so long before now (the tests may run long after this file was read)."""
    return claim(number)._replace(claimed_at=datetime.now(UTC) - age, **other)


def keep(home: Path, unfinished: Sequence[Claim], finished: Sequence[Claim] = ()) -> None:
    """Put claims in the store of the installation."""

    async def put() -> None:
        async with opened(new_url("sqlite", home)) as store:
            await claims.take(store, [*unfinished, *finished])
            await claims.done(store, [one.key for one in finished])

    asyncio.run(put())


OLD = taken(1, timedelta(minutes=11), message_type="LOG_INNLAGT", sender="90001")
OLDER = taken(2, timedelta(hours=3))


def test_what_is_uavklart_is_listed_under_the_parts(home: Path) -> None:
    """Oldest first, with type, sender and MsgId, and what to do; younger and finished ones are not there."""
    keep(home, [OLD, OLDER, taken(3, timedelta(minutes=9))], [taken(4, timedelta(hours=5))])
    ran = status(home)
    lines = ran.out.splitlines()
    (first,) = (number for number, line in enumerate(lines) if OLDER.msg_id in line and "90101" in line)
    assert "intake-0" in "".join(lines[:first])
    assert ["LOG_INNLAGT", "90001", OLD.msg_id] == lines[first + 1].split()[-3:]
    assert "2 uavklarte meldinger, eldst fra" in ran.out
    assert "mer enn 10 min siden" in ran.out
    assert "sende den samme meldingen igjen" in " ".join(ran.out.split())
    assert f"plo trace {OLDER.msg_id}" in ran.out
    assert max(map(len, lines)) <= 100


def test_a_message_that_is_uavklart_is_no_ill_part(home: Path) -> None:
    """The exit code is that of the parts: most such messages have been answered, and nothing is wrong."""
    keep(home, [OLD])
    assert status(home).code == 0
    (home / "run" / "intake-0.json").unlink()
    assert status(home).code == 3


def test_lines_for_programs(home: Path) -> None:
    """The lines of the parts are as they were; a message has a line with other names."""
    keep(home, [OLD, OLDER])
    rows = status(home, "--json").rows
    parts = [row for row in rows if "name" in row]
    names = ["kafka", "detect-0", "route-0", "strandet-0", "intake-0", "console-0"]
    assert [row["name"] for row in parts] == names
    assert {(*row,) for row in parts} == {("name", "pid", "address", "healthy", "why")}
    assert rows[len(parts) :] == [
        {
            "state": "uavklart",
            "msg_id": one.msg_id,
            "message_type": one.message_type,
            "sender": one.sender,
            "verdict": "godtatt",
            "claimed_at": one.claimed_at.isoformat(),
        }
        for one in (OLDER, OLD)
    ]


def test_nothing_uavklart(home: Path) -> None:
    """Said in words to people; no line for programs."""
    keep(home, [], [OLD])
    assert "Ingen uavklarte meldinger." in status(home).out
    assert all("name" in row for row in status(home, "--json").rows)


def test_what_could_not_be_read_has_no_sender(home: Path) -> None:
    """It is claimed by its content, and told of with dashes for what is not known."""
    keep(home, [OLD._replace(msg_id=f"sha256:{OLD.sha256}", sender="", message_type="")])
    line = next(line for line in status(home).out.splitlines() if f"sha256:{OLD.sha256[:8]}" in line)
    assert line.split()[-3:-1] == ["–", "–"]


@pytest.mark.parametrize(
    ("env", "why"),
    [
        ({"PLO_DATABASE": "postgresql://plo:KANARIFUGL@127.0.0.1:1/plo"}, "Databasen svarer ikke"),
        ({"PLO_HOME": "/finnes-ikke"}, "Her er ingen database ennå"),
    ],
)
def test_a_store_that_is_away_is_told_of(home: Path, env: dict[str, str], why: str) -> None:
    """In words and with what to do, under the parts, which are shown all the same; 3, as for an ill part."""
    ran = status(home, **env)
    assert ran.code == 3
    assert "intake-0" in ran.out and f"vet ikke. {why}" in ran.out and "→" in ran.out
    ill = {row["name"]: str(row["why"]) for row in status(home, "--json", **env).rows if not row["healthy"]}
    assert ill["database"].startswith(why)
    assert "KANARIFUGL" not in ran.out + str(ill)


def test_a_store_of_a_newer_plo_is_told_of(home: Path) -> None:
    """Whatever is wrong with the store, the parts are shown: the exit code is that of what is wrong."""
    keep(home, [])
    with sqlite3.connect(home / "plo.db") as other:
        other.execute("INSERT INTO migrations VALUES (9999)")
    other.close()
    ran = status(home)
    assert ran.code == 2
    assert "intake-0" in ran.out and "nyere utgave" in ran.out


def test_many_are_counted_and_some_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten rows are enough for people; past what is read at all, the count says so."""
    many = [taken(number, timedelta(hours=1)) for number in range(12)]
    assert len(unresolved.listed(many, NOW).rows) == 10
    assert "12 uavklarte meldinger (viser 10)" in " ".join(told(Found(many), NOW))
    monkeypatch.setattr(unresolved, "MOST", 12)
    assert "12 uavklarte meldinger eller flere (viser 10)" in " ".join(told(Found(many), NOW))
