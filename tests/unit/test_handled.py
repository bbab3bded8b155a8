"""What people and dialogmeldinger do with avvik: answered, closed, taken back (rules.md §4, §12.20)."""

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from exchanges import TO_UNN, dialog
from histories import AVTALE, TROMSO, UNN, at, epikrise, innlagt, rapport, utskrevet
from sequels import kvittering

from consumers.changes import changes
from consumers.evaluate import evaluate
from schemas.avvik import Avvik, Standing
from schemas.behandling import AvvikBehandlet, behandling_id

INN = innlagt("2026-02-03T10:00")
UT = rapport("2026-02-07T12:00", ut="2026-02-07T12:00", legemidler=0)  # R-U03
TIL_KOMMUNEN = {"sender": UNN, "receiver": TROMSO}
NOW, LATER = at("2026-02-07T20:00"), at("2026-02-11T10:00")


def standing(*history: Any, now: str = "2026-02-07T20:00") -> Standing:
    """The one avvik of R-U03."""
    (one,) = (one for one in evaluate([INN, UT, *history], at(now), AVTALE).avvik if one.rule == "R-U03")
    return one


def done(gjort: Any, when: str = "2026-02-08T09:00", av: str = "kari") -> AvvikBehandlet:
    """What a person did with it."""
    avvik = standing()
    return AvvikBehandlet(
        id=behandling_id(avvik.id, gjort, av, at(when)),
        pid=avvik.pid,
        avvik=avvik.id,
        gjort=gjort,
        av=av,
        hvorfor="Listen ble sendt på papir.",
        received_at=at(when),
    )


def told_of(one: Standing, known: Mapping[UUID, Avvik]) -> Iterator[Avvik]:
    return changes([one], known, lambda _: "", NOW, incomplete=False, detected={one.id: NOW})


@pytest.mark.parametrize("gjort", ["besvart", "lukket", "trukket"])
def test_a_person_decides(gjort: str) -> None:
    """The avvik has the state, the person and the reason."""
    one = standing(done(gjort))
    assert (one.state, one.behandlet_av, one.hvorfor) == (gjort, "kari", "Listen ble sendt på papir.")


def test_the_strongest_state_holds_in_any_order() -> None:
    """Trukket, lukket, besvart, in that order, whatever came first; the newest of the same kind."""
    acts = [done("lukket"), done("besvart", "2026-02-09T09:00"), done("lukket", "2026-02-08T10:00", "ola")]
    for order in permutations(acts):
        assert (standing(*order).state, standing(*order).behandlet_av) == ("lukket", "ola")
    assert standing(*acts, done("trukket", "2026-02-08T08:00")).state == "trukket"


def test_another_avvik_is_not_touched() -> None:
    """What is done is done with one avvik."""
    other = done("lukket").model_copy(update={"avvik": UUID(int=7)})
    assert standing(other).state == "apen"


@pytest.mark.parametrize("kind", ["SVAR", "HELSEFAGLIG", "NOTAT"])
def test_a_dialogmelding_answers(kind: str) -> None:
    """The hospital comes back to the report: besvart, and nobody needed to say so."""
    one = standing(dialog(kind, "2026-02-08T09:00", UT, **TIL_KOMMUNEN))
    assert (one.state, one.behandlet_av, one.hvorfor) == ("besvart", None, "dialogmelding")


def test_what_is_no_answer() -> None:
    """A question, somebody else's word, one about another message, a refused one, one from before."""
    reply = dialog("SVAR", "2026-02-08T09:00", UT, **TIL_KOMMUNEN)
    assert standing(dialog("FORESPORSEL", "2026-02-08T09:00", UT, **TIL_KOMMUNEN)).state == "apen"
    assert standing(dialog("SVAR", "2026-02-08T09:00", UT, **TO_UNN)).state == "apen"
    assert standing(dialog("SVAR", "2026-02-08T09:00", INN, **TIL_KOMMUNEN)).state == "apen"
    assert standing(dialog("SVAR", "2026-02-07T11:00", UT, **TIL_KOMMUNEN)).state == "apen"
    assert standing(reply, kvittering(reply)).state == "apen"


def test_late_is_late_whatever_is_said() -> None:
    """An avvik whose message has come is not answered by talk about it."""
    ut = utskrevet("2026-02-07", "2026-02-09T10:00")
    reply = dialog("SVAR", "2026-02-10T09:00", ut, **TIL_KOMMUNEN)
    found = evaluate([INN, UT, epikrise(), ut, reply], at("2026-02-11T10:00"), AVTALE).avvik
    assert [one.state for one in found if one.rule == "R-U12"] == ["levert_sent"]


@pytest.mark.parametrize(
    ("sendt", "state"),
    [
        ("2026-02-08T00:29:59", "levert_sent"),  # nothing was missing yet
        ("2026-02-08T00:30:00", "besvart"),
        ("2026-02-09T09:59:59", "besvart"),
        ("2026-02-09T10:00", "levert_sent"),  # with the report, or after it
    ],
)
def test_answered_while_it_was_missing(sendt: str, state: str) -> None:
    """What has been answered stays so when the message comes: besvart before levert_sent (§12.20)."""
    ut, late = utskrevet("2026-02-07", "2026-02-07T13:00"), rapport("2026-02-09T10:00")
    reply = dialog("HELSEFAGLIG", sendt, ut, **TIL_KOMMUNEN)
    history = (INN, ut, late, reply)
    (one,) = (one for one in evaluate(history, LATER, AVTALE).avvik if one.rule == "R-U15")
    assert (one.state, one.arrived_at) == (state, at("2026-02-09T10:00"))


def test_the_changes_that_are_told() -> None:
    """oppdaget, besvart, lukket and trukket with who and why; after that nothing."""
    told: dict[UUID, Avvik] = {}
    seen: list[tuple[int, str, str | None]] = []
    acts = [done("besvart"), done("lukket"), done("trukket")]
    for known in (acts[:0], acts[:1], acts[:2], acts, acts):
        for change in told_of(standing(*known), told):
            told[change.id] = change
            seen.append((change.version, change.change, change.reason))
    assert seen == [
        (1, "oppdaget", "ved_mottak"),
        (2, "besvart", None),
        (3, "lukket", None),
        (4, "trukket", "trukket_av_person"),
    ]
    (last,) = told.values()
    assert (last.behandlet_av, last.hvorfor) == ("kari", "Listen ble sendt på papir.")


def test_taken_back_before_it_was_told() -> None:
    """What nobody was told of is not told of as taken back."""
    assert not list(told_of(standing(done("trukket")), {}))
