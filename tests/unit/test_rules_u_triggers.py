"""Rows of rules.md §6 read to the letter: what starts a rule about UNN, and what clears it or does not."""

from dataclasses import replace
from typing import Any

import pytest
from exchanges import helseopplysninger, innleggelsesrapport, medisinske
from findings import found
from histories import (
    AVTALE,
    HARSTAD,
    TROMSO,
    dod,
    epikrise,
    innlagt,
    klar,
    rapport,
    tid,
    utskrevet,
)
from sequels import endring, kansellering, kvittering

from consumers.rules import RULES
from schemas.agreements import Agreement

INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
UTEN_TID = innlagt(None, "2026-02-03T10:00")
TOM, RAPPORT = rapport(legemidler=0), rapport("2026-02-07T12:00")
SENT_UT, SEN_RAPPORT = utskrevet("2026-02-07", "2026-02-09T10:00"), rapport("2026-02-09T10:00")
UTEN_UTTIL = utskrevet("2026-02-07", "2026-02-07T13:00", ut_til=None)
FLYTTET = epikrise("2026-02-08T10:00", adm_outcome="31")
EPIKRISE, UTEN_MEDISINER = epikrise(conversation_id="d"), epikrise(medisiner=())
FORBEHOLD: dict[str, Any] = {"deler": ("forbehold",)}
RESERVERT = rapport("2026-02-07T12:00", **FORBEHOLD)
SENERE = "2026-02-10T10:00"


def case(rule: str, holds: bool, what: str, *history: Any) -> Any:
    return pytest.param(rule, holds, history, id=f"{rule} {what}")


@pytest.mark.parametrize(
    ("rule", "holds", "history"),
    [
        case("R-U02", False, "first N decides", INN, endring(INN, "2026-02-06T10:00")),
        case("R-U02", False, "M tells when", UTEN_TID, endring(UTEN_TID, SENERE, innlagt=INN.innlagt)),
        case("R-U03", True, "list of the GP", INN, UT, TOM, medisinske("2026-02-07T14:00", legemidler=3)),
        case("R-U03", True, "another N", INN, UT, TOM, rapport("2026-02-07T15:00", legemidler=3)),
        case("R-U04", False, "innleggelsesrapport", INN, innleggelsesrapport(legemidler_uten=("styrke",))),
        case("R-U05", False, "dead at the limit", INN, dod("2026-02-04T10:00:00")),
        case("R-U05", True, "dead after it", INN, dod("2026-02-04T10:00:01")),
        case("R-U07", True, "update", INN, helseopplysninger(type_innhold="2")),
        case("R-U11", False, "epikrise taken back", INN, EPIKRISE, kansellering(EPIKRISE, SENERE)),
        case("R-U12", False, "first N decides", INN, UT, endring(UT, SENERE)),
        case("R-U12", False, "taken back", INN, SENT_UT, kansellering(SENT_UT, SENERE)),
        case("R-U12", False, "to another hospital", INN, SENT_UT, FLYTTET),
        case("R-U13", True, "home", INN, UTEN_UTTIL, epikrise()),
        case("R-U13", False, "to another hospital", INN, UTEN_UTTIL, FLYTTET),
        case("R-U14", True, "refused", INN, UT, RAPPORT, kvittering(RAPPORT)),
        case("R-U15", True, "refused, again", INN, UT, RAPPORT, kvittering(RAPPORT), SEN_RAPPORT),
        case("R-U15", False, "first N decides", INN, UT, RAPPORT, endring(RAPPORT, SENERE)),
        case("R-U15", False, "to another hospital", INN, UT, SEN_RAPPORT, FLYTTET),
        case("R-U18", False, "first N decides", INN, UT, EPIKRISE, endring(EPIKRISE, "2026-03-01T10:00")),
        case(
            "R-U18",
            True,
            "taken back",
            INN,
            UT,
            EPIKRISE,
            kansellering(EPIKRISE, SENERE),
            epikrise("2026-03-01"),
        ),
        case("R-U20", True, "none", INN, UT, UTEN_MEDISINER),
        case("R-U20", False, "taken back", INN, UT, UTEN_MEDISINER, kansellering(UTEN_MEDISINER, SENERE)),
    ],
)
def test_row(rule: str, holds: bool, history: tuple[Any, ...]) -> None:
    """What nearly starts it or nearly clears it is told from what does."""
    assert (rule in found(RULES, *history)) is holds


def test_u12_taken_back_is_missing_again() -> None:
    """The late LOG_UTSKREVET was none: what else tells of the discharge has the first deadline again."""
    history = (INN, rapport(ut="2026-02-07"), SENT_UT)
    assert "R-U12" in found(RULES, *history)
    again = found(RULES, *history, kansellering(SENT_UT, SENERE))
    assert "R-U11" in again and "R-U12" not in again


@pytest.mark.parametrize(
    "told",
    [
        utskrevet("2026-02-07", "2026-02-07T14:00", navn="b", **FORBEHOLD),
        RESERVERT,
        innleggelsesrapport(**FORBEHOLD),
        helseopplysninger(**FORBEHOLD),
    ],
    ids=lambda event: event.message_type,
)
def test_u17_patient_has_objected(told: Any) -> None:
    """A missing epikrise is then as it should be, and a late one late for nobody, whoever tells of it."""
    late = epikrise("2026-03-01T10:00")
    assert "R-U17" in found(RULES, INN, UT) and "R-U18" in found(RULES, INN, UT, late)
    assert not {"R-U17", "R-U18"} & {*found(RULES, INN, UT, told), *found(RULES, INN, UT, told, late)}


def test_u17_objection_taken_back() -> None:
    """By an M, or with the message that told of it; one of another stay is about that."""
    free = endring(RESERVERT, "2026-02-07T15:00", deler=())
    gone = kansellering(RESERVERT, "2026-02-07T15:00")
    before = (innlagt("2026-01-03T10:00"), utskrevet("2026-01-07"), rapport("2026-01-07T12:00", **FORBEHOLD))
    for history in ((RESERVERT, free), (RESERVERT, gone), before):
        assert "R-U17" in found(RULES, INN, UT, *history)


def test_u17_daybed() -> None:
    """An epikrise of less than a heldøgnsopphold, of the same dates and to others, says that none is due."""
    day = (INN, utskrevet("2026-02-03"))
    other: dict[str, Any] = {"ut": "2026-02-03T15:00", "receiver": HARSTAD, "copies": ()}
    assert "R-U17" in found(RULES, *day, epikrise(**other))
    assert "R-U17" not in found(RULES, *day, epikrise(adm_cat="2", **other))


@pytest.mark.parametrize(("copies", "holds"), [((), True), ((TROMSO,), False)])
def test_u17_dead(copies: tuple[str, ...], holds: bool) -> None:
    """Death takes the kommune's away (§9), and not that of the fastlege, who has refused it here."""
    seen = Agreement(parts=tuple(replace(part, dekning=("epikrise",)) for part in AVTALE.parts))
    sent = epikrise(copies=copies, adm_outcome="2")
    refused = [kvittering(sent, fra=her) for her in (sent.receiver, *copies)]
    assert ("R-U17" in found(RULES, sent, *refused, avtale=seen)) is holds


def test_u08_answers_each_klar_by_its_first_version() -> None:
    """An M of LOG_UTSKRIVNINGSKLAR makes helseopplysninger no older."""
    ready = klar("2026-02-06", "2026-02-06T12:00")
    fresh = helseopplysninger("2026-02-03T12:00")
    assert "R-U08" not in found(
        RULES, INN, fresh, ready, endring(ready, SENERE, utskrivningsklar=tid(SENERE))
    )
