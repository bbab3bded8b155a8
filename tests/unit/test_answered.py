"""AppRecs on a document: who has it, since when, and what the answers said."""

import pytest
from exchanges import innleggelsesrapport
from histories import AVTALE, FASTLEGE, HARSTAD, TROMSO, UNN, at, epikrise, innlagt, rapport
from sequels import endring, fold, kvittering

from consumers.deliveries import acknowledged_at
from consumers.document import Document
from consumers.documents import documents

INN = innlagt("2026-02-03T10:00", "2026-02-03T10:30")


def only(*history: object) -> Document:
    (doc,) = documents(history, AVTALE)
    return doc


def test_answers_of_every_version() -> None:
    """The AppRecs of a document lie on it, the newest last, also those of later versions."""
    first = rapport("2026-02-07T12:00")
    second = endring(first, "2026-02-07T15:00")
    yes, no, again = (
        kvittering(first, "1"),
        kvittering(first, "2", "2026-02-07T13:00"),
        kvittering(second, "1"),
    )
    doc = only(first, second, again, no, yes)
    assert doc.answers == (yes, no, again)
    assert doc.versions == (first, second)


def test_twins_share_their_answers() -> None:
    """What was sent twice to one kommune has the answers of both."""
    one, two = rapport(navn="a"), rapport(navn="b", receiver_service="90103")
    assert len(only(one, two, kvittering(one, "1"), kvittering(two, "1")).answers) == 2


def test_acknowledged_by_the_receiver() -> None:
    """From the first AppRec on, unless it refuses; those that follow change nothing (apprec.md §6)."""
    late = kvittering(INN, "1", "2026-02-05T10:00")
    assert acknowledged_at(only(INN), TROMSO, AVTALE) is None
    assert acknowledged_at(only(INN, late), TROMSO, AVTALE) == at("2026-02-05T10:00")
    early = kvittering(INN, "1", "2026-02-03T11:00")
    assert acknowledged_at(only(INN, late, early), TROMSO, AVTALE) == at("2026-02-03T11:00")
    refused = kvittering(INN, "2", "2026-02-06T10:00")
    assert acknowledged_at(only(INN, late, refused), TROMSO, AVTALE) == at("2026-02-05T10:00")
    assert (
        acknowledged_at(only(INN, refused, kvittering(INN, "1", "2026-02-07T10:00")), TROMSO, AVTALE) is None
    )
    partly = kvittering(INN, "3", "2026-02-04T10:00")  # OK, with a fault in a part
    assert acknowledged_at(only(INN, partly), TROMSO, AVTALE) == at("2026-02-04T10:00")


def test_own_party_has_it_when_it_came() -> None:
    """The broker answers for its own parties at once."""
    report = innleggelsesrapport("2026-02-03T15:00")
    slow = report.model_copy(update={"received_at": at("2026-02-03T15:40")})
    assert acknowledged_at(only(slow), UNN, AVTALE) == at("2026-02-03T15:40")
    assert acknowledged_at(only(slow, kvittering(slow)), UNN, AVTALE) is None


@pytest.mark.parametrize("her", [HARSTAD, "95001"])
def test_not_a_receiver(her: str) -> None:
    """Whoever it was not sent to has not acknowledged it, whatever AppRec there is."""
    assert acknowledged_at(only(INN, kvittering(INN, "1", fra=her)), her, AVTALE) is None


def test_each_receiver_for_itself() -> None:
    """Of an epikrise with a copy, one may have it and the other not."""
    sent = epikrise()
    yes = kvittering(sent, "1", fra=FASTLEGE)
    assert acknowledged_at(only(sent, yes), TROMSO, AVTALE) is None
    doc = only(sent, yes, kvittering(sent, "2", fra=TROMSO))
    assert (doc.reached, doc.refused) == (frozenset({FASTLEGE}), False)
    assert acknowledged_at(doc, FASTLEGE, AVTALE) and not acknowledged_at(doc, TROMSO, AVTALE)


def test_refused_is_still_evidence() -> None:
    """A refused LOG_INNLAGT tells of the stay all the same, and is sent again."""
    (stay,) = fold(INN, kvittering(INN))
    assert (stay.bekreftet, stay.innlagt[0].refused) == (True, True)
    again = innlagt("2026-02-03T10:00", "2026-02-03T12:00")
    (stay,) = fold(INN, kvittering(INN), again)
    assert [doc.refused for doc in stay.innlagt] == [True, False]
