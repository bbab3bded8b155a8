"""The console on a port, as the part serves it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from consoles import Browser, add_user, console
from fakes import Clock
from servers import free_port

from broker.console.part import served
from broker.serve import listening, until


@asynccontextmanager
async def served_at(folder: Path, **settings: Any) -> AsyncIterator[tuple[Browser, int]]:
    """A console on a port of its own with Kari, a reader; a browser that goes there, and the port."""
    port = free_port()
    async with console(folder, console_port=port, **settings) as known:
        await add_user(known.desk.store, "kari", "leser")
        stop = asyncio.Event()
        assert known.desk.live
        serving = asyncio.create_task(
            until(served(known.desk), listening("127.0.0.1", port), stop, known.desk.live.close)
        )
        await answering(port)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            yield Browser(known.desk, Clock(known.clock.at), client), port
        stop.set()
        await serving


async def answering(port: int) -> None:
    """Wait until somebody listens there."""
    async with asyncio.timeout(10):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return await writer.wait_closed()
            except ConnectionRefusedError:
                await asyncio.sleep(0.02)
