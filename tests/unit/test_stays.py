"""consumers/stays.py: which messages make up which stay."""

from itertools import permutations
from typing import Any

import pytest
from histories import (
    AVTALE,
    HARSTAD,
    KAD,
    at,
    avmeldt,
    endring,
    epikrise,
    innlagt,
    kansellering,
    klar,
    rapport,
    tid,
    utskrevet,
)

from consumers.documents import documents
from consumers.stay import Stay
from consumers.stays import stays


def fold(*history: Any) -> tuple[Stay, ...]:
    """The stays, which must be the same whatever the order of the messages."""
    first = stays(documents(history, AVTALE), AVTALE)
    for order in list(permutations(history))[:120]:
        again = stays(documents(order, AVTALE), AVTALE)
        assert [(s.id, papers(s)) for s in again] == [(s.id, papers(s)) for s in first]
    return first


def papers(stay: Stay) -> list[str]:
    return sorted(doc.latest.msg_id for doc in stay.documents())


def dates(stay: Stay) -> tuple[str, str]:
    return (str(stay.t0.dato) if stay.t0 else "", str(stay.t1.dato) if stay.t1 else "")


def test_a_whole_stay() -> None:
    """No message refers to another: patient, hospital, kommune and times make them one stay."""
    (stay,) = fold(innlagt(), klar(), avmeldt(), rapport(), utskrevet(), epikrise())
    assert dates(stay) == ("2026-02-03", "2026-02-07")
    assert len(list(stay.documents())) == 6
    assert stay.t1 == tid("2026-02-07T11:00")  # LOG_UTSKREVET has a date only: the epikrise has the time
    assert not (stay.flytting or stay.uavsluttet or stay.uten_kommunale_tjenester)


def test_kommuner_and_hospitals_apart() -> None:
    """Another kommune, or another sender (KAD), is another stay."""
    found = fold(innlagt(), innlagt(receiver=HARSTAD), innlagt(sender=KAD))
    assert [(stay.hospital, stay.party, stay.kommune) for stay in found] == [
        ("90001", "90101", "5501"),
        ("90001", "90201", "5503"),
        ("90401", "90101", "5501"),
    ]


def test_second_log_innlagt() -> None:
    """Same time: duplicate. Within 24 h: moved. Later: a new stay, the old one not closed."""
    (twice,) = fold(innlagt("2026-02-03T10:00"), innlagt("2026-02-03T10:00", "2026-02-03T11:00"))
    assert not twice.flytting
    (moved,) = fold(innlagt("2026-02-03T10:00"), innlagt("2026-02-04T10:00"))
    assert moved.flytting
    assert dates(moved)[0] == "2026-02-03"
    old, new = fold(innlagt("2026-02-03T10:00"), innlagt("2026-02-04T10:01"))
    assert old.uavsluttet
    assert not new.uavsluttet


def test_readmission_on_the_day_of_discharge() -> None:
    """A discharge given as a date alone belongs to the stay that began before that date (§12.6)."""
    first, second = fold(innlagt("2026-02-03T10:00"), utskrevet("2026-02-05"), innlagt("2026-02-05T20:00"))
    assert dates(first) == ("2026-02-03", "2026-02-05")
    assert dates(second) == ("2026-02-05", "")
    late = utskrevet("2026-02-05", "2026-02-08T10:00")
    first, second = fold(innlagt("2026-02-03T10:00"), late, innlagt("2026-02-05T20:00"))
    assert dates(first) == ("2026-02-03", "2026-02-05")


def test_admitted_and_discharged_on_one_date() -> None:
    """A discharge on the date of admission belongs to the stay that began on it, when that is alone."""
    (stay,) = fold(innlagt("2026-02-05T08:00"), utskrevet("2026-02-05"))
    assert dates(stay) == ("2026-02-05", "2026-02-05")
    _, second = fold(innlagt("2026-02-01T08:00"), utskrevet("2026-02-03"), innlagt("2026-02-05T08:00"))
    assert dates(second) == ("2026-02-05", "")


def test_two_stays_on_one_date() -> None:
    """Ordered by when the messages were sent; the second has number 2 in its id."""
    first, second = fold(
        innlagt("2026-02-05T08:00"),
        utskrevet("2026-02-05", "2026-02-05T12:00"),
        innlagt("2026-02-05T15:00"),
        utskrevet("2026-02-05", "2026-02-05T22:00"),
    )
    assert dates(first) == dates(second) == ("2026-02-05", "2026-02-05")
    assert len(first.utskrevet) == len(second.utskrevet) == 1
    assert first.id != second.id


def test_moved_and_discharged_the_next_day() -> None:
    """A second LOG_INNLAGT within a day, and one discharge sent after it: one stay."""
    (stay,) = fold(
        innlagt("2026-02-04T22:00"), innlagt("2026-02-05T10:00"), utskrevet("2026-02-05", "2026-02-05T15:00")
    )
    assert stay.flytting
    assert dates(stay) == ("2026-02-04", "2026-02-05")


def test_discharge_with_a_clock_time() -> None:
    """A moment needs no guess: it lies before or after the next admission."""
    inn, igjen = innlagt("2026-02-05T08:00"), innlagt("2026-02-05T15:00")
    assert len(fold(inn, utskrevet("2026-02-05T14:00", "2026-02-06T10:00"), igjen)) == 2
    assert len(fold(inn, utskrevet("2026-02-05T16:00", "2026-02-06T10:00"), igjen)) == 1


def test_corrected_discharge() -> None:
    """Two LOG_UTSKREVET of one stay: the one sent last tells the date."""
    (stay,) = fold(innlagt(), utskrevet("2026-02-07"), utskrevet("2026-02-08"))
    assert dates(stay) == ("2026-02-03", "2026-02-08")
    assert len(stay.utskrevet) == 2


def test_report_goes_to_the_stay_of_its_dates() -> None:
    """After a readmission a late report is told by its dates; without dates it goes to the newest."""
    old = [innlagt("2026-02-03T10:00"), utskrevet("2026-02-07")]
    new = [innlagt("2026-02-10T10:00")]
    first, second = fold(*old, *new, rapport("2026-02-11T10:00", ut="2026-02-07"))
    assert (len(first.rapporter), len(second.rapporter)) == (1, 0)
    first, second = fold(*old, *new, rapport("2026-02-11T10:00", inn="2026-02-03", ut="2026-02-07"))
    assert (len(first.rapporter), len(second.rapporter)) == (1, 0)
    first, second = fold(*old, *new, rapport("2026-02-11T10:00"))
    assert (len(first.rapporter), len(second.rapporter)) == (0, 1)


def test_changes_follow_their_original() -> None:
    """An M sent after a readmission stays with the report it changes."""
    sent = rapport("2026-02-07T12:00", ut="2026-02-07")
    first, second = fold(
        innlagt(),
        utskrevet("2026-02-07"),
        innlagt("2026-02-10T10:00"),
        sent,
        endring(sent, "2026-02-11T10:00"),
    )
    assert (len(first.rapporter), len(second.rapporter)) == (1, 0)


def test_stay_without_log_innlagt() -> None:
    """Other messages open a stay too, and the same one; LOG_INNLAGT takes it over with the same id."""
    others = [klar(), rapport(), utskrevet(), epikrise()]
    (stay,) = fold(*others)
    assert dates(stay) == ("2026-02-03", "2026-02-07")
    (known,) = fold(*others, innlagt())
    assert known.id == stay.id
    (discharged,) = fold(utskrevet(), rapport())
    assert dates(discharged) == ("", "2026-02-07")


def test_each_message_alone() -> None:
    """Whatever comes first opens a stay, however little it tells."""
    for alone in (
        klar(),
        klar(fra=None),
        klar(None, "2026-02-06T10:00", fra=None),
        avmeldt(),
        rapport(),
        utskrevet(None, "2026-02-07T10:00"),
        innlagt(None, "2026-02-03T10:00"),
    ):
        (stay,) = fold(alone)
        assert stay.pid == alone.pid


def test_too_long_after_is_another_stay() -> None:
    """Messages of a stay may come until 30 days after the discharge."""
    stay = [innlagt(), utskrevet("2026-02-07")]
    assert len(fold(*stay, rapport("2026-03-09T10:00"))) == 1
    assert len(fold(*stay, rapport("2026-03-10T10:00"))) == 2
    assert len(fold(*stay, utskrevet("2026-03-09"))) == 1
    assert len(fold(*stay, utskrevet("2026-03-10"))) == 2


def test_admission_in_the_message_within_24_hours() -> None:
    """Event 1 of LOG_UTSKRIVNINGSKLAR within 24 h of T0 is that stay; outside, and after T1, another."""
    stay = [innlagt("2026-02-03T10:00"), utskrevet("2026-02-07")]
    assert len(fold(*stay, klar("2026-02-06", fra="2026-02-02T10:00"))) == 1
    assert len(fold(*stay, klar("2026-02-06", fra="2026-02-02T09:59"))) == 2
    assert len(fold(*stay, klar("2026-02-06", fra="2026-02-05T10:00"))) == 1  # moved while there
    assert len(fold(*stay, klar("2026-02-12", fra="2026-02-10T10:00"))) == 2


@pytest.mark.parametrize(
    ("inn", "ut", "matches"),
    [
        ("2026-02-04T10:00", "2026-02-08", True),  # 24 h and one day apart
        ("2026-02-03", "2026-02-07", True),
        ("2026-02-05T10:00", "2026-02-20", True),  # overlap
        ("2026-02-08T10:00", "2026-02-12T10:00", False),
        ("2026-01-20T10:00", "2026-02-02T10:00", False),
        (None, "2026-02-07", True),
        ("2026-02-03T10:00", None, True),
        (None, None, True),  # sent after it had begun
    ],
)
def test_epikrise_by_dates(inn: str | None, ut: str | None, matches: bool) -> None:
    """Within 24 h of T0 and a day of T1; else overlap; else it is about another stay."""
    found = fold(innlagt(), utskrevet(), epikrise("2026-02-25T10:00", inn=inn, ut=ut))
    assert (len(found) == 1) is matches


def test_epikrise_alone() -> None:
    """An epikrise and nothing else: a stay without kommunale tjenester; two about it are one stay."""
    (stay,) = fold(epikrise(copies=()), epikrise("2026-02-09T10:00", copies=(), navn="igjen"))
    assert stay.uten_kommunale_tjenester
    assert dates(stay) == ("2026-02-03", "2026-02-07")


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


def test_identifiers_of_one_person() -> None:
    """Events under two pids of one group are one stay; its pid is that of the first message."""
    hnr = "2" * 64
    (stay,) = fold(innlagt(pid=hnr), utskrevet(), rapport())
    assert stay.pid == hnr


def test_same_time_of_admission_near_midnight() -> None:
    """The date in the id is Oslo's: 00:30 on 4 February is 23:30 UTC the day before."""
    assert dates(fold(innlagt("2026-02-04T00:30"))[0])[0] == "2026-02-04"
