"""Sends the demo's messages, some over HTTP and some by folder, at a pace that one can follow."""

import asyncio
import hashlib
import os
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from broker.simulate.message import Message

PACE_S: Final = 0.45
"""Between two groups of messages, in seconds."""
LIMIT_S: Final = 30.0
AGAIN_S: Final = 1.0
"""Before trying again what the service could not take, in seconds."""
LOOK_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Reply:
    """What the service said.

    Attributes:
        apprec: as text; empty where none came.
        wrong: what went wrong otherwise, with its sign.
    """

    apprec: str = ""
    wrong: str = ""


Carry = Callable[[Message], Awaitable[Reply]]
"""Takes one message there."""


async def post_all(script: Iterable[tuple[Message, ...]], send: Callable[[Message], Awaitable[None]]) -> None:
    """Send the groups in order, each at once: what a hospital sends at one time is taken in together."""
    for group in script:
        await asyncio.gather(*(send(message) for message in group))
        await asyncio.sleep(PACE_S)


@dataclass(frozen=True, slots=True)
class Carrier:
    """The two ways in.

    Attributes:
        client: with the key of a backlog.
        url: of POST /meldinger.
        folder: the demo's folder, with the rooms `inn` and `ut`.
        fresh: the header that has the key for what is new in its place.
    """

    client: httpx.AsyncClient
    url: str
    folder: Path
    fresh: Mapping[str, str] = field(default_factory=dict)

    async def carry(self, message: Message) -> Reply:
        """Take one message in, the way that it says."""
        return await (self._lay(message) if message.by_folder else self._post(message))

    async def _post(self, message: Message) -> Reply:
        key = self.fresh if message.live else None
        while True:
            try:
                response = await self.client.post(self.url, content=message.xml, headers=key)
            except httpx.TransportError:
                await asyncio.sleep(AGAIN_S)
                continue
            if response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                wrong = "" if response.is_success else f"✗ HTTP {response.status_code}"
                return Reply("" if wrong else response.text, wrong)
            await asyncio.sleep(AGAIN_S)

    async def _lay(self, message: Message) -> Reply:
        """Lay the file whole into `inn`, wait until it has been taken out of it, and read the answer."""
        draft, file = (self.folder / "inn" / f"{dot}{message.name}.xml" for dot in (".", ""))
        draft.write_bytes(message.xml)
        os.replace(draft, file)
        while file.exists():  # noqa: ASYNC110 — another process takes it, and sets no event
            await asyncio.sleep(LOOK_S)
        mark = hashlib.sha256(message.xml).hexdigest()[:8]
        answer = self.folder / "ut" / f"{message.name}.{mark}.apprec.xml"
        return Reply(answer.read_text("utf-8") if answer.exists() else "")
