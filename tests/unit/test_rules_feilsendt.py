"""R-U30: messages that came to the wrong place."""

from functools import partial
from typing import Any

import pytest
from exchanges import dialog, epj_innhold, helseopplysninger, tjenestetilbud
from histories import FASTLEGE, HARSTAD, KAD, TROMSO, UNN, epikrise, innlagt, klar, rapport, utskrevet
from judging import EXAMPLES, event
from sequels import endring, kansellering, kvittering
from spoken import ids, standing

from consumers.rules.feilsendt import RULES
from schemas.agreements import Agreement, Part
from schemas.events import KvitteringMottatt

INN = innlagt("2026-02-03T10:00")
WRONG = {"tema_kodeverk": "8117", "tema": "1"}
found = partial(ids, RULES)
stands = partial(standing, RULES)


def returned(message: Any, sendt: str = "2026-02-05T10:00", **more: Any) -> Any:
    """DIALOG_AVVIK, feil adressat, from the receiver of a message."""
    ends = {"sender": message.receiver, "receiver": message.sender}
    return dialog("AVVIK", sendt, message, **{**ends, **WRONG, **more})


def refused(message: Any, *errors: str, **more: Any) -> KvitteringMottatt:
    """A negative AppRec with these codes."""
    return kvittering(message, **more).model_copy(update={"errors": errors})


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (returned(INN), ["R-U30"]),
        (refused(INN, "E21"), ["R-U30"]),
        (refused(INN, "E35", "E20"), ["R-U30"]),
        (refused(INN, "E35"), []),
        (refused(INN, "E21", status="1"), []),
        (refused(INN), []),
        (returned(INN, tema="2"), []),  # another code of 8117 is R-T10's
        (returned(INN, tema_kodeverk="9155"), []),
        (dialog("NOTAT", "2026-02-05T10:00", INN, **WRONG), []),
        (kansellering(INN, "2026-02-05T10:00"), []),
    ],
)
def test_what_tells_of_it(answer: Any, expected: list[str]) -> None:
    """DIALOG_AVVIK 8117/1, or a negative AppRec with E20 or E21; a Kansellering is none."""
    assert found(INN, answer) == expected


def test_what_it_says() -> None:
    """At once, about the message, resting on it and on what handed it back."""
    back = returned(INN)
    (one,) = stands(INN, back, now="2026-02-05T10:00")
    assert (one.subject, set(one.msg_ids), one.deadline) == (INN.msg_id, {INN.msg_id, back.msg_id}, None)
    assert (one.category, one.severity, one.confidence) == ("INFO", "middels", "hoy")
    assert (one.direction, one.state) == ("til_UNN", "apen")
    (other,) = stands(INN, refused(INN, "E21"))
    assert (other.id, other.msg_ids) == (one.id, (INN.msg_id,))


def test_once_for_each_message() -> None:
    """However often it is told of; two messages are two avvik."""
    assert found(INN, returned(INN), returned(INN, "2026-02-06T10:00"), refused(INN, "E21")) == ["R-U30"]
    other = klar("2026-02-06")
    assert found(INN, returned(INN), other, returned(other, "2026-02-07T10:00")) == ["R-U30"] * 2


def test_first_apprec_counts() -> None:
    """A second answer of the same receiver is ignored (apprec.md §6)."""
    later = refused(INN, "E21", sendt="2026-02-04T10:00")
    assert found(INN, kvittering(INN, "1"), later) == []
    assert found(INN, refused(INN, "E21"), kvittering(INN, "1", "2026-02-04T10:00")) == ["R-U30"]


def test_later_version_to_the_right_one() -> None:
    """An Endring that was taken over mends it; one that was refused is wrong like any message."""
    first = helseopplysninger("2026-02-03T16:00")
    change = endring(first, "2026-02-04T10:00")
    assert found(INN, first, refused(first, "E21"), change) == ["R-U30"]
    assert found(INN, first, refused(first, "E21"), change, kvittering(change, "1")) == []
    assert found(INN, first, change, refused(change, "E21")) == ["R-U30"]


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ({"receiver": HARSTAD}, []),
        ({"receiver_service": "90103"}, []),
        ({}, ["R-U30"]),  # to the same receiver once more
        ({"receiver": HARSTAD, "innlagt": None}, ["R-U30"]),  # tells of something else
        ({"receiver": HARSTAD, "sender": KAD}, ["R-U30"]),
    ],
)
def test_sent_again(again: dict[str, Any], expected: list[str]) -> None:
    """Told anew to another receiver or service: cleared."""
    second = innlagt("2026-02-03T10:00", "2026-02-05T11:00", navn="igjen", **again)
    assert found(INN, returned(INN), second) == expected


def test_sent_again_to_the_same() -> None:
    """What was refused may have been mended at the receiver; what was handed back was taken over."""
    second = innlagt("2026-02-03T10:00", "2026-02-05T11:00", navn="igjen")
    assert found(INN, refused(INN, "E21"), second) == []
    assert found(INN, refused(INN, "E21"), second, refused(second, "E21")) == ["R-U30"] * 2
    assert found(INN, returned(INN), second) == ["R-U30"]


def test_sent_again_and_wrong_again() -> None:
    """The second try may be as wrong as the first; one that is cancelled was no try."""
    second = innlagt("2026-02-03T10:00", "2026-02-05T11:00", navn="igjen", receiver=HARSTAD)
    assert found(INN, returned(INN), second, returned(second, "2026-02-06T10:00")) == ["R-U30"] * 2
    assert found(INN, returned(INN), second, refused(second, "E35")) == ["R-U30"]
    gone = kansellering(second, "2026-02-06T10:00")
    assert found(INN, returned(INN), second, gone) == ["R-U30"]


def test_before_and_long_after() -> None:
    """What came before, or more than 30 days later, is no new try."""
    first = helseopplysninger("2026-02-03T16:00")
    for sendt, expected in (("2026-02-03T15:00", 1), ("2026-03-05T16:00", 0), ("2026-03-05T16:01", 1)):
        other = helseopplysninger(sendt, receiver=HARSTAD, navn="annen")
        assert found(INN, first, returned(first), other) == ["R-U30"] * expected


def test_cancelled() -> None:
    """The hospital has taken the wrong message back, or the kommune its answer."""
    report = rapport("2026-02-07T12:00")
    back = returned(report, "2026-02-07T13:00")
    gone = kansellering(report, "2026-02-07T14:00")
    assert found(INN, report, back) == ["R-U30"]
    assert found(INN, report, back, gone) == []
    assert found(INN, report, back, kansellering(back, "2026-02-07T14:00")) == []
    assert found(INN, report, back, kvittering(back)) == []


def test_of_the_kommune() -> None:
    """What the kommune or a fastlege sends wrong is no fault of the hospital."""
    own = epj_innhold("2026-02-05T12:00", sender=TROMSO, receiver=UNN)
    assert found(INN, own, returned(own, "2026-02-05T13:00")) == []
    assert found(INN, own, refused(own, "E21")) == []
    between = tjenestetilbud("2026-02-05T12:00")
    assert found(between, returned(between, "2026-02-05T13:00")) == []


def test_epikrise() -> None:
    """To a fastlege who is not the patient's; it is judged once, and each receiver may hand it back."""
    alone = epikrise(copies=())
    (one,) = stands(alone, refused(alone, "E21"))
    assert (one.party, one.rule) == (FASTLEGE, "R-U30")
    both = epikrise(copies=(TROMSO, HARSTAD))
    stays = [INN, utskrevet(), innlagt(receiver=HARSTAD), utskrevet(receiver=HARSTAD)]
    assert found(*stays, both, refused(both, "E21", fra=FASTLEGE)) == ["R-U30"]
    assert found(*stays, both, returned(both, "2026-02-09T10:00")) == ["R-U30"]


def test_of_no_stay() -> None:
    """A message of no stay; and one that we have not seen, once however often it is handed back."""
    told = epj_innhold("2026-02-05T12:00")
    assert found(told, returned(told, "2026-02-05T13:00")) == ["R-U30"]
    back = returned(INN)
    (alone,) = stands(back, returned(INN, "2026-02-06T10:00"))
    assert (alone.rule, alone.subject, alone.direction) == ("R-U30", INN.msg_id, "til_UNN")
    assert found(returned(INN, receiver="95001")) == []
    assert found(returned(INN, sender=UNN, receiver=TROMSO)) == []  # the kommune's own mistake


def test_day_stay() -> None:
    """A message came wrong whatever kind of stay it is about."""
    short = epikrise("2026-02-09T10:00", "2026-02-03T10:00", "2026-02-05T15:00", adm_cat="3")
    assert found(INN, returned(INN), utskrevet("2026-02-05"), short) == ["R-U30"]


def test_official_examples() -> None:
    """Of all the official dialogmeldinger only the one that says so tells of a wrong address."""
    hers = ("59", "62", "56704", "91096", "99387")
    agreement = Agreement(
        parts=tuple(
            Part(her, her, "helseforetak" if her == "59" else "kommune", True, "5501") for her in hers
        )
    )
    for path in EXAMPLES:
        answer = found(event(path.read_bytes(), agreement=agreement), agreement=agreement)
        assert answer == (["R-U30"] if path.name == "Dialogmelding_avvik_v1-0.xml" else [])
