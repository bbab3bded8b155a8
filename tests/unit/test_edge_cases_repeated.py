"""Rows of rules.md §9 on messages that come twice, or are only tests."""

from datetime import timedelta

from exchanges import foresporsel, innleggelsesrapport
from histories import AVTALE, innlagt, rapport, utskrevet
from sequels import dates, filed, fold, kansellering

from consumers.documents import documents

INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")


def test_duplikat_msgid() -> None:
    """The message received first is the one that counts, however often it comes again."""
    late = INN.model_copy(update={"received_at": INN.received_at + timedelta(days=9)})
    other = UT.model_copy(update={"ut_til": "4"})  # same MsgId, same time: still one and the same
    for again in (late, INN):
        assert len(fold(INN, again, again)[0].innlagt) == 1
        assert documents([again, INN, late], AVTALE)[0].sent == INN.received_at
    assert documents([UT, other], AVTALE) == documents([other, UT], AVTALE)


def test_same_content_under_two_msgids() -> None:
    """Two services of a kommune get their own MsgIds: one document, that knows its twin (tests 20a/20b)."""
    one, two = rapport(navn="a"), rapport(navn="b", receiver_service="90103")
    (doc,) = fold(INN, one, two)[0].rapporter
    assert {doc.first.msg_id, *doc.twins} == doc.msg_ids == {one.msg_id, two.msg_id}
    asked = [foresporsel("2026-02-04T12:00", foresporsel=code, navn=code) for code in ("1", "4")]
    assert len(fold(INN, *asked)[0].dialoger) == 2  # two questions in one second are two


def test_testmeldinger() -> None:
    """A test message is kept and nothing follows from it; without the mark it would be a stay."""
    for kind in (INN, innleggelsesrapport(), foresporsel("2026-02-04T12:00")):
        assert filed(kind.model_copy(update={"test": True})) == ((), ())
    marked = kansellering(UT, "2026-02-08T10:00", test=True)
    assert dates(fold(INN, UT, marked)[0]) == ("2026-02-03", "2026-02-07")
