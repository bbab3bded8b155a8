"""plo kvitteringer mangler: from the store, with Kafka away."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cli_runner import Ran, run_plo
from store_contract import opened

from adapters.store import answers
from adapters.store.answers import Awaited, Exchange
from broker.cli.messages import kvitteringer_mangler
from broker.cli.messages.kvitteringer_mangler import is_warned, listed, row_of, told
from broker.settings import SHIPPED
from schemas.agreements import load
from schemas.frister import Frist

NOW = datetime.now(UTC)
DEMO = load(SHIPPED / "avtale_demo.toml")


def awaited(number: int, age: timedelta, service: str = "90102") -> Awaited:
    exchange = Exchange(str(UUID(int=number)), "90001", "90101", service)
    return Awaited(exchange, "LOG_INNLAGT", "", NOW - age)


OVER = awaited(1, timedelta(hours=99))
YOUNG = awaited(2, timedelta(hours=2), service="")
DAY_OLD = awaited(3, timedelta(hours=25))
ANSWERED = awaited(4, timedelta(hours=200))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three messages that nobody has answered, and one that somebody has; no Kafka."""
    folder = tmp_path_factory.mktemp("hjem")

    async def fill() -> None:
        async with opened(f"sqlite:///{folder / 'plo.db'}") as store:
            await answers.expect(store, [YOUNG, OVER, ANSWERED, DAY_OLD])
            await answers.give(store, [(ANSWERED.exchange, "a")])

    asyncio.run(fill())
    return folder


def plo(home: Path, *argv: str, **env: str) -> Ran:
    return run_plo("kvitteringer", "mangler", *argv, env={"PLO_HOME": str(home), "PLO_KAFKA": "x:1", **env})


def ids(ran: Ran) -> list[object]:
    return [row["msg_id"] for row in ran.rows]


def test_what_is_missing_is_found(home: Path) -> None:
    """Oldest first; what is answered is not there. Exit code 1, as something was found."""
    ran = plo(home, "--json")
    assert ran.code == 1
    assert ids(ran) == [one.exchange.msg_id for one in (OVER, DAY_OLD, YOUNG)]


def test_lines_for_programs(home: Path) -> None:
    """All that is asked for, times in ISO; the deadline is 96 h after the message was sent."""
    over, _, young = plo(home, "--json").rows
    assert 99 * 3600 <= int(str(over.pop("age_s"))) < 101 * 3600  # this file may have been read long ago
    assert over == {
        "msg_id": OVER.exchange.msg_id,
        "message_type": "LOG_INNLAGT",
        "sender": "90001",
        "receiver": "90101",
        "receiver_service": "90102",
        "sent_at": OVER.sent_at.isoformat(),
        "deadline": (OVER.sent_at + timedelta(hours=96)).isoformat(),
        "late": True,
        "warns_at": (OVER.sent_at + timedelta(hours=24)).isoformat(),
        "warned": False,
    }
    assert (young["receiver_service"], young["late"]) == (None, False)


@pytest.mark.parametrize(
    ("older", "expected"),
    [("24h", [OVER, DAY_OLD]), ("24t", [OVER, DAY_OLD]), ("4d", [OVER]), ("90 min", [OVER, DAY_OLD, YOUNG])],
)
def test_older_than(home: Path, older: str, expected: list[Awaited]) -> None:
    """Hours in either language, days and minutes."""
    assert ids(plo(home, "--json", "--eldre-enn", older)) == [one.exchange.msg_id for one in expected]


def test_for_people(home: Path) -> None:
    """Names, age, how it stands with the deadline by sign and words, and what to do."""
    ran = plo(home)
    flat = " ".join(ran.out.split())
    whole = "LOG_INNLAGT fra Universitetssykehuset Nord-Norge HF til Tromsø (90102)"
    for words in (whole, "✕ 3 t", f" {OVER.exchange.msg_id} "):
        assert words in flat
    assert "○ om" in flat and "○! om 2 d" in flat
    assert "3 kvitteringer mangler, 1 over fristen på 96 timer, 1 over varselfristen (!)." in flat
    assert f"plo trace {OVER.exchange.msg_id}" in flat
    assert max(map(len, ran.out.splitlines())) <= 100


def test_nothing_is_missing(home: Path) -> None:
    """Said in words, and 0; no line for programs."""
    ran = plo(home, "--eldre-enn", "9d")
    assert (ran.code, ran.out) == (0, "Ingen kvitteringer mangler. Alt som er sendt til andre, er besvart.\n")
    assert plo(home, "--eldre-enn", "9d", "--json") == Ran(0, "", "")


@pytest.mark.parametrize("older", ["i går", "døgnslutt", "24", "-1h", ""])
def test_a_time_that_is_none_is_refused(home: Path, older: str) -> None:
    """A usage error with how to write it, never an empty list."""
    ran = plo(home, "--eldre-enn", older)
    assert ran.code == 2 and "24h" in ran.err


@pytest.mark.parametrize(
    ("env", "why"),
    [
        ({"PLO_DATABASE": "postgresql://plo:KANARIFUGL@127.0.0.1:1/plo"}, "Databasen svarer ikke"),
        ({"PLO_HOME": "/finnes-ikke"}, "Her er ingen database ennå"),
    ],
)
def test_the_store_is_away(home: Path, env: dict[str, str], why: str) -> None:
    """3, in words and with what to do."""
    ran = plo(home, **env)
    assert ran.code == 3 and why in ran.err and "KANARIFUGL" not in ran.err


def test_many_are_counted_and_some_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty rows are enough for people; past what is read at all, the count says so."""
    many = [awaited(number, timedelta(hours=1)) for number in range(60)]
    assert len(listed(many, DEMO, NOW).rows) == 50
    assert "60 kvitteringer mangler (viser 50), 0 over" in " ".join(told(many, DEMO, NOW))
    monkeypatch.setattr(kvitteringer_mangler, "MOST", 60)
    assert "60 kvitteringer mangler eller flere (viser 50)" in " ".join(told(many, DEMO, NOW))


@pytest.mark.parametrize(
    ("hours", "expected"), [(24, False), (24 + 1 / 3600, True), (96, True), (96 + 1 / 3600, False)]
)
def test_a_varsel_is_over_the_one_limit_and_not_the_other(hours: float, expected: bool) -> None:
    """A second after 24 h it is one, and a second after 96 h it is late instead."""
    one = awaited(1, timedelta(hours=hours))
    assert is_warned(one, DEMO, NOW) is expected
    row = row_of(one, DEMO, NOW)
    assert (row["warned"], row["late"]) == (expected, hours > 96)


def test_a_kommune_may_have_a_limit_of_its_own() -> None:
    """The agreement's apprec.warn for the receiver's kommune, and for everybody else the common one."""
    own = replace(DEMO, frister={"5501": {"apprec.warn": Frist(3, "h")}})
    one = awaited(1, timedelta(hours=4))
    other = Awaited(one.exchange._replace(receiver="90201"), "LOG_INNLAGT", "", one.sent_at)
    assert is_warned(one, own, NOW) and not is_warned(other, own, NOW)
    assert "1 over varselfristen" in " ".join(told([one, other], own, NOW))
