"""By which CAs and revocation lists signatures are judged, read again as their files change."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import structlog

from adapters.messages.signature import Signatures
from adapters.messages.trust import Trust
from adapters.messages.trust_files import TrustError, load
from broker.settings import Settings

READ_AGAIN_S = 300.0
"""Seconds between two readings; CAs make new lists every few hours."""

_log = structlog.get_logger()


def signatures_of(settings: Settings) -> Signatures | None:
    """What judges signatures; None where they are not looked at. Raises TrustError."""
    return None if settings.signatur == "av" else Signatures(_trust(settings))


@asynccontextmanager
async def kept_current(
    held: Signatures | None, settings: Settings, now: Callable[[], datetime], every_s: float = READ_AGAIN_S
) -> AsyncIterator[None]:
    """As long as it lasts, `held` follows the files; files that cannot be used change nothing but the log."""
    if held is None:
        yield
        return
    following = asyncio.create_task(_follow(held, settings, now, every_s))
    try:
        yield
    finally:
        following.cancel()
        await asyncio.wait((following,))


async def _follow(held: Signatures, settings: Settings, now: Callable[[], datetime], every_s: float) -> None:
    while True:
        for issuer in held.trust.outdated(now()):
            _log.warning("signatures.list_outdated", issuer=issuer)
        await asyncio.sleep(every_s)
        try:
            held.trust = await asyncio.to_thread(_trust, settings)
        except TrustError as exc:
            _log.warning("signatures.not_read", why=str(exc))


def _trust(settings: Settings) -> Trust:
    if settings.signatur_ca is None:
        raise TrustError("PLO_SIGNATUR er kontroller, men PLO_SIGNATUR_CA sier ikke hvem som kan gå god.")
    return load(settings.signatur_ca, settings.signatur_crl)
