"""What a received AppRec is an answer to, and what it counts for (apprec.md §3 and §6)."""

from collections.abc import Iterable, Sequence

from adapters.known import OWN
from adapters.store import Store, answers
from adapters.store.answers import Awaited, Exchange, Given
from adapters.store.claims import Claim
from adapters.store.waiting import Waiting
from schemas.events import KvitteringMottatt
from schemas.receipts import answer_due


async def by_document(store: Store, kvitteringer: Sequence[KvitteringMottatt]) -> list[KvitteringMottatt]:
    """Each AppRec by the MsgId of its message: those of version 1.0 may name the document of an epikrise."""
    old = {one.answers for one in kvitteringer if one.version == "1.0"}
    found = await answers.of_documents(store, old) if old else []
    return [_named(one, found) for one in kvitteringer] if found else list(kvitteringer)


async def renamed(store: Store, waited: Sequence[Waiting]) -> list[Waiting]:
    """What has waited for messages or their documents: AppRecs by the MsgId, now that it may be known."""
    old = [one for one in waited if isinstance(one, KvitteringMottatt)]
    named = await by_document(store, old)
    new = [one for one, before in zip(named, old, strict=True) if one.answers != before.answers]
    found = {one.id: one for one in await ranked(store, new)} if new else {}
    return [found.get(one.id, one) for one in waited]


async def ranked(store: Store, kvitteringer: Sequence[KvitteringMottatt]) -> list[KvitteringMottatt]:
    """Each AppRec, marked when it came late, or after another of the same party; from now on it has come."""
    exchanges = [_exchange(one) for one in kvitteringer]
    given = await answers.give(
        store, [(exchange, str(one.id)) for exchange, one in zip(exchanges, kvitteringer, strict=True)]
    )
    return [_ranked(one, given[exchange]) for exchange, one in zip(exchanges, kvitteringer, strict=True)]


def pids_of(found: Iterable[Claim]) -> dict[tuple[str, str], str | None]:
    """(MsgId, sender) -> the pid of that message: of one that was taken over, else of the one we refused.

    None as long as it names no patient, and what it refers to has not come.
    """
    pids: dict[tuple[str, str], str | None] = {}
    for claim in found:
        if claim.variant in OWN and (claim.verdict == "godtatt" or claim.pid):
            pids[claim.msg_id, claim.sender] = claim.pid
    return pids


def _named(kvittering: KvitteringMottatt, found: Iterable[Awaited]) -> KvitteringMottatt:
    """With the MsgId of the message whose GenDate it gives; else of the newest of its series."""
    if kvittering.version != "1.0":
        return kvittering
    series = [one for one in found if one.document_id == kvittering.answers and _is_for(one, kvittering)]
    if not series or any(one.exchange.msg_id == kvittering.answers for one in series):
        return kvittering
    meant = next((one for one in series if one.sent_at == kvittering.answers_sent_at), series[-1])
    return kvittering.model_copy(update={"answers": meant.exchange.msg_id})


def _is_for(awaited: Awaited, kvittering: KvitteringMottatt) -> bool:
    exchange = awaited.exchange
    return (exchange.sender, exchange.receiver) == (kvittering.receiver, kvittering.sender)


def _exchange(kvittering: KvitteringMottatt) -> Exchange:
    service = kvittering.sender_service or ""
    return Exchange(kvittering.answers, kvittering.receiver, kvittering.sender, service)


def _ranked(kvittering: KvitteringMottatt, given: Given) -> KvitteringMottatt:
    sent_at = given.sent_at or kvittering.answers_sent_at
    late = sent_at is not None and kvittering.received_at > answer_due(sent_at)
    return kvittering.model_copy(update={"late": late, "second": given.first != str(kvittering.id)})
