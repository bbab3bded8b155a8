"""What is told when the answer changes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from broker.avvik_words import REASONS
from consumers.change_reasons import ENDRET, OPPDAGET
from consumers.changes import changes
from schemas.avvik import Avvik, Standing

NOON = datetime(2026, 2, 8, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def standing(id_: UUID | None = None, **other: object) -> Standing:
    given = {
        "id": id_ or uuid4(),
        "rule": "R-U17",
        "rule_version": 1,
        "direction": "til_UNN",
        "category": "EPIKRISE",
        "severity": "hoy",
        "confidence": "middels",
        "state": "apen",
        "hospital": "90001",
        "pid": "a" * 64,
        "stay_id": uuid4(),
        "subject": "EPIKRISE",
        "msg_ids": ("1",),
        "text": "Epikrise er ikke mottatt elektronisk.",
    }
    return Standing.model_validate(given | other)


def told(now: list[Standing], known: list[Avvik], at: datetime, incomplete: bool = False) -> list[Avvik]:
    by_id = {one.id: one for one in known}
    found = dict.fromkeys((one.id for one in now), NOON)
    gone = "forutsetning_borte"
    return list(changes(now, by_id, lambda _: gone, at, incomplete=incomplete, detected=found))


def test_life_of_an_avvik() -> None:
    """Found, unchanged, changed, withdrawn, found again: a version each, and nothing for nothing."""
    missing = standing()
    late = missing.model_copy(update={"rule": "R-U18", "state": "levert_sent"})
    (found,) = told([missing], [], NOON)
    assert (found.change, found.version, found.detected_at) == ("oppdaget", 1, NOON)
    assert told([missing], [found], LATER) == []
    (changed,) = told([late], [found], LATER)
    assert (changed.change, changed.version, changed.rule) == ("endret", 2, "R-U18")
    assert (changed.detected_at, changed.changed_at) == (NOON, LATER)
    (gone,) = told([], [changed], LATER)
    assert (gone.change, gone.state, gone.reason) == ("trukket", "trukket", "forutsetning_borte")
    assert told([], [gone], LATER) == []
    (again,) = told([missing], [gone], LATER)
    assert (again.change, again.version, again.reason) == ("oppdaget", 4, "tilbake")


def test_becomes_too_uncertain_to_be_told() -> None:
    """Those who know of it are told that it is gone, and nobody of what is left, which is only counted."""
    sure = standing(subject="LOG_UTSKREVET")
    weak = sure.model_copy(update={"confidence": "lav"})
    (found,) = told([sure], [], NOON)
    gone, counted = told([weak], [found], LATER)
    assert (gone.change, gone.version, gone.confidence, gone.reason) == (
        *("trukket", 2, "middels"),
        "forutsetning_borte",
    )
    assert (counted.change, counted.version, counted.confidence) == ("oppdaget", 3, "lav")
    assert (counted.id, counted.reason) == (found.id, "for_usikkert")
    assert told([weak], [counted], LATER) == []
    (again,) = told([sure], [counted], LATER)
    assert (again.change, again.version, again.confidence) == ("endret", 4, "middels")


MISSING = standing(deadline=NOON)


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        ({"rule": "R-U18", "state": "levert_sent", "arrived_at": LATER}, "kom_sent"),
        ({"rule_version": 2, "text": "Noe annet."}, "ny_regelversjon"),
        ({"deadline": LATER}, "ny_frist"),
        ({"severity": "lav"}, "nytt_innhold"),
        ({"msg_ids": ("1", "2")}, "andre_meldinger"),
        ({"stay_to": LATER.date()}, "nye_opplysninger"),
    ],
)
def test_why_it_changed(now: dict[str, Any], reason: str) -> None:
    """A word for what of it is another, and the one back again where there is one of its own."""
    (found,) = told([MISSING], [], NOON)
    assert found.reason == "frist_ute"
    (changed,) = told([MISSING.model_copy(update=now)], [found], LATER)
    assert (changed.change, changed.reason) == ("endret", reason)
    (back,) = told([MISSING], [changed], LATER)
    assert back.reason == {"kom_sent": "mangler_igjen"}.get(reason, reason)


def test_why_it_was_found() -> None:
    """At once where there is no deadline; what was late from the first look had come."""
    assert [one.reason for one in told([standing()], [], NOON)] == ["ved_mottak"]
    late = standing(state="levert_sent", deadline=NOON, arrived_at=LATER)
    assert [one.reason for one in told([late], [], NOON)] == ["kom_sent"]


def test_an_answer_that_is_gone() -> None:
    """What was answered is open again."""
    (found,) = told([MISSING], [], NOON)
    (answered,) = told([MISSING.model_copy(update={"state": "besvart", "hvorfor": "x"})], [found], LATER)
    assert (answered.change, answered.reason, answered.hvorfor) == ("besvart", None, "x")
    (again,) = told([MISSING], [answered], LATER)
    assert (again.change, again.reason) == ("endret", "svar_borte")


def test_each_reason_has_its_words() -> None:
    """Of those here, and of those of withdrawals."""
    given = {reason for reason, _ in (*OPPDAGET, *ENDRET)} | {"strandet", "ikke_strandet", "funnet_for"}
    assert given < REASONS.keys()


def test_a_dead_letter_of_the_patient_is_told() -> None:
    """When a dead letter makes the history incomplete, the standing avvik say so."""
    missing = standing()
    (found,) = told([missing], [], NOON)
    (changed,) = told([missing], [found], LATER, incomplete=True)
    assert changed.change == "endret" and changed.ufullstendig and changed.reason == "strandet"
    (certain,) = told([missing], [changed], LATER)
    assert not certain.ufullstendig and certain.reason == "ikke_strandet"


def test_what_is_told_can_be_read_again() -> None:
    """Every change survives the way over Kafka unchanged."""
    (found,) = told([standing()], [], NOON)
    assert Avvik.model_validate_json(found.model_dump_json(exclude_none=True)) == found


def test_each_change_has_an_id_of_its_own() -> None:
    """A repeated change has the same id, another change another."""
    (found,) = told([one := standing()], [], NOON)
    (gone,) = told([], [found], NOON)
    assert found.event_id == told([one], [], LATER)[0].event_id != gone.event_id


def test_found_when_it_could_have_been() -> None:
    """After two days without looking, the avvik was still there from the first moment on."""
    missing = standing()
    (found,) = changes([missing], {}, str, LATER, incomplete=False, detected={missing.id: NOON})
    assert (found.detected_at, found.changed_at) == (NOON, LATER)


def test_found_at_another_time_after_all() -> None:
    """What came out of order says that it could not be found before: that is told, and nothing else."""
    missing = standing()
    (found,) = told([missing], [], NOON)
    by_id, detected = {found.id: found}, {missing.id: LATER}
    (changed,) = changes([missing], by_id, str, LATER, incomplete=False, detected=detected)
    assert (changed.change, changed.version, changed.detected_at) == ("endret", 2, LATER)
    assert changed.reason == "funnet_for"
    assert not list(changes([missing], {found.id: changed}, str, LATER, incomplete=False, detected=detected))
