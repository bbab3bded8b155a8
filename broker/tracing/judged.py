"""What the rules say of a stay, as steps of its timeline."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from adapters.store import avvik_list, patients
from broker import words
from broker.tracing.patient import patient
from broker.tracing.steps import Step, avvik_step
from consumers.explain import explain
from schemas.avvik import Avvik

if TYPE_CHECKING:
    from adapters.store import Store
    from adapters.store.claims import Claimed
    from broker.tracing.patient import Patient
    from consumers.stay import Stay
    from schemas.agreements import Agreement

MANY: Final = 500
"""Avvik of one stay, at most."""


def of_rules(patient: "Patient", agreement: "Agreement", now: datetime) -> Iterator[Step]:
    """One step for each stay: how many rules were asked, and what they answer."""
    for stay in patient.stays:
        answers = explain(stay, now, agreement, patient.evaluation.svarer)
        said = Counter(one.answer for one in answers)
        waits = [f.deadline for one in answers if one.answer == "vent" for f in one.findings if f.deadline]
        first = f", første {words.short_moment(min(waits), now)}" if waits else ""
        text = (
            f"{_named(stay, now)}: {words.counted(len(answers), 'regel', 'regler')}:"
            f" {said['ja']} med avvik, {said['vent']} venter på en frist{first}, {said['nei']} uten funn,"
            f" {said['uaktuell'] + said['av']} uaktuelle eller av"
        )
        yield Step(now, 8, "vurdert nå", text)


async def of_message(
    store: "Store",
    claimed: "Iterable[Claimed]",
    agreement: "Agreement",
    now: datetime,
    kommuner: frozenset[str] | None = None,
) -> list[Step]:
    """The same for the stays that a message belongs to; of these kommuner, or of all."""
    found: list[Step] = []
    for pid, msg_id in {(one.claim.pid, one.claim.msg_id) for one in claimed if one.claim.pid}:
        for gid in await patients.by_prefix(store, pid, 1):
            whole = await patient(store, gid, now, agreement)
            stays = [one for one in whole.stays_with(msg_id) if kommuner is None or one.kommune in kommuner]
            found += of_rules(replace(whole, stays=stays), agreement, now)
    return found


async def of_avvik(store: "Store", patient: "Patient") -> list[Step]:
    """The avvik as they are now, where Kafka does not tell how they became so."""
    found: list[Avvik] = []
    for stay in patient.stays:
        wanted = avvik_list.Wanted(stay_id=str(stay.id), pids=patient.pids)
        found += map(Avvik.model_validate_json, await avvik_list.listed(store, wanted, limit=MANY))
    return [avvik_step(one.changed_at, one) for one in found]


def _named(stay: "Stay", now: datetime) -> str:
    first, last = (told.dato if told else None for told in (stay.t0, stay.t1))
    dates = words.stay(first, last, now) or "ukjente datoer"
    return f"opphold P-{stay.pid[:4].upper()} {dates}"
