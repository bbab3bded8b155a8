"""Senders that do not give up."""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from service import Service, until
from stress_messages import PER_PATIENT, Message, stay

SENDERS = 12
AGAIN_S = 0.2
"""Seconds before a sender that got no answer tries again."""
MIXED = 40
"""Patients whose messages are shuffled together."""
PATIENCE_S = 120.0


@dataclass
class Traffic:
    """Posts messages of new patients, each until it is answered, one in ten of them twice.

    Attributes:
        least: messages to send; it goes on until `enough` is set as well.
        sent: what has begun to be sent.
        answered: body of the answer by MsgId.
        statuses: how often each HTTP status came; 0 is a broken connection.
    """

    service: Service
    key: str
    least: int
    pause_s: float = 0.0
    enough: threading.Event = field(default_factory=threading.Event)
    sent: list[Message] = field(default_factory=list)
    answered: dict[str, bytes] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)

    @contextmanager
    def flowing(self) -> Iterator[None]:
        """Traffic while the body runs, and until all of it is answered."""
        failures: list[BaseException] = []

        def run() -> None:
            try:
                asyncio.run(self._run())
            except BaseException as exc:  # for the one who waits
                failures.append(exc)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield
        finally:
            self.enough.set()
            thread.join(PATIENCE_S)
        assert not failures, failures
        assert not thread.is_alive(), f"unanswered: {len(self.sent) - len(self.answered)}"

    def until_answered(self, count: int) -> None:
        """Wait until so many have been answered."""
        until(lambda: len(self.answered) >= count, PATIENCE_S, f"{len(self.answered)} of {count} answered")

    async def _run(self) -> None:
        feed = self._feed()
        limits = httpx.Limits(max_connections=SENDERS)
        async with httpx.AsyncClient(timeout=30, limits=limits) as client, asyncio.TaskGroup() as group:
            for _ in range(SENDERS):
                group.create_task(self._send_all(client, feed))

    def _feed(self) -> Iterator[Message]:
        """New messages; a patient that is begun is finished."""
        order = random.Random(7)  # noqa: S311 no secret
        while len(self.sent) < self.least or not self.enough.is_set():
            left = max(1, -(-(self.least - len(self.sent)) // PER_PATIENT))
            messages = [one for _ in range(min(MIXED, left)) for one in stay()]
            order.shuffle(messages)
            for one in messages:
                self.sent.append(one)
                yield one

    async def _send_all(self, client: httpx.AsyncClient, feed: Iterator[Message]) -> None:
        for one in feed:
            self.answered[one.msg_id] = await self._send(client, one)
            if len(self.answered) % 10 == 0:
                assert await self._send(client, one) == self.answered[one.msg_id], "another answer"
            await asyncio.sleep(self.pause_s)

    async def _send(self, client: httpx.AsyncClient, message: Message) -> bytes:
        headers = {"Authorization": f"Bearer {self.key}"}
        while True:
            try:
                answer = await client.post(
                    f"{self.service.url}/meldinger", content=message.raw, headers=headers
                )
            except httpx.TransportError:
                self.statuses[0] += 1
            else:
                self.statuses[answer.status_code] += 1
                if answer.status_code in (200, 202):
                    return answer.content
                assert answer.status_code == 503 and answer.headers["retry-after"], answer.text
            await asyncio.sleep(AGAIN_S)
