"""R-T: a Kansellering is answered like any message; sending again after silence; what is known to be gone."""

from typing import Any

import pytest
from exchanges import dialog
from findings import evaluated, found
from histories import FASTLEGE, UNN, at, innlagt, klar, rapport
from sequels import avvist_her, endring, kansellering, kvittering
from technical import ids, told

from consumers.rules.avvist import RULES as AVVIST
from consumers.rules.dialogavvik import RULES as DIALOGAVVIK
from consumers.rules.kvittering import RULES as KVITTERING
from consumers.rules.rekkefolge import RULES as REKKEFOLGE
from consumers.rules.tilbakemelding import RULES as TILBAKEMELDING

INN = innlagt("2026-02-03T10:00")
OK = kvittering(INN, "1")
KLAR = klar("2026-02-06")
BEFORE = (INN, OK, KLAR, kvittering(KLAR, "1"))
BACK, AGAIN = kansellering(KLAR, "2026-02-06T14:00"), kansellering(KLAR, "2026-02-06T16:00")
ALONE = BACK.model_copy(update={"conversation_id": None, "parent_id": None})
UNKNOWN = kansellering(klar("2026-02-05"), "2026-02-06T14:00")
RAPPORT = rapport("2026-02-07T12:00")
A = "a" * 32


def refused(message: Any, *codes: str, **more: Any) -> Any:
    """A negative AppRec with some codes of 8221."""
    return kvittering(message, "2", **more).model_copy(update={"errors": codes})


@pytest.mark.parametrize("back", [BACK, ALONE, UNKNOWN], ids=["reference", "alone", "unknown"])
@pytest.mark.parametrize(
    ("code", "rule"), [("X99", "R-T02"), ("T02", "R-T04"), ("E36", "R-T05"), ("S01", "R-T13")]
)
def test_kansellering_that_is_refused(back: Any, code: str, rule: str) -> None:
    """The receiver does not know that it was taken back: its sender must act, as of any refused message."""
    (one,) = told(AVVIST, *BEFORE, back, refused(back, code))
    assert (one.rule, one.subject, one.msg_ids) == (rule, back.msg_id, (back.msg_id,))
    assert ids(AVVIST, *BEFORE, back, kvittering(back, "1")) == []
    assert ids(AVVIST, *BEFORE, back, refused(back, code, fra=FASTLEGE)) == []


@pytest.mark.parametrize("back", [BACK, ALONE], ids=["reference", "alone"])
def test_kansellering_sent_again(back: Any) -> None:
    """Until one of the same document is taken; another message of that type takes nothing back."""
    first = refused(back, "X99")
    for again in (AGAIN, AGAIN.model_copy(update={"conversation_id": None, "parent_id": None})):
        assert ids(AVVIST, *BEFORE, back, first, again) == []
        assert ids(AVVIST, *BEFORE, back, first, again, refused(again, "T02")) == ["R-T02", "R-T04"]
    assert ids(AVVIST, *BEFORE, back, first, klar("2026-02-06", "2026-02-06T13:00")) == ["R-T02"]
    gone = kansellering(INN, "2026-02-06T14:00")
    assert ids(AVVIST, INN, OK, gone, refused(gone, "X99")) == ["R-T02"]


@pytest.mark.parametrize("back", [BACK, ALONE], ids=["reference", "alone"])
def test_refused_kansellering_takes_nothing_back(back: Any) -> None:
    """It has not come (rules.md §12.5): what it is about stands, until one is taken."""
    refusal = refused(back, "X99")
    assert found(TILBAKEMELDING, *BEFORE, back) == found(TILBAKEMELDING, *BEFORE, back, refusal, AGAIN) == []
    assert found(TILBAKEMELDING, *BEFORE, back, refusal) == found(TILBAKEMELDING, *BEFORE) == ["R-K05"]
    stays = evaluated(AVVIST, INN, kansellering(INN, "2026-02-06T14:00")).stays
    assert [stay.kansellert_at for stay in stays] == [at("2026-02-06T14:00")]
    back = kansellering(INN, "2026-02-06T14:00")
    (stay,) = evaluated(AVVIST, INN, back, refused(back, "T02")).stays
    assert stay.bekreftet and stay.kansellert_at is None


@pytest.mark.parametrize("back", [BACK, ALONE, UNKNOWN], ids=["reference", "alone", "unknown"])
def test_kansellering_that_is_not_answered(back: Any) -> None:
    """It is a sent message like the others: 96 h, then late; and in the version of its kind."""
    assert ids(KVITTERING, *BEFORE, back, now="2026-02-10T14:30:00") == []
    (one,) = told(KVITTERING, *BEFORE, back, now="2026-02-10T14:30:01")
    assert (one.rule, one.msg_ids, one.deadline) == ("R-T01", (back.msg_id,), at("2026-02-10T14:00"))
    assert ids(KVITTERING, *BEFORE, back, kvittering(back, "1", "2026-02-10T14:30:00")) == []
    assert ids(KVITTERING, *BEFORE, back, kvittering(back, "1", "2026-02-10T14:30:01")) == ["R-T12"]
    old = kvittering(back, "1").model_copy(update={"version": "1.0"})
    assert ids(KVITTERING, *BEFORE, back, old) == ["R-T11"]


@pytest.mark.parametrize(
    ("sendt", "answered", "expected"),
    [
        ("2026-02-11T12:00:00", None, ["R-T06"]),  # within 96 h: too early to give up
        ("2026-02-11T12:00:01", None, []),
        ("2026-02-12T12:00:00", "2026-02-12T11:59:59", ["R-T06"]),  # it had come by then
        ("2026-02-12T12:00:00", "2026-02-12T12:00:01", []),
        ("2026-02-14T12:00:01", None, []),  # beyond the 7 days
    ],
)
def test_sent_again_after_silence(sendt: str, answered: str | None, expected: list[str]) -> None:
    """Without an AppRec for 96 h it counts as refused: to send it with a new MsgId is right (HITS 1168)."""
    first, again = (rapport(each, avtrykk=A) for each in ("2026-02-07T12:00", sendt))
    answers = [kvittering(first, "1", answered)] if answered else []
    assert ids(REKKEFOLGE, INN, OK, first, again, *answers) == expected
    if sendt < "2026-02-14T12:00:01":  # of one who never answers silence tells nothing (rules.md §12.21)
        assert ids(REKKEFOLGE, INN, first, again) == ["R-T06"]


@pytest.mark.parametrize(
    "change", [endring(RAPPORT, "2026-02-08T12:00"), kansellering(RAPPORT, "2026-02-08T12:00")]
)
def test_change_of_what_our_own_door_refused(change: Any) -> None:
    """Its original is known, and will not come again: there is nothing to wait for, or to judge."""
    assert ids(REKKEFOLGE, INN, change) == ["R-T07"]
    assert ids(REKKEFOLGE, INN, avvist_her(RAPPORT), change) == []
    assert ids(REKKEFOLGE, INN, avvist_her(RAPPORT, sender="90401"), change) == ["R-T07"]
    assert ids(REKKEFOLGE, INN, avvist_her(rapport("2026-02-06T12:00")), change) == ["R-T07"]


def test_word_of_a_fault_that_is_taken_back_or_changed() -> None:
    """A Kansellering of DIALOG_AVVIK leaves nothing, and an Endring to 8117/1 is R-U30's."""
    said = dialog("AVVIK", "2026-02-08T10:00", RAPPORT, tema_kodeverk="8117", tema="2")
    assert ids(DIALOGAVVIK, INN, RAPPORT, said) == ["R-T10"]
    assert ids(DIALOGAVVIK, INN, RAPPORT, said, kansellering(said, "2026-02-09T10:00")) == []
    assert ids(DIALOGAVVIK, INN, RAPPORT, said, endring(said, "2026-02-09T10:00", tema="1")) == []
    assert said.receiver == UNN
