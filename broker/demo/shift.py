"""The ward of the demo through time: what is due is sent, what is not yet due is waited for.

A second start goes on where the first one ended. When the newest ward is so old that little happens in it,
a new one begins beside it; an old one is forgotten when all of it has been sent.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ValidationError

from broker.demo.post import post_all
from broker.demo.ward import Planned, planned
from broker.settings import Settings
from broker.simulate.message import Message

RENEWED: Final = timedelta(hours=12)
"""The age at which a ward is followed by a new one."""
FRESH: Final = timedelta(minutes=5)
"""What is older than this when it is sent is sent as a backlog."""
CALM: Final = (
    "varsel", "oppdatert", "innleggelse", "innlagt", "svar", "epikrise", "klar", "utskrevet", "rapport",
)  # fmt: skip
"""What of a backlog is sent first: in this order, little is found missing that is only on its way."""
LOOK_S: Final = 20.0
"""The longest wait between two looks at the clock: machines sleep."""


class Sent(BaseModel):
    """What is remembered from start to start.

    Attributes:
        began: when each ward began of which not all is sent, UTC, the newest last.
        until: everything that was due by then has been sent, UTC.
    """

    began: tuple[datetime, ...] = ()
    until: datetime | None = None


def sent_file(settings: Settings) -> Path:
    """Where it is remembered."""
    return settings.home / "demo.avdeling.json"


def remembered(path: Path) -> Sent:
    """What was sent before; nothing where nobody knows, for what is sent twice has one effect."""
    try:
        return Sent.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return Sent()


@dataclass(slots=True)
class Shift:
    """The demo's duty in the wards.

    Attributes:
        path: where it is remembered what has been sent.
        clock: UTC.
        is_new: a ward begins with this start.
    """

    path: Path
    clock: Callable[[], datetime]
    waiting: list[Planned]
    sent: Sent
    is_new: bool

    def due(self) -> tuple[tuple[Message, ...], ...]:
        """What should have been sent by now and was not, by stay, the oldest first; it no longer waits."""
        now = self.clock()
        due = [one for one in self.waiting if one.at <= now]
        self.waiting = self.waiting[len(due) :]
        groups: dict[str, list[Planned]] = defaultdict(list)
        for one in due:
            groups[one.stay].append(one)
        return tuple(
            tuple(replace(one.message, live=now - one.at < FRESH) for one in sorted(group, key=_place))
            for group in groups.values()
        )

    def done(self, at: datetime) -> None:
        """Remember that all that was due by then has been sent."""
        self.sent = Sent(began=self.sent.began, until=at)
        draft = self.path.with_name(f".{self.path.name}")
        draft.write_text(self.sent.model_dump_json(), "ascii")
        draft.replace(self.path)

    async def follow(self, send: Callable[[Message], Awaitable[None]]) -> None:
        """Send each message when it is due, until none waits."""
        while self.waiting:
            left = (self.waiting[0].at - self.clock()).total_seconds()
            await asyncio.sleep(min(max(left, 0.0), LOOK_S))
            at = self.clock()
            await post_all(self.due(), send)
            self.done(at)


def begun(path: Path, clock: Callable[[], datetime]) -> Shift:
    """The shift that begins now: wards that are not at their end, and a new one where it is time for it."""
    now, sent = clock(), remembered(path)
    old = [*_unfinished(sent)]
    is_new = not sent.began or now - sent.began[-1] >= RENEWED
    began = [moment for moment, _ in old] + ([now] if is_new else [])
    waiting = [one for _, rest in old for one in rest] + (planned(now) if is_new else [])
    waiting.sort(key=lambda one: (one.at, one.message.name))
    return Shift(path, clock, waiting, Sent(began=tuple(began), until=sent.until), is_new)


def _place(one: Planned) -> tuple[int, datetime]:
    first = one.name.partition("-")[0]
    return CALM.index(first) + len(CALM) * ("-" in one.name), one.at


def _unfinished(sent: Sent) -> Iterator[tuple[datetime, list[Planned]]]:
    """The wards of before, with what has not been sent; the newest is there though nothing is left of it."""
    for moment in sent.began:
        rest = [one for one in planned(moment) if sent.until is None or one.at > sent.until]
        if rest or moment == sent.began[-1]:
            yield moment, rest
