"""consumers/evaluate.py and withdraw.py: what stands, when to look again, and why something was withdrawn."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest
from histories import AVTALE, HARSTAD, KAD, TYPES, UNN, at, epikrise, event, innlagt, rapport, utskrevet
from nine import evaluate
from sequels import endring, facts, kansellering, rules

from consumers.evaluate import Evaluation
from consumers.withdraw import withdrawal_reason
from schemas.agreements import Part
from schemas.events import Event, PatientEvent

LATER = at("2026-03-20T12:00")
INN, UT, RAPPORT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00"), rapport()

UNASKED: list[type[Event]] = sorted(set(get_args(PatientEvent)) - set(TYPES), key=lambda kind: kind.__name__)


def result(*history: Any, now: str = "2026-03-20T12:00") -> Evaluation:
    return evaluate(history, at(now), AVTALE)


def test_nothing_known() -> None:
    """No messages, no avvik, and no reason to look again."""
    empty = result()
    assert (empty.avvik, empty.wake_at, empty.stays) == ((), None, ())


def test_wake_at_is_the_next_deadline() -> None:
    """The report by midnight, then the epikrise in seven days, then never."""
    assert result(INN, now="2026-02-03T10:00").wake_at is None
    assert result(INN, UT, now="2026-02-07T13:00").wake_at == at("2026-02-08T00:30")
    assert result(INN, UT, now="2026-02-08T00:30").wake_at == at("2026-02-15T00:30")
    assert result(INN, UT, now="2026-02-15T00:30").wake_at is None
    assert result(INN, UT, RAPPORT, now="2026-02-07T13:00").wake_at == at("2026-02-15T00:30")
    assert result(INN, UT, RAPPORT, epikrise(), now="2026-02-08T13:00").wake_at is None


@pytest.mark.parametrize("kind", UNASKED)
def test_messages_that_no_rule_asks_for_change_no_avvik(kind: type[Event]) -> None:
    """They lie in a stay or in none, whatever their status, and the avvik are as without them."""
    others = [
        event(kind, None, f"2026-02-0{day}T11:00", {"status": status})
        for day, status in ((2, "N"), (5, "M"), (9, "C"))
    ]
    with_them, without = result(INN, RAPPORT, UT, *others), result(INN, RAPPORT, UT)
    assert (with_them.avvik, with_them.wake_at) == (without.avvik, without.wake_at)
    lying = [d for p in (*with_them.stays, *with_them.loose) for d in (*p.documents(), *p.kansellerte)]
    assert {event.id for event in others} <= {doc.latest.id for doc in lying}


def test_answer_changes_at_wake_at_and_not_before() -> None:
    """A moment before wake_at the answer is as it was."""
    before = result(INN, UT, now="2026-02-07T13:00")
    assert before.wake_at
    almost = evaluate([INN, UT], before.wake_at - timedelta(microseconds=1), AVTALE)
    assert facts(almost.avvik) == facts(before.avvik)
    assert facts(evaluate([INN, UT], before.wake_at, AVTALE).avvik) != facts(before.avvik)


def test_test_messages_have_no_rules() -> None:
    """What its sender marks as a test is kept, and nothing follows from it."""
    history = [event.model_copy(update={"test": True}) for event in (INN, UT, rapport(legemidler=0))]
    assert result(*history).stays == ()


def test_unknown_parties() -> None:
    """Rules do not run on a HER-id that no agreement knows; the answer says which (§12.1)."""
    unknown_kommune = result(utskrevet(receiver="4711"), rapport(legemidler=0, receiver="4711"))
    assert (unknown_kommune.avvik, unknown_kommune.ukjente) == ((), ("4711",))
    unknown_hospital = result(utskrevet(sender="4712"), rapport(legemidler=0, sender="4712"))
    assert (unknown_hospital.avvik, unknown_hospital.ukjente) == ((), ("4712",))
    assert result(INN, UT, RAPPORT).ukjente == ()


def test_kad_is_not_unn() -> None:
    """A stay at a KAD is judged alike, and not counted as a fault at UNN (rules.md §3)."""
    avvik = result(innlagt(sender=KAD), rapport(sender=KAD, legemidler=0)).avvik
    assert [(one.rule, one.direction, one.hospital) for one in avvik] == [("R-U03", "ingen", KAD)]
    assert {one.direction for one in result(INN, UT).avvik} == {"til_UNN"}


def test_other_helseforetak_is_not_unn() -> None:
    """UNN is the first helseforetak of the agreement."""
    other = replace(AVTALE, parts=(*AVTALE.parts, Part("90501", "Finnmarkssykehuset", "helseforetak")))
    avvik = evaluate([rapport(sender="90501", legemidler=0)], LATER, other).avvik
    assert [one.direction for one in avvik] == ["ingen"]


def test_texts() -> None:
    """Every text says that it is proposed automatically, and holds nothing from the messages."""
    avvik = result(INN, UT).avvik
    assert rules(avvik) == ["R-U14", "R-U17"]
    for one in avvik:
        assert one.text.startswith("Automatisk foreslått: ")
        assert "ikke mottatt elektronisk" in one.text
        assert not any(character.isdigit() for character in one.text)


def test_sorted_by_id() -> None:
    """The answer is in a fixed order."""
    avvik = result(
        INN, UT, rapport(legemidler=0), innlagt(receiver=HARSTAD), utskrevet(receiver=HARSTAD)
    ).avvik
    assert len(avvik) > 2
    assert [one.id for one in avvik] == sorted(one.id for one in avvik)


def reasons(before: list[Any], *after: Any, history: list[Any] | None = None) -> list[str]:
    """Why what stood after `before` no longer stands when `after` has come too."""
    now = evaluate(history or [*before, *after], LATER, AVTALE)
    stand = {one.id for one in now.avvik}
    gone = [one for one in evaluate(before, LATER, AVTALE).avvik if one.id not in stand]
    return [withdrawal_reason(one, now) for one in gone]


def test_reason_stay_cancelled() -> None:
    """A LOG_INNLAGT sent by mistake takes every avvik of its stay with it."""
    before = [INN, UT, rapport(legemidler=0)]
    assert reasons(before, kansellering(INN, "2026-02-09T10:00")) == ["kansellert_opphold"] * 2
    alone = rapport(legemidler=0)
    assert reasons([alone], kansellering(alone, "2026-02-09T10:00")) == ["kansellert_opphold"]
    open_stay, wrong = innlagt("2026-01-01T10:00"), innlagt("2026-02-03T10:00", "2026-02-05T10:00")
    closed = utskrevet("2026-02-20")
    before = [open_stay, closed, rapport("2026-02-20T12:00"), epikrise("2026-02-21T10:00", inn="2026-01-01")]
    assert "kansellert_opphold" in reasons([*before, wrong], kansellering(wrong, "2026-02-05T11:00"))


def test_reason_corrected() -> None:
    """An M with what was lacking."""
    empty = rapport(legemidler=0)
    mended = endring(empty, "2026-02-08T10:00", legemidler=2)
    assert reasons([INN, UT, epikrise(), empty], mended) == ["rettet_av_endring"]


def test_reason_stay_changed() -> None:
    """Later evidence gives the stay another date, and so another id (§12.15)."""
    assert set(reasons([UT], INN)) == {"opphold_endret"}


def test_reason_precondition_gone() -> None:
    """An earlier message surfaces, or the patient turns out to have died."""
    assert reasons([INN, UT, epikrise()], RAPPORT) == ["forutsetning_borte"]
    assert reasons([INN, UT, RAPPORT], epikrise("2026-02-08T10:00")) == ["forutsetning_borte"]
    empty = rapport(legemidler=0)
    gone = kansellering(empty, "2026-02-07T14:00")
    assert reasons([INN, UT, epikrise(), empty], gone) == ["forutsetning_borte"]


def test_repeated_delivery_with_another_receipt() -> None:
    """The same message received twice counts as received first."""
    again = INN.model_copy(update={"received_at": at("2026-02-10T10:00")})
    for history in ([INN, again], [again, INN]):
        assert evaluate(history, LATER, AVTALE).avvik == ()


@pytest.mark.parametrize("hospital", [UNN, KAD])
def test_stays_are_told(hospital: str) -> None:
    """The stays come with the answer, for whoever shows them."""
    (stay,) = result(innlagt(sender=hospital)).stays
    assert stay.hospital == hospital
