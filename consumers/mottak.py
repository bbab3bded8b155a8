"""meldinger.v1.replay.receive → the door: messages that it refused, run again (docs/adr/0007).

Each is brought by one who may do no more than whoever brought it first.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from adapters.carried import is_historie, speaks_for
from adapters.claimcheck.vault import Altered, Missing, Vault, content_of
from adapters.errors import NotTaken
from adapters.kafka.bad import Bad
from adapters.kafka.records import Incoming
from adapters.receipt import Receipt
from adapters.source import Source
from adapters.tracing import TRACEPARENT, span

GROUP = "receive"

Receive = Callable[[bytes, Source], Awaitable[Receipt]]


class Mottak:
    """The consumer of what the door is given again."""

    def __init__(self, receive: Receive, vault: Vault) -> None:
        self._receive = receive
        self._vault = vault

    async def handle(self, batch: Sequence[Incoming]) -> list[Bad]:
        """Bring each to the door; those that are refused again. Raises Transient."""
        ended = await asyncio.gather(*map(self._bring, batch), return_exceptions=True)
        failures = [one for one in ended if isinstance(one, BaseException)]
        if failures:
            raise failures[0]
        return [one for one in ended if isinstance(one, Bad)]

    async def _bring(self, record: Incoming) -> Bad | None:
        try:
            content = await asyncio.to_thread(content_of, record, self._vault)
            with span("strandet: kjørt på nytt", record.header(TRACEPARENT) or ""):
                await self._receive(content, source_of(record))
        except NotTaken as refused:
            first = refused.problems[0]
            where = f"{first.path}:{first.line}" if first.line else first.path
            return Bad(record, refused.error_class, first.code, first.text, where)
        except (Missing, Altered):
            text = "Innholdet ligger ikke i lageret for store meldinger, eller er endret der."
            return Bad(record, "PERMANENT_FORMAT", "record.content_gone", text)
        return None


def source_of(record: Incoming) -> Source:
    """Who brings it: for the same parties as the first time."""
    edited = record.header("plo-replay-edited") == "true"
    return Source(
        name="strandet",
        speaks_for=speaks_for(record),
        historie=is_historie(record),
        again=True,
        edited_from=(record.header("plo-replay-original-sha256") or "") if edited else "",
    )
