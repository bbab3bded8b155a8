"""consumers/attach.py: which stay a message belongs to, by its dates."""

import pytest
from histories import avmeldt, epikrise, innlagt, klar, rapport, utskrevet
from sequels import dates, endring, fold


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
