"""consumers/stays.py: which messages make up which stay."""

from histories import HARSTAD, KAD, avmeldt, epikrise, innlagt, klar, rapport, tid, utskrevet
from sequels import dates, fold


def test_a_whole_stay() -> None:
    """No message refers to another: patient, hospital, kommune and times make them one stay."""
    (stay,) = fold(innlagt(), klar(), avmeldt(), rapport(), utskrevet(), epikrise())
    assert dates(stay) == ("2026-02-03", "2026-02-07")
    assert len(list(stay.documents())) == 6
    assert stay.t1 == tid("2026-02-07T11:00")  # LOG_UTSKREVET has a date only: the epikrise has the time
    assert not stay.uten_kommunale_tjenester


def test_kommuner_and_hospitals_apart() -> None:
    """Another kommune, or another sender (KAD), is another stay."""
    found = fold(innlagt(), innlagt(receiver=HARSTAD), innlagt(sender=KAD))
    assert [(stay.hospital, stay.party, stay.kommune) for stay in found] == [
        ("90001", "90101", "5501"),
        ("90001", "90201", "5503"),
        ("90401", "90101", "5501"),
    ]


def test_second_log_innlagt() -> None:
    """Same time: duplicate. Within 24 h: moved. Later: a new stay, and the old one has no discharge."""
    (twice,) = fold(innlagt("2026-02-03T10:00"), innlagt("2026-02-03T10:00", "2026-02-03T11:00"))
    assert dates(twice)[0] == "2026-02-03"
    (moved,) = fold(innlagt("2026-02-03T10:00"), innlagt("2026-02-04T10:00"))
    assert dates(moved)[0] == "2026-02-03"
    old, new = fold(innlagt("2026-02-03T10:00"), innlagt("2026-02-04T10:01"))
    assert (dates(old), dates(new)) == (("2026-02-03", ""), ("2026-02-04", ""))


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


def test_identifiers_of_one_person() -> None:
    """Events under two pids of one group are one stay; its pid is that of the first message."""
    hnr = "2" * 64
    (stay,) = fold(innlagt(pid=hnr), utskrevet(), rapport())
    assert stay.pid == hnr


def test_same_time_of_admission_near_midnight() -> None:
    """The date in the id is Oslo's: 00:30 on 4 February is 23:30 UTC the day before."""
    assert dates(fold(innlagt("2026-02-04T00:30"))[0])[0] == "2026-02-04"
