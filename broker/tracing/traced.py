"""One timeline of a message, or of a stay: from the store, and from the topics where Kafka answers."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.store import claims, history, messages
from broker.names import Names
from broker.tracing.judged import of_avvik, of_message, of_rules
from broker.tracing.search import EARLIER, Bounds, Search, keys_of, parties_of, still_open
from broker.tracing.steps import Step, avvik_of, of_claim, of_records

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer

    from adapters.kafka.records import Incoming
    from adapters.store import Store
    from adapters.store.claims import Claim, Claimed
    from broker.tracing.patient import Patient
    from schemas.agreements import Agreement


@dataclass(frozen=True, slots=True)
class Traced:
    """What was found.

    Attributes:
        steps: in order of time; empty when nothing was ever taken in.
        unread: topics that were not read to their end, and may hold more about it.
        away: Kafka did not answer, and only the store was asked.
    """

    steps: Sequence[Step]
    unread: Sequence[str] = ()
    away: bool = False


@dataclass(frozen=True, slots=True)
class Tracer:
    """Where to look.

    Attributes:
        reader: of Kafka; None while that is away.
        most: records of each partition; None: all.
        kommuner: kommunenumre that whoever asks is limited to; None: all.
    """

    store: "Store"
    reader: "AIOKafkaConsumer | None"
    agreement: "Agreement"
    most: int | None
    kommuner: frozenset[str] | None = None

    async def message(self, msg_id: str, now: datetime) -> Traced:
        """Everything about one message, with what the rules say of its stay at `now`.

        msg_id: its MsgId, or "sha256:" and the hash of what could not be read.
        """
        claimed = self._theirs(await claims.find(self.store, [msg_id]))
        if not claimed:
            return Traced([])
        traced = await self._traced(claimed, frozenset({msg_id}))
        judged = await of_message(self.store, claimed, self.agreement, now, self.kommuner)
        return replace(traced, steps=_in_order([*traced.steps, *judged]))

    async def stay(self, patient: "Patient", now: datetime) -> Traced:
        """Everything about a patient's stays, those that are meant, with what the rules say at `now`."""
        msg_ids = patient.msg_ids()
        known = await claims.find(self.store, msg_ids)
        refused = await messages.refused(self.store, patient.pids)
        others = {one.msg_id for one in refused} - msg_ids
        known += self._theirs(await claims.find(self.store, others))
        stays = frozenset(str(stay.id) for stay in patient.stays)
        judged = [*of_rules(patient, self.agreement, now)]
        traced = await self._traced(known, msg_ids | others, stays)
        if not any(step.what == "avvik" for step in traced.steps):
            judged += await of_avvik(self.store, patient)
        steps = sorted([*traced.steps, *judged], key=lambda step: (step.at, step.order))
        return Traced(steps, traced.unread, traced.away)

    async def _traced(
        self,
        claimed: "Sequence[Claimed]",
        msg_ids: frozenset[str],
        stays: frozenset[str] = frozenset(),
    ) -> Traced:
        steps = [*_of_claims(claimed, self.agreement)]
        if self.reader is None or not claimed:
            return Traced(_in_order(steps), away=self.reader is None)
        bounds = Bounds(self.most, min(one.claim.claimed_at for one in claimed) - EARLIER)
        keys = [key for one in claimed for key in keys_of(one.claim)]
        search = Search(self.reader, msg_ids, stays)
        found = await search.through(bounds.inside(keys))
        found += await search.through(bounds.again(await self.reader.topics(), keys))
        found = [one for one in found if _is_of(one, stays) and self._sees(one)]
        given = await search.through(bounds.of_parties(parties_of(found, self.agreement), keys))
        given = [one for one in given if _is_of(one, stays) and self._sees(one)]
        read = await history.known(self.store, _event_ids(found))
        steps += of_records(found, given, self.agreement, read)
        return Traced(_in_order(steps), still_open(search.unread, [*found, *given]))

    def _theirs(self, claimed: "Sequence[Claimed]") -> "list[Claimed]":
        """Those that a party of the kommuner sent or was sent."""
        hers = Names(self.agreement).hers(self.kommuner)
        return [one for one in claimed if hers is None or not hers.isdisjoint(_parties(one.claim))]

    def _sees(self, record: "Incoming") -> bool:
        """Not an avvik of another kommune, nor what another party was given."""
        avvik, hers = avvik_of(record), Names(self.agreement).hers(self.kommuner)
        if self.kommuner is None or hers is None:
            return True
        if avvik is not None:
            return avvik.kommune in self.kommuner
        return not record.topic.startswith("part.") or record.topic.split(".")[1] in hers


def _parties(claim: "Claim") -> list[str]:
    return [claim.sender, *(claim.receivers or "").split(",")]


def _is_of(record: "Incoming", stays: Collection[str]) -> bool:
    """An avvik that rests on a message of the stay may be of the patient's next one."""
    avvik = avvik_of(record) if stays else None
    return avvik is None or str(avvik.stay_id) in stays


def _event_ids(found: "Iterable[Incoming]") -> list[str]:
    return [id_ for record in found if (id_ := record.header("ce_id"))]


def _of_claims(claimed: "Iterable[Claimed]", agreement: "Agreement") -> Iterator[Step]:
    for one in claimed:
        yield from of_claim(one, agreement)


def _in_order(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: (step.at, step.order))
