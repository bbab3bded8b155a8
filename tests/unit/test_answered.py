"""AppRecs on a document: who has it, since when, and what the answers said."""

from datetime import datetime
from typing import Any

import pytest
from exchanges import innleggelsesrapport
from histories import AVTALE, FASTLEGE, HARSTAD, TROMSO, UNN, at, epikrise, innlagt, rapport
from sequels import endring, fold, kvittering

from consumers.acknowledged import had_at
from consumers.document import Document
from consumers.documents import documents
from consumers.rule import Terms
from schemas.agreements import Part

INN = innlagt("2026-02-03T10:00", "2026-02-03T10:30")


def had(history: list[Any], her: str, *answering: str) -> datetime | None:
    """When a receiver had the one document; `answering` are those who send AppRecs."""
    terms = Terms(AVTALE, AVTALE.part(her) or Part(her, "", "ukjent"), frozenset(answering))
    return had_at(only(*history), her, terms)


def only(*history: Any) -> Document[Any]:
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
    assert had([INN], TROMSO, TROMSO) is None
    assert had([INN, late], TROMSO, TROMSO) == at("2026-02-05T10:00")
    early = kvittering(INN, "1", "2026-02-03T11:00")
    assert had([INN, late, early], TROMSO, TROMSO) == at("2026-02-03T11:00")
    refused = kvittering(INN, "2", "2026-02-06T10:00")
    assert had([INN, late, refused], TROMSO, TROMSO) == at("2026-02-05T10:00")
    assert had([INN, refused, kvittering(INN, "1", "2026-02-07T10:00")], TROMSO, TROMSO) is None
    partly = kvittering(INN, "3", "2026-02-04T10:00")  # OK, with a fault in a part
    assert had([INN, partly], TROMSO, TROMSO) == at("2026-02-04T10:00")


def test_one_that_never_answers_has_it_when_it_was_sent() -> None:
    """A receiver from whom no AppRec is known counts as acknowledging (rules.md §12.21)."""
    assert had([INN], TROMSO) == INN.sent_at
    assert had([INN, kvittering(INN)], TROMSO, TROMSO) is None


def test_own_party_has_it_when_it_came() -> None:
    """The broker answers for its own parties at once."""
    report = innleggelsesrapport("2026-02-03T15:00")
    slow = report.model_copy(update={"received_at": at("2026-02-03T15:40")})
    assert had([slow], UNN, UNN) == at("2026-02-03T15:40")
    assert had([slow, kvittering(slow)], UNN, UNN) is None


@pytest.mark.parametrize("her", [HARSTAD, "95001"])
def test_not_a_receiver(her: str) -> None:
    """Whoever it was not sent to has not acknowledged it, whatever AppRec there is."""
    assert had([INN, kvittering(INN, "1", fra=her)], her) is None


def test_each_receiver_for_itself() -> None:
    """Of an epikrise with a copy, one may have it and the other not."""
    sent = epikrise()
    yes = kvittering(sent, "1", fra=FASTLEGE)
    assert had([sent, yes], TROMSO, TROMSO) is None
    both = [sent, yes, kvittering(sent, "2", fra=TROMSO)]
    assert (only(*both).reached, only(*both).refused) == (frozenset({FASTLEGE}), False)
    assert had(both, FASTLEGE, TROMSO) and not had(both, TROMSO, TROMSO)


def test_refused_is_still_evidence() -> None:
    """A refused LOG_INNLAGT tells of the stay all the same, and is sent again."""
    (stay,) = fold(INN, kvittering(INN))
    assert (stay.bekreftet, stay.innlagt[0].refused) == (True, True)
    again = innlagt("2026-02-03T10:00", "2026-02-03T12:00")
    (stay,) = fold(INN, kvittering(INN), again)
    assert [doc.refused for doc in stay.innlagt] == [True, False]
