"""The door's book of claims: many in one commit, and answers that came before their message."""

import asyncio
from collections.abc import Iterable, Sequence

import structlog

from adapters import orphans, tying
from adapters.errors import Transient
from adapters.store import Store, answers, claims, waiting
from adapters.store.answers import Awaited
from adapters.store.claims import Claim, Claimed, Key
from adapters.store.waiting import Waiting
from schemas.events import KvitteringMottatt

DONE_EVERY_S = 0.1
"""How long a finished claim may wait to be marked so, together with others."""
AWAY_S = 5.0
"""Seconds to wait when the store is away."""

log = structlog.get_logger()

Taken = tuple[Claimed, tuple[Waiting, ...]]


class Ledger:
    """Where claims are kept; a call returns when its transaction is committed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._finished: list[Key] = []
        self._arrived: list[str] = []
        self._awaited: list[Awaited] = []
        self._wakened = asyncio.Event()
        self._marker = asyncio.create_task(self._mark_for_ever())

    async def take(self, wanted: Sequence[Claim]) -> list[Taken]:
        """Each claim as it stands, and the answers that came before that message did."""
        claimed = await claims.take(self._store, wanted)
        early = await waiting.find(self._store, [claim.msg_id for claim in wanted if claim.pid])
        return [(one, tuple(answers_to(one.claim, early))) for one in claimed]

    async def origins(self, kvitteringer: Sequence[KvitteringMottatt]) -> list[KvitteringMottatt]:
        """Each AppRec with what it answers and counts for; without its message, it waits until that comes.

        It is put to wait and then looked for again, as `take` claims first and looks afterwards: of two at
        the same moment at least one sees the other. One whose message is there never waits, so that none
        sent a second time is left waiting for ever.
        """
        if not kvitteringer:
            return []
        named = await tying.by_document(self._store, kvitteringer)
        found = await self._with_pids(await tying.ranked(self._store, named))
        early = [one for one in found if one.unknown]
        await waiting.put(self._store, early)
        late = {one.id: one for one in await self._with_pids(early)}
        return [late.get(one.id, one) for one in found]

    async def placed(self, answering: Sequence[Waiting]) -> list[Waiting | None]:
        """Each answer as it is to be told; None: a message whose patient nobody knows, which waits."""
        kvitteringer = [one for one in answering if isinstance(one, KvitteringMottatt)]
        others = [one for one in answering if not isinstance(one, KvitteringMottatt)]
        adopted = await orphans.adopted(self._store, others) if others else []
        found = {one.id: one for one in (*await self.origins(kvitteringer), *adopted) if one}
        return [found.get(one.id) for one in answering]

    async def _with_pids(self, kvitteringer: Sequence[KvitteringMottatt]) -> list[KvitteringMottatt]:
        """The same, with the patient of the message that is answered, once that message has come."""
        found = await claims.find(self._store, {one.answers for one in kvitteringer}) if kvitteringer else []
        pids = tying.pids_of([one.claim for one in found])
        keys = [(one.answers, one.receiver) for one in kvitteringer]
        return [
            one.model_copy(update={"pid": pids.get(key), "unknown": key not in pids})
            for one, key in zip(kvitteringer, keys, strict=True)
        ]

    def done(self, claim: Claim, arrived: Iterable[Waiting] = (), awaited: Iterable[Awaited] = ()) -> None:
        """Mark the claim finished, soon: until then a repeated message is produced once more, harmlessly.

        `arrived` are answers that have been told with their patient, and wait no longer; `awaited` is who
        is to answer the message.
        """
        self._finished.append(claim.key)
        self._arrived.extend(str(one.id) for one in arrived)
        self._awaited.extend(awaited)
        self._wakened.set()

    async def close(self) -> None:
        """Mark what is finished."""
        self._marker.cancel()
        await asyncio.gather(self._marker, return_exceptions=True)
        await self._mark()

    async def _mark_for_ever(self) -> None:
        wait_s = DONE_EVERY_S
        while True:
            await self._wakened.wait()
            await asyncio.sleep(wait_s)
            self._wakened.clear()
            try:
                wait_s = DONE_EVERY_S if await self._mark() else AWAY_S
            except Exception:
                log.exception("claims.mark_failed")

    async def _mark(self) -> bool:
        """Whether all is marked; what could not be, is tried again.

        The claims last: a kill in between leaves one that is finished once more.
        """
        finished, self._finished = self._finished, []
        arrived, self._arrived = self._arrived, []
        awaited, self._awaited = self._awaited, []
        try:
            await waiting.remove(self._store, arrived)
            await answers.expect(self._store, awaited)
            await claims.done(self._store, finished)
        except (Transient, asyncio.CancelledError) as error:
            self._finished[:0] = finished
            self._arrived[:0] = arrived
            self._awaited[:0] = awaited
            log.warning("claims.unmarked", count=len(finished))
            if isinstance(error, asyncio.CancelledError):
                raise
            self._wakened.set()
            return False
        return True


def answers_to(claim: Claim, early: Iterable[Waiting]) -> Iterable[Waiting]:
    """Those that answer this very message, now with its patient."""
    for one in early if claim.pid and not claim.variant else ():
        if not isinstance(one, KvitteringMottatt):
            yield from orphans.adopted_by(claim, one)
        elif one.answers == claim.msg_id and one.receiver == claim.sender:
            yield one.model_copy(update={"pid": claim.pid, "unknown": False})
