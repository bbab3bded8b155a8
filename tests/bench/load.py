"""The load client: raw sockets and epoll, since it shares the machine with what is measured.

Each of the keep-alive connections posts the next message as soon as its last one is answered.

python -m bench.load <port> <key> <connections> <warm-up s> <measure s>
"""

import re
import secrets
import select
import socket
import sys
import time
from dataclasses import dataclass, field
from itertools import count

from bench.bodies import bodies, msg_id
from bench.child import Window, await_go, give

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
MOST = 1 << 20


@dataclass(slots=True)
class Connection:
    """One caller.

    Attributes:
        sent_at: when its message was sent, of perf_counter.
    """

    link: socket.socket
    sent_at: float = 0.0
    _read: bytes = b""

    def answered(self) -> bytes:
        """Read what there is; the status once the whole answer is here, b"" before that."""
        chunk = self.link.recv(MOST)
        if not chunk:
            raise ConnectionError("the intake hung up")
        self._read += chunk
        end = self._read.find(b"\r\n\r\n")
        length = LENGTH.search(self._read, 0, end) if end > 0 else None
        if length is None or len(self._read) < end + 4 + int(length[1]):
            return b""
        status, self._read = self._read[9:12], b""
        return status


@dataclass(slots=True)
class Load:
    """All callers, and what they saw in the time that counts.

    Attributes:
        waits_s: from the first byte sent to the last received.
        odd: answers that were not 200.
    """

    requests: list[tuple[bytes, bytes]]
    window: Window
    waits_s: list[float] = field(default_factory=list)
    odd: int = 0

    def run(self, connections: list[Connection]) -> None:
        run, numbers, poll = secrets.randbits(32), count(), select.epoll()
        by_fd = {one.link.fileno(): one for one in connections}
        for fd, one in by_fd.items():
            poll.register(fd, select.EPOLLIN)
            self.send(one, run, next(numbers))
        while not self.window.over():
            for fd, _ in poll.poll(1.0):
                one = by_fd[fd]
                if status := one.answered():
                    self.saw(one, status)
                    self.send(one, run, next(numbers))

    def send(self, one: Connection, run: int, number: int) -> None:
        before, after = self.requests[number % len(self.requests)]
        one.sent_at = time.perf_counter()
        one.link.sendall(b"".join((before, msg_id(run, number), after)))

    def saw(self, one: Connection, status: bytes) -> None:
        self.odd += status != b"200"
        if self.window.warm:
            self.waits_s.append(time.perf_counter() - one.sent_at)


def requests(key: str) -> list[tuple[bytes, bytes]]:
    """Each body as an HTTP request, cut in two where the MsgId goes."""
    id_bytes = len(msg_id(0, 0))
    return [
        (
            b"POST /meldinger HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %b\r\n"
            b"Content-Type: application/xml\r\nContent-Length: %d\r\n\r\n%b"
            % (key.encode(), len(body.before) + id_bytes + len(body.after), body.before),
            body.after,
        )
        for body in bodies()
    ]


def main(port: int, key: str, callers: int, warm_s: float, measure_s: float) -> None:
    prepared = requests(key)
    connections = [Connection(socket.create_connection(("127.0.0.1", port))) for _ in range(callers)]
    for one in connections:
        one.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    await_go()
    load = Load(prepared, Window(warm_s, measure_s))
    load.run(connections)
    waits = sorted(load.waits_s)
    give(
        count=len(waits),
        wall_s=load.window.wall_s,
        cpu_s=load.window.cpu_s,
        p50_s=waits[len(waits) // 2],
        p99_s=waits[len(waits) * 99 // 100],
        odd=load.odd,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5]))
