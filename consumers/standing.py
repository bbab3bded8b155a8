"""A finding of a rule as the avvik that stands. Pure."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from consumers.handled import DIALOGMELDING, Handled, answering
from consumers.papers import Papers
from consumers.rule import SECOND, Finding, Rule
from schemas.agreements import Agreement
from schemas.avvik import Direction, Standing, avvik_id
from schemas.behandling import AvvikBehandlet
from schemas.events import Event


def telling(papers: Papers, agreement: Agreement, done: Handled) -> Callable[[Rule, Finding], Standing]:
    """How findings in some papers are told: what is of the papers is the same for all of them."""
    of_papers: dict[str, Any] = {
        "hospital": papers.hospital,
        "party": papers.party,
        "kommune": papers.kommune,
        "pid": papers.pid,
        "stay_id": papers.id,
        "stay_from": papers.t0.dato if papers.t0 else None,
        "stay_to": papers.t1.dato if papers.t1 else None,
    }
    at_unn = papers.hospital == agreement.unn
    margin = agreement.frist("grace", papers.kommune).length + SECOND

    def told(rule: Rule, finding: Finding) -> Standing:
        id_ = avvik_id(rule.key, papers.id, finding.subject)
        state = _state(papers, rule, finding, done.get(id_), margin)
        return _standing(
            id_,
            rule,
            finding,
            rule.direction if at_unn and not rule.teknisk else "ingen",
            **of_papers,
            **state,
        )

    return told


def _standing(id_: UUID, rule: Rule, finding: Finding, direction: Direction, **more: Any) -> Standing:
    """What is told of it."""
    events = [doc.latest for doc in finding.rests_on]
    newest = events[0] if len(events) == 1 else max(events, key=_newness)
    return Standing(
        id=id_,
        kind="teknisk" if rule.teknisk else "samhandling",
        rule=rule.id,
        rule_version=rule.version,
        direction=direction,
        category=rule.category,
        severity=finding.severity or rule.severity,
        confidence=finding.confidence or rule.confidence,
        subject=finding.subject,
        msg_ids=tuple(sorted({event.msg_id for event in events})),
        deadline=finding.deadline,
        arrived_at=finding.arrived_at,
        historie=newest.historie,  # what a backlog only began is found as it happens
        text=f"Automatisk foreslått: {finding.text or rule.text}",
        sender=(finding.sender or finding.rests_on[0].first.sender) if rule.teknisk else None,
        **more,
    )


def detected_at(finding: Finding) -> datetime:
    """When the last that it rests on had come and the deadline had passed, UTC.

    It may have been found before, when less had come: see first_found. AppRecs count, as a refusal is one.
    """
    docs = finding.rests_on
    came: datetime = max([each.received_at for doc in docs for each in (doc.latest, *doc.answers)])
    return max(came, finding.since or came, finding.arrived_at or came)


def _newness(event: Event) -> tuple[datetime, bool]:
    return event.received_at, not event.historie


def _state(
    papers: Papers, rule: Rule, finding: Finding, by: AvvikBehandlet | None, margin: timedelta
) -> dict[str, Any]:
    """The state and whose doing it is, the strongest first (rules.md §12.20)."""
    if by:
        return {"state": by.gjort, "behandlet_av": by.av, "hvorfor": by.hvorfor}
    if answering(papers, rule, finding, margin):
        return {"state": "besvart", "hvorfor": DIALOGMELDING}
    return {"state": "levert_sent" if finding.arrived_at else "apen"}
