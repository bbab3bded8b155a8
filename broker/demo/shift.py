"""The ward of the demo through time: what is due is sent, what is not yet due is waited for.

A second start goes on where the first one ended. When the newest ward is so old that little happens in it,
a new one begins beside it; an old one is forgotten when all of it has been sent.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
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


class Ward(BaseModel):
    """A ward of which not all is sent.

    Attributes:
        began: UTC.
        until: everything that was due by then has been sent, UTC; None for nothing.
    """

    began: datetime
    until: datetime | None = None


class Sent(BaseModel):
    """What is remembered from start to start: the wards, the newest last."""

    wards: tuple[Ward, ...] = ()


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
        self.sent = Sent(wards=tuple(Ward(began=one.began, until=at) for one in self.sent.wards))
        self.keep()

    def keep(self) -> None:
        """Write down what is to be remembered, whole or not at all."""
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
    """The shift that begins now: wards that are not at their end, and a new one where it is time for it.

    A new one is remembered at once: whoever ends the demo in its first seconds finds the same patients again.
    """
    now, before = clock(), remembered(path).wards
    is_new = not before or now - before[-1].began >= RENEWED
    wards = [one for one in before if _unsent(one) or one == before[-1]]
    wards += [Ward(began=now)] if is_new else []
    waiting = [each for one in wards for each in _unsent(one)]
    waiting.sort(key=lambda one: (one.at, one.message.name))
    shift = Shift(path, clock, waiting, Sent(wards=tuple(wards)), is_new)
    shift.keep()
    return shift


def _unsent(ward: Ward) -> list[Planned]:
    return [one for one in planned(ward.began) if ward.until is None or one.at > ward.until]


def _place(one: Planned) -> tuple[int, datetime]:
    first = one.name.partition("-")[0]
    return CALM.index(first) + len(CALM) * ("-" in one.name), one.at
