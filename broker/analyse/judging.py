"""From the histories of an archive to the avvik that stand."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Final, NamedTuple

from adapters.store import Store, history, patients
from consumers.evaluate import evaluate
from schemas.agreements import Agreement
from schemas.avvik import Standing
from schemas.events import HENDELSER, Event, Hendelse

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
        parties: HER-ids that no agreement knows.
    """

    stays: int
    found: tuple[Found, ...]
    strangers: tuple[str, ...]


async def judged(
    store: Store, agreement: Agreement, now: datetime, *, with_tests: bool
) -> AsyncIterator[Patient]:
    """Every patient of the store, in the order of their pids, at `now` (UTC)."""
    last = ""
    while True:
        async with store.read() as conn:
            gids = await patients.after(conn, last, AT_ONCE)
            histories = await history.histories(conn, gids)
        for gid in gids:
            yield _patient(map(HENDELSER.validate_json, histories[gid]), agreement, now, with_tests)
        if len(gids) < AT_ONCE:
            return
        last = gids[-1]


def _patient(events: Iterable[Hendelse], agreement: Agreement, now: datetime, with_tests: bool) -> Patient:
    told = [_as_real(event) if with_tests else event for event in events]
    evaluation = evaluate(told, now, agreement)
    found = tuple(Found(one, evaluation.detected[one.id]) for one in evaluation.avvik)
    real = sum(stay.kansellert_at is None for stay in evaluation.stays)
    return Patient(real, found, evaluation.ukjente)


def _as_real(event: Hendelse) -> Hendelse:
    """A test message as if it were none."""
    return event.model_copy(update={"test": False}) if isinstance(event, Event) and event.test else event
