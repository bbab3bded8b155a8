"""When each avvik could first be found, also when nobody looked for days. Pure.

What has come too late was missing until then (rules.md §4: *manglende* → *for sen* is one avvik). Who sees
both at once, after a time away, tells of it as found when it began to be missing, as others would have.
"""

from collections.abc import Container, Sequence
from dataclasses import replace
from uuid import UUID

from consumers.evaluate import Evaluation, evaluate
from schemas.agreements import Agreement
from schemas.events import Hendelse


def first_found(
    history: Sequence[Hendelse], evaluation: Evaluation, agreement: Agreement, known: Container[UUID] = ()
) -> Evaluation:
    """The same answer; what came late, and is not `known`, as found when it could be before that came."""
    detected = dict(evaluation.detected)
    late = {one.id: detected[one.id] for one in evaluation.avvik if one.arrived_at and one.id not in known}
    for came in set(late.values()):
        before = evaluate([event for event in history if event.received_at < came], came, agreement).detected
        detected.update({id_: before[id_] for id_ in late.keys() & before.keys() if late[id_] == came})
    return replace(evaluation, detected=detected) if late else evaluation
