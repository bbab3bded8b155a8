"""The door's book of claims: many in one commit, and answers that came before their message."""

import asyncio
from collections.abc import Iterable, Sequence
from uuid import UUID

import structlog

from adapters import orphans, tying
from adapters.errors import Transient
from adapters.followers import followers
from adapters.known import AGAIN, of_adopted, of_claim
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
Placed = tuple[Waiting | None, tuple[Waiting, ...]]


class Ledger:
    """Where claims are kept; a call returns when its transaction is committed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._finished: list[Key] = []
        self._arrived: list[str] = []
        self._awaited: list[Awaited] = []
        self._wakened = asyncio.Event()
        self._marker = asyncio.create_task(self._mark_for_ever())

    async def take(self, wanted: Sequence[Claim], series: Sequence[Sequence[Awaited]] = ()) -> list[Taken]:
        """Each claim as it stands, and the answers that came before that message did.

        series: of each, who is to answer it if it is an epikrise. That is noted before anybody is told of it,
        so that an AppRec which calls it by its document finds it, or is found here.
        """
        claimed = await claims.take(self._store, wanted)
        all_ = zip(claimed, wanted, series, strict=bool(series))
        begun = [its for one, mine, its in all_ if not one.done and one.claim.sha256 == mine.sha256]
        awaited = [one for its in begun for one in its]
        await answers.expect(self._store, awaited)
        known = [of_claim(one.claim) for one in claimed]
        early = await followers(self._store, known, {one.document_id for one in awaited})
        return [(one, early.get(each, ())) for one, each in zip(claimed, known, strict=True)]

    async def origins(self, kvitteringer: Sequence[KvitteringMottatt]) -> list[KvitteringMottatt]:
        """Each AppRec with what it answers and counts for; it waits where that has no patient yet.

        It is put to wait and then looked for again, as `take` claims first and looks afterwards: of two at
        the same moment at least one sees the other. One whose patient is known never waits, so that none
        sent a second time is left waiting.
        """
        if not kvitteringer:
            return []
        found = await self._tied(kvitteringer)
        early = [one for one in found if not one.pid]
        if not early:
            return found
        await waiting.put(self._store, early)
        late = {one.id: one for one in await self._tied(early)}
        return [late.get(one.id, one) for one in found]

    async def variant_again(self, claim: Claim) -> str:
        """The variant of a message that is run again: one of its own, where its MsgId was refused."""
        found = await claims.find(self._store, [claim.msg_id])
        theirs = [one.claim for one in found if one.claim.sender == claim.sender and not one.claim.variant]
        return AGAIN if any(one.verdict != "godtatt" for one in theirs) else ""

    async def placed(self, answering: Sequence[Waiting]) -> list[Placed]:
        """Each answer as it is to be told, and what has waited for it; None: nobody knows its patient."""
        kvitteringer = [one for one in answering if isinstance(one, KvitteringMottatt)]
        others = [one for one in answering if not isinstance(one, KvitteringMottatt)]
        found: dict[UUID, Placed] = {one.id: (one, ()) for one in await self.origins(kvitteringer)}
        adopted = [one for one in await orphans.adopted(self._store, others) if one]
        noted = await orphans.noted(self._store, adopted)
        early = await followers(self._store, map(of_adopted, noted))
        found |= {one.id: (one, early[of_adopted(one)]) for one in noted}
        return [found.get(one.id, (None, ())) for one in answering]

    async def _tied(self, kvitteringer: Sequence[KvitteringMottatt]) -> list[KvitteringMottatt]:
        """The same, with the message that is answered and its patient, once that message has come."""
        named = await tying.ranked(self._store, await tying.by_document(self._store, kvitteringer))
        found = await claims.find(self._store, {one.answers for one in named})
        pids = tying.pids_of([one.claim for one in found])
        keys = [(one.answers, one.receiver) for one in named]
        return [
            one.model_copy(update={"pid": pids.get(key), "unknown": key not in pids})
            for one, key in zip(named, keys, strict=True)
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
