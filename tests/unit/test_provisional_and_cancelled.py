"""Where a stay is told of in part: LOG_INNLAGT without its event, or cancelled, and reports without dates."""

from exchanges import helseopplysninger, innleggelsesrapport
from histories import at, epikrise, innlagt, klar, rapport, utskrevet
from sequels import dates, fold, kansellering

INN = innlagt("2026-02-03T10:00")


def test_log_innlagt_without_its_event() -> None:
    """Event 1 of another message within 24 h of when it was sent is that admission."""
    without = innlagt(None, "2026-02-03T10:30")
    (stay,) = fold(without, klar("2026-02-06", fra="2026-02-03T10:00"), utskrevet("2026-02-07"))
    assert dates(stay) == ("2026-02-03", "2026-02-07")
    assert stay.bekreftet


def test_long_after_a_cancelled_stay() -> None:
    """A stay whose LOG_INNLAGT was cancelled ends there: what comes a month later is about another."""
    gone = kansellering(INN, "2026-02-04T10:00")
    for sendt, living in (("2026-03-06T09:00", 1), ("2026-03-06T11:00", 2)):
        found = fold(INN, gone, rapport(sendt))
        assert len(found) == living
        assert [stay.kansellert_at is None for stay in found][-1]


def test_cancelled_log_innlagt_lies_where_it_was() -> None:
    """It is what its withdrawn stay rests on; a stay that goes on keeps it among the cancelled."""
    gone = kansellering(INN, "2026-02-04T10:00")
    (stay,) = fold(INN, gone, innleggelsesrapport())
    assert ([doc.latest for doc in stay.innlagt], stay.kansellerte) == ([INN], [])
    for later in (helseopplysninger("2026-02-05T10:00"), rapport("2026-02-07T12:00")):
        (stay,) = fold(INN, gone, later)
        assert (stay.kansellert_at, stay.innlagt) == (None, [])
        assert [doc.latest for doc in stay.kansellerte] == [INN]
    (stay,) = fold(INN, gone, innleggelsesrapport("2026-02-05T10:00"))
    assert stay.kansellert_at == at("2026-02-04T10:00")  # the kommune may not have seen it yet
    (stay,) = fold(INN, gone, innlagt("2026-02-03T14:00", "2026-02-04T11:00"))
    assert [doc.latest for doc in stay.kansellerte] == [INN]


def test_two_readmissions_known_in_two_ways() -> None:
    """One from LOG_UTSKRIVNINGSKLAR, the next from an epikrise, and no LOG_INNLAGT of either."""
    found = fold(
        INN,
        utskrevet("2026-02-07"),
        klar("2026-02-14", fra="2026-02-12T10:00"),
        utskrevet("2026-02-15"),
        utskrevet("2026-02-25"),
        epikrise("2026-02-26T10:00", inn="2026-02-20T10:00", ut="2026-02-25T11:00", copies=()),
    )
    assert [dates(stay) for stay in found] == [
        ("2026-02-03", "2026-02-07"),
        ("2026-02-12", "2026-02-15"),
        ("2026-02-20", "2026-02-25"),
    ]


def test_report_with_dates_is_not_about_an_earlier_epikrise() -> None:
    """Only a report without dates can be about a stay that was over when it was sent."""
    report = rapport("2026-03-01T12:00", ut="2026-03-01T11:00")
    assert len(fold(report, epikrise("2026-02-09T10:00"))) == 2
    assert len(fold(rapport("2026-03-01T12:00"), epikrise("2026-02-09T10:00"))) == 1
