"""R-T10: what a receiver says is wrong with a message it took."""

from typing import Any

import pytest
from exchanges import dialog, foresporsel
from findings import evaluated
from histories import FASTLEGE, TROMSO, UNN, innlagt, rapport
from sequels import kvittering
from technical import ids, of_examples, of_examples_together, told

from consumers.rules.dialogavvik import RULES

INN = innlagt("2026-02-03T10:00")
RAPPORT = rapport("2026-02-07T12:00")


def avvik(sendt: str = "2026-02-08T10:00", paa: Any = RAPPORT, **more: Any) -> Any:
    """DIALOG_AVVIK from whoever got a message."""
    return dialog("AVVIK", sendt, paa, **{"tema_kodeverk": "8117", "tema": "2", **more})


@pytest.mark.parametrize(
    ("tema", "standing"),
    [
        (("8117", "2"), ["R-T10"]),
        (("8117", None), ["R-T10"]),
        (("7321", "2"), ["R-T10"]),  # an old list
        (("7321", "1"), ["R-T10"]),
        ((None, None), ["R-T10"]),
        (("8117", "1"), []),  # wrong addressee is R-U30's
    ],
)
def test_what_it_is_about(tema: tuple[str | None, str | None], standing: list[str]) -> None:
    """Everything but a wrong addressee."""
    assert ids(RULES, INN, RAPPORT, avvik(tema_kodeverk=tema[0], tema=tema[1])) == standing


def test_other_dialogmeldinger() -> None:
    """Only DIALOG_AVVIK says that a message is wrong."""
    assert ids(RULES, INN, RAPPORT, dialog("NOTAT", "2026-02-08T10:00", RAPPORT, tema_kodeverk="7321")) == []


def test_names_both_messages() -> None:
    """It rests on what is said and on what it is said of, and is one avvik however often it is said."""
    said, again = avvik(), avvik("2026-02-09T10:00")
    (one,) = told(RULES, INN, RAPPORT, said)
    assert (one.subject, one.msg_ids) == (RAPPORT.msg_id, tuple(sorted((said.msg_id, RAPPORT.msg_id))))
    (both,) = told(RULES, INN, RAPPORT, said, again)
    assert (both.id, len(both.msg_ids)) == (one.id, 3)
    other = avvik(paa=INN)
    assert ids(RULES, INN, RAPPORT, said, other) == ["R-T10", "R-T10"]


def test_message_that_has_not_come() -> None:
    """The same avvik whether what it is about is known or not; it may even refer to nothing."""
    alone = told(RULES, INN, avvik())
    assert [one.subject for one in alone] == [RAPPORT.msg_id]
    assert told(RULES, INN, RAPPORT, avvik())[0].id == alone[0].id
    assert ids(RULES, INN, avvik(paa=None)) == ["R-T10"]


def test_told_to_whoever_sent_what_is_wrong() -> None:
    """Also when that has not come: whoever says so says it to them."""
    assert [one.sender for one in told(RULES, INN, RAPPORT, avvik())] == [UNN]
    assert [one.sender for one in told(RULES, INN, avvik())] == [UNN]


def test_refused() -> None:
    """One that was refused has not come."""
    assert ids(RULES, INN, RAPPORT, avvik(), kvittering(avvik(), "2")) == []
    assert ids(RULES, INN, RAPPORT, avvik(), kvittering(avvik(), "1")) == ["R-T10"]


def test_to_the_kommune_and_outside_stays() -> None:
    """The hospital may say it of a question from the kommune, and a fastlege of anything."""
    asked = foresporsel("2026-02-04T10:00")
    answer = evaluated(RULES, asked, avvik("2026-02-05T10:00", asked, sender=UNN, receiver=TROMSO))
    assert (answer.stays, [one.rule for one in answer.avvik]) == ((), ["R-T10"])
    assert ids(RULES, avvik(paa=None, sender=FASTLEGE, receiver=TROMSO)) == ["R-T10"]


def test_official_examples() -> None:
    """The official DIALOG_AVVIK is about the addressee."""
    assert of_examples(RULES) == of_examples_together(RULES) == []
