"""When an avvik was found is the same for who looks as messages come, and who looks at all of them later."""

from datetime import datetime, timedelta
from typing import Any

from histories import AVTALE
from hypothesis import given, settings
from hypothesis import strategies as st
from random_histories import histories
from random_sequels import END, wall
from seen_live import Known, as_it_came, look, when_found
from sequels import History, kansellering

from consumers.evaluate import evaluate
from consumers.first_found import first_found
from schemas.events import Event

LATER = END + timedelta(days=400)
"""When every limit has passed."""


def at_once(history: History, now: datetime) -> dict[Any, datetime]:
    """What who sees all of it for the first time tells of when each was found."""
    return dict(first_found(history, evaluate(history, now, AVTALE), AVTALE).detected)


@settings(max_examples=100, deadline=None)
@given(histories())
def test_as_it_came_or_all_at_once(history: History) -> None:
    """Message by message with every wake-up, or in one look: found at the same moments."""
    assert when_found(as_it_came(history, LATER)) == at_once(history, LATER)


@settings(max_examples=60, deadline=None)
@given(histories(), st.data())
def test_in_any_order_and_any_batches(history: History, data: st.DataObject) -> None:
    """What came decides, and not in which order, in which batches or when it reached us."""
    expected = at_once(history, LATER)
    order = data.draw(st.permutations(history))
    cuts = data.draw(st.lists(st.integers(0, len(order)), max_size=4).map(sorted))
    known: Known = {}
    before = 0
    for cut in [*cuts, len(order)]:
        look(order[:cut], known, LATER, (event.id for event in order[before:cut]))
        before = cut
    assert when_found(known) == expected


@settings(max_examples=100, deadline=None)
@given(histories(), st.data())
def test_what_a_kansellering_uncovers(history: History, data: st.DataObject) -> None:
    """What stands because of a Kansellering was not found before that came."""
    sent = [event for event in history if isinstance(event, Event) and event.status == "N" and not event.test]
    if not sent:
        return
    cancel = kansellering(data.draw(st.sampled_from(sent)), wall(END))
    when = cancel.received_at
    came = [event for event in history if event.received_at < when]
    before = as_it_came(came, when - timedelta(microseconds=1))
    found = at_once([*came, cancel], LATER)
    assert all(at >= when for id_, at in found.items() if id_ not in before)
    assert all(at == before[id_].detected_at for id_, at in found.items() if id_ in before)
