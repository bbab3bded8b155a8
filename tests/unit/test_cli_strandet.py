"""plo dlt and plo status over a store with cases; no Kafka."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cases import case
from cli_runner import Ran, run_plo
from store_contract import new_url, opened

from adapters.store import audit, case_search, case_steps, cases
from adapters.store.case_search import Selection
from adapters.store.case_steps import Step
from adapters.store.cases import Case, State

EVERY: tuple[State, ...] = ("apen", "kjores", "feilet", "parkert", "lost", "forkastet")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path


def plo(home: Path, *argv: str, **env: str) -> Ran:
    return run_plo(*argv, env={"PLO_HOME": str(home), "PLO_KAFKA": "127.0.0.1:1", **env})


def keep(home: Path, *several: Case) -> None:
    """Put cases in the store of the installation."""

    async def put() -> None:
        async with opened(new_url("sqlite", home)) as store, store.begin() as conn:
            await cases.save(conn, several)
            steps = [Step(one.dlq_id, "strandet", "0", one.first_failed_at, one.reader) for one in several]
            await case_steps.note(conn, steps)

    asyncio.run(put())


def kept(home: Path) -> list[Case]:
    async def get() -> list[Case]:
        async with opened(new_url("sqlite", home)) as store:
            return await case_search.find(store, Selection(states=EVERY), 100)

    return asyncio.run(get())


def aged(age: timedelta, **other: object) -> Case:
    at = datetime.now(UTC) - age
    return case(1, first_failed_at=at, last_failed_at=at, **other)


def test_list_shows_what_is_open_oldest_first(home: Path) -> None:
    """With sign and word of the state, and what to do next; closed ones on demand."""
    keep(home, case(2, state="parkert"), case(1, code="bug", error_class="BUG"), case(3, state="lost"))
    ran = plo(home, "dlt", "list")
    assert ran.code == 0
    first, second = [line for line in ran.out.splitlines() if "hendelser.v1" in line]
    assert "Feil hos oss" in first and "● åpen" in first and "✕ parkert" in second
    assert "2 strandede meldinger. Se én: plo dlt show D-0000" in ran.out
    assert "Delen strandet er ikke frisk" in ran.err and "--kafka" in ran.err
    assert [
        row["record_offset"] for row in plo(home, "dlt", "list", "--tilstand", "løst", "--json").rows
    ] == [3]
    assert [row["code"] for row in plo(home, "dlt", "list", "--kode", "bug", "--json").rows] == ["bug"]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--tilstand", "tull"), "åpen, kjøres, feilet"),
        (("--siden", "tull"), "--siden tull kan ikke leses"),
        (("--emne", "tull"), "er ikke et emne"),
    ],
)
def test_what_means_nothing_is_refused(home: Path, argv: tuple[str, ...], said: str) -> None:
    """Exit code 2, and what could be meant."""
    keep(home, case(1))
    ran = plo(home, "dlt", "list", *argv)
    assert ran.code == 2 and said in ran.err


def test_nothing_stranded(home: Path) -> None:
    """Said in words."""
    keep(home)
    assert "Ingen strandede meldinger." in plo(home, "dlt", "list").out
    assert "Ingen strandede meldinger." in plo(home, "dlt", "stats").out


def test_show_tells_all_but_the_content(home: Path) -> None:
    """The reason, the places, and what was done with it."""
    keep(home, case(1, replay_n=2, failures=2, state="feilet"))
    ran = plo(home, "dlt", "show", "D-00000001")
    assert ran.code == 0
    for said in ("Feil form: Posten er ikke", "✕ feilet igjen", "2 ganger, feilet 2", "hendelser.v1 [0] @ 1"):
        assert said in ran.out
    assert "strandet, detect" in ran.out
    (row,) = plo(home, "dlt", "show", "D-00000001", "--json").rows
    assert row["state"] == "feilet" and row["steps"][0]["what"] == "strandet"


def test_discard_needs_a_reason_and_a_choice(home: Path) -> None:
    """Both are asked for; --dry-run does nothing; who and why are kept."""
    keep(home, case(1), case(2), case(3, state="lost"))
    assert plo(home, "dlt", "discard", "D-00000001").code == 2
    assert "Si hvilke" in plo(home, "dlt", "discard", "--hvorfor", "x").err
    number = plo(home, "dlt", "discard", "D-00000001", "--hvorfor", "Gjelder 12057900499")
    assert number.code == 1 and "fødselsnummer" in number.err
    ran = plo(home, "dlt", "discard", "--kode", "event.unreadable", "--hvorfor", "Støy", "--dry-run")
    assert "2 ville blitt forkastet" in ran.out
    assert [one.state for one in kept(home)] == ["apen", "apen", "lost"]
    ran = plo(home, "dlt", "discard", "D-00000001", "D-00000003", "--hvorfor", "Støy", "--av", "kari")
    assert "1 forkastet, 1 var lukket fra før." in ran.out
    assert [one.state for one in kept(home)] == ["forkastet", "apen", "lost"]
    assert "forkastet, kari: Støy" in plo(home, "dlt", "show", "D-00000001").out


def audit_of(home: Path) -> list[tuple[str, str]]:
    """What the audit log says was done, and why."""

    async def get() -> list[tuple[str, str]]:
        async with opened(new_url("sqlite", home)) as store, store.read() as conn:
            return [(one.did, one.why) for one in await audit.latest(conn, 9, None, {})]

    return asyncio.run(get())


def test_a_security_case_is_given_up_by_an_administrator(home: Path) -> None:
    """In bulk the others go and it is told of; with --admin it goes, and the audit log says what it was."""
    keep(home, case(1), case(2, error_class="SECURITY"))
    for more in (["--dry-run"], []):
        ran = plo(home, "dlt", "discard", "--emne", "hendelser.v1", "--hvorfor", "Støy", *more)
        assert (
            ran.code == 1
            and "1 ikke. Den er stoppet av sikkerhetsgrunner" in ran.err
            and "--admin" in ran.err
        )
        assert ran.out.startswith(" 1 ")
    assert [one.state for one in kept(home)] == ["forkastet", "apen"]
    ran = plo(home, "dlt", "discard", "D-00000002", "--hvorfor", "Avklart med UNN", "--admin")
    assert ran.code == 0 and "1 forkastet." in ran.out
    assert [one.state for one in kept(home)] == ["forkastet", "forkastet"]
    again = plo(home, "dlt", "discard", "D-00000002", "--hvorfor", "Støy")
    assert again.code == 0 and "0 forkastet, 1 var lukket fra før." in again.out
    assert audit_of(home) == [
        ("strandet: forkastet (sikkerhetssak)", "Avklart med UNN"),
        ("strandet: forkastet", "Støy"),
    ]


def test_an_id_that_means_several_does_nothing(home: Path) -> None:
    """A short id may have been shown when it was alone: nobody gives up what they did not mean."""
    keep(home, case(1), case(1, dlq_id=case(1).dlq_id[:-1] + "1"), case(2))
    for argv in (["discard", "--hvorfor", "Støy"], ["discard", "D-00000002", "--hvorfor", "Støy"]):
        ran = plo(home, "dlt", *argv, "D-00000001")
        assert ran.code == 1 and "Flere strandede meldinger begynner med D-00000001" in ran.err
    ran = plo(home, "dlt", "discard", "D-00000003", "D-00000002", "--hvorfor", "Støy")
    assert ran.code == 1 and "Fant ingen strandet melding D-00000003" in ran.err
    assert {one.state for one in kept(home)} == {"apen"}


def test_stats_count_what_is_alike(home: Path) -> None:
    """Heaps, the largest first, and the age of the oldest."""
    keep(home, case(1), case(2), case(3, code="bug"))
    ran = plo(home, "dlt", "stats")
    assert "3 strandede meldinger, den eldste fra" in ran.out
    rows = plo(home, "dlt", "stats", "--json").rows
    assert [(row["number"], row["code"]) for row in rows] == [(2, "event.unreadable"), (1, "bug")]


def test_without_kafka_a_replay_says_so(home: Path) -> None:
    """Exit code 3, and nothing is noted."""
    keep(home, case(1))
    ran = plo(home, "dlt", "replay", "D-00000001")
    assert ran.code == 3 and "Kafka svarer ikke" in ran.err
    assert [one.state for one in kept(home)] == ["apen"]


def test_status_tells_of_what_is_open(home: Path) -> None:
    """How many and since when; a sign and the setting when that is too long."""
    keep(home, aged(timedelta(hours=3), state="parkert"))
    out = plo(home, "status").out
    assert "1 strandet melding (1 parkert), eldst fra" in out and "✕ 1" not in out
    out = plo(home, "status", PLO_STRANDET_ALARM_H="2").out
    assert "✕ 1 strandet melding" in out and "PLO_STRANDET_ALARM_H" in " ".join(out.split())
    (row,) = [r for r in plo(home, "status", "--json").rows if r.get("state") == "strandet"]
    assert (row["open"], row["late"]) == (1, False)
