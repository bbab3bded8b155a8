"""The demo while it plays: what is heard on Kafka becomes rows on the screen."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Protocol

from broker.demo.board import Board, Row
from broker.demo.listen import Heard
from broker.demo.post import Carry
from broker.demo.screen import Screen
from broker.simulate.message import Message
from schemas.avvik import Avvik

QUIET_S: Final = 1.5
"""So long after the last row the show is over."""


class Ear(Protocol):
    """What is listened with."""

    async def before(self) -> list[Heard]: ...

    async def heard(self) -> list[Heard]: ...


@dataclass(slots=True)
class Stage:
    """Everything that a playing demo holds together.

    Attributes:
        stop: set when the person has had enough.
        last: when the last row was shown, by the monotonic clock.
    """

    board: Board
    screen: Screen
    ear: Ear
    carry: Carry
    stop: asyncio.Event
    last: float = field(default_factory=time.monotonic)

    async def before(self) -> None:
        """Show the avvik that stand from an earlier time; its messages are only remembered."""
        self._rows(sorted(await self.ear.before(), key=_told_at))
        if rows := [*self.board.settled(float("inf"), now())]:
            self.screen.say(" Fra før:")
            self._show(rows)
            self.screen.say(" Sender de samme meldingene på nytt:")

    async def play(self, posting: "asyncio.Task[None] | None") -> None:
        """Until `posting` is done and all is quiet, or without one until the end."""
        while not self.stop.is_set():
            self._show(self._rows(await self.ear.heard()))
            self._show(self.board.settled(time.monotonic(), now()))
            if posting and posting.done():
                posting.result()
                if self.board.settling.quiet and time.monotonic() - self.last > QUIET_S:
                    return

    async def send(self, message: Message) -> None:
        """Carry a message in. What comes of it is heard on Kafka; only what is not is shown from here."""
        before = self.board.apprecs.get(message.msg_id, set()).copy()
        reply = await self.carry(message)
        if reply.wrong:
            self._show([Row(now(), message.name, "–", "–", reply.wrong)])
        elif reply.apprec in before:
            self._show([self.board.again(message.msg_id, now())])

    def _rows(self, heard: Iterable[Heard]) -> list[Row]:
        rows = []
        for one in heard:
            if isinstance(one, Avvik):
                self.board.settling.take(one, time.monotonic())
            elif row := self.board.receipt(*one):
                rows.append(row)
        return rows

    def _show(self, rows: Iterable[Row]) -> None:
        new = list(rows)
        if new:
            self.screen.show(new)
            self.last = time.monotonic()
        self.screen.foot(self.board.summary)


def _told_at(one: Heard) -> datetime:
    return one.changed_at if isinstance(one, Avvik) else one[0].sent_at


def now() -> datetime:
    return datetime.now(UTC)
