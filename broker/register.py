"""The register of patients by which E35 is judged, read again as its file changes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from adapters.messages.register import Register, RegisterError, load
from broker.settings import Settings

LOOK_AGAIN_S = 10.0
"""Seconds between two looks at the file: who comes to us today may have an epikrise today."""

_log = structlog.get_logger()


def register_of(settings: Settings) -> Register | None:
    """The register; None where there is none, and then no patient is unknown. Raises RegisterError."""
    return None if settings.pasientregister is None else Register(load(settings.pasientregister))


@asynccontextmanager
async def kept_current(
    held: Register | None, settings: Settings, every_s: float = LOOK_AGAIN_S
) -> AsyncIterator[None]:
    """As long as it lasts, `held` follows the file; one that cannot be used changes nothing but the log."""
    if held is None or settings.pasientregister is None:
        yield
        return
    following = asyncio.create_task(_follow(held, settings.pasientregister, every_s))
    try:
        yield
    finally:
        following.cancel()
        await asyncio.wait((following,))


async def _follow(held: Register, file: Path, every_s: float) -> None:
    seen = None  # read once more at the start, for what came between
    while True:
        if (now := _state(file)) != seen:
            seen = now
            try:
                held.pids = await asyncio.to_thread(load, file)
            except RegisterError as exc:
                _log.warning("register.not_read", why=str(exc))
        await asyncio.sleep(every_s)


def _state(file: Path) -> tuple[int, int, int] | None:
    """What changes when the file does; None where it is not there."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
