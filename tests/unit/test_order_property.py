"""Any order and any repetition of the same messages gives the same avvik; time changes them only at wake_at.

Histories are generated: stays that overlap or follow each other, one or two kommuner, messages that are
missing, early, late or slow, changed, cancelled with and without reference, refused, and doubled.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from histories import (
    AVTALE,
    FASTLEGE,
    HARSTAD,
    KAD,
    TROMSO,
    UNN,
    at,
    dod,
    epikrise,
    innlagt,
    klar,
    rapport,
    utskrevet,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from sequels import History, endring, facts, kansellering, kvittering, rules

from consumers.evaluate import evaluate
from schemas.tid import OSLO

START = at("2026-03-25T08:00")  # the clock goes forward on the 29th
END = START + timedelta(days=120)

hours = st.one_of(st.integers(0, 40), st.integers(0, 60 * 24)).map(lambda h: timedelta(hours=h))


def wall(moment: datetime) -> str:
    """Oslo wall clock, as histories.py wants it."""
    return moment.astimezone(OSLO).replace(tzinfo=None).isoformat()


def day(moment: datetime) -> str:
    return wall(moment)[:10]


@st.composite
def chains(draw: st.DrawFn, first: Any) -> History:
    """A message and perhaps what became of it: slow, changed, cancelled, refused."""
    lag = draw(st.sampled_from([timedelta(), timedelta(), timedelta(minutes=50), timedelta(hours=20)]))
    first = first.model_copy(update={"received_at": first.sent_at + lag})
    chain: History = [first]
    later = first.sent_at
    for _ in range(draw(st.integers(0, 2))):
        later += draw(st.sampled_from([timedelta(), timedelta(hours=2), timedelta(days=9)]))
        what = draw(st.sampled_from(["M", "C", "bare C", "avvist", "godtatt"]))
        if what == "M" and first.type.startswith(("utskrivningsrapport", "epikrise")):
            more = {"legemidler": 2} if first.type.startswith("utskr") else {"medisiner": ("fritekst",)}
            chain.append(endring(chain[-1] if hasattr(chain[-1], "series") else first, wall(later), **more))
        elif what == "C":
            chain.append(kansellering(first, wall(later)))
        elif what == "bare C":
            chain.append(kansellering(first, wall(later), conversation_id=None, parent_id=None))
        else:
            chain.append(kvittering(first, "2" if what == "avvist" else "1", wall(later)))
    return chain


@st.composite
def stays(draw: st.DrawFn, stay: int) -> History:
    """What may be sent about one stay, each message there or not."""
    begin = (
        START + draw(st.sampled_from([timedelta(), timedelta(hours=5), timedelta(hours=30)])) + draw(hours)
    )
    end = begin + draw(st.sampled_from([timedelta(hours=4), timedelta(days=2), timedelta(days=10)]))
    sender, kommune = draw(st.sampled_from([UNN, UNN, KAD])), draw(st.sampled_from([TROMSO, TROMSO, HARSTAD]))
    late = st.sampled_from([timedelta(minutes=5), timedelta(hours=26), timedelta(days=9)])
    who = {"sender": sender, "receiver": kommune}
    ut = draw(st.sampled_from([wall, day]))(end)
    made: list[Callable[[str, str], Any]] = [
        lambda s, n: innlagt(draw(st.sampled_from([wall(begin), day(begin), None])), s, navn=n, **who),
        lambda s, n: klar(day(end), s, fra=draw(st.sampled_from([wall(begin), None])), navn=n, **who),
        lambda s, n: utskrevet(ut, s, navn=n, uttilstand=draw(st.sampled_from(["1", "1", "2"])), **who),
        lambda s, n: rapport(s, draw(st.sampled_from([ut, None])), legemidler=draw(small), navn=n, **who),
        lambda s, n: epikrise(
            s,
            wall(begin),
            wall(end),
            medisiner=(),
            adm_outcome=draw(st.sampled_from(["1", "1", "31", "2"])),
            adm_cat=draw(st.sampled_from(["1", "1", "1", "3"])),
            sender=sender,
            copies=draw(st.sampled_from([(kommune,), ()])),
            navn=n,
        ),
        lambda s, n: dod(day(end), s, navn=n, receiver=FASTLEGE),
    ]
    history: History = []
    for number, make in enumerate(made):
        if draw(st.integers(0, 3)) and (number != 5 or draw(st.booleans())):
            sent = (begin if number == 0 else end) + draw(late)
            history += draw(chains(make(wall(sent), f"{stay}/{number}")))
    return history


small = st.integers(0, 1)
histories = st.integers(1, 3).flatmap(
    lambda count: st.tuples(*map(stays, range(count))).map(lambda parts: [e for part in parts for e in part])
)
moments = st.integers(0, 120 * 24 * 2).map(lambda half: START + timedelta(minutes=30 * half))


@settings(max_examples=150, deadline=None)
@given(histories, moments, st.randoms(use_true_random=False), st.data())
def test_order_and_repetition(history: History, now: datetime, random: Any, data: st.DataObject) -> None:
    """Any permutation, with any messages repeated, ends in the same standing avvik and the same wake-up."""
    expected = evaluate(history, now, AVTALE)
    again = [*history, *random.choices(history, k=len(history) // 2)] if history else []
    random.shuffle(again)
    found = evaluate(again, now, AVTALE)
    assert facts(found.avvik) == facts(expected.avvik)
    assert found.avvik == expected.avvik
    assert found.wake_at == expected.wake_at
    assert [stay.id for stay in found.stays] == [stay.id for stay in expected.stays]


@settings(max_examples=100, deadline=None)
@given(histories, moments)
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
@given(histories)
def test_what_is_told_holds_together(history: History) -> None:
    """An id stands once; a pair is one avvik; ids and messages are those of the history."""
    found = evaluate(history, END, AVTALE)
    assert len({one.id for one in found.avvik}) == len(found.avvik)
    known = {event.msg_id for event in history}
    for one in found.avvik:
        assert one.msg_ids and known.issuperset(one.msg_ids)
        assert one.stay_id in {stay.id for stay in found.stays}
    for stay in found.stays:
        mine = rules(one for one in found.avvik if one.stay_id == stay.id)
        for pair in (("R-U11", "R-U12"), ("R-U14", "R-U15"), ("R-U17", "R-U18")):
            assert sum(mine.count(rule) for rule in pair) <= 1
    assert len({stay.id for stay in found.stays}) == len(found.stays)
