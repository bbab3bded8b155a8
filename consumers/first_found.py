"""When each avvik could first be found, also when nobody looked for days. Pure.

Much of what an avvik rests on may come after it could be found: what is late was missing until then
(rules.md §4: *manglende* → *for sen* is one avvik), an Endring lacks what the first one lacked, and an
epikrise tells of the discharge that the utskrivningsrapport told of. Who sees all of it at once, after a
time away, tells of it as found when others would have found it.
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
    """The same answer; what is not `known`, as found when it could be for the first time."""
    detected = dict(evaluation.detected)
    unsure = {id_: at for id_, at in detected.items() if id_ not in known}
    if not unsure:
        return evaluation
    while unsure:
        came = max(unsure.values())
        earlier = [event for event in history if event.received_at < came]
        asked = [id_ for id_, at in unsure.items() if at == came]
        before = evaluate(earlier, came, agreement).detected if len(earlier) < len(history) else detected
        for id_ in asked:
            if before.get(id_, came) < came:
                detected[id_] = unsure[id_] = before[id_]
            else:
                del unsure[id_]
    return replace(evaluation, detected=detected)
