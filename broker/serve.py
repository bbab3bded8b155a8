"""uvicorn, as the intake and the console use it."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator

import uvicorn

from adapters.inbox.http import Intake
from broker.connection import Connection

BACKLOG = 2048
FINISH_S = 15
"""Seconds that calls in hand may take when the intake is asked to end."""


def listening(host: str, port: int) -> socket.socket:
    """A socket on a port that the other intake processes share: the kernel spreads the callers."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind((host, port))
    return listener


class Served(uvicorn.Server):
    """Leaves the signals to the part, which knows how all of it ends."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(app: Intake, listener: socket.socket, stop: asyncio.Event) -> None:
    """Serve until `stop`, then finish what is in hand."""
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=FINISH_S,
    )
    await until(config, listener, stop)


async def until(
    config: uvicorn.Config,
    listener: socket.socket,
    stop: asyncio.Event,
    ending: Callable[[], None] = lambda: None,
) -> None:
    """Serve until `stop`, call `ending`, and finish what is in hand."""
    server = Served(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    ending()
    server.should_exit = True
    await serving
