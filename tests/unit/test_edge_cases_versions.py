"""Rows of rules.md §9 on versions of a message: Kansellering, Endring, what comes first, what comes twice."""

from itertools import permutations
from typing import Any

import pytest
from exchanges import dialog, foresporsel, helseopplysninger, innleggelsesrapport
from histories import AVTALE, HARSTAD, at, epikrise, innlagt, klar, rapport, utskrevet
from nine import evaluate
from sequels import endring, filed, fold, kansellering, rules

from consumers.documents import documents

LATER = at("2026-03-20T12:00")
INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
EPIKRISE = epikrise()


def found(*history: Any) -> list[str]:
    return rules(evaluate(history, LATER, AVTALE).avvik)


def bare(av: Any, sendt: str) -> Any:
    return kansellering(av, sendt, conversation_id=None, parent_id=None)


def test_kansellering() -> None:
    """Never satisfies, reverses what was satisfied, and has no content; it lies beside the stay."""
    sent = rapport(legemidler=0)
    gone = kansellering(sent, "2026-02-08T10:00", legemidler=0)
    assert found(INN, UT, EPIKRISE, sent) == ["R-U03"]
    assert found(INN, UT, EPIKRISE, sent, gone) == found(INN, UT, EPIKRISE) == ["R-U14"]
    (stay,) = fold(INN, UT, sent, gone)
    assert stay.rapporter == []
    assert [(doc.latest, doc.cancelled_at) for doc in stay.kansellerte] == [(sent, at("2026-02-08T10:00"))]


@pytest.mark.parametrize(
    "sent",
    [
        helseopplysninger(),
        innleggelsesrapport(),
        klar(),
        UT,
        rapport(),
        EPIKRISE,
        foresporsel("2026-02-04T12:00"),
    ],
    ids=lambda event: event.message_type,
)
def test_kansellering_of_any_message(sent: Any) -> None:
    """A stay is as if the message had never been, and the rest of it stays together."""
    others = [event for event in (INN, UT, EPIKRISE) if event is not sent]
    (without,) = fold(*others)
    (stay,) = fold(*others, sent, kansellering(sent, "2026-02-10T10:00"))
    assert list(stay.documents()) == list(without.documents())
    assert (stay.id, stay.t0, stay.t1) == (without.id, without.t0, without.t1)
    assert [doc.latest for doc in stay.kansellerte] == [sent]


def test_kansellering_of_all_there_was() -> None:
    """A provisional stay goes with the only message that told of it."""
    sent = helseopplysninger()
    nothing = filed(sent, kansellering(sent, "2026-02-04T10:00"))
    assert nothing.stays == ()
    (papers,) = nothing.loose
    assert [doc.latest for doc in papers.kansellerte] == [sent]


def test_endring() -> None:
    """Deadlines look at the first version, content at the newest, and both know when each was sent."""
    first = helseopplysninger("2026-02-03T16:00")
    second = endring(first, "2026-02-05T09:00", type_innhold="2")
    third = endring(second, "2026-02-06T09:00", type_innhold="2", conversation_id=first.msg_id)
    (stay,) = fold(INN, first, second, third)
    (doc,) = stay.helseopplysninger
    assert (doc.first, doc.latest, doc.sent) == (first, third, at("2026-02-03T16:00"))
    assert doc.versions == (first, second, third)
    assert doc.times == tuple(map(at, ("2026-02-03T16:00", "2026-02-05T09:00", "2026-02-06T09:00")))


def test_c_before_n() -> None:
    """A Kansellering that comes first waits; when the original comes, it is cancelled at once (test 22)."""
    sent = rapport()
    gone = kansellering(sent, "2026-02-08T10:00")
    first = filed(INN, gone)
    (stay,) = first.stays
    assert [(doc.latest, doc.waits, doc.has_original) for doc in stay.kansellerte] == [(gone, True, False)]
    (stay,) = fold(INN, gone, sent)
    assert stay.rapporter == []
    assert [(doc.latest, doc.waits) for doc in stay.kansellerte] == [(sent, False)]
    (alone,) = filed(gone).loose
    assert (alone.hospital, alone.party, alone.pid) == (gone.sender, gone.receiver, gone.pid)


def test_m_before_n() -> None:
    """An Endring is complete in itself, and says that its original has not come."""
    sent = rapport("2026-02-07T12:00")
    change = endring(sent, "2026-02-07T15:00")
    (doc,) = fold(INN, change)[0].rapporter
    assert (doc.first, doc.has_original) == (change, False)
    (doc,) = fold(INN, change, endring(change, "2026-02-07T16:00"))[0].rapporter
    assert not doc.has_original
    (doc,) = fold(INN, change, sent)[0].rapporter
    assert (doc.first, doc.latest, doc.has_original) == (sent, change, True)


def test_c_without_conversation_ref() -> None:
    """The only one it can mean is cancelled; when it could mean two, it waits for a person (test 21)."""
    one, two = rapport("2026-02-07T12:00"), rapport("2026-02-07T13:00")
    (stay,) = fold(INN, one, bare(one, "2026-02-08T10:00"))
    assert [doc.waits for doc in stay.kansellerte] == [False]
    doubtful = bare(two, "2026-02-08T10:00")
    (stay,) = fold(INN, one, two, doubtful)
    assert len(stay.rapporter) == 2
    assert [doc.latest for doc in stay.kansellerte if doc.waits] == [doubtful]
    elsewhere = rapport("2026-02-07T13:00", receiver=HARSTAD)
    assert len(fold(INN, one, elsewhere, bare(elsewhere, "2026-02-08T10:00"))) == 1


def test_several_c_without_conversation_ref() -> None:
    """The one sent first means the newest then, in whatever order they come; the next, the one before it."""
    old, new = rapport("2026-02-07T12:00"), rapport("2026-03-15T12:00")
    first, then = bare(new, "2026-03-16T10:00"), bare(old, "2026-03-17T10:00")
    expected = {new.msg_id: at("2026-03-16T10:00"), old.msg_id: at("2026-03-17T10:00")}
    for history in permutations((old, new, first, then)):
        assert {doc.series: doc.cancelled_at for doc in documents(history, AVTALE)} == expected


def test_c_of_a_question_takes_nothing_else() -> None:
    """Dialogue has no series: what cancels one question leaves the other, and the answers, alone."""
    one, two = foresporsel("2026-02-04T12:00"), foresporsel("2026-02-04T13:00")
    answer = dialog("SVAR", "2026-02-04T14:00", one, sender=one.receiver, receiver=one.sender)
    (stay,) = fold(INN, one, two, answer, kansellering(one, "2026-02-04T15:00"))
    assert [doc.latest for doc in stay.dialoger] == [two, answer]
