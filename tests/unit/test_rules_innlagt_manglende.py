"""R-U01: manglende melding om innlagt pasient, and what becomes of it when the message comes."""

from typing import Any

import pytest
from exchanges import helseopplysninger, innleggelsesrapport, til_lege, tjenestetilbud
from findings import found, standing
from histories import AVTALE, HARSTAD, TROMSO, at, avmeldt, epikrise, innlagt, klar, rapport, utskrevet
from sequels import kansellering, kvittering

from consumers.rules.innlagt import RULES
from schemas.agreements import Agreement
from schemas.frister import Frist

ADMISSION = "2026-02-03T10:00"
RAPPORT = innleggelsesrapport("2026-02-03T15:00")
KLAR = klar("2026-02-06", "2026-02-06T12:00", fra=ADMISSION)
KNOWN = tjenestetilbud("2025-12-01T10:00")


def test_limit_runs_from_when_the_stay_is_first_seen() -> None:
    """24 h, and grace, after the first message that tells of the admission."""
    assert found(RULES, KNOWN, KLAR, now="2026-02-07T12:30:00") == []
    assert found(RULES, KNOWN, KLAR, now="2026-02-07T12:30:01") == ["R-U01"]


def test_limit_is_never_before_that_of_the_admission() -> None:
    """A report sent before the admission does not bring the limit forward."""
    early = (innleggelsesrapport("2026-02-03T08:00"), klar("2026-02-06", "2026-02-04T09:00", fra=ADMISSION))
    assert found(RULES, *early, now="2026-02-04T10:30:00") == []
    assert found(RULES, *early, now="2026-02-04T10:30:01") == ["R-U01"]


def test_admission_on_a_date() -> None:
    """A date alone is the end of that day: the limit is the end of the next, and grace."""
    history = (innleggelsesrapport("2026-02-03T08:00"), klar("2026-02-06", "2026-02-03T09:00", "2026-02-03"))
    assert found(RULES, *history, now="2026-02-05T00:29:59") == []
    assert found(RULES, *history, now="2026-02-05T00:30:00") == ["R-U01"]


@pytest.mark.parametrize(
    "tells",
    [
        helseopplysninger("2026-02-03T16:00"),
        RAPPORT,
        KLAR,
        avmeldt("2026-02-06", "2026-02-06T12:00", innlagt=KLAR.innlagt),
        rapport("2026-02-07T12:00", inn=ADMISSION),
        epikrise("2026-02-08T12:00", inn=ADMISSION),
    ],
    ids=lambda event: event.message_type,
)
def test_what_tells_of_an_admission(tells: Any) -> None:
    """Any message about an admission, of a patient with services."""
    assert found(RULES, KNOWN, tells) == ["R-U01"]


@pytest.mark.parametrize(
    "tells",
    [klar(fra=None), utskrevet(), rapport(ut="2026-02-07"), epikrise(inn=None)],
    ids=lambda event: event.message_type,
)
def test_what_tells_of_none(tells: Any) -> None:
    """Without the event of admission they tell only of what came after it."""
    assert found(RULES, KNOWN, tells) == []


@pytest.mark.parametrize("tells", [KLAR, epikrise(copies=(TROMSO,))], ids=lambda event: event.message_type)
def test_patient_without_services(tells: Any) -> None:
    """LOG_INNLAGT is due for those with services: not known here, or taken back, or another kommune's."""
    assert found(RULES, tells) == []
    assert found(RULES, tells, KNOWN, kansellering(KNOWN, "2026-02-09T10:00")) == []
    assert found(RULES, tells, tjenestetilbud("2025-12-01T10:00", sender=HARSTAD)) == []
    assert found(RULES, tells, til_lege("2025-12-01T10:00", deler=("tjenester",))) == ["R-U01"]


def test_evidence_taken_back() -> None:
    """What nothing tells of any more is no stay; what else tells of it is enough."""
    gone = kansellering(RAPPORT, "2026-02-03T17:00")
    assert found(RULES, RAPPORT, gone) == []
    assert found(RULES, RAPPORT, gone, helseopplysninger()) == ["R-U01"]


def test_what_it_says() -> None:
    """Open, about the first message that tells of it, with the deadline of the admission."""
    (one,) = standing(RULES, RAPPORT, KLAR)
    assert (one.rule, one.state, one.severity, one.confidence) == ("R-U01", "apen", "middels", "middels")
    assert (one.category, one.direction, one.subject) == ("INNLAGT", "til_UNN", "LOG_INNLAGT")
    assert (one.msg_ids, one.deadline) == ((RAPPORT.msg_id,), at("2026-02-04T10:00"))
    assert "ikke mottatt elektronisk" in one.text


def test_missing_becomes_late_under_the_same_id() -> None:
    """The LOG_INNLAGT that comes late is the same avvik, and only one rule finds it."""
    (missing,) = standing(RULES, RAPPORT, KLAR)
    late = innlagt(ADMISSION, "2026-02-09T10:00")
    (came,) = standing(RULES, RAPPORT, KLAR, late)
    assert (came.rule, came.state, came.arrived_at) == ("R-U02", "levert_sent", at("2026-02-09T10:00"))
    assert (came.id, came.deadline, came.msg_ids) == (missing.id, missing.deadline, (late.msg_id,))


def test_late_one_without_event_1() -> None:
    """When another message tells of the admission, it is late by that."""
    bare = innlagt(None, "2026-02-09T10:00")
    (came,) = standing(RULES, RAPPORT, KLAR, bare)
    assert (came.rule, came.state, came.severity) == ("R-U02", "levert_sent", "middels")
    in_time = innlagt(None, "2026-02-03T11:00")
    (one,) = standing(RULES, RAPPORT, KLAR, in_time)
    assert (one.rule, one.state, one.severity) == ("R-U02", "apen", "lav")


def test_in_time_ends_it() -> None:
    """One sent in time, however late it is heard of, leaves nothing to tell."""
    assert found(RULES, RAPPORT, KLAR, innlagt(ADMISSION)) == []


def test_refused_is_missing_until_sent_again() -> None:
    """A refused LOG_INNLAGT has not come, and tells of the admission itself."""
    refused = innlagt(ADMISSION)
    no = kvittering(refused)
    (one,) = standing(RULES, refused, no)
    assert (one.rule, one.msg_ids, one.deadline) == ("R-U01", (refused.msg_id,), at("2026-02-04T10:00"))
    bare = innlagt(None, "2026-02-03T10:00")
    assert found(RULES, bare, kvittering(bare)) == ["R-U01"]
    assert found(RULES, refused, no, innlagt(ADMISSION, "2026-02-03T12:00", navn="igjen")) == []
    assert found(RULES, refused, no, innlagt(ADMISSION, "2026-02-05T12:00", navn="igjen")) == ["R-U02"]


def test_cancelled_log_innlagt() -> None:
    """It withdraws the stay; but a stay that the hospital tells of afterwards lacks its LOG_INNLAGT."""
    sent = innlagt(ADMISSION)
    gone = kansellering(sent, "2026-02-03T12:00")
    assert found(RULES, sent, gone, innleggelsesrapport("2026-02-03T11:00")) == []
    assert found(RULES, sent, gone, RAPPORT, KLAR) == ["R-U01"]


def test_not_a_heldognsopphold() -> None:
    """A day stay has no such duty."""
    ready = klar("2026-02-03", "2026-02-03T12:00", fra=ADMISSION)
    day = epikrise("2026-02-04T12:00", inn=ADMISSION, ut="2026-02-03T15:00", adm_cat="2")
    ut = utskrevet("2026-02-03", "2026-02-03T15:00")
    assert found(RULES, KNOWN, ready, ut) == ["R-U01"]
    assert found(RULES, KNOWN, ready, ut, day) == []


def test_limit_of_the_kommune() -> None:
    """The agreement may name another limit for one kommune."""
    stricter = Agreement(parts=AVTALE.parts, frister={"5501": {"log_innlagt.hard": Frist(4, "h")}})
    for now, rules in (("2026-02-03T19:30:00", []), ("2026-02-03T19:30:01", ["R-U01"])):
        assert found(RULES, RAPPORT, now=now, avtale=stricter) == rules
