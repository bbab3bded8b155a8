"""What an archive adds up to."""

from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

from archive_figures import agreement

from broker.analyse.intake import Taken
from broker.analyse.judging import Found, Patient
from broker.analyse.summary import Summary, row_of
from schemas.avvik import Standing

JANUARY = datetime(2026, 1, 31, 22, 59, tzinfo=UTC)
FEBRUARY = datetime(2026, 1, 31, 23, 0, tzinfo=UTC)
FIELDS = [
    "id", "rule", "rule_version", "kind", "state", "direction", "category", "severity", "confidence",
    "kommune", "stay", "messages", "deadline", "detected_at", "text",
]  # fmt: skip


def found(at: datetime = FEBRUARY, **other: object) -> Found:
    """A late LOG_INNLAGT, unless told otherwise."""
    facts: dict[str, object] = {
        "id": UUID(int=7),
        "rule": "R-U02",
        "rule_version": 1,
        "direction": "til_UNN",
        "category": "INNLAGT",
        "severity": "middels",
        "confidence": "hoy",
        "state": "levert_sent",
        "hospital": "90001",
        "party": "90101",
        "kommune": "5501",
        "pid": "7f" * 32,
        "stay_id": UUID(int=1),
        "subject": "LOG_INNLAGT",
        "msg_ids": ("a",),
        "deadline": JANUARY,
        "text": "Automatisk foreslått: Melding om innlagt pasient ble sendt etter fristen.",
    }
    return Found(Standing.model_validate({**facts, **other}), at)


def patient(
    *avvik: Found, received: tuple[tuple[str, datetime], ...] = (("LOG_INNLAGT", JANUARY),)
) -> Patient:
    return Patient(stays=1, found=avvik, strangers=("81234567",), received=received, ahead=2)


def test_what_was_only_refused_is_nobody() -> None:
    """One of whom nothing was taken over is not counted, whoever has sent an AppRec; the avvik are."""
    summary = Summary(Taken())
    for received in ((), (("APPREC", JANUARY),)):
        summary.add(patient(found(rule="R-T05", kind="teknisk"), received=received)._replace(stays=0))
    assert (summary.patients, summary.stays, summary.tekniske) == (0, 0, 2)


def test_counts() -> None:
    """Each avvik once in every table; months are Oslo's."""
    summary = Summary(Taken())
    summary.add(patient(found(JANUARY), found(direction="fra_UNN", party="90102", confidence="lav")))
    summary.add(patient(found(state="apen", party=None)))
    assert (summary.patients, summary.stays, summary.avvik, summary.tekniske) == (2, 2, 3, 0)
    assert summary.by_rule == {"R-U02": 3}
    assert summary.by_kommune == {
        ("90101", "til_UNN"): 1,
        ("90102", "fra_UNN"): 1,
        ("ukjent", "til_UNN"): 1,
    }
    assert summary.by_category == {("INNLAGT", "til_UNN"): 2, ("INNLAGT", "fra_UNN"): 1}
    assert summary.by_month == {
        ("2026-01", "til_UNN"): 1,
        ("2026-02", "fra_UNN"): 1,
        ("2026-02", "til_UNN"): 1,
    }
    assert summary.by_state == {"levert_sent": 2, "apen": 1}
    assert summary.by_confidence == {"hoy": 2, "lav": 1}
    assert summary.strangers == {"81234567"}


def test_technical_ones_are_counted_apart() -> None:
    """By rule, and nowhere among the samhandlingsavvik (rules.md §12.5)."""
    summary = Summary(Taken())
    summary.add(patient(found(kind="teknisk", rule="R-T01", direction="ingen", category="TEKNISK")))
    assert (summary.avvik, summary.tekniske, summary.by_rule) == (0, 1, {"R-T01": 1})
    tables = (summary.by_kommune, summary.by_category, summary.by_month, summary.by_state)
    assert not any(tables)


def test_period_and_types() -> None:
    """From the first message to the last; a patient of whom nothing had come is none."""
    summary = Summary(Taken())
    summary.add(patient(received=(("LOG_INNLAGT", FEBRUARY), ("APPREC", JANUARY))))
    summary.add(patient(received=()))
    assert (summary.first, summary.last) == (JANUARY, FEBRUARY)
    assert summary.by_type == Counter({"LOG_INNLAGT": 1, "APPREC": 1})
    assert (summary.patients, summary.ahead) == (1, 4)


def test_a_line_has_exactly_the_fields_of_the_contract() -> None:
    """In that order; kommune is a HER-id, and null where the party is none."""
    row = row_of(found(), agreement())
    assert list(row) == FIELDS
    assert (row["kommune"], row["messages"], row["deadline"]) == ("90101", ("a",), JANUARY)
    assert row_of(found(party="90301"), agreement())["kommune"] is None
