"""A store as the console meets it after a while: many messages, avvik, and patients in transition.

All of it goes through the functions of the store, and the stays through the rules: admitted eleven minutes
apart, up to the moment that counts as now, with most of the messages missing. The other messages are claims
alone. Beside them dead letters, and lines of the audit log.

python -m bench.console_fill sqlite:///fylt.db
"""

import asyncio
import hashlib
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from typing import Any
from uuid import UUID

from bench.stays import APART, FIRST, told
from cases import case
from fakes import FakeProducer
from histories import AVTALE
from moved import moved

from adapters.store import Store, audit, cases, claims, history
from adapters.store.cases import Case
from adapters.store.claims import Claim
from adapters.store.history import EventRow
from consumers.settle import Settler
from schemas.events import AnyEvent, Event
from schemas.tid import OSLO

MESSAGES, STAYS, SINCE = 100_000, 1_700, timedelta(days=9)
"""The stays of two weeks: they give more than ten thousand avvik."""
TOLD = ("innlagt", "klar", "utskrevet")
"""Of bench.stays, what these parties tell."""
LETTERS, LINES = 1_000, 10_000
"""Dead letters, half of them closed, and lines of the audit log."""
AT_ONCE = 2_000
PEOPLE_AT_ONCE = 200
TYPES = ("LOG_INNLAGT", "UTSKRIVNINGSRAPPORT", "HELSEOPPL_SOKNAD", "EPIKRISE", "DIALOG_NOTAT")
SENDERS = ("90001", "90101", "90201", "90301")
RECEIPT = b"<AppRec>" + b"x" * 2_500 + b"</AppRec>"


async def fill(store: Store, now: datetime, messages: int = MESSAGES, stays: int = STAYS) -> None:
    """Fill a new store, so that the last of `stays` patients was admitted SINCE before `now`."""
    by = now - SINCE - (FIRST.replace(tzinfo=OSLO) + APART * stays)
    given = [message for number in range(stays) for message in _stay(number, by)]
    given = [event for event in given if event.received_at <= now]
    await _claim(store, [_claim_of(event) for event in given])
    await _claim(store, list(islice(map(_filler, count(), _spread(now)), max(messages - len(given), 0))))
    await _settle(store, given, now)
    async with store.begin() as conn:
        await cases.save(conn, (_letter(number, now) for number in range(LETTERS)))
        for number in range(LINES):
            await audit.note(conn, now, f"bruker-{number % 9}", "avvik.lukket", str(number), "ferdig")


def _stay(number: int, by: timedelta) -> Iterator[AnyEvent]:
    """What is told of one patient, moved `by`."""
    messages = told(number, FIRST + APART * number)
    for event in (messages[name] for name in TOLD):
        there: AnyEvent = moved(event, lambda moment: moment + by)
        yield there.model_copy(update={"pid": _digest(str(event.pid))})


def _letter(number: int, now: datetime) -> Case:
    at = now - timedelta(minutes=number)
    times = {"first_failed_at": at, "last_failed_at": at, "changed_at": at}
    return case(number + 1, state="lost" if number % 2 else "apen", sender=SENDERS[number % 4], **times)


async def _claim(store: Store, made: Sequence[Claim]) -> None:
    for start in range(0, len(made), AT_ONCE):
        part = made[start : start + AT_ONCE]
        await claims.take(store, part)
        await claims.done(store, [one.key for one in part])


def _claim_of(event: AnyEvent) -> Claim:
    message_type = event.message_type if isinstance(event, Event) else "APPREC"
    return _made(event.msg_id, event.sender, message_type, event.received_at, event.receiver, str(event.pid))


def _filler(number: int, at: datetime) -> Claim:
    digits = _digest(str(number))
    sender, receiver = SENDERS[number % 4], SENDERS[(number // 4 + 1) % 4]
    return _made(str(UUID(digits[:32])), sender, TYPES[number % 5], at, receiver, digits)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _made(msg_id: str, sender: str, type_: str, at: datetime, receiver: str, pid: str) -> Claim:
    verdict = "avvist" if msg_id.startswith("00") else "godtatt"
    return Claim(
        msg_id, sender, "", _digest(msg_id), verdict, type_, at, RECEIPT, pid, receiver, "http:bench"
    )


def _spread(now: datetime) -> Any:
    """Moments backwards from `now`, 25 seconds apart: a month of them."""
    return (now - timedelta(seconds=25) * number for number in count())


async def _settle(store: Store, given: Sequence[AnyEvent], now: datetime) -> None:
    settler = Settler(store, FakeProducer(), AVTALE, 1.0)  # type: ignore[arg-type] # a fake
    rows = [EventRow(str(one.id), str(one.pid), (), 0, one.as_json().decode()) for one in given]
    async with store.begin() as conn:
        gids = sorted(await history.add(conn, rows))
    for start in range(0, len(gids), PEOPLE_AT_ONCE):
        async with store.begin() as conn:
            await settler.settle(conn, gids[start : start + PEOPLE_AT_ONCE], now)
        await settler.publish([0])


async def main(url: str) -> None:
    started = time.perf_counter()
    store = await Store.open(url)
    try:
        await fill(store, datetime.now(UTC))
    finally:
        await store.close()
    print(f"{url}: filled in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
