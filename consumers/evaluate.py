"""Everything known of one patient, and the time -> the avvik that stand, and when to look again. Pure.

What the rules find does not depend on the time; only whether a finding holds yet does. So the answer can
change at a `since` that lies ahead, and at no other moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from consumers.deliveries import answering
from consumers.document import Document
from consumers.documents import documents
from consumers.found import findings
from consumers.handled import handled
from consumers.moments import oslo_date, starts
from consumers.own_refusals import own_refusals
from consumers.papers import Papers
from consumers.parties import of_today
from consumers.rule import Finding, Rule
from consumers.rules import RULES
from consumers.standing import detected_at, telling
from consumers.stay import Stay
from consumers.stays import Filed, stays
from schemas.agreements import Agreement
from schemas.avvik import Standing
from schemas.events import Hendelse, PasientInnlagt, PatientEvent

Funn = tuple[Papers, Rule, Finding]
"""What a rule found, and where."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answer.

    Attributes:
        avvik: those that stand, by id; those that would, had no person taken them back, with state trukket.
        detected: id -> when it could first be found, UTC.
        wake_at: the next moment, UTC, at which the answer changes by itself; None = never.
        stays: all stays, the cancelled ones too.
        loose: what belongs to no stay, a conversation or a single document in each.
        kansellert: MsgIds of cancelled documents.
        kansellerte_opphold: (hospital, party, date of T0 in Oslo) of cancelled LOG_INNLAGT.
        ukjente: HER-ids of parties that no agreement knows: rules do not run there (rules.md §12.1).
        funn: all that the rules found, also what holds only from a later moment on.
        svarer: see Terms.
    """

    avvik: tuple[Standing, ...]
    detected: Mapping[UUID, datetime]
    wake_at: datetime | None
    stays: tuple[Stay, ...]
    loose: tuple[Papers, ...]
    kansellert: frozenset[str]
    kansellerte_opphold: frozenset[tuple[str, str, date]]
    ukjente: tuple[str, ...]
    funn: tuple[Funn, ...]
    svarer: frozenset[str]


def evaluate(
    history: Sequence[Hendelse], now: datetime, agreement: Agreement, rules: Sequence[Rule] = RULES
) -> Evaluation:
    """All avvik this patient's messages add up to at `now` (UTC), and when to look again.

    `history` may be in any order, and hold a message more than once.
    """
    history = of_today(history, agreement)
    docs = documents(history, agreement)
    filed = stays(docs, agreement, own_refusals(history, agreement))
    done, svarer = handled(history), answering(history)
    avvik: list[Standing] = []
    funn: list[Funn] = []
    detected: dict[UUID, datetime] = {}
    wake_at: datetime | None = None
    for papers, found in findings(filed, agreement, rules, svarer):
        tell = telling(papers, agreement, done)
        for rule, finding in found:
            funn.append((papers, rule, finding))
            if finding.since is None or finding.since <= now:
                avvik.append(one := tell(rule, finding))
                detected[one.id] = detected_at(finding)
            elif wake_at is None or finding.since < wake_at:
                wake_at = finding.since
    avvik.sort(key=lambda one: one.id.int)
    gone, unknown = _cancelled(docs), _unknown(filed, agreement)
    return Evaluation(tuple(avvik), detected, wake_at, *filed, *gone, unknown, tuple(funn), svarer)


def _cancelled(
    docs: Sequence[Document[PatientEvent]],
) -> tuple[frozenset[str], frozenset[tuple[str, str, date]]]:
    gone: list[Document[Any]] = [doc for doc in docs if doc.cancelled_at]
    begun = [doc for doc in gone if isinstance(doc.latest, PasientInnlagt)]
    return (
        frozenset(event.msg_id for doc in gone for event in (doc.first, doc.latest)),
        frozenset((doc.latest.sender, doc.latest.receiver, oslo_date(starts(doc))) for doc in begun),
    )


def _unknown(filed: Filed, agreement: Agreement) -> tuple[str, ...]:
    hers = {her for papers in (*filed.stays, *filed.loose) for her in (papers.hospital, papers.party)}
    return tuple(sorted(her for her in hers if agreement.part(her) is None))
