"""Points of rules.md §12 on limits, severity and state, by their numbers."""

from typing import Any

import pytest
from exchanges import tilbakemelding
from histories import (
    AVTALE,
    FASTLEGE,
    HARSTAD,
    TROMSO,
    at,
    epikrise,
    innlagt,
    klar,
    rapport,
    utskrevet,
)
from sequels import History, endring, kvittering

from consumers.board import board
from consumers.evaluate import evaluate
from consumers.rules import RULES
from schemas.avvik import Standing
from schemas.behandling import AvvikBehandlet, behandling_id
from schemas.board import COLUMNS
from schemas.frister import Frist

INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
KLAR = klar("2026-02-06", "2026-02-06T10:00")


def standing(*history: Any, now: str = "2026-03-20T12:00") -> dict[str, Standing]:
    """Rule -> its avvik."""
    return {one.rule: one for one in evaluate(history, at(now), AVTALE).avvik}


def test_12_3_soft_limits_give_no_avvik() -> None:
    """LOG_INNLAGT after 5 h, the answer after 4 h and the epikrise on day 3 are varsler."""
    late: History = [innlagt("2026-02-03T10:00", "2026-02-03T15:00"), KLAR, UT, epikrise("2026-02-10T12:00")]
    told = standing(*late, tilbakemelding(KLAR, "2026-02-06T14:00"))
    assert not {"R-U01", "R-U02", "R-K05", "R-K06", "R-U17", "R-U18"} & set(told)


def test_12_3_soft_limits_give_a_varsel() -> None:
    """The same three are so marked on the board, where the others that came are not."""
    late: History = [innlagt("2026-02-03T10:00", "2026-02-03T15:00"), KLAR, UT, epikrise("2026-02-10T12:00")]
    now = at("2026-02-10T13:00")
    found = evaluate([*late, tilbakemelding(KLAR, "2026-02-06T14:00")], now, AVTALE)
    (row,) = board(found, AVTALE, now)
    warned = {name for name, cell in zip(COLUMNS, row.cells, strict=True) if cell.varsel(now)}
    assert warned == {"INN", "SVAR", "EPI"}


def test_12_4_manglende_and_for_sen_are_one() -> None:
    """One id; the rule that holds now, and levert_sent once it has come."""
    missing = standing(INN, UT, rapport())["R-U17"]
    late = standing(INN, UT, rapport(), epikrise("2026-03-01T10:00"))
    assert "R-U17" not in late and late["R-U18"].id == missing.id
    assert (missing.state, late["R-U18"].state) == ("apen", "levert_sent")


def test_12_8_ready_date_to_come() -> None:
    """Event 3 may lie ahead; before event 1 it is a fault."""
    to_come = klar("2026-02-20", "2026-02-06T10:00", deler=("ansvarlig",))
    assert "R-U09" not in standing(INN, to_come)
    assert "R-U09" in standing(INN, klar("2026-02-02", "2026-02-06T10:00", deler=("ansvarlig",)))


def test_12_16_who_satisfies_r_u17() -> None:
    """A copy to the kommune or to a fastlege is enough, and to another kommune not; never of a newborn."""
    for to in (TROMSO, FASTLEGE):
        assert "R-U17" not in standing(INN, UT, epikrise(receiver=to, copies=()))
    assert "R-U17" in standing(INN, UT, epikrise(receiver=HARSTAD, copies=()))
    assert "R-U17" not in standing(innlagt("2026-02-03T10:00", fodselsdag=True), UT)


def test_12_17_medicine_list_elsewhere() -> None:
    """A list as a file or as text is R-U04 and not R-U03; word of no medicines is neither."""
    asked: tuple[tuple[dict[str, Any], str], ...] = (
        ({}, "R-U03"),
        ({"liste_i_vedlegg": True}, "R-U04"),
        ({"liste_i_tekst": True}, "R-U04"),
        ({"ingen_legemidler": True}, ""),
    )
    for told, rule in asked:
        found = standing(INN, UT, rapport(legemidler=0, **told))
        assert {"R-U03", "R-U04"} & set(found) == ({rule} if rule else set())


def test_12_18_severity() -> None:
    """R-U16 and R-K03 lav for one part; R-U02 lav without event 1; R-U12 and R-U18 høy; technical ones."""
    parts = ("diagnose", "cave", "sykepleiesammenfatning", "plan", "kontakt", "kontrolltime")
    lacks_one, lacks_two = (rapport(deler=parts[:count]) for count in (6, 5))
    assert standing(INN, UT, lacks_one)["R-U16"].severity == "lav"
    assert standing(INN, UT, lacks_two)["R-U16"].severity == "middels"
    assert standing(innlagt(None, "2026-02-03T10:00"))["R-U02"].severity == "lav"
    assert standing(innlagt("2026-02-03T10:00", "2026-02-09T10:00"))["R-U02"].severity == "middels"
    late = standing(INN, utskrevet("2026-02-07", "2026-02-09T10:00"), epikrise("2026-03-01T10:00"))
    assert late["R-U12"].severity == late["R-U18"].severity == "hoy"
    teknisk = [rule for rule in RULES if rule.teknisk]
    told = {(rule.direction, rule.category, rule.severity, rule.confidence) for rule in teknisk}
    assert told == {("ingen", "TEKNISK", "lav", "hoy")}


def test_12_19_deadlines() -> None:
    """Hours are elapsed time, also when the clock goes forward; days run to the end of day T1 + n; grace."""
    assert Frist(24, "h").after(at("2026-03-28T10:00")) == at("2026-03-29T11:00")
    missing = standing(INN, UT, rapport())["R-U17"]
    assert missing.deadline == at("2026-02-14T23:59:59")
    for now, stands in (("2026-02-15T00:29:59", False), ("2026-02-15T00:30:00", True)):
        assert ("R-U17" in standing(INN, UT, rapport(), now=now)) is stands


@pytest.mark.parametrize("done", ["trukket", "lukket", "besvart"])
def test_12_20_the_strongest_state(done: Any) -> None:
    """What a person does goes before levert_sent, and an M that still lacks something is the same avvik."""
    late = epikrise("2026-03-01T10:00")
    before = standing(INN, UT, rapport(), late)["R-U18"]
    by = AvvikBehandlet(
        id=behandling_id(before.id, done, "kari", at("2026-03-02T09:00")),
        pid=before.pid,
        avvik=before.id,
        gjort=done,
        av="kari",
        hvorfor="Avtalt på telefon.",
        received_at=at("2026-03-02T09:00"),
    )
    assert (before.state, standing(INN, UT, rapport(), late, by)["R-U18"].state) == ("levert_sent", done)
    empty = rapport(legemidler=0)
    still = endring(empty, "2026-02-07T15:00")
    assert standing(INN, UT, empty)["R-U03"].id == standing(INN, UT, empty, still)["R-U03"].id


def test_12_21_no_apprec_in_an_archive() -> None:
    """Of a receiver of whom no AppRec is known none is missed; of another one is."""
    assert "R-T01" not in standing(INN, UT)
    assert "R-T01" in standing(INN, UT, kvittering(INN, "1"))
