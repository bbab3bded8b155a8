"""Kansellering and references: what they do to documents and stays."""

from typing import Any

from histories import at, innlagt, rapport, tid, utskrevet
from sequels import endring, fold, kansellering


def test_cancelled_log_innlagt() -> None:
    """The stay is withdrawn with all that was sent about it, and keeps its id."""
    inn = innlagt()
    before = fold(inn, rapport(), utskrevet())[0]
    (gone,) = fold(inn, rapport(), utskrevet(), kansellering(inn, "2026-02-09T10:00"))
    assert gone.id == before.id
    assert gone.kansellert_at == at("2026-02-09T10:00")


def test_cancelled_and_sent_again() -> None:
    """A LOG_INNLAGT that replaces the cancelled one within a day takes the stay over."""
    inn = innlagt("2026-02-03T10:00")
    right = innlagt("2026-02-03T14:00", "2026-02-04T09:00")
    (stay,) = fold(inn, utskrevet(), kansellering(inn, "2026-02-04T08:00"), right)
    assert stay.kansellert_at is None
    assert stay.t0 == tid("2026-02-03T14:00")


def test_messages_after_the_cancellation_tell_of_a_stay() -> None:
    """Whoever sends LOG_UTSKREVET afterwards does not think that there was no stay."""
    inn = innlagt()
    (stay,) = fold(inn, kansellering(inn, "2026-02-04T10:00"), utskrevet("2026-02-07"))
    assert stay.kansellert_at is None
    assert stay.innlagt == []


def test_mistake_in_the_middle_of_a_stay() -> None:
    """A LOG_INNLAGT sent by mistake during a stay, and cancelled, takes nothing from it."""
    wrong = innlagt("2026-02-05T10:00")
    (stay,) = fold(innlagt(), wrong, kansellering(wrong, "2026-02-05T11:00"), rapport(), utskrevet())
    assert len(stay.rapporter) == 1


def test_kansellering_without_reference() -> None:
    """It takes back the newest of its kind; when two could be meant, none (test case 21)."""

    def bare(av: Any, sendt: str) -> Any:
        return kansellering(av, sendt, conversation_id=None, parent_id=None)

    inn = innlagt()
    (gone,) = fold(inn, bare(inn, "2026-02-04T10:00"))
    assert gone.kansellert_at
    one, two = rapport("2026-02-07T12:00"), rapport("2026-02-07T13:00")
    (stay,) = fold(innlagt(), one, two, bare(two, "2026-02-08T10:00"))
    assert len(stay.rapporter) == 2
    long_ago = rapport("2025-12-01T12:00")
    assert sum(len(s.rapporter) for s in fold(innlagt(), long_ago, two, bare(two, "2026-02-08T10:00"))) == 1
    # LOG_INNLAGT C still tells of the event: that says which of two.
    first, second = innlagt("2026-02-03T10:00"), innlagt("2026-02-10T10:00")
    found = fold(first, utskrevet(), second, bare(first, "2026-02-11T10:00"))
    assert [stay.kansellert_at is not None for stay in found] == [True, False]
    assert fold(bare(inn, "2026-02-04T10:00")) == ()
    assert not fold(inn, bare(inn, "2026-02-03T09:59"))[0].kansellert_at  # sent before there was anything


def test_kansellering_before_its_original() -> None:
    """C or M may come first (test case 22): the C waits, the M is complete in itself."""
    inn, sent = innlagt(), rapport()
    assert fold(kansellering(inn, "2026-02-03T11:00")) == ()
    (stay,) = fold(inn, kansellering(sent, "2026-02-08T10:00"), endring(sent, "2026-02-07T14:00"))
    assert stay.rapporter == []
    (stay,) = fold(inn, endring(sent, "2026-02-07T14:00"))
    assert len(stay.rapporter) == 1


def test_reference_to_the_parent_only() -> None:
    """A chain that names only RefToParent is followed back to the first."""
    sent = rapport()
    change = endring(sent, "2026-02-07T14:00", conversation_id=None)
    again = endring(change, "2026-02-07T15:00", conversation_id=None)
    (stay,) = fold(innlagt(), sent, change, again)
    assert [doc.latest.msg_id for doc in stay.rapporter] == [again.msg_id]
    gone = kansellering(again, "2026-02-07T16:00", conversation_id=None)
    assert fold(innlagt(), sent, change, again, gone)[0].rapporter == []


def test_messages_that_refer_to_each_other() -> None:
    """A circle of references ends, and is one document."""
    a = rapport(navn="a")
    b = endring(a, "2026-02-07T14:00", conversation_id=None)
    round_about = a.model_copy(update={"status": "M", "parent_id": b.msg_id})
    (stay,) = fold(innlagt(), round_about, b)
    assert len(stay.rapporter) == 1
