"""From the histories of an archive to the avvik that stand."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from adapters.store import Store, history, patients
from consumers.evaluate import evaluate
from schemas.agreements import Agreement
from schemas.avvik import Standing
from schemas.events import HENDELSER, Event, Hendelse, MeldingAvvist, PasientKoblet

APPREC: Final = "APPREC"
AT_ONCE: Final = 200
"""Patients whose histories are in memory together."""


class Found(NamedTuple):
    """An avvik, and when it could first be found, UTC."""

    avvik: Standing
    detected_at: datetime


class Patient(NamedTuple):
    """What one patient's messages add up to.

    Attributes:
        stays: how many that are not cancelled.
        strangers: HER-ids that no agreement knows.
        received: type and time of receipt, UTC, of each message that was taken over.
        ahead: how many came only after the moment that it is seen from: they count for nothing.
    """

    stays: int
    found: tuple[Found, ...]
    strangers: tuple[str, ...]
    received: tuple[tuple[str, datetime], ...]
    ahead: int


async def judged(
    store: Store, agreement: Agreement, now: datetime, *, with_tests: bool
) -> AsyncIterator[Patient]:
    """Every patient of the store, in the order of their pids, as known at `now` (UTC)."""
    last = ""
    while True:
        async with store.read() as conn:
            gids = await patients.after(conn, last, AT_ONCE)
            histories = await history.histories(conn, gids)
        for gid in gids:
            events = [HENDELSER.validate_json(body) for body in histories[gid]]
            yield _patient(events, agreement, now, with_tests)
        if len(gids) < AT_ONCE:
            return
        last = gids[-1]


def _patient(events: Sequence[Hendelse], agreement: Agreement, now: datetime, with_tests: bool) -> Patient:
    events = [event for event in events if not isinstance(event, PasientKoblet)]  # it has done its work
    told = [_as_real(event) if with_tests else event for event in events if event.received_at <= now]
    evaluation = evaluate(told, now, agreement)
    return Patient(
        stays=sum(stay.kansellert_at is None for stay in evaluation.stays),
        found=tuple(Found(one, evaluation.detected[one.id]) for one in evaluation.avvik),
        strangers=evaluation.ukjente,
        received=tuple((_type(event), event.received_at) for event in told if not _is_refused(event)),
        ahead=len(events) - len(told),
    )


def _type(event: Hendelse) -> str:
    return event.message_type if isinstance(event, Event) else APPREC


def _is_refused(event: Hendelse) -> bool:
    return isinstance(event, MeldingAvvist)


def _as_real(event: Hendelse) -> Hendelse:
    """A test message as if it were none."""
    is_test = isinstance(event, Event | MeldingAvvist) and event.test
    return event.model_copy(update={"test": False}) if is_test else event
