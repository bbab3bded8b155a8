"""Senders that do not give up, and hands that kill.

By itself, with counts before and after for people to look at (from the project's folder):

    PYTHONPATH=tests .venv/bin/python -m stress_traffic 5000

which starts the service in an empty folder, posts so many messages, and meanwhile kills -9 every part
again and again.
"""

import asyncio
import os
import random
import signal
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import httpx
from service import Service, running, until
from stress_check import check
from stress_messages import PER_PATIENT, Message, stay

SENDERS = 12
AGAIN_S = 0.2
"""Seconds before a sender that got no answer tries again."""
MIXED = 40
"""Patients whose messages are shuffled together."""
PATIENCE_S = 120.0
EVERY_PART = ("intake-0", "detect-0", "route-0")


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


def kill_in_turn(traffic: Traffic, kills: int, parts: tuple[str, ...]) -> Counter[str]:
    """kill -9 of the parts one after another, spread over the traffic; how often each was killed.

    Waits in the end until the supervisor has all of them up again.
    """
    service, killed = traffic.service, Counter[str]()
    pids: dict[str, int] = {}

    def up(part: str) -> bool:
        return service.pid(part) != pids.get(part) and service.parts()[part]

    for number, part in enumerate(islice(cycle(parts), kills), 1):
        traffic.until_answered(number * traffic.least // (kills + 2))
        until(partial(up, part), PATIENCE_S, f"{part} does not come back")
        pids[part] = service.pid(part)
        os.kill(pids[part], signal.SIGKILL)
        killed[part] += 1
    until(lambda: all(map(up, parts)), PATIENCE_S, "some part does not come back")
    return killed


def main(count: int) -> None:
    """The show: counts before and after."""
    with tempfile.TemporaryDirectory(prefix="plo-") as folder, running(Path(folder) / "hjem") as service:
        key = service.key(historikk=True)
        traffic = Traffic(service, key, count)
        with traffic.flowing():
            killed = kill_in_turn(traffic, 15, EVERY_PART)
        found = check(service, key, traffic.sent, traffic.answered)
        print(f"kill -9                 {dict(killed)}")
        print(f"HTTP statuses           {dict(traffic.statuses)} (0: connection broken)")
        print(found)


if __name__ == "__main__":
    main(int(sys.argv[1]))
