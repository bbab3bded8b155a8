"""R-T03 and R-T09: kept in the table, and off."""

from dataclasses import replace

import pytest
from exchanges import dialog
from histories import innlagt, rapport
from sequels import kvittering
from technical import ids, told

from consumers.rule import Rule
from consumers.rules.adressat import RULES

INN = innlagt("2026-02-03T10:00")
RAPPORT = rapport("2026-02-07T12:00")
SAID = dialog("AVVIK", "2026-02-08T10:00", RAPPORT, tema_kodeverk="8117", tema="1")
REFUSED = kvittering(RAPPORT, "2").model_copy(update={"errors": ("E21",)})
ON = tuple(replace(rule, av="") for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_off(rule: Rule) -> None:
    """Each says in a sentence why, and finds nothing whatever comes."""
    assert rule.av.endswith(".") and rule.teknisk and rule.loose
    assert ids((rule,), INN, RAPPORT, SAID, REFUSED) == []


@pytest.mark.parametrize(
    ("codes", "standing"), [(("E20",), ["R-T03"]), (("E21",), ["R-T03"]), (("X99", "E10"), []), ((), [])]
)
def test_unknown_receiver(codes: tuple[str, ...], standing: list[str]) -> None:
    """Were it on: an AppRec that says that the receiver is not there, until it is sent again."""
    refused = REFUSED.model_copy(update={"errors": codes})
    assert ids(ON, INN, RAPPORT, refused) == standing
    assert ids(ON, INN, RAPPORT, refused, rapport("2026-02-08T12:00")) == []


def test_wrong_addressee() -> None:
    """Were it on: 8117/1 of a DIALOG_AVVIK that was taken."""
    (one,) = told(ON, INN, RAPPORT, SAID)
    assert (one.rule, one.msg_ids) == ("R-T03", (SAID.msg_id,))
    assert ids(ON, INN, RAPPORT, SAID, kvittering(SAID, "2")) == []
    assert ids(ON, INN, RAPPORT, SAID.model_copy(update={"tema": "2"})) == []


def test_service_is_never_judged() -> None:
    """Were it on: nothing tells which service does what, so nothing is found."""
    assert ids(ON, INN.model_copy(update={"receiver_service": "90103"})) == []
