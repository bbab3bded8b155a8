"""When what came too late is told of as found, by somebody who was away while it was missing."""

from typing import Any

import pytest
from exchanges import helseopplysninger
from histories import AVTALE, at, epikrise, innlagt, rapport, utskrevet
from seen_live import Known, as_it_came, as_told, look
from sequels import endring, kansellering, kvittering

from consumers.evaluate import evaluate
from consumers.first_found import first_found
from consumers.rule import SECOND
from schemas.avvik import Standing

NOW = at("2026-02-20T12:00")
INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
LATE = rapport("2026-02-09T12:00")


def found(*history: Any, known: bool = False) -> tuple[Standing, str]:
    """The avvik about the utskrivningsrapport, and when it was found, as Oslo has it."""
    told = evaluate(history, NOW, AVTALE)
    (one,) = (one for one in told.avvik if one.rule in ("R-U14", "R-U15"))
    seen = first_found(history, told, AVTALE, {one.id: as_told(one, LATE.received_at)} if known else {})
    assert seen.avvik == told.avvik
    return one, str(seen.detected[one.id])


def test_it_was_missing_until_it_came() -> None:
    """Found at the end of its limit, grace included, as if somebody had looked then."""
    missing, then = found(INN, UT)
    late, now = found(INN, UT, LATE)
    assert (missing.rule, late.rule) == ("R-U14", "R-U15")
    assert now == then == str(at("2026-02-08T00:30"))


def test_what_is_known_keeps_its_own() -> None:
    """It was told of already: nothing is looked up."""
    assert found(INN, UT, LATE, known=True)[1] == str(LATE.received_at)


@pytest.mark.parametrize("sendt", ["2026-02-09T12:00", "2026-02-09T13:00"])
def test_nobody_could_know_before(sendt: str) -> None:
    """The message that obliges came with the late one, or after: found then."""
    late = UT.model_copy(update={"received_at": at(sendt), "sent_at": at(sendt)})
    assert found(INN, late, LATE)[1] == str(at(sendt))


def seen_at_the_end(rule: str, *history: Any) -> str:
    """When the one avvik of a rule was found, by who looks only now."""
    told = first_found(history, evaluate(history, NOW, AVTALE), AVTALE)
    (one,) = (one for one in told.avvik if one.rule == rule)
    return str(told.detected[one.id])


def test_more_evidence_does_not_postpone() -> None:
    """R-U11 was found by the utskrivningsrapport alone; the epikrise only said the same later."""
    report = rapport("2026-02-07T12:00", ut="2026-02-07T11:00", inn="2026-02-03T10:00")
    letter = epikrise("2026-02-12T12:00")
    assert seen_at_the_end("R-U11", INN, report, letter) == str(at("2026-02-08T00:30"))
    assert seen_at_the_end("R-U11", INN, letter) == str(letter.received_at)


def test_an_endring_that_still_lacks() -> None:
    """R-U07 was found in the first one; no Endring makes it new."""
    first = helseopplysninger("2026-02-03T14:00", deler=())
    changed = endring(first, "2026-02-05T14:00")
    assert seen_at_the_end("R-U07", INN, first, changed) == str(first.received_at)


def test_an_apprec_tells_when() -> None:
    """R-T12 was R-T01 until the AppRec came; R-T02 was nothing before the AppRec that refuses."""
    other = kvittering(INN, "1", "2026-02-03T10:05")
    late, refused = kvittering(UT, "1", "2026-02-13T12:00"), kvittering(UT, "2", "2026-02-09T12:00")
    assert seen_at_the_end("R-T12", INN, other, UT, late) == str(at("2026-02-11T13:30") + SECOND)
    assert seen_at_the_end("R-T02", INN, other, UT, refused) == str(refused.received_at)


def test_what_a_kansellering_uncovers() -> None:
    """The report had come in time: it is missing with the limit it had, and since it was taken back."""
    report = rapport("2026-02-07T12:00")
    cancelled = kansellering(report, "2026-02-12T09:00")
    one, then = found(INN, UT, report, cancelled)
    assert (one.rule, one.state, one.deadline) == ("R-U14", "apen", found(INN, UT)[0].deadline)
    assert then == str(cancelled.received_at)


def test_what_was_missing_before_it_was_cancelled() -> None:
    """The report was late: it was missing already, and the same avvik stands on."""
    one, then = found(INN, UT, LATE, kansellering(LATE, "2026-02-12T09:00"))
    assert (one.rule, one.state, then) == ("R-U14", "apen", str(at("2026-02-08T00:30")))


def test_a_late_kansellering_is_found_when_it_comes() -> None:
    """R-U31 rests on what is taken back, which came long before."""
    late = kansellering(UT, "2026-02-12T09:00")
    assert seen_at_the_end("R-U31", INN, kvittering(UT, "1", "2026-02-07T13:05"), UT, late) == str(
        late.received_at
    )


def test_a_later_message_that_dates_the_discharge() -> None:
    """R-U10 waited for the end of the day; an epikrise with a clock time has never been there then."""
    letter = epikrise("2026-02-12T12:00", "2026-02-03T10:00", "2026-02-07T11:00")
    needs = helseopplysninger("2026-02-03T14:00")
    expected = seen_at_the_end("R-U10", INN, needs, UT)
    assert seen_at_the_end("R-U10", INN, needs, UT, letter) == expected


def test_found_again_is_not_found_anew() -> None:
    """What stood, was put right and is wrong again was found the first time, however it was looked at."""
    first = helseopplysninger("2026-02-03T14:00", deler=())
    right = endring(first, "2026-02-05T14:00", deler=helseopplysninger("2026-02-03T14:00").deler)
    wrong = endring(first, "2026-02-06T14:00")
    history = [INN, first, right, wrong]
    (one,) = (one for one in as_it_came(history, NOW).values() if one.rule == "R-U07")
    assert (one.state, one.version, one.detected_at) == ("apen", 3, first.received_at)
    assert seen_at_the_end("R-U07", *history) == str(first.received_at)


def test_what_came_out_of_order() -> None:
    """The report was received in time, and reached us after the limit: it was missing for no one."""
    report = rapport("2026-02-07T12:00")
    cancelled = kansellering(report, "2026-02-12T09:00")
    known: Known = {}
    look([INN, UT], known, NOW)
    look([INN, UT, cancelled, report], known, NOW, {cancelled.id, report.id})
    (one,) = (one for one in known.values() if one.rule == "R-U14")
    assert (one.change, one.detected_at) == ("endret", cancelled.received_at)
