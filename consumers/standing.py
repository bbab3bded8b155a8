"""A finding of a rule as the avvik that stands. Pure."""

from datetime import datetime
from typing import Any

from consumers.handled import DIALOGMELDING, Handled, answering
from consumers.papers import Papers
from consumers.rule import Finding, Rule
from schemas.agreements import Agreement
from schemas.avvik import Direction, Standing, avvik_id
from schemas.behandling import AvvikBehandlet


def standing(papers: Papers, rule: Rule, finding: Finding, agreement: Agreement, done: Handled) -> Standing:
    """What is told of it."""
    events = [doc.latest for doc in finding.rests_on]
    newest = max(events, key=lambda event: (event.received_at, not event.historie))
    id_ = avvik_id(rule.key, papers.id, finding.subject)
    return Standing(
        id=id_,
        kind="teknisk" if rule.teknisk else "samhandling",
        rule=rule.id,
        rule_version=rule.version,
        direction=_direction(papers, rule, agreement),
        category=rule.category,
        severity=finding.severity or rule.severity,
        confidence=finding.confidence or rule.confidence,
        hospital=papers.hospital,
        party=papers.party,
        kommune=papers.kommune,
        pid=papers.pid,
        stay_id=papers.id,
        stay_from=papers.t0.dato if papers.t0 else None,
        stay_to=papers.t1.dato if papers.t1 else None,
        subject=finding.subject,
        msg_ids=tuple(sorted({event.msg_id for event in events})),
        deadline=finding.deadline,
        arrived_at=finding.arrived_at,
        historie=newest.historie,  # what a backlog only began is found as it happens
        text=f"Automatisk foreslått: {finding.text or rule.text}",
        **_state(papers, rule, finding, done.get(id_)),
    )


def detected_at(finding: Finding) -> datetime:
    """When it could first be found, UTC: at the end of the deadline, or when the last it rests on came."""
    came: datetime = max(doc.latest.received_at for doc in finding.rests_on)
    return max(finding.since, came) if finding.since else came


def _direction(papers: Papers, rule: Rule, agreement: Agreement) -> Direction:
    return rule.direction if papers.hospital == agreement.unn and not rule.teknisk else "ingen"


def _state(papers: Papers, rule: Rule, finding: Finding, by: AvvikBehandlet | None) -> dict[str, Any]:
    """The state and whose doing it is, the strongest first (rules.md §12.20)."""
    if by:
        return {"state": by.gjort, "behandlet_av": by.av, "hvorfor": by.hvorfor}
    if answering(papers, rule, finding):
        return {"state": "besvart", "hvorfor": DIALOGMELDING}
    return {"state": "levert_sent" if finding.arrived_at else "apen"}
