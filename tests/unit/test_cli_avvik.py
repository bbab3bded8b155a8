"""plo avvik: from the store, with Kafka away."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cli_runner import Ran, run_plo

from adapters.store import Store, avvik
from broker.cli.avvik.finding import explained
from broker.settings import SHIPPED
from schemas.agreements import load
from schemas.avvik import Avvik

NOW = datetime.now(UTC)
PID = "7f3a" + "0" * 60


def found(id_: str, **other: object) -> Avvik:
    """An avvik at Tromsø, unless told otherwise."""
    facts: dict[str, object] = {
        "id": UUID(id_),
        "rule": "R-U12",
        "rule_version": 1,
        "direction": "til_UNN",
        "category": "UTSKREVET",
        "severity": "hoy",
        "confidence": "hoy",
        "state": "apen",
        "hospital": "90001",
        "party": "90101",
        "kommune": "5501",
        "pid": PID,
        "stay_id": UUID(int=1),
        "stay_from": date(2018, 2, 3),
        "stay_to": date(2018, 2, 7),
        "subject": "LOG_UTSKREVET",
        "msg_ids": ("0b88a160-0698-11e8-b566-0800200c9a66",),
        "text": "Melding om utskrevet pasient ble sendt etter fristen.",
        "version": 1,
        "change": "oppdaget",
        "detected_at": NOW,
        "changed_at": NOW,
    }
    return Avvik.model_validate({**facts, **other})


AVVIK = (
    found(
        "19c2aaaa-0000-5000-8000-000000000001",
        state="levert_sent",
        deadline=NOW - timedelta(days=1),
        arrived_at=NOW - timedelta(hours=15),
    ),
    found("19c2bbbb-0000-5000-8000-000000000002", rule="R-U03", changed_at=NOW - timedelta(hours=1)),
    found(
        "2144cccc-0000-5000-8000-000000000003",
        rule="R-U17",
        party="90201",
        kommune="5503",
        direction="fra_UNN",
        deadline=NOW - timedelta(days=8),
        changed_at=NOW - timedelta(days=2),
    ),
    found("3333dddd-0000-5000-8000-000000000004", state="trukket", reason="kansellert_opphold"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with four avvik; no Kafka."""
    folder = tmp_path_factory.mktemp("hjem")

    async def fill() -> None:
        store = await Store.open(f"sqlite+aiosqlite:///{folder / 'plo.db'}")
        async with store.begin() as conn:
            await avvik.upsert(conn, [(one, one.model_dump_json()) for one in AVVIK])
        await store.close()

    asyncio.run(fill())
    return folder


def plo(home: Path, *argv: str) -> Ran:
    """plo avvik …, where nothing listens as Kafka."""
    return run_plo("avvik", *argv, env={"PLO_HOME": str(home), "PLO_KAFKA": "127.0.0.1:1"})


def ids(ran: Ran) -> list[str]:
    return [str(row["id"])[:8] for row in ran.rows]


def test_list_is_newest_first_without_withdrawn(home: Path) -> None:
    """What stands, latest change first; the whole event on each line."""
    ran = plo(home, "list", "--json")
    assert ran.code == 0
    assert ids(ran) == ["19c2aaaa", "19c2bbbb", "2144cccc"]
    assert Avvik.model_validate(ran.rows[0]) == AVVIK[0]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("--kommune harstad", ["2144cccc"]),
        ("--kommune 5501", ["19c2aaaa", "19c2bbbb"]),
        ("--regel r-u03", ["19c2bbbb"]),
        ("--tilstand sent", ["19c2aaaa"]),
        ("--tilstand åpent", ["19c2bbbb", "2144cccc"]),
        ("--tilstand trukket", ["3333dddd"]),
        ("--tilstand alle", ["19c2aaaa", "3333dddd", "19c2bbbb", "2144cccc"]),
        ("--siden 1d", ["19c2aaaa", "19c2bbbb"]),
        ("--siden 1d --antall 1", ["19c2aaaa"]),
    ],
)
def test_filters(home: Path, chosen: str, expected: list[str]) -> None:
    """Each filter, in the words of the user."""
    assert ids(plo(home, "list", "--json", *chosen.split())) == expected


@pytest.mark.parametrize("chosen", ["--kommune Bergen", "--tilstand apen", "--siden i_går"])
def test_words_that_are_none_are_refused(home: Path, chosen: str) -> None:
    """A filter that is not understood is a usage error, never an empty list."""
    ran = plo(home, "list", *chosen.split())
    assert ran.code == 2
    assert "→" in ran.err


def test_table_has_ids_told_apart_signs_and_words(home: Path) -> None:
    """Short ids that differ, the patient as P-7F3A, time over, and a sign with a word."""
    out = plo(home, "list").out
    for words in ("A-19C2A", "A-19C2B", "A-2144", "P-7F3A", "◐ 9 t over", "✕ 8 d over", "● åpent"):
        assert words in out
    assert "3 avvik (2 til UNN). Vis ett: plo avvik show A-19C2A" in out
    assert PID not in out


def test_show_tells_everything_though_kafka_is_away(home: Path) -> None:
    """Sentence, stay, deadline, rule with its source, what it rests on; the history says why it is short."""
    ran = plo(home, "show", "A-19C2A")
    assert ran.code == 0
    for words in (
        "◐ 9 t over",
        "3.–7. feb. 2018",
        "Tromsø kommune",
        "R-U12 versjon 1 · HIS 1149:2014",
        "sikker",
    ):
        assert words in ran.out
    assert "bare siste endring: Kafka svarer ikke" in ran.out
    assert "plo trace 0b88a160-0698-11e8-b566-0800200c9a66" in ran.out


def test_when_it_was_found_is_not_when_it_was_told() -> None:
    """After downtime, and of history, an avvik is told of later than it could have been found."""
    at = datetime(2018, 2, 8, 1, 17, 42, tzinfo=UTC)
    late = AVVIK[0].model_copy(update={"detected_at": at})
    page = "\n".join(explained(late, [late], load(SHIPPED / "avtale_demo.toml"), NOW))
    assert "avdekket   tor. 8. feb. 2018 02.17, automatisk, sikker" in page


def test_a_history_that_is_behind_says_so() -> None:
    """Kafka has many changes, and not all are read: the last ones may be missing below."""
    first, now = AVVIK[0], AVVIK[0].model_copy(update={"version": 2})
    agreement = load(SHIPPED / "avtale_demo.toml")
    behind, whole = ("\n".join(explained(now, told, agreement, NOW)) for told in ([first], [first, now]))
    assert "nyere endringer ble ikke funnet på Kafka" in behind
    assert "nyere endringer" not in whole


def test_show_json_has_the_event_and_its_history(home: Path) -> None:
    """One object; the changes under historikk."""
    (row,) = plo(home, "show", "--json", "2144cccc-0000-5000-8000-000000000003").rows
    assert row["rule"] == "R-U17"
    assert row["historikk"] == []


@pytest.mark.parametrize(
    ("prefix", "said"), [("A-19C2", "Flere avvik"), ("A-FFFF", "Fant ikke"), ("A-", "Fant ikke")]
)
def test_show_wants_exactly_one(home: Path, prefix: str, said: str) -> None:
    """An id that is nobody's, or two's, is refused with what to do."""
    ran = plo(home, "show", prefix)
    assert ran.code == 1
    assert ran.err.startswith(said)


def test_follow_needs_kafka(home: Path) -> None:
    """Away is 3, and says where and what to do."""
    ran = plo(home, "follow")
    assert ran.code == 3
    assert "Kafka svarer ikke på 127.0.0.1:1" in ran.err


def test_empty_home_is_told(tmp_path: Path) -> None:
    """No store yet: perhaps the wrong PLO_HOME. Nothing is made there."""
    ran = plo(tmp_path, "list")
    assert ran.code == 3
    assert str(tmp_path) in ran.err
    assert list(tmp_path.iterdir()) == []


def test_the_history_says_who_did_what_and_why() -> None:
    """On the line of each deed; not where a rule has taken back what a person had closed."""
    done = {"behandlet_av": "Kari", "hvorfor": "Listen ble ettersendt", "state": "lukket"}
    closed = AVVIK[1].model_copy(update={**done, "version": 2, "change": "lukket"})
    taken = {**done, "hvorfor": "På papir", "state": "trukket", "reason": "trukket_av_person"}
    gone = AVVIK[1].model_copy(update={**taken, "version": 3, "change": "trukket"})
    mended = gone.model_copy(update={"version": 4, "reason": "rettet_av_endring"})
    lines = list(explained(mended, [AVVIK[1], closed, gone, mended], load(SHIPPED / "avtale_demo.toml"), NOW))
    told = [line for line in lines[lines.index("   historikk") + 1 :] if "·" in line]
    assert [("Kari" in line, "ettersendt" in line, "papir" in line) for line in told] == [
        (False, False, False),
        (True, True, False),
        (True, False, True),
        (False, False, False),
    ]
