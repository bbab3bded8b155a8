"""What an archive adds up to: counts without anything of a patient, for the table and the report."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from broker.analyse.intake import Taken
from broker.analyse.judging import APPREC, Found, Patient
from schemas.agreements import Agreement
from schemas.tid import OSLO

UNKNOWN: Final = "ukjent"


@dataclass(slots=True)
class Summary:
    """Counts of what was found. Samhandlingsavvik alone, unless said otherwise.

    Attributes:
        taken: what became of the messages.
        patients, stays: how many; patients of whom nothing had been taken over yet are not counted.
        first, last: when the first and the last message of a patient came, UTC; None without any.
        by_type: type of message (8279) -> how many, each once.
        ahead: messages that came only after the moment that it is seen from; they count for nothing.
        avvik, tekniske: how many of each kind, every confidence.
        by_rule: rule -> how many, of both kinds.
        by_kommune: (level-1 HER-id of the kommune or other party, direction) -> how many.
        by_category: (key of rules.md §5, direction) -> how many.
        by_month: ("2026-02", direction) -> how many were found in that month, Oslo.
        by_state, by_confidence: how many.
        strangers: HER-ids that no agreement knows; no rules run there.
    """

    taken: Taken
    patients: int = 0
    stays: int = 0
    first: datetime | None = None
    last: datetime | None = None
    by_type: Counter[str] = field(default_factory=Counter)
    ahead: int = 0
    avvik: int = 0
    tekniske: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    by_kommune: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_category: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_month: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_state: Counter[str] = field(default_factory=Counter)
    by_confidence: Counter[str] = field(default_factory=Counter)
    strangers: set[str] = field(default_factory=set)

    def add(self, patient: Patient) -> None:
        """Count what was found about one patient."""
        self.patients += any(type_ != APPREC for type_, _ in patient.received)
        self.stays += patient.stays
        self.ahead += patient.ahead
        self._came(patient.received)
        self.strangers.update(patient.strangers)
        for found in patient.found:
            self._add(found)

    def _came(self, received: Sequence[tuple[str, datetime]]) -> None:
        times = [at for _, at in received]
        self.by_type.update(type_ for type_, _ in received)
        self.first = min(filter(None, (self.first, *times)), default=None)
        self.last = max(filter(None, (self.last, *times)), default=None)

    def _add(self, found: Found) -> None:
        one = found.avvik
        self.by_rule[one.rule] += 1
        if one.kind == "teknisk":
            self.tekniske += 1
            return
        self.avvik += 1
        self.by_kommune[one.party or UNKNOWN, one.direction] += 1
        self.by_category[one.category, one.direction] += 1
        self.by_month[f"{found.detected_at.astimezone(OSLO):%Y-%m}", one.direction] += 1
        self.by_state[one.state] += 1
        self.by_confidence[one.confidence] += 1


def row_of(found: Found, agreement: Agreement) -> dict[str, object]:
    """An avvik as a line of --json."""
    one = found.avvik
    return {
        "id": one.id,
        "rule": one.rule,
        "rule_version": one.rule_version,
        "kind": one.kind,
        "state": one.state,
        "direction": one.direction,
        "category": one.category,
        "severity": one.severity,
        "confidence": one.confidence,
        "kommune": one.party if agreement.kind(one.party) == "kommune" else None,
        "stay": one.stay_id,
        "messages": one.msg_ids,
        "deadline": one.deadline,
        "detected_at": found.detected_at,
        "text": one.text,
    }
