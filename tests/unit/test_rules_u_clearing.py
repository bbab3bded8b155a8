"""What clears every rule about UNN alike: the stay was none, or a person is done with it (rules.md §4)."""

from typing import Any

import pytest
from avvik_found import AVVIK
from fires import FIRES, ON
from histories import AVTALE, at
from sequels import kansellering

from adapters.kafka.records import Incoming
from consumers.evaluate import Evaluation, evaluate
from consumers.route import addressees
from consumers.withdraw import KANSELLERT_OPPHOLD, withdrawal_reason
from schemas.avvik import Standing
from schemas.behandling import AvvikBehandlet, behandling_id

LATER = "2026-03-10T10:00"
COUNTED = frozenset({"R-U21", "R-U22", "R-U23", "R-U24", "R-U28", "R-U31", "R-U32"})
"""Of confidence lav (rules.md §6)."""


def judged(*history: Any) -> Evaluation:
    return evaluate(history, at("2026-03-20T12:00"), AVTALE, ON)


def standing(rule: str, *history: Any) -> list[Standing]:
    return [one for one in judged(FIRES[rule].innlagt, *FIRES[rule].rest, *history).avvik if one.rule == rule]


def test_every_rule_has_a_history() -> None:
    """All of rules.md §6."""
    assert list(FIRES) == [f"R-U{number:02}" for number in range(1, 33)]


@pytest.mark.parametrize("rule", FIRES)
def test_stay_that_was_none(rule: str) -> None:
    """A LOG_INNLAGT sent by mistake takes with it whatever was found in its stay, and that is the reason."""
    found = standing(rule)
    gone = kansellering(FIRES[rule].innlagt, LATER)
    assert found and standing(rule, gone) == []
    now = judged(FIRES[rule].innlagt, *FIRES[rule].rest, gone)
    assert {withdrawal_reason(one, now) for one in found} == {KANSELLERT_OPPHOLD}


@pytest.mark.parametrize("gjort", ["besvart", "lukket", "trukket"])
@pytest.mark.parametrize("rule", FIRES)
def test_person_is_done_with_it(rule: str, gjort: Any) -> None:
    """The avvik has that state, whichever rule it is of."""
    found = standing(rule)
    acts = [_act(one, gjort) for one in found]
    assert found and [one.state for one in standing(rule, *acts)] == [gjort] * len(found)


@pytest.mark.parametrize("rule", FIRES)
def test_what_is_only_counted_is_sent_to_nobody(rule: str) -> None:
    """Of confidence lav is what rules.md §6 says is; it stands, and no party is sent it."""
    for one in standing(rule):
        assert (one.confidence == "lav") == (rule in COUNTED)
        assert addressees(_record(one)) == (() if rule in COUNTED else (one.hospital, one.party))


def _act(one: Standing, gjort: Any) -> AvvikBehandlet:
    return AvvikBehandlet(
        id=behandling_id(one.id, gjort, "kari", at(LATER)),
        pid=one.pid,
        avvik=one.id,
        gjort=gjort,
        av="kari",
        hvorfor="Avtalt på telefon.",
        received_at=at(LATER),
    )


def _record(one: Standing) -> Incoming:
    """The avvik as it stands on avvik.v1."""
    told = AVVIK.model_copy(update=dict(one))
    body = told.model_dump_json(exclude_none=True).encode()
    return Incoming("avvik.v1", 0, 0, 0, told.pid.encode(), body, (("ce_id", b"1"),))
