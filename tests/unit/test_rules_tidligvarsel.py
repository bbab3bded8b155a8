"""R-U05 and R-U06: tidligvarsel, missing and late."""

from typing import Any

import pytest
from exchanges import helseopplysninger, innleggelsesrapport, tjenestetilbud
from findings import found, standing
from histories import at, dod, epikrise, innlagt, klar, rapport, utskrevet
from sequels import endring, kansellering, kvittering

from consumers.rules.tidligvarsel import RULES

INN = innlagt("2026-02-03T10:00")
KNOWN = tjenestetilbud("2025-12-01T10:00")
LATE = helseopplysninger("2026-02-05T10:00")


@pytest.mark.parametrize(("now", "rules"), [("2026-02-04T10:30:00", []), ("2026-02-04T10:30:01", ["R-U05"])])
def test_missing_at_the_limit(now: str, rules: list[str]) -> None:
    """24 h from the admission, and grace."""
    assert found(RULES, INN, now=now) == rules


@pytest.mark.parametrize(
    ("sendt", "rules"),
    [
        ("2026-02-03T09:00:00", []),  # sent before the patient came
        ("2026-02-04T10:30:00", []),
        ("2026-02-04T10:30:01", ["R-U06"]),
    ],
)
def test_late_at_the_limit(sendt: str, rules: list[str]) -> None:
    """And is late when it is sent after that."""
    assert found(RULES, INN, helseopplysninger(sendt)) == rules


def test_admission_on_a_date() -> None:
    """A date alone may have been the end of that day."""
    date = innlagt("2026-02-03", "2026-02-03T12:00")
    assert found(RULES, date, helseopplysninger("2026-02-05T00:29:59")) == []
    assert found(RULES, date, helseopplysninger("2026-02-05T00:30:00")) == ["R-U06"]


def test_one_avvik_under_one_id() -> None:
    """What is missing and then comes late is the same avvik."""
    (missing,) = standing(RULES, INN)
    (late,) = standing(RULES, INN, LATE)
    assert (missing.rule, missing.state, missing.severity) == ("R-U05", "apen", "hoy")
    assert (late.rule, late.state, late.severity) == ("R-U06", "levert_sent", "middels")
    assert missing.id == late.id
    assert missing.deadline == late.deadline == at("2026-02-04T10:00")
    assert late.arrived_at == at("2026-02-05T10:00")
    assert missing.msg_ids == (INN.msg_id,)
    assert set(late.msg_ids) == {INN.msg_id, LATE.msg_id}
    assert {missing.confidence, late.confidence} == {"middels"}
    assert "ikke mottatt elektronisk" in missing.text


@pytest.mark.parametrize(
    ("innhold", "rules"),
    [
        ({"type_innhold": "1"}, []),
        ({"type_innhold": "2"}, ["R-U05"]),  # told of changes, and never of the admission
        ({"type_innhold": None, "version": "1.5"}, []),
        ({"type_innhold": None, "version": "1.5", "status": "M"}, ["R-U05"]),
    ],
)
def test_what_counts(innhold: dict[str, Any], rules: list[str]) -> None:
    """TypeInnhold 1; in 1.5, which has none, any N."""
    assert found(RULES, INN, helseopplysninger(**innhold)) == rules


def test_updates_change_nothing() -> None:
    """The first version decides, and an M of another kind leaves it a tidligvarsel."""
    first = helseopplysninger("2026-02-03T16:00")
    update = endring(first, "2026-02-06T10:00", type_innhold="2")
    assert found(RULES, INN, first, update) == []
    assert found(RULES, INN, LATE, endring(LATE, "2026-02-06T10:00", type_innhold="2")) == ["R-U06"]
    mended = endring(update, "2026-02-05T10:00", type_innhold="1")
    assert found(RULES, INN, helseopplysninger(type_innhold="2"), mended) == ["R-U06"]


def test_cancelled_and_refused() -> None:
    """Neither has come; sent again in time it has, and an update does not stand for one that was refused."""
    sent = helseopplysninger("2026-02-03T16:00")
    no = kvittering(sent)
    assert found(RULES, INN, sent, kansellering(sent, "2026-02-06T10:00")) == ["R-U05"]
    assert found(RULES, INN, sent, no) == ["R-U05"]
    assert found(RULES, INN, sent, no, helseopplysninger("2026-02-03T18:00")) == []
    assert found(RULES, INN, sent, no, endring(sent, "2026-02-03T18:00", type_innhold="2")) == ["R-U05"]
    assert found(RULES, INN, sent, no, endring(sent, "2026-02-05T18:00")) == ["R-U06"]


@pytest.mark.parametrize(
    ("gone", "rules"),
    [
        (utskrevet("2026-02-04", "2026-02-04T08:00"), []),  # a date is the start of the day here
        (utskrevet("2026-02-05", "2026-02-05T08:00"), ["R-U05"]),
        (rapport("2026-02-04T12:00", ut="2026-02-04T10:00"), []),
        (rapport("2026-02-04T12:00", ut="2026-02-04T10:01"), ["R-U05"]),
        (dod("2026-02-04"), []),
        (dod("2026-02-05"), ["R-U05"]),
        (epikrise("2026-02-05T10:00", ut="2026-02-04T09:00", adm_outcome="31"), []),
        (epikrise("2026-02-06T10:00", ut="2026-02-05T09:00", adm_outcome="31"), ["R-U05"]),
        (epikrise("2026-02-05T10:00", ut="2026-02-04T09:00", adm_outcome="21"), ["R-U05"]),
    ],
)
def test_gone_before_the_limit(gone: Any, rules: list[str]) -> None:
    """Discharged, dead or at another hospital by then: nothing was due; moved to another unit, it was."""
    assert found(RULES, INN, gone) == rules


def test_gone_before_the_limit_and_told_of_late() -> None:
    """What came when nothing was due any more is not late."""
    out = utskrevet("2026-02-04", "2026-02-04T08:00")
    assert found(RULES, INN, out, helseopplysninger("2026-02-05T10:00", inn="2026-02-03T10:00")) == []


def test_only_for_those_known_to_have_services() -> None:
    """Else the time runs from when the need is found, which the helseopplysninger themselves tell of."""
    ready = klar("2026-02-06", fra="2026-02-03T10:00")
    assert found(RULES, ready) == []
    assert found(RULES, ready, LATE) == []
    assert found(RULES, ready, KNOWN) == ["R-U05"]
    assert found(RULES, ready, KNOWN, kansellering(KNOWN, "2026-02-09T10:00")) == []
    assert found(RULES, ready, KNOWN, LATE) == ["R-U06"]


def test_when_nothing_tells_of_the_admission() -> None:
    """The time runs from what is sent at admission; other messages do not tell when that was."""
    told = innleggelsesrapport("2026-02-03T15:00")
    assert found(RULES, told, now="2026-02-04T15:30:00") == []
    assert found(RULES, told, now="2026-02-04T15:30:01") == ["R-U05"]
    assert found(RULES, innlagt(None, "2026-02-03T10:00"), now="2026-02-04T10:30:01") == ["R-U05"]
    assert found(RULES, KNOWN, rapport()) == []


def test_no_such_stay() -> None:
    """LOG_INNLAGT sent by mistake, or less than a heldøgnsopphold."""
    assert found(RULES, INN, kansellering(INN, "2026-02-03T12:00")) == []
    out = utskrevet("2026-02-05", "2026-02-05T15:00")
    assert found(RULES, INN, out, epikrise(ut="2026-02-05T15:00")) == ["R-U05"]
    assert found(RULES, INN, out, epikrise(ut="2026-02-05T15:00", adm_cat="2")) == []


def test_each_stay_has_its_own() -> None:
    """The tidligvarsel of a stay is none for the next."""
    first = [INN, helseopplysninger("2026-02-03T16:00"), utskrevet("2026-02-07", "2026-02-07T12:00")]
    (one,) = standing(RULES, *first, innlagt("2026-02-20T10:00"))
    assert str(one.stay_from) == "2026-02-20"
