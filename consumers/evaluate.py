"""Everything known of one patient, and the time -> the avvik that stand, and when to look again. Pure.

What the rules find does not depend on the time; only whether a finding holds yet does. So the answer can
change at a `since` that lies ahead, and at no other moment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from consumers.document import Document
from consumers.documents import documents
from consumers.moments import oslo_date, starts
from consumers.papers import Papers
from consumers.rule import Finding, Rule, Terms
from consumers.rules import RULES
from consumers.stay import Stay
from consumers.stays import Filed, stays
from schemas.agreements import Agreement, Kind, Part
from schemas.avvik import Standing, avvik_id
from schemas.events import AnyEvent, PasientInnlagt, PatientEvent

HOSPITALS: Final[frozenset[Kind]] = frozenset({"helseforetak", "kad"})


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answer.

    Attributes:
        avvik: those that stand, by id.
        wake_at: the next moment, UTC, at which the answer changes by itself; None = never.
        stays: all stays, the cancelled ones too.
        loose: what belongs to no stay, a conversation or a single document in each.
        kansellert: MsgIds of cancelled documents.
        kansellerte_opphold: (hospital, party, date of T0 in Oslo) of cancelled LOG_INNLAGT.
        ukjente: HER-ids of parties that no agreement knows: rules do not run there (rules.md §12.1).
    """

    avvik: tuple[Standing, ...]
    wake_at: datetime | None
    stays: tuple[Stay, ...]
    loose: tuple[Papers, ...]
    kansellert: frozenset[str]
    kansellerte_opphold: frozenset[tuple[str, str, date]]
    ukjente: tuple[str, ...]


def evaluate(
    history: Sequence[AnyEvent], now: datetime, agreement: Agreement, rules: Sequence[Rule] = RULES
) -> Evaluation:
    """All avvik this patient's messages add up to at `now` (UTC), and when to look again.

    `history` may be in any order, and hold a message more than once.
    """
    docs = documents(history, agreement)
    filed = stays(docs, agreement)
    avvik: list[Standing] = []
    wake_at: datetime | None = None
    for papers, rule, finding in _all_findings(filed, agreement, rules):
        if finding.since is None or finding.since <= now:
            avvik.append(_standing(papers, rule, finding, agreement))
        elif wake_at is None or finding.since < wake_at:
            wake_at = finding.since
    avvik.sort(key=lambda one: one.id)
    return Evaluation(tuple(avvik), wake_at, *filed, *_cancelled(docs), _unknown(filed, agreement))


def _all_findings(
    filed: Filed, agreement: Agreement, rules: Sequence[Rule]
) -> Iterator[tuple[Papers, Rule, Finding]]:
    for stay in filed.stays:
        for rule, finding in findings(stay, agreement, rules):
            yield stay, rule, finding
    for papers in filed.loose:
        for rule, finding in loose_findings(papers, agreement, rules):
            yield papers, rule, finding


def findings(
    stay: Stay, agreement: Agreement, rules: Sequence[Rule] = RULES
) -> Iterator[tuple[Rule, Finding]]:
    """What the rules find in a stay, whenever it holds."""
    party = agreement.part(stay.party)
    if party is None or stay.kansellert_at or agreement.kind(stay.hospital) not in HOSPITALS:
        return
    terms = Terms(agreement, party)
    for rule in rules:
        if _runs(rule, party) and (rule.innhold or not stay.dagopphold):
            for finding in rule.check(stay, terms):
                yield rule, finding


def loose_findings(
    papers: Papers, agreement: Agreement, rules: Sequence[Rule] = RULES
) -> Iterator[tuple[Rule, Finding]]:
    """What those of the rules that look at single messages find in what belongs to no stay."""
    party = agreement.part(papers.party)
    if party is None:
        return
    terms = Terms(agreement, party)
    for rule in rules:
        if rule.loose and _runs(rule, party):
            for finding in rule.loose(papers, terms):
                yield rule, finding


def _runs(rule: Rule, party: Part) -> bool:
    return not rule.av and party.kind in rule.towards


def _standing(stay: Papers, rule: Rule, finding: Finding, agreement: Agreement) -> Standing:
    events = [doc.latest for doc in finding.rests_on]
    newest = max(events, key=lambda event: (event.received_at, not event.historie))
    return Standing(
        id=avvik_id(rule.key, stay.id, finding.subject),
        kind="teknisk" if rule.teknisk else "samhandling",
        rule=rule.id,
        rule_version=rule.version,
        direction=rule.direction if stay.hospital == agreement.unn and not rule.teknisk else "ingen",
        category=rule.category,
        severity=finding.severity or rule.severity,
        confidence=finding.confidence or rule.confidence,
        state="levert_sent" if finding.arrived_at else "apen",
        hospital=stay.hospital,
        party=stay.party,
        kommune=stay.kommune,
        pid=stay.pid,
        stay_id=stay.id,
        stay_from=stay.t0.dato if stay.t0 else None,
        stay_to=stay.t1.dato if stay.t1 else None,
        subject=finding.subject,
        msg_ids=tuple(sorted({event.msg_id for event in events})),
        deadline=finding.deadline,
        arrived_at=finding.arrived_at,
        historie=newest.historie,  # what a backlog only began is found as it happens
        text=f"Automatisk foreslått: {finding.text or rule.text}",
    )


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
