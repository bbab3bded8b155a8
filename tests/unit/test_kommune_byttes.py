"""rules.md §9 “Kommune byttes” and §12.16: patients move, and kommuner change HER-ids and merge."""

from dataclasses import replace
from datetime import date

import pytest
from builders import TROMSO as TROMSO_PARTY
from builders import innlagt_xml
from exchanges import helseopplysninger, innleggelsesrapport
from fakes import FakeProducer
from histories import AVTALE, HARSTAD, TROMSO, at, epikrise, innlagt, klar, utskrevet
from judging import AGREEMENT, judged
from sequels import History, kvittering

from adapters.kafka.records import Incoming
from consumers.evaluate import evaluate
from consumers.route import Route
from schemas.agreement_tidligere import Tidligere
from schemas.agreements import Agreement, Part

GAMMEL, NABO, SENERE = "90701", "90801", "2026-03-20T12:00"
SISTE = date(2026, 2, 4)


def with_history(*had: Tidligere) -> Agreement:
    """Tromsø had other HER-ids before."""
    parts = [replace(part, tidligere=had) if part.her == TROMSO else part for part in AVTALE.parts]
    return replace(AVTALE, parts=tuple(parts))


BYTTET = with_history(Tidligere(GAMMEL, SISTE))
INN = innlagt("2026-02-03T10:00", receiver=GAMMEL)
RAPPORT = innleggelsesrapport("2026-02-03T15:00", sender=GAMMEL)
UT = utskrevet("2026-02-07", "2026-02-07T13:00")


def test_moves_during_a_stay() -> None:
    """The patient moves while in hospital: a stay with each kommune, of the same admission."""
    new: History = [
        helseopplysninger("2026-02-05T10:00", receiver=HARSTAD),
        klar("2026-02-06", receiver=HARSTAD),
        utskrevet("2026-02-07", receiver=HARSTAD),
    ]
    found = evaluate([innlagt(), *new, epikrise(copies=(HARSTAD,))], at(SENERE), AVTALE)
    one, two = found.stays
    assert [(stay.party, len(stay.utskrevet)) for stay in (one, two)] == [(TROMSO, 0), (HARSTAD, 1)]
    assert one.begin == two.begin and len(one.epikriser) == len(two.epikriser) == 1
    rules = {(avvik.party, avvik.rule) for avvik in found.avvik}
    assert (HARSTAD, "R-U01") in rules  # never told of the admission
    assert (TROMSO, "R-U11") in rules  # never told that the patient has left
    assert not {"R-U17", "R-U18"} & {rule for _, rule in rules}


def test_moves_between_stays() -> None:
    """What the first kommune sent in an earlier stay counts for none in the second."""
    first: History = [
        innlagt("2026-01-03T10:00"),
        utskrevet("2026-01-05"),
        innleggelsesrapport("2026-01-03T12:00"),
    ]
    second: History = [
        innlagt("2026-02-03T10:00", receiver=HARSTAD),
        utskrevet("2026-02-07", receiver=HARSTAD),
    ]
    found = evaluate([*first, *second], at(SENERE), AVTALE)
    assert [(stay.party, len(stay.innleggelsesrapporter)) for stay in found.stays] == [
        (TROMSO, 1),
        (HARSTAD, 0),
    ]
    assert {avvik.party for avvik in found.avvik if avvik.rule == "R-K01"} == {HARSTAD}


def test_her_id_changed_in_a_stay() -> None:
    """Told under the old HER-id and the new one: one stay, as if it had been the new one all the time."""
    history: History = [INN, RAPPORT, UT]
    (stay,) = evaluate(history, at(SENERE), BYTTET).stays
    assert (stay.party, stay.kommune, len(stay.innleggelsesrapporter)) == (TROMSO, "5501", 1)
    today = [event.model_copy(update=_new(event)) for event in history]
    assert evaluate(history, at(SENERE), BYTTET).avvik == evaluate(today, at(SENERE), AVTALE).avvik
    parted = evaluate(history, at(SENERE), AVTALE)
    assert {stay.party for stay in parted.stays} == {GAMMEL, TROMSO} and parted.ukjente == (GAMMEL,)


def _new(event: object) -> dict[str, str]:
    return {name: TROMSO for name, value in vars(event).items() if value == GAMMEL}


def test_receipt_with_the_old_address() -> None:
    """An AppRec mirrors the addresses of its message, also when it comes after the change."""
    refused = kvittering(INN, sendt="2026-02-06T10:00")
    dated = refused.model_copy(update={"answers_sent_at": INN.sent_at})
    for answer in (refused, dated):
        found = evaluate([INN, RAPPORT, UT, answer], at(SENERE), BYTTET).avvik
        assert {one.party for one in found if one.rule == "R-T02"} == {TROMSO}


def test_copies_to_the_old_and_the_new() -> None:
    """An epikrise to both HER-ids is to one kommune."""
    sent = epikrise("2026-02-04T10:00", ut="2026-02-04T09:00", copies=(GAMMEL, TROMSO))
    (stay,) = evaluate([INN, sent], at(SENERE), BYTTET).stays
    assert stay.epikriser[0].latest.copies == (TROMSO,)


def test_two_kommuner_merge() -> None:
    """Two that became one: what either was told of before is the new one's stay."""
    both = with_history(Tidligere(GAMMEL, SISTE), Tidligere(NABO, SISTE))
    history: History = [INN, innleggelsesrapport("2026-02-03T15:00", sender=NABO), UT]
    (stay,) = evaluate(history, at(SENERE), both).stays
    assert (stay.party, len(stay.innleggelsesrapporter)) == (TROMSO, 1)


@pytest.mark.parametrize(
    ("fra", "til", "parties"),
    [
        (None, SISTE, {TROMSO}),
        (date(2026, 2, 3), date(2026, 2, 3), {TROMSO}),
        (None, date(2026, 2, 2), {GAMMEL, TROMSO}),
        (date(2026, 2, 4), SISTE, {GAMMEL, TROMSO}),
    ],
)
def test_the_days_count(fra: date | None, til: date, parties: set[str]) -> None:
    """Only in its time is an old HER-id the party's; both days are within."""
    found = evaluate([INN, UT], at(SENERE), with_history(Tidligere(GAMMEL, til, fra))).stays
    assert {stay.party for stay in found} == parties


def test_midnight_is_in_oslo() -> None:
    """The last day ends at midnight in Oslo, an hour before UTC's."""
    old = Tidligere(GAMMEL, SISTE)
    assert old.holds(at("2026-02-04T23:59")) and not old.holds(at("2026-02-05T00:00"))


def test_one_her_id_two_parties_in_turn() -> None:
    """A HER-id may have been two parties', one after the other."""
    first, second = Tidligere(GAMMEL, date(2020, 12, 31)), Tidligere(GAMMEL, SISTE, date(2021, 1, 1))
    has = {TROMSO: (first,), HARSTAD: (second,)}
    parts = tuple(replace(part, tidligere=has.get(part.her, ())) for part in AVTALE.parts)
    agreement = replace(AVTALE, parts=parts)
    assert agreement.her_at(GAMMEL, at("2020-06-01T12:00")) == TROMSO
    assert agreement.her_at(GAMMEL, at("2022-06-01T12:00")) == HARSTAD
    assert agreement.her_at(GAMMEL, at("2026-06-01T12:00")) == GAMMEL
    assert (agreement.mailbox(GAMMEL), agreement.mailbox(TROMSO)) == (HARSTAD, TROMSO)


def test_the_door_answers_for_the_old_her_id() -> None:
    """A message sent while the party had it gets its AppRec, with the address it was sent to."""
    had = (Tidligere(GAMMEL, date(2026, 2, 7)),)
    services = ("90102",)
    own = Part(
        TROMSO, "K", "kommune", True, "5501", tjenester=services, tjenester_er_alle=True, tidligere=had
    )
    others = tuple(part for part in AGREEMENT.parts if part.her != TROMSO)
    agreement = replace(AGREEMENT, parts=(*others, own))
    old = replace(TROMSO_PARTY, her=GAMMEL)
    before = judged(innlagt_xml(receiver=old), agreement=agreement)
    after = judged(innlagt_xml(receiver=old, gen_date="2026-02-08T12:00:00"), agreement=agreement)
    (answer,) = before.receipts
    assert (before.verdict, answer.her) == ("godtatt", TROMSO) and GAMMEL.encode() in answer.xml
    assert [one.problems[0].code for one in (after,) if one.problems] == ["receiver.unknown_organisation"]


async def test_the_old_her_id_is_read_where_the_new_is() -> None:
    """A party reads all that is for it on the topics of its HER-id of today."""
    producer = FakeProducer()
    route = Route(producer, {TROMSO}, 1.0, mailbox=BYTTET.mailbox)  # type: ignore[arg-type] # a fake
    headers = (("ce_id", b"1"), ("plo-her-receivers", f"{GAMMEL},{TROMSO}".encode()))
    assert await route.handle([Incoming("meldinger.v1", 0, 0, 0, b"pid", b"<xml/>", headers)]) == []
    assert [record.topic for record in producer.sent] == [f"part.{TROMSO}.meldinger.v1"]
