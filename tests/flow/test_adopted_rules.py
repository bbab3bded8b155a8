"""R-T01 of a message that has the patient of another: what its AppRec, early or late, makes of it."""

from datetime import UTC, datetime
from itertools import permutations

import pytest
from adopting import NOON, effect, raws
from answering import PARTS, Desk
from builders import apprec_xml
from judging import judged

from consumers.evaluate import evaluate
from consumers.rules.kvittering import RULES
from schemas.agreements import Agreement

AGREEMENT = Agreement(parts=PARTS)
AT = datetime(2026, 2, 20, 12, tzinfo=UTC)
OF = raws()
ORPHAN = judged(OF.orphan).msg_id


def standing(desk: Desk) -> list[tuple[str, tuple[str, ...], str]]:
    """Avvik on receipts, two weeks later."""
    history = list(effect(desk.producer.sent).values())
    return [(one.rule, one.msg_ids, one.state) for one in evaluate(history, AT, AGREEMENT, RULES).avvik]


async def test_unanswered_it_stands(desk: Desk) -> None:
    """Tromsø has answered another message, so it is one that answers."""
    for raw in (OF.original, OF.to_original, OF.orphan):
        await desk.receive(raw, NOON)
    assert standing(desk) == [("R-T01", (ORPHAN,), "apen")]


@pytest.mark.parametrize("order", [*permutations((0, 1, 4))])
async def test_answered_it_does_not(desk: Desk, order: tuple[int, ...]) -> None:
    """Whichever came first: the message it refers to, the message itself, or its AppRec."""
    for raw in (*(OF[each] for each in order), OF.to_original):
        await desk.receive(raw, NOON)
    assert standing(desk) == []


@pytest.mark.parametrize(("status", "left"), [("2", []), ("1", [("R-T12", (ORPHAN,), "levert_sent")])])
async def test_a_late_one_takes_it_away(desk: Desk, status: str, left: list[object]) -> None:
    """A refusal after the limit is an answer; a positive one is told of as late."""
    await test_unanswered_it_stands(desk)
    errors = ("X99",) if status == "2" else ()
    late = apprec_xml(answers=ORPHAN, status=status, errors=errors, gen_date="2026-02-15T12:00:00Z")
    await desk.receive(late, "2026-02-15T12:01:00+00:00")
    assert standing(desk) == left
