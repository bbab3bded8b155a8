"""R-T02, R-T04, R-T05 and R-T13: what a receiver has refused, by the reason it gives."""

from typing import Any

import pytest
from exchanges import dialog, foresporsel, helseopplysninger, innleggelsesrapport
from findings import evaluated
from histories import FASTLEGE, TROMSO, UNN, at, epikrise, innlagt, rapport, utskrevet
from sequels import endring, kansellering, kvittering
from technical import ids, told

from consumers.rules.avvist import RULES

INN = innlagt("2026-02-03T10:00")
UT = utskrevet("2026-02-07", "2026-02-07T12:00")


def refused(message: Any, *codes: str, **more: Any) -> Any:
    """A negative AppRec with some codes of 8221."""
    return kvittering(message, "2", **more).model_copy(update={"errors": codes})


@pytest.mark.parametrize(
    ("codes", "standing"),
    [
        *((("T01",), ["R-T04"]), (("T02",), ["R-T04"]), (("T10",), ["R-T04"]), (("T99",), ["R-T04"])),
        *(((code,), ["R-T05"]) for code in ("E30", "E31", "E32", "E36")),
        *(((code,), ["R-T13"]) for code in ("S01", "S02", "S03")),
        *(((code,), ["R-T02"]) for code in ("S99", "E10", "E20", "E21", "E35", "E53", "E54", "X99", "Ø1")),
        ((), ["R-T02"]),
        (("E36", "S01", "T02", "X99"), ["R-T02", "R-T04", "R-T05", "R-T13"]),
        (("E30", "E36"), ["R-T05"]),
    ],
)
def test_each_code_is_one_rules(codes: tuple[str, ...], standing: list[str]) -> None:
    """What the codes say is wrong decides which rule tells of it; all of them of the same message."""
    found = told(RULES, INN, UT, refused(UT, *codes))
    assert [one.rule for one in found] == standing
    assert {(one.subject, one.msg_ids) for one in found} == {(UT.series, (UT.msg_id,))}


def test_nothing_but_refusals() -> None:
    """No answer, a positive one, and one with faults in a part are none."""
    assert ids(RULES, INN, UT) == []
    assert ids(RULES, INN, UT, kvittering(UT, "1"), kvittering(INN, "3")) == []


def test_reason_in_words() -> None:
    """R-T02 keeps what the receiver says in the words of 8221, where all of it is known."""
    texts = [told(RULES, UT, refused(UT, *codes))[0].text for codes in (("E21", "E10"), ("X99", "Z1"), ())]
    assert texts == [
        "Automatisk foreslått: Meldingen er avvist."
        " Oppgitt årsak: Ugyldig meldingsidentifikator; Mottaker finnes ikke.",
        *["Automatisk foreslått: Meldingen er avvist, så den regnes som ikke levert."] * 2,
    ]


def test_first_answer_counts() -> None:
    """A later AppRec of the same party is stored and ignored (apprec.md §6)."""
    later = "2026-02-08T10:00"
    assert ids(RULES, UT, refused(UT, "T02"), kvittering(UT, "1", later)) == ["R-T04"]
    assert ids(RULES, UT, kvittering(UT, "1"), refused(UT, "T02", sendt=later)) == []


def test_only_its_receivers() -> None:
    """Somebody who was not to have it cannot refuse it; a copy receiver can."""
    assert ids(RULES, UT, refused(UT, "T02", fra=FASTLEGE)) == []
    both = epikrise()
    (one,) = told(RULES, INN, UT, both, refused(both, "E36", fra=TROMSO), refused(both, "E36"))
    assert (one.rule, one.subject) == ("R-T05", both.series)


@pytest.mark.parametrize(
    ("message", "again", "standing"),
    [
        (UT, utskrevet("2026-02-07", "2026-02-08T09:00"), []),
        (UT, utskrevet("2026-02-09", "2026-02-09T09:00"), ["R-T02"]),  # tells of something else
        (rapport("2026-02-07T12:00"), rapport("2026-02-07T13:00"), []),
        (helseopplysninger(), helseopplysninger("2026-02-05T10:00"), []),
        (helseopplysninger(), rapport("2026-02-07T13:00"), ["R-T02"]),
        (innleggelsesrapport(), innleggelsesrapport("2026-02-03T18:00"), []),
    ],
)
def test_sent_again(message: Any, again: Any, standing: list[str]) -> None:
    """The sender corrects it and sends it with a new MsgId; that must be delivered, and come after."""
    assert ids(RULES, INN, message, refused(message)) == ["R-T02"]
    assert ids(RULES, INN, message, refused(message), again) == standing
    assert ids(RULES, INN, message, refused(message), again, kvittering(again, "1")) == standing
    assert ids(RULES, INN, message, refused(message), again, refused(again)) == ["R-T02", "R-T02"]


def test_one_that_came_before_is_not_sent_again() -> None:
    """The first of two was delivered, the second was not: it still lacks."""
    second = rapport("2026-02-07T13:00")
    assert ids(RULES, INN, rapport("2026-02-07T12:00"), second, refused(second)) == ["R-T02"]


def test_versions() -> None:
    """A delivered M stands for a refused N, a refused M is told of, and two refused ones are one avvik."""
    first = rapport("2026-02-07T12:00")
    mended = endring(first, "2026-02-08T12:00")
    assert ids(RULES, INN, first, refused(first, "T02"), mended) == []
    (one,) = told(RULES, INN, first, mended, refused(mended, "T02"))
    assert (one.rule, one.subject) == ("R-T04", first.series)
    (one,) = told(RULES, INN, first, refused(first, "T02"), mended, refused(mended, "E36"))
    assert (one.rule, one.msg_ids) == ("R-T05", (mended.msg_id,))  # only the last thing to be wrong
    (before,) = told(RULES, INN, first, refused(first, "E36"))
    assert before.id == one.id


def test_held_up_on_the_way() -> None:
    """A message that came long after its GenDate does not stand for itself."""
    delayed = UT.model_copy(update={"received_at": at("2026-02-08T12:00")})
    answer = refused(delayed, "T02").model_copy(update={"answers_sent_at": delayed.sent_at})
    assert ids(RULES, INN, delayed, answer) == ["R-T04"]
    assert ids(RULES, INN, delayed, answer, utskrevet("2026-02-07", "2026-02-09T12:00")) == []


def test_cancelled() -> None:
    """What its sender takes back is no matter any more; nor is a stay that is taken back."""
    gone = rapport("2026-02-07T12:00")
    assert ids(RULES, INN, gone, refused(gone), kansellering(gone, "2026-02-08T12:00")) == []
    assert ids(RULES, INN, refused(INN), kansellering(INN, "2026-02-08T12:00")) == []


def test_conversations() -> None:
    """A refused answer stands for nothing until the same is answered again; a question stands for itself."""
    asked = foresporsel("2026-02-04T10:00")
    answer, again = (
        dialog("SVAR", sendt, asked, sender=UNN, receiver=TROMSO)
        for sendt in ("2026-02-05T10:00", "2026-02-06T10:00")
    )
    found = evaluated(RULES, asked, answer, refused(answer, "E36"))
    assert (found.stays, [one.rule for one in found.avvik]) == ((), ["R-T05"])
    assert ids(RULES, asked, answer, refused(answer, "E36"), again) == []
    assert ids(RULES, INN, asked, refused(asked), foresporsel("2026-02-05T10:00")) == ["R-T02"]


def test_judged_once() -> None:
    """An epikrise that lies in two stays is refused once; and one that belongs to none is judged too."""
    both, other = epikrise(), innlagt("2026-02-03T10:00", receiver="90201")
    (one,) = told(RULES, INN, other, both, refused(both))
    assert one.rule == "R-T02"
    visit = epikrise("2026-02-03T18:00", "2026-02-03T10:00", "2026-02-03T11:00", adm_cat="2")
    answer = evaluated(RULES, visit, refused(visit, "S01"))
    assert (answer.stays, [found.rule for found in answer.avvik]) == ((), ["R-T13"])
