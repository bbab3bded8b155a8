"""Answering, closing and withdrawing avvik: each a fact of its own on Kafka, and a line of the audit log."""

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from adapters.kafka.records import Record
from adapters.store import audit, avvik_list
from broker.console.avvik_pending import last_deed, pending
from broker.console.avvik_words import DEEDS
from broker.console.desk import Desk
from broker.console.lists import moment_of
from broker.console.who import User
from broker.handling import ANSWER_S, Refused, behandlet, record_of
from schemas.avvik import Avvik
from schemas.behandling import AvvikBehandlet, Gjort

WAIT_S: Final = 2.0
"""How long a page waits for detect to tell what became of it, in seconds."""
LOOK_S: Final = 0.1
OLDEST: Final = timedelta(hours=24)
"""A form that was shown longer ago counts as a new one."""
AWAY: Final = "Kafka svarer ikke akkurat nå: ingenting er registrert. Prøv igjen om litt."
UNSURE: Final = "Kafka bekreftet det ikke. Prøv igjen: gjort to ganger virker det én gang."


@dataclass(frozen=True, slots=True)
class Act:
    """What is done, by whom and why; `at`: when (UTC), `asked_at`: when the form was shown."""

    gjort: Gjort
    user: User
    why: str
    at: datetime
    asked_at: datetime


def shown_at(text: str, now: datetime) -> datetime:
    """When a form says that it was shown, as microseconds since 1970; `now` for what cannot be."""
    at = moment_of(text) or now
    return at if now - OLDEST < at <= now else now


async def act(desk: Desk, avvik: Sequence[Avvik], done: Act) -> dict[UUID, str]:
    """Do it with each of them; id -> why it was not done. What was registered already is not told again."""
    before = await pending(desk, avvik)
    facts: list[AvvikBehandlet] = []
    failed: dict[UUID, str] = {}
    for one in avvik:
        waits = before.get(one.id)
        if waits and waits.gjort == done.gjort:
            continue
        stands = one.model_copy(update={"state": waits.gjort}) if waits else one
        try:
            facts.append(behandlet(stands, done.gjort, done.user.id, done.why, done.at, done.asked_at))
        except Refused as refused:
            failed[one.id] = str(refused)
    untold = await _told(desk, facts)
    await _noted(desk, [fact.avvik for fact in facts if fact.avvik not in untold], done)
    return failed | untold


async def _told(desk: Desk, facts: Sequence[AvvikBehandlet]) -> dict[UUID, str]:
    """Put the facts on Kafka; avvik -> why its fact is not there."""
    if desk.producer is None:
        return dict.fromkeys((fact.avvik for fact in facts), AWAY)
    groups: list[list[Record]] = [[record_of(fact)] for fact in facts]
    failures = await desk.producer.send_each(groups, ANSWER_S) if groups else []
    return {fact.avvik: UNSURE for fact, failure in zip(facts, failures, strict=True) if failure}


async def _noted(desk: Desk, ids: Iterable[UUID], done: Act) -> None:
    """A line of the audit log for each, and one only for a form that was sent twice."""
    async with desk.store.begin() as conn:
        for id_ in ids:
            last = await last_deed(conn, id_, done.asked_at)
            if not last or (last.gjort, last.who) != (done.gjort, done.user.id):
                await audit.note(conn, done.at, done.user.id, DEEDS[done.gjort].did, str(id_), done.why)


async def settled(desk: Desk, versions: Mapping[UUID, int]) -> bool:
    """Wait a little for detect; whether every one of these has another version by then."""
    until = time.monotonic() + WAIT_S
    ids = frozenset(map(str, versions))
    while ids:
        bodies = await avvik_list.every(desk.store, avvik_list.Wanted(ids=ids), limit=len(ids))
        now = [Avvik.model_validate_json(body) for body in bodies]
        if all(one.version > versions[one.id] for one in now):
            return True
        if time.monotonic() > until:
            return False
        await asyncio.sleep(LOOK_S)
    return True
