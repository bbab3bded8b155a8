"""Messages that our own door refused: R-T02, R-T04, R-T05, R-T13 and R-U30 see them; no other rule does."""

from typing import Any

import pytest
from exchanges import dialog, foresporsel, helseopplysninger, innleggelsesrapport
from findings import evaluated
from histories import AVTALE, FASTLEGE, TROMSO, UNN, at, epikrise, innlagt, rapport, utskrevet
from sequels import avvist_her, endring, kansellering, kvittering, rules
from technical import ids, told

from broker.answer_words import reason
from consumers.explain import explain
from consumers.rules import RULES as ALL
from consumers.rules.avvist import RULES
from consumers.rules.feilsendt import FEILSENDT
from schemas.events import event_id

INN = innlagt("2026-02-03T10:00")
UT = utskrevet("2026-02-07", "2026-02-07T12:00")
AGAIN = utskrevet("2026-02-07", "2026-02-07T14:00")
NOBODY = {"pid": "e" * 64, "pid_type": None}


@pytest.mark.parametrize(
    ("codes", "standing"),
    [
        (("T01",), ["R-T04"]),
        (("T02",), ["R-T04"]),
        (("T10",), ["R-T04"]),
        (("E36",), ["R-T05"]),
        (("S01",), ["R-T13"]),
        (("S02", "S03"), ["R-T13"]),
        (("E10",), ["R-T02"]),
        (("E35",), ["R-T02"]),
        (("E36", "S01", "T02", "X99"), ["R-T02", "R-T04", "R-T05", "R-T13"]),
    ],
)
def test_each_code_is_one_rules(codes: tuple[str, ...], standing: list[str]) -> None:
    """As of an AppRec; about that message, in the stay that had begun."""
    found = told(RULES, INN, avvist_her(UT, *codes))
    assert [one.rule for one in found] == standing
    (stay,) = evaluated(RULES, INN, avvist_her(UT, *codes)).stays
    assert {(one.subject, one.msg_ids, one.stay_id) for one in found} == {(UT.msg_id, (UT.msg_id,), stay.id)}


def test_counted_once() -> None:
    """Our own AppRec in the history too, or a receiver's of its own, makes no second one of it."""
    here = avvist_her(UT, "T02")
    (alone,) = told(RULES, INN, here)
    for by in (TROMSO, UNN):
        answer = kvittering(UT, "2", fra=by).model_copy(update={"errors": ("T02",)})
        (one,) = told(RULES, INN, here, answer)
        assert one == alone
    other = kvittering(UT, "2").model_copy(update={"errors": ("E36",)})
    assert ids(RULES, INN, here, other) == ["R-T04", "R-T05"]
    assert ids(RULES, INN, here, kvittering(UT, "1")) == ["R-T04"]


def test_other_content_under_the_id_of_a_message() -> None:
    """What was taken over has come, the rest was refused: one avvik, however often."""
    reused = [
        avvist_her(UT, "E10", id=event_id(UNN, f"{UT.msg_id}/{name}", "melding_avvist.v1")) for name in "ab"
    ]
    found = evaluated(ALL, INN, UT, *reused)
    assert rules(one for one in found.avvik if one.kind == "teknisk") == ["R-T02"]
    assert rules(one for one in found.avvik if one.category == "UTSKREVET") == []
    both = kvittering(UT, "2").model_copy(update={"errors": ("E10",)})
    assert ids(RULES, INN, UT, reused[0], both) == ["R-T02"]
    other = both.model_copy(update={"errors": ("T02",)})
    assert ids(RULES, INN, UT, reused[0], other) == ["R-T02", "R-T04"]
    mended = endring(UT, "2026-02-08T12:00")
    later = kvittering(mended, "2").model_copy(update={"errors": ("T02",)})
    assert ids(RULES, INN, UT, reused[0], mended, later) == ["R-T02", "R-T04"]


def test_it_has_not_come() -> None:
    """No stay rests on it, no rule on what must come is satisfied by it, and it is no sign of services."""
    assert evaluated(ALL, avvist_her(INN)).stays == ()
    history = (INN, rapport("2026-02-07T12:00", ut="2026-02-07T11:00", inn="2026-02-03T10:00"))
    without = evaluated(ALL, *history)
    found = evaluated(ALL, *history, avvist_her(UT), avvist_her(epikrise()))
    assert rules(found.avvik) == sorted([*rules(without.avvik), "R-T04", "R-T04"])
    assert {"R-U11", "R-U17"} <= {*rules(found.avvik)}
    assert found.stays[0].t1 == without.stays[0].t1


@pytest.mark.parametrize(
    ("message", "again", "standing"),
    [
        (UT, AGAIN, []),
        (UT, AGAIN.model_copy(update={"sent_at": UT.sent_at}), []),  # the same GenDate, taken in later
        (UT, utskrevet("2026-02-07", "2026-02-07T12:00", navn="rettet"), []),  # of a backlog, all times alike
        (UT, utskrevet("2026-02-07", "2026-02-07T10:00"), ["R-T04"]),  # sent before
        (UT, utskrevet("2026-02-07", "2026-02-07T14:00", receiver=FASTLEGE), ["R-T04"]),
        (UT, rapport("2026-02-07T14:00"), ["R-T04"]),
        (UT, utskrevet("2026-02-07", "2026-02-07T14:00", test=True), ["R-T04"]),
        (INN, innlagt("2026-02-03T10:00", "2026-02-03T12:00"), []),
        (epikrise(), epikrise("2026-02-09T12:00"), []),
        (helseopplysninger(), helseopplysninger("2026-02-04T10:00"), []),
        (innleggelsesrapport(), innleggelsesrapport("2026-02-04T10:00"), []),
    ],
)
def test_sent_again(message: Any, again: Any, standing: list[str]) -> None:
    """With a new MsgId, later, and taken over; until it is refused there too, which is told of by itself."""
    first = [] if message is INN else [INN]
    here = avvist_her(message)
    assert ids(RULES, *first, here) == ["R-T04"]
    assert ids(RULES, *first, here, again) == standing
    if not standing:
        assert ids(RULES, *first, here, again, kvittering(again, "1")) == []
        assert ids(RULES, *first, here, avvist_her(again, "E10")) == ["R-T02", "R-T04"]
        refused = [kvittering(again, "2", fra=her) for her in {again.receiver, *again.copies}]
        assert ids(RULES, *first, here, again, *refused) == ["R-T02", "R-T04"]


def test_another_stays_message() -> None:
    """LOG_INNLAGT of the next stay, two weeks later, is not that of the first one."""
    moved = innlagt("2026-02-03T20:00", "2026-02-03T21:00", navn="flyttet")
    later = innlagt("2026-02-17T10:00")
    assert ids(RULES, INN, UT, avvist_her(moved), later) == ["R-T04"]


def test_where_no_stay_tells() -> None:
    """The same type of message to the same receiver within a week is it anew; later it is another."""
    visit = {"adm_cat": "2", "ut": "2026-02-03T11:00"}
    first = avvist_her(epikrise("2026-02-03T18:00", **visit))
    assert ids(RULES, first, epikrise("2026-02-09T18:00", **visit)) == []
    assert ids(RULES, first, epikrise("2026-02-12T18:00", **visit)) == ["R-T04"]


def test_versions_and_taking_back() -> None:
    """A refused M is told of until one comes; a refused C until the message is taken back."""
    first = rapport("2026-02-07T12:00")
    change, again = endring(first, "2026-02-08T12:00"), endring(first, "2026-02-09T12:00")
    assert ids(RULES, INN, first, avvist_her(change)) == ["R-T04"]
    assert ids(RULES, INN, first, avvist_her(change), again) == []
    gone, gone_again = kansellering(first, "2026-02-08T12:00"), kansellering(first, "2026-02-09T12:00")
    assert ids(RULES, INN, first, avvist_her(gone)) == ["R-T04"]
    assert ids(RULES, INN, first, avvist_her(gone), gone_again) == []
    anew = rapport("2026-02-07T13:00")
    assert ids(RULES, INN, avvist_her(first), anew, kansellering(anew, "2026-02-08T12:00")) == ["R-T04"]


def test_conversations() -> None:
    """An answer lies with its question, and answering again clears it; a question stands for itself."""
    asked = foresporsel("2026-02-04T10:00")
    answer, again = (
        dialog("SVAR", sendt, asked, sender=UNN, receiver=TROMSO)
        for sendt in ("2026-02-05T10:00", "2026-02-06T10:00")
    )
    (one,) = evaluated(RULES, asked, avvist_her(answer)).avvik
    (papers,) = evaluated(RULES, asked, avvist_her(answer)).loose
    assert (one.rule, one.stay_id) == ("R-T04", papers.id)
    assert ids(RULES, asked, avvist_her(answer), again) == []
    assert ids(RULES, INN, avvist_her(asked), foresporsel("2026-02-05T10:00")) == ["R-T04"]


def test_a_cancelled_stay_keeps_none() -> None:
    """What was refused is told of by itself where the only stay of its time was taken back."""
    gone = kansellering(INN, "2026-02-03T12:00")
    found = evaluated(RULES, INN, gone, avvist_her(UT))
    assert rules(found.avvik) == ["R-T04"] and found.avvik[0].stay_id not in {s.id for s in found.stays}


def test_nobodys() -> None:
    """A message that names nobody is an avvik of its own, towards whom it was for, with its AppRec or not."""
    here = avvist_her(UT, "E36", **NOBODY)
    answer = kvittering(UT, "2").model_copy(update={"errors": ("E36",), "pid": NOBODY["pid"]})
    (one,) = told(RULES, here)
    assert (one.rule, one.hospital, one.party, one.pid) == ("R-T05", UNN, TROMSO, "e" * 64)
    assert told(RULES, here, answer) == [one]


def test_tests_are_none() -> None:
    """A test message that was refused is no avvik (rules.md §9)."""
    assert ids(RULES, INN, avvist_her(UT, test=True)) == []


@pytest.mark.parametrize(
    ("message", "code", "standing"),
    [
        (UT, "E21", ["R-U30"]),
        (UT, "E20", ["R-U30"]),
        (UT, "E10", []),
        (innleggelsesrapport(), "E21", []),  # the rule is about messages from the hospital
    ],
)
def test_a_receiver_that_is_not_there(message: Any, code: str, standing: list[str]) -> None:
    """R-U30, until it is sent again to one that is."""
    here = avvist_her(message, code)
    found = evaluated((FEILSENDT,), INN, here)
    assert rules(found.avvik) == standing
    assert rules(evaluated((FEILSENDT,), INN, here, AGAIN).avvik) == []


def test_handed_back_though_it_was_refused() -> None:
    """A DIALOG_AVVIK about it (8117/1) makes one avvik with it, and not two."""
    back = {"sender": TROMSO, "receiver": UNN, "tema_kodeverk": "8117", "tema": "1"}
    returned = dialog("AVVIK", "2026-02-07T13:00", UT, **back)
    (one,) = evaluated((FEILSENDT,), INN, avvist_her(UT), returned).avvik
    assert set(one.msg_ids) == {UT.msg_id, returned.msg_id}


def test_what_it_was_found_by() -> None:
    """Found when it was refused, told of as history when it came as such, and explained with the stay."""
    here = avvist_her(UT, received_at=at("2026-02-07T12:30"), historie=True)
    found = evaluated(RULES, INN, here)
    (one,) = found.avvik
    assert one.historie and found.detected[one.id] == at("2026-02-07T12:30")
    (stay,) = found.stays
    answers = {each.rule.id: each for each in explain(stay, at("2026-03-01T12:00"), AVTALE)}
    said = reason(answers["R-T04"], stay, at("2026-03-01T12:00"))
    assert answers["R-T04"].answer == "ja"
    assert said.startswith(answers["R-T04"].rule.text) and "LOG_UTSKREVET 7. feb. 12.00 (avvist)" in said
