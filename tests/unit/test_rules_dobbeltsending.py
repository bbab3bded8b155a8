"""R-T06: the same content under several MsgIds, at the same moment or within 7 days."""

from typing import Any

import pytest
from exchanges import dialog, foresporsel, helseopplysninger, innleggelsesrapport, tilbakemelding
from findings import evaluated
from histories import HARSTAD, at, avmeldt, epikrise, innlagt, klar, rapport, utskrevet
from sequels import endring, fold, kansellering, kvittering
from technical import ids, told

from consumers.rules.rekkefolge import RULES

INN = innlagt("2026-02-03T10:00")
ONE, TWO, THREE = (rapport("2026-02-07T12:00", navn=navn) for navn in ("a", "b", "c"))
A, B = "a" * 32, "b" * 32
"""Avtrykk; those above are from before there was one."""


def test_sent_twice() -> None:
    """The same content at the same moment under several MsgIds is one avvik that names them all."""
    (found,) = told(RULES, INN, ONE, TWO)
    assert (found.rule, found.msg_ids) == ("R-T06", tuple(sorted((ONE.msg_id, TWO.msg_id))))
    (found,) = told(RULES, INN, ONE, TWO, THREE)
    assert len(found.msg_ids) == 3


@pytest.mark.parametrize(
    "other",
    [
        ONE,  # the same MsgId: a repeated delivery, which is normal
        rapport("2026-02-07T12:01", navn="b"),
        rapport("2026-02-07T12:00", ut="2026-02-07", navn="b"),
        rapport("2026-02-07T12:00", navn="b", receiver=HARSTAD),
        helseopplysninger("2026-02-07T12:00", navn="b"),
    ],
)
def test_not_sent_twice(other: Any) -> None:
    """Another time, content, receiver or type is another message."""
    assert ids(RULES, INN, ONE, other) == []


def test_sent_again_because_it_was_refused() -> None:
    """The sender must send it again with a new MsgId: no fault."""
    assert ids(RULES, INN, ONE, TWO, kvittering(ONE, "2")) == []
    assert ids(RULES, INN, ONE, TWO, THREE, kvittering(ONE, "2")) == ["R-T06"]
    assert ids(RULES, INN, ONE, TWO, kvittering(ONE, "1")) == ["R-T06"]


def test_change_of_one_is_no_third() -> None:
    """An M of what was delivered says something new."""
    mended = endring(ONE, "2026-02-07T13:00")
    assert ids(RULES, INN, ONE, TWO, kvittering(TWO, "2"), mended) == []
    (found,) = told(RULES, INN, ONE, TWO, mended)
    assert found.msg_ids == tuple(sorted((ONE.msg_id, TWO.msg_id)))


def test_one_is_taken_back() -> None:
    """A Kansellering of one of the two leaves one."""
    assert ids(RULES, INN, ONE, TWO, kansellering(TWO, "2026-02-08T12:00")) == []


@pytest.mark.parametrize(("came", "standing"), [("2026-02-14T12:00", ["R-T06"]), ("2026-02-14T12:01", [])])
def test_within_7_days(came: str, standing: list[str]) -> None:
    """One that was on its way for more than 7 days longer is no double sending."""
    assert ids(RULES, INN, ONE, TWO.model_copy(update={"received_at": at(came)})) == standing


def test_of_no_stay_and_of_two() -> None:
    """A question outside any stay is judged too; an epikrise of two stays once."""
    asked = [foresporsel("2026-02-04T10:00", navn=navn) for navn in ("a", "b")]
    assert evaluated(RULES, *asked).stays == () and ids(RULES, *asked) == ["R-T06"]
    both = [epikrise(navn=navn) for navn in ("a", "b")]
    assert ids(RULES, INN, innlagt("2026-02-03T10:00", receiver=HARSTAD), *both) == ["R-T06"]


@pytest.mark.parametrize(
    ("sendt", "standing"),
    [("2026-02-07T12:01", ["R-T06"]), ("2026-02-14T12:00", ["R-T06"]), ("2026-02-14T12:01", [])],
)
def test_sent_again_later(sendt: str, standing: list[str]) -> None:
    """The same avtrykk under another MsgId within 7 days of the last time, whatever GenDate says."""
    first, again = rapport("2026-02-07T12:00", avtrykk=A), rapport(sendt, avtrykk=A)
    assert ids(RULES, INN, first, again) == standing
    assert ids(RULES, INN, first, again.model_copy(update={"avtrykk": B})) == []
    assert ids(RULES, INN, first, again.model_copy(update={"receiver": HARSTAD})) == []
    assert ids(RULES, INN, first, again, kvittering(first, "2")) == []


def test_sent_again_many_times() -> None:
    """One avvik, that names those which are near another; every run of them is one."""
    days = ("2026-02-07", "2026-02-12", "2026-02-18", "2026-03-05", "2026-03-06")
    sent = [rapport(f"{day}T12:00", avtrykk=A) for day in days]
    found = told(RULES, INN, *sent)
    assert [len(one.msg_ids) for one in sorted(found, key=lambda one: one.msg_ids[-1])] in ([3, 2], [2, 3])
    assert ids(RULES, INN, *sent[::3]) == []


def test_same_moment_and_other_content() -> None:
    """Two messages of one second are two when they say different things."""
    one, two = (innlagt("2026-02-03T10:00", navn=each, avtrykk=each * 32) for each in "ab")
    assert ids(RULES, one, two) == []


def test_versions_of_one_document() -> None:
    """An epikrise has the name of its document; N again, or M again, is sent twice, and N, M, N is not."""
    first = epikrise(avtrykk=A, conversation_id="e-1", navn="n")
    again = epikrise("2026-02-09T12:00", avtrykk=A, conversation_id="e-1", navn="n2")
    mended = epikrise("2026-02-09T10:00", avtrykk=B, conversation_id="e-1", status="M", navn="m")
    (found,) = told(RULES, INN, first, again)
    assert found.msg_ids == tuple(sorted((first.msg_id, again.msg_id)))
    assert ids(RULES, INN, first, mended) == ids(RULES, INN, first, mended, again) == []
    late = epikrise("2026-02-15T12:01", avtrykk=A, conversation_id="e-1", navn="n3")
    assert ids(RULES, INN, first, late) == []
    elsewhere = again.model_copy(update={"receiver": HARSTAD})
    assert ids(RULES, INN, first, elsewhere) == []


def test_said_anew() -> None:
    """Ready, not ready, ready: the second time is no slip; nor is the same answer after another one."""
    one, two = klar(avtrykk=A, navn="a"), klar(sendt="2026-02-06T18:00", avtrykk=A, navn="b")
    assert ids(RULES, INN, one, two) == ["R-T06"]
    back = avmeldt("2026-02-06", "2026-02-06T15:00")
    assert ids(RULES, INN, one, back, two) == []
    for undone in (kvittering(back, "2"), kansellering(back, "2026-02-06T16:00")):
        assert ids(RULES, INN, one, back, undone, two) == ["R-T06"]
    said = [tilbakemelding(one, f"2026-02-06T{hour}:00", avtrykk=said) for hour, said in ((13, A), (15, A))]
    assert ids(RULES, INN, one, *said) == ["R-T06"]
    assert ids(RULES, INN, one, *said, tilbakemelding(one, "2026-02-06T14:00", avtrykk=B)) == []


def test_of_a_new_admission() -> None:
    """A report without times of its own is of the stay that it is sent in, though it says the same."""
    said = [innleggelsesrapport(f"2026-02-0{day}T15:00", avtrykk=A) for day in (3, 6)]
    gone = utskrevet("2026-02-04", "2026-02-04T13:00")
    assert ids(RULES, INN, *said) == ["R-T06"]
    assert ids(RULES, INN, gone, *said) == []
    assert ids(RULES, INN, innlagt("2026-02-06T10:00"), *said) == []
    first, second = fold(INN, gone, innlagt("2026-02-06T10:00"), *said)
    assert (len(first.innleggelsesrapporter), len(second.innleggelsesrapporter)) == (1, 1)


def test_same_words_to_another() -> None:
    """The same answer to two questions is two answers; the same question twice is one."""
    one, two = foresporsel("2026-02-04T10:00", avtrykk=A), foresporsel("2026-02-04T11:00", avtrykk=B)
    back = {"sender": one.receiver, "receiver": one.sender, "avtrykk": B}
    answers = [dialog("SVAR", f"2026-02-04T{14 + n}:00", to, **back) for n, to in enumerate((one, two))]
    assert ids(RULES, INN, one, two, *answers) == []
    assert ids(RULES, INN, one, foresporsel("2026-02-05T11:00", avtrykk=A)) == ["R-T06"]
