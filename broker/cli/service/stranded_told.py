"""Dead letters in plo status: how many are open, and a word when one has been so for too long."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from broker import words
from broker.cli.exits import Stop, stop_of
from broker.cli.reach import store_of
from broker.cli.screen import paragraph
from broker.letters.alarm import Alarm, alarm

if TYPE_CHECKING:
    from broker.settings import Settings


@dataclass(frozen=True, slots=True)
class Told:
    """What the store says; None where it could not be asked, which `plo status` tells of elsewhere."""

    alarm: Alarm | None
    problem: Stop | None = None

    def as_rows(self) -> Iterator[dict[str, Any]]:
        """One line of --json while something is open."""
        if self.alarm and self.alarm.oldest:
            yield {
                "state": "strandet",
                "open": self.alarm.open,
                "parked": self.alarm.parked,
                "security": self.alarm.security,
                "oldest": self.alarm.oldest.isoformat(),
                "late": self.alarm.late,
            }


def look(settings: "Settings", now: datetime) -> Told:
    """Ask the store; that it cannot be asked is an answer too."""
    try:
        return Told(asyncio.run(_asked(settings, now)))
    except Exception as error:
        return Told(None, stop_of(error))


async def _asked(settings: "Settings", now: datetime) -> Alarm:
    async with store_of(settings) as store:
        return await alarm(store, now, timedelta(hours=settings.strandet_alarm_h))


def told(found: Told, now: datetime, at_most_h: float) -> Iterator[str]:
    """Lines for people."""
    for sentence in _sentences(found, now, at_most_h):
        yield from paragraph(sentence)


def _sentences(found: Told, now: datetime, at_most_h: float) -> Iterator[str]:
    if found.alarm is None:
        yield "Strandede meldinger: vet ikke, se over."
        return
    seen = found.alarm
    if seen.oldest is None:
        yield "Ingen strandede meldinger."
        return
    count = words.counted(seen.open, "strandet melding", "strandede meldinger")
    extra = [f"{words.number(seen.parked)} parkert"] if seen.parked else []
    extra += [f"{words.number(seen.security)} av sikkerhetsgrunner"] if seen.security else []
    more = f" ({', '.join(extra)})" if extra else ""
    age = words.span(now - seen.oldest)
    since = words.moment(seen.oldest, now)
    if seen.late:
        most = words.span(timedelta(hours=at_most_h))
        yield f"✕ {count}{more}, eldst fra {since}: åpen i {age}, lenger enn {most} (PLO_STRANDET_ALARM_H)."
    else:
        yield f"{count}{more}, eldst fra {since} ({age})."
    yield "Se dem: plo dlt list · i grupper: plo dlt stats"
