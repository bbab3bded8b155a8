"""The messages of plo simulate: the same every time, valid, accepted, and of every kind."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from judging import context, official
from lxml import etree
from simulated import by_hand, messages, wish

from adapters.messages.judge import judge
from broker.simulate.draft import Draft
from broker.simulate.faults import FAULTS, PLO20, Fault
from broker.simulate.faults_mottak import CODES
from broker.simulate.made import cases
from broker.simulate.mended import MENDED
from broker.simulate.noise import NOISE
from broker.simulate.posted import posted, truth
from broker.simulate.stories import STORIES
from broker.simulate.world import KOMMUNER, OWN, agreement
from schemas.agreements import load

TYPES = {
    *("LOG_INNLAGT", "LOG_UTSKRIVNINGSKLAR", "LOG_AVMELDING", "LOG_UTSKREVET", "LOG_DOD"),
    *("HELSEOPPL_SOKNAD", "INNLEGGELSESRAPPORT", "UTSKRIVNINGSRAPPORT", "EPIKRISE", "EPJ-EKSTRAKT"),
    *("HELSEOPPLYSNINGER_LEGE", "MEDISINSKE_OPPLYSNINGER", "ORIENTERING_TJENESTETILBUD"),
    *("DIALOG_FORESPORSEL", "DIALOG_SVAR", "DIALOG_NOTAT", "DIALOG_AVVIK", "DIALOG_HELSEFAGLIG", "APPREC"),
}
TYPE = "string(/*/*[local-name()='MsgInfo']/*[local-name()='Type']/@V | /*/*[local-name()='Type']/@V)"


def test_the_same_seed_gives_the_same_files() -> None:
    """Names, times and bytes; another seed gives others."""
    assert messages(wish(12)) == messages(wish(12))
    assert messages(wish(12)) != messages(wish(12, seed=2))


def test_every_message_is_accepted_that_is_not_spoilt(tmp_path: Path) -> None:
    """By our own judging, with the agreement that goes with them; no AppRec is taken for a message."""
    (tmp_path / "avtaler.toml").write_text(agreement(), encoding="utf-8")
    agreed = load(tmp_path / "avtaler.toml")
    judging = context(agreement=agreed, plo20=True)
    judged = [judge(one.xml, judging) for one in messages(wish(60))]
    refused = {one.msg_id: {code.apprec for code in one.problems} for one in judged if one.problems}
    assert {one.verdict for one in judged} == {"godtatt", "avvist"}
    assert refused == {one.msg_id: {CODES[one.spoilt]} for one in spoilt(60)}
    assert agreed.own == OWN
    assert agreed.frist("log_innlagt.hard", KOMMUNER[0].nr).amount == KOMMUNER[0].innlagt_h


def spoilt(stays: int, **given: Any) -> list[Draft]:
    """What our own door refuses in a simulation."""
    drafts = [draft for case in cases(wish(stays, **given)) for draft in case.drafts.values()]
    return [draft for draft in drafts if draft.spoilt]


def test_nothing_is_refused_of_what_is_posted() -> None:
    """A service that all of it is sent to takes it all in; to a folder some are spoilt in every way."""
    assert {draft.spoilt for draft in spoilt(120)} == {*CODES}
    posted = [draft for case in cases(replace(wish(120), live=True)) for draft in case.drafts.values()]
    assert not [draft for draft in posted if draft.spoilt]


def test_every_message_is_valid_by_the_official_schemas() -> None:
    """What we write, others can read."""
    schema = official()
    broken = {one.msg_id.encode() for one in spoilt(15, seed=3)}
    for one in messages(wish(15, seed=3)):
        assert schema.valid(etree.fromstring(one.xml)) or any(id_ in one.xml for id_ in broken), one.name


def test_every_type_of_a_stay_occurs() -> None:
    """All that issue and standards name for a stay."""
    found = {str(etree.fromstring(one.xml).xpath(TYPE)) for one in messages(wish(80))}
    found |= {"APPREC" for one in messages(wish(3)) if b"<AppRec" in one.xml}
    assert found >= TYPES


@pytest.mark.parametrize("row", (*FAULTS, *PLO20), ids=lambda row: row.rule)
@pytest.mark.parametrize("seed", range(4))
def test_every_fault_can_be_made(row: Fault, seed: int) -> None:
    """Each tells what must be found, its own rule among it, and its messages can be written."""
    case = by_hand(seed)
    row.inject(case)
    assert row.rule in {one["rule"] for one in truth(case)["avvik"]}
    assert len({one.name for one in posted(case)}) >= len(case.drafts)
    assert {name.partition(".")[0] for name in row.touches} <= {*by_hand().drafts, *case.drafts, *EXTRA}


EXTRA = {"avvik", "ekstra", "sporsmal", "samtale", "sporsmal_k", "sporsmal_l", "tjenester", "ukjent_c"}
"""Drafts that only some cases have."""


@pytest.mark.parametrize("disturb", [*(row for _, row in NOISE), *MENDED], ids=lambda one: one.__name__)
def test_noise_changes_no_truth(disturb: object) -> None:
    """It adds messages, or moves them, and nothing that must be found."""
    assert callable(disturb)
    case = by_hand()
    before = {name: replace(draft) for name, draft in case.drafts.items()}
    disturb(case)
    assert truth(case)["avvik"] == []
    assert set(before) - set(case.drafts) <= {"svar"}


@pytest.mark.parametrize("story", STORIES)
def test_stories_need_no_avvik(story: str) -> None:
    """Nothing must be found of them."""
    case = by_hand()
    case.drafts.clear()
    STORIES[story](case)
    assert case.drafts
    assert truth(case)["avvik"] == []
