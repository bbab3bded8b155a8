"""Messages that are uavklart: taken in, and not marked as carried out (architecture.md §3.6)."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from adapters.store import claims
from adapters.store.claims import Claim
from broker import words
from broker.cli.exits import Stop, stop_of
from broker.cli.reach import store_of
from broker.cli.screen import paragraph, table

if TYPE_CHECKING:
    from rich.table import Table

    from broker.settings import Settings

AGE: Final = timedelta(minutes=10)
"""Younger than this, a message may still be on its way."""
MOST: Final = 1_000
"""The oldest, as many are looked at."""
SHOWN: Final = 10
"""Rows for people; --json has all."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the store says.

    Attributes:
        messages: those that are uavklart, oldest first.
        problem: why the store could not be asked; None where it was.
    """

    messages: Sequence[Claim]
    problem: Stop | None = None

    def as_rows(self) -> Iterator[dict[str, Any]]:
        """Lines of --json: a store that does not answer is told of as a part is, a message otherwise."""
        if self.problem:
            why = self.problem.what
            yield {"name": "database", "pid": None, "address": "", "healthy": False, "why": why}
        for one in self.messages:
            yield {
                "state": "uavklart",
                "msg_id": one.msg_id,
                "message_type": one.message_type,
                "sender": one.sender,
                "verdict": one.verdict,
                "claimed_at": one.claimed_at.isoformat(),
            }


def look(settings: "Settings", now: datetime) -> Found:
    """Ask the store; that it cannot be asked is an answer too, for whoever asks has more to tell."""
    try:
        return Found(asyncio.run(_unresolved(settings, now)))
    except Exception as error:
        return Found((), stop_of(error))


async def _unresolved(settings: "Settings", now: datetime) -> list[Claim]:
    async with store_of(settings) as store:
        return await claims.unresolved(store, now - AGE, MOST)


def listed(found: Sequence[Claim], now: datetime) -> "Table":
    """The oldest messages; what has no sender or type could not be read, or was not its sender's to send."""
    rows = table("tatt imot", "hva", "avsender", "MsgId")
    for one in found[:SHOWN]:
        at = words.short_moment(one.claimed_at, now)
        rows.add_row(at, one.message_type or "–", one.sender or "–", one.msg_id)
    return rows


def told(found: Found, now: datetime) -> Iterator[str]:
    """How many there are and since when, what it means, and what to do."""
    for sentence in _sentences(found, now):
        yield from paragraph(sentence)


def _sentences(found: Found, now: datetime) -> Iterator[str]:
    if found.problem:
        yield f"Uavklarte meldinger: vet ikke. {found.problem.what}"
        yield f"  → {found.problem.hint}"
        return
    if not found.messages:
        yield "Ingen uavklarte meldinger."
        return
    oldest = found.messages[0]
    count = words.counted(len(found.messages), "uavklart melding", "uavklarte meldinger")
    most = " eller flere" if len(found.messages) == MOST else ""
    shown = f" (viser {SHOWN})" if len(found.messages) > SHOWN else ""
    yield (
        f"{count}{most}{shown}, eldst fra {words.moment(oldest.claimed_at, now)}: tatt imot for mer enn"
        f" {words.span(AGE)} siden, og ikke merket som fullført."
    )
    yield (
        "Har avsenderen fått svar, er alt gjort, og bare merket mangler. Ellers: be avsenderen sende den"
        " samme meldingen igjen; da blir den fullført og besvart av seg selv, og ingenting skjer to ganger."
    )
    yield f"Hvor langt den kom: plo trace {oldest.msg_id}"
