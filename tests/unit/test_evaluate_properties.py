"""What the answers may not depend on: batches and restarts, what nobody reads, the week, other patients."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from histories import AVTALE
from hypothesis import given, settings
from hypothesis import strategies as st
from moved import moved, on_the_wall
from random_histories import histories
from random_sequels import END, START, moments
from sequels import History, avvist_her, facts, kvittering
from two_patients import PIDS, kept_apart, of_another
from unread import bystanders, one_of_each, technical_alone

from consumers.evaluate import Evaluation, evaluate
from consumers.settle import told
from schemas.avvik import Avvik, Standing
from schemas.events import HENDELSER, AnyEvent, Event, Hendelse


def json_of(one: Any) -> str:
    return str(one.model_dump_json(exclude_none=True))


@settings(max_examples=60, deadline=None)
@given(histories(), moments, st.data())
def test_batches_and_restarts(history: History, end: Any, data: st.DataObject) -> None:
    """In any batches, with wake-ups between, a restart and a second look at each: all stands as at once."""
    came = [event for event in history if event.received_at <= end]
    came.sort(key=lambda event: event.received_at)
    expected = evaluate(came, end, AVTALE)
    cuts = data.draw(st.lists(st.integers(0, len(came)), max_size=4).map(sorted))
    kept: list[str] = []
    known: dict[UUID, str] = {}
    for cut in [*cuts, len(came)]:
        kept = [json_of(event) for event in came[:cut]]
        now = came[cut - 1].received_at if cut else START
        look(kept, known, data.draw(st.sampled_from([now, min(end, now + timedelta(days=1))])))
    look(kept, known, end)
    standing = [one for one in map(Avvik.model_validate_json, known.values()) if one.state != "trukket"]
    assert sorted(map(bare, standing)) == sorted(map(bare, expected.avvik))


def look(kept: list[str], known: dict[UUID, str], now: Any) -> None:
    """Judge what is kept, and keep what changed; looked at again, nothing has."""
    found = evaluate([HENDELSER.validate_json(event) for event in kept], now, AVTALE)
    for change in told(found, read(known), now, incomplete=False):
        known[change.id] = json_of(change)
    assert not list(told(found, read(known), now, incomplete=False))


def read(known: dict[UUID, str]) -> dict[UUID, Avvik]:
    return {id_: Avvik.model_validate_json(body) for id_, body in known.items()}


def bare(one: Standing) -> str:
    """All that stands, without what is of the change."""
    return Standing.model_validate(one.model_dump()).model_dump_json()


@pytest.mark.parametrize("event", one_of_each(), ids=lambda event: str(event.type))
def test_every_type_is_read(event: Any) -> None:
    """There is no type that no rule reads: of each, a refusal is an avvik that rests on it."""
    found = evaluate([event, kvittering(event)], END, AVTALE).avvik
    assert [event.msg_id in one.msg_ids for one in found if one.rule == "R-T02"] == [True]


@pytest.mark.parametrize("event", one_of_each(), ids=lambda event: str(event.type))
def test_every_type_can_be_refused_here(event: Any) -> None:
    """Of each type a refusal at our own door is an avvik about it, and nothing else is known of it."""
    found = evaluate([avvist_her(event)], END, AVTALE)
    assert [(one.rule, one.msg_ids) for one in found.avvik] == [("R-T04", (event.msg_id,))]
    assert (found.stays, found.wake_at) == ((), None)


@settings(max_examples=100, deadline=None)
@given(histories(), moments, st.data())
def test_what_no_rule_reads(history: History, now: Any, data: st.DataObject) -> None:
    """Tests, answers that come second or to nothing, handling of what never was: without them the same."""
    expected = evaluate(history, now, AVTALE)
    more: list[Hendelse] = [*history, *data.draw(bystanders(history))]
    found = evaluate(more, now, AVTALE)
    assert (found.avvik, found.wake_at) == (expected.avvik, expected.wake_at)


@settings(max_examples=200, deadline=None)
@given(histories(), moments, st.lists(technical_alone(), max_size=6))
def test_what_only_technical_rules_read(history: History, now: Any, more: History) -> None:
    """Types that only technical rules read, and what we refused, change nothing of samhandling.

    But a Kansellering that does not say what it takes back may mean one of them (R-U31).
    """
    history = [event for event in history if not is_bare(event)]
    found, expected = (evaluate(each, now, AVTALE) for each in ([*history, *more], history))
    assert samhandling(found) == samhandling(expected)


def is_bare(event: AnyEvent) -> bool:
    """A Kansellering without a reference."""
    return isinstance(event, Event) and event.status == "C" and not (event.conversation_id or event.parent_id)


def samhandling(found: Evaluation) -> set[Any]:
    return facts(one for one in found.avvik if one.kind == "samhandling")


SUMMER, WINTER = timedelta(weeks=2), timedelta(weeks=-20)
"""From START, to where END and the limits after it come before the next change of the clock."""


@settings(max_examples=100, deadline=None)
@given(histories(), moments, st.sampled_from([(SUMMER, 9), (WINTER, 2)]), st.data())
def test_whole_weeks(history: History, now: Any, season: tuple[timedelta, int], data: st.DataObject) -> None:
    """Some weeks later in the same season, every time in the answers is as many weeks later, and no more."""
    into, most = season
    here, by = on_the_wall(into), timedelta(weeks=data.draw(st.integers(1, most)))
    there = on_the_wall(into + by)
    first = evaluate([moved(event, here) for event in history], here(now), AVTALE)
    later = evaluate([moved(event, there) for event in history], there(now), AVTALE)
    assert later.wake_at == (first.wake_at and first.wake_at + by)
    assert weekly(later, timedelta()) == weekly(first, by)


def weekly(found: Evaluation, by: timedelta) -> list[str]:
    """The avvik `by` later, without the ids that are made of dates."""
    each = [
        (
            moved(one, lambda moment: moment + by).model_dump(mode="json", exclude={"id", "stay_id"}),
            (found.detected[one.id] + by).isoformat(),
        )
        for one in found.avvik
    ]
    return sorted(map(str, each))


@settings(max_examples=20, deadline=None)
@given(histories(), histories(), moments, st.randoms(use_true_random=False))
def test_another_patients_history(one: History, other: History, now: Any, random: Any) -> None:
    """Kept in the same store, their messages mixed in any batches, each has the answers it has alone."""
    alone = [of_another(one, "one", PIDS[0]), of_another(other, "other", PIDS[1])]
    mixed = [*alone[0], *alone[1]]
    random.shuffle(mixed)
    expected = [evaluate(history, now, AVTALE) for history in alone]
    for history, answer in zip(asyncio.run(kept_apart(mixed)), expected, strict=True):
        found = evaluate(history, now, AVTALE)
        assert (found.avvik, found.wake_at) == (answer.avvik, answer.wake_at)
