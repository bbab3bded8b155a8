"""The points of rules.md §12 that decide which stay there is and what belongs to it, by their numbers."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid5

from exchanges import foresporsel, helseopplysninger, innleggelsesrapport
from histories import (
    AVTALE,
    FASTLEGE,
    HARSTAD,
    PID,
    TROMSO,
    UNN,
    at,
    epikrise,
    innlagt,
    klar,
    rapport,
    utskrevet,
)
from nine import evaluate
from sequels import dates, endring, filed, fold, kvittering, rules

from consumers.documents import documents
from consumers.stays import stays
from schemas.events import NAMESPACE

LATER = at("2026-03-20T12:00")
INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")


def test_12_1_who_is_who() -> None:
    """Unknown HER-ids are kept as they are, make stays like others, and are told of; no rule runs there."""
    unknown = [event.model_copy(update={"receiver": "95001"}) for event in (INN, UT)]
    result = evaluate(unknown, LATER, AVTALE)
    assert [(stay.party, stay.kommune) for stay in result.stays] == [("95001", None)]
    assert (result.avvik, result.ukjente) == ((), ("95001",))
    outside = evaluate([foresporsel("2026-02-04T12:00", sender="95001")], LATER, AVTALE)
    assert outside.ukjente == ("95001",)


def test_12_2_sent_time() -> None:
    """GenDate; the receipt where that is missing, in the future, or more than `transport` before."""
    sent = INN.sent_at
    assert sent
    for change, expected in (
        ({"sent_at": None}, INN.received_at),
        ({"received_at": sent + timedelta(minutes=60)}, sent),
        ({"received_at": sent + timedelta(minutes=61)}, sent + timedelta(minutes=61)),
    ):
        (doc,) = documents([INN.model_copy(update=change)], AVTALE)
        assert doc.sent == expected


def test_12_5_refused_is_not_delivered() -> None:
    """A refused LOG_UTSKREVET is evidence of the discharge, and has not come, until it is sent again."""
    refused = kvittering(UT)
    (stay,) = fold(INN, UT, refused)
    assert dates(stay) == ("2026-02-03", "2026-02-07")
    assert "R-U11" in rules(evaluate([INN, UT, refused], LATER, AVTALE).avvik)


def test_12_6_event_date_then_series_then_newest() -> None:
    """Where windows overlap: by the date in the message, its series, or the newest that had begun."""
    again = innlagt("2026-02-20T10:00")
    by_date = klar("2026-02-06", "2026-02-21T10:00")
    without = rapport("2026-02-21T12:00")
    series = helseopplysninger("2026-02-05T10:00")
    change = endring(series, "2026-02-21T14:00")
    first, second = fold(INN, UT, again, by_date, without, series, change)
    assert (len(first.klar), len(first.helseopplysninger), len(first.rapporter)) == (1, 1, 0)
    assert (len(second.klar), len(second.helseopplysninger), len(second.rapporter)) == (0, 0, 1)


def test_12_6_discharge_as_a_date() -> None:
    """It belongs to the stay that began before that date, or on it and alone."""
    first, second = fold(INN, innlagt("2026-02-07T20:00"), UT)
    assert (dates(first)[1], dates(second)[1]) == ("2026-02-07", "")
    (alone,) = fold(innlagt("2026-02-07T08:00"), UT)
    assert dates(alone) == ("2026-02-07", "2026-02-07")


def test_12_7_aliases() -> None:
    """A history is one person's: which pids that are, whoever loads it knows from messages that carry two."""
    other = "2" * 64
    (stay,) = fold(INN, innleggelsesrapport(pid=other, aliases=(PID,)), UT)
    assert {doc.latest.pid for doc in stay.documents()} == {PID, other}


def test_12_12_hjelpenummer_alone() -> None:
    """It identifies the patient well enough for a stay, which says that it is weak."""
    (stay,) = fold(INN.model_copy(update={"pid_type": "svak"}))
    assert stay.svak and stay.bekreftet


def test_12_15_stay_id() -> None:
    """uuid5(pid, hospital, kommune, Oslo date of T0, number on that date); the earliest date without T0."""
    (stay,) = fold(innlagt("2026-02-04T00:30"))
    assert stay.id == uuid5(NAMESPACE, f"{PID}|{UNN}|{TROMSO}|2026-02-04|1")
    (unknown,) = fold(klar("2026-02-06", "2026-02-08T10:00", fra=None), utskrevet("2026-02-07"))
    assert unknown.id == uuid5(NAMESPACE, f"{PID}|{UNN}|{TROMSO}|2026-02-06|1")
    first, second = fold(
        innlagt("2026-02-05T08:00"), utskrevet("2026-02-05", "2026-02-05T12:00"), innlagt("2026-02-05T15:00")
    )
    assert second.id == uuid5(NAMESPACE, f"{PID}|{UNN}|{TROMSO}|2026-02-05|2") != first.id


def test_12_16_epikrise() -> None:
    """By patient and hospital: a fastlege's copy names no kommune; of two stays the one whose dates match."""
    elsewhere = [innlagt("2026-02-12T10:00", receiver=HARSTAD), utskrevet("2026-02-14", receiver=HARSTAD)]
    to_fastlege = epikrise("2026-02-15T10:00", inn="2026-02-12T10:00", ut="2026-02-14T11:00", copies=())
    here, there = fold(INN, UT, *elsewhere, to_fastlege)
    assert (here.epikriser, [doc.latest for doc in there.epikriser]) == ([], [to_fastlege])
    assert to_fastlege.receiver == FASTLEGE
    other_hospital = epikrise(sender="90401")
    assert len(fold(INN, UT, other_hospital)) == 2


def test_12_20_subject_is_the_series() -> None:
    """An Endring that still lacks something is the same document, by whichever of its references."""
    first = rapport("2026-02-07T12:00")
    for change in (
        endring(first, "2026-02-07T15:00"),
        endring(first, "2026-02-07T15:00", conversation_id=None),
    ):
        (doc,) = fold(INN, first, change)[0].rapporter
        assert doc.series == first.msg_id
    chain = [
        epikrise(conversation_id="dokument-1"),
        epikrise("2026-02-09T12:00", conversation_id="dokument-1", status="M"),
    ]
    (last,) = fold(INN, *chain)[0].epikriser
    assert last.series == "dokument-1"


def test_agreement_decides_the_kommunenummer() -> None:
    """What belongs to no stay has the kommune of its party as well."""
    asked = foresporsel("2026-02-04T12:00")
    (papers,) = filed(asked).loose
    assert papers.kommune == "5501"
    without = replace(AVTALE, parts=())
    (unknown,) = stays(documents([asked], without), without).loose
    assert (unknown.kommune, {unknown.hospital, unknown.party}) == (None, {UNN, TROMSO})
