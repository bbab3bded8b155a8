"""Any order and any repetition of the same messages gives the same stays and avvik, whenever they came."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from histories import AVTALE
from hypothesis import given, settings
from hypothesis import strategies as st
from random_histories import histories
from random_sequels import END, moments, wall
from sequels import History, facts, kansellering, papers, rules

from consumers.changes import changes
from consumers.evaluate import Evaluation, evaluate
from schemas.avvik import Avvik, Standing
from schemas.events import Event, KvitteringMottatt, PasientInnlagt


def lying(found: Evaluation) -> list[tuple[object, ...]]:
    """Where every document lies: stays and conversations with their ids, and the links between stays."""
    known = [
        (s.t0, s.t1, s.dod, s.overflyttet, s.dagopphold, s.kansellert_at, s.neste and s.neste.series)
        for s in found.stays
    ]
    links = [(s.forrige and s.forrige.id, s.tjenester and s.tjenester.series) for s in found.stays]
    loose = sorted((p.id, papers(p)) for p in found.loose)
    return [*known, *links, *((s.id, papers(s)) for s in found.stays), *loose]


@settings(max_examples=200, deadline=None)
@given(histories(), moments, st.randoms(use_true_random=False))
def test_order_and_repetition(history: History, now: datetime, random: Any) -> None:
    """Any permutation, with any messages repeated, ends in the same stays, avvik and wake-up."""
    expected = evaluate(history, now, AVTALE)
    again = [*history, *random.choices(history, k=len(history) // 2)] if history else []
    random.shuffle(again)
    found = evaluate(again, now, AVTALE)
    assert found.avvik == expected.avvik
    assert found.wake_at == expected.wake_at
    assert lying(found) == lying(expected)


@settings(max_examples=100, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_one_at_a_time(history: History, random: Any) -> None:
    """Told of after each message, in any order, or all at once: the same avvik stand in the end."""
    random.shuffle(history)
    known: dict[UUID, Avvik] = {}
    for count in range(len(history)):
        found = evaluate(history[: count + 1], END, AVTALE)
        for change in changes(
            found.avvik, known, lambda _: "forutsetning_borte", END, incomplete=False, detected=found.detected
        ):
            known[change.id] = change
    standing = [one for one in known.values() if one.state != "trukket"]
    assert facts(standing) == facts(evaluate(history, END, AVTALE).avvik)


@settings(max_examples=100, deadline=None)
@given(histories())
def test_every_document_lies_in_one_place(history: History) -> None:
    """No message is lost, and none but an epikrise of two kommuner lies in two places."""
    found = evaluate(history, END, AVTALE)
    everywhere = [doc for p in (*found.stays, *found.loose) for doc in (*p.documents(), *p.kansellerte)]
    everywhere += [doc for p in (*found.stays, *found.loose) for doc in p.avviste]
    lie = [doc for doc in everywhere if doc.latest.type != "epikrise_mottatt.v1"]
    assert len({id(doc) for doc in lie}) == len(lie)
    told = {event.msg_id for doc in everywhere for event in (*doc.versions, doc.latest)}
    told |= {msg_id for doc in everywhere for msg_id in doc.twins}
    read = [event for event in history if isinstance(event, Event) and not event.test]
    assert {event.msg_id for event in read if event.status == "N"} - told <= refused(history)


def refused(history: History) -> set[str]:
    """MsgIds that a receiver has refused: a version that was sent again instead is no longer looked at."""
    return {event.answers for event in history if isinstance(event, KvitteringMottatt)}


CANCELLING = {"R-U30", "R-U31", "R-T07"}
"""Rules that look at cancellations, or at a message that another is about."""


def uncancelled(found: Evaluation, gone: frozenset[str]) -> list[Standing]:
    return [one for one in found.avvik if one.rule not in CANCELLING and gone.isdisjoint(one.msg_ids)]


@settings(max_examples=150, deadline=None)
@given(histories(), st.data())
def test_cancelled_is_as_if_never_sent(history: History, data: st.DataObject) -> None:
    """Stays and avvik are as without it, LOG_INNLAGT aside, but for CANCELLING and AppRecs to a C."""
    sent = [event for event in history if not isinstance(event, KvitteringMottatt | PasientInnlagt)]
    sent = [event for event in sent if getattr(event, "status", "") == "N" and not event.test]
    if not sent:
        return
    event = data.draw(st.sampled_from(sent))
    without = [other for other in history if other.id != event.id and not is_version(other, event)]
    told = [*history, kansellering(event, wall(END))]
    gone = frozenset(each.msg_id for each in told if getattr(each, "status", "") == "C")
    found, expected = evaluate(told, END, AVTALE), evaluate(without, END, AVTALE)
    assert facts(uncancelled(found, gone)) == facts(uncancelled(expected, gone))
    assert living(found) == living(expected)


def is_version(other: Any, event: Any) -> bool:
    """A later version of a message, or its Kansellering."""
    if other.type != event.type or other.status == "N":
        return False
    is_said = event.type.startswith(("dialog", "mottak"))
    return bool(event.msg_id == (other.parent_id if is_said else other.conversation_id))


def living(found: Evaluation) -> list[tuple[object, ...]]:
    """Where what is not cancelled lies."""
    everywhere = ((p.id, sorted(d.series for d in p.documents())) for p in (*found.stays, *found.loose))
    return sorted((id_, docs) for id_, docs in everywhere if docs)


@settings(max_examples=100, deadline=None)
@given(histories(), moments)
def test_wake_at_is_true(history: History, now: datetime) -> None:
    """Between now and wake_at the answer does not change, at wake_at it does; step by step or at once."""
    at_end = evaluate(history, END, AVTALE)
    step = evaluate(history, now, AVTALE)
    while step.wake_at and step.wake_at <= END:
        assert step.wake_at > now
        almost = evaluate(history, step.wake_at - timedelta(microseconds=1), AVTALE)
        assert (almost.avvik, almost.wake_at) == (step.avvik, step.wake_at)
        now = step.wake_at
        woken = evaluate(history, now, AVTALE)
        assert facts(woken.avvik) > facts(step.avvik)
        step = woken
    assert facts(step.avvik) == facts(at_end.avvik)


@settings(max_examples=100, deadline=None)
@given(histories())
def test_what_is_told_holds_together(history: History) -> None:
    """An id stands once; a pair is one avvik; ids and messages are those of the history."""
    found = evaluate(history, END, AVTALE)
    assert len({one.id for one in found.avvik}) == len(found.avvik)
    known = {event.msg_id for event in history}
    for one in found.avvik:
        assert one.msg_ids and known.issuperset(one.msg_ids)
        assert one.stay_id in {papers.id for papers in (*found.stays, *found.loose)}
    for stay in found.stays:
        mine = rules(one for one in found.avvik if one.stay_id == stay.id)
        for pair in (("R-U11", "R-U12"), ("R-U14", "R-U15"), ("R-U17", "R-U18")):
            assert sum(mine.count(rule) for rule in pair) <= 1
    ids = [papers.id for papers in (*found.stays, *found.loose)]
    assert len(set(ids)) == len(ids)
