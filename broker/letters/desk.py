"""What working with dead letters needs of the world."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.claimcheck.vault import ClaimCheck
from adapters.kafka.places import Reads
from adapters.kafka.producer import Producer
from adapters.kafka.records import Incoming
from adapters.messages.judgement import Context
from adapters.store import Store
from adapters.store.cases import Case
from broker.letters.refused import Refused

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Desk:
    """The store, Kafka, and what a message is judged by.

    Attributes:
        originals: gives dead letters as they lie on Kafka.
        claim_check: where content lies that is too large for a record.
        context: of the door, with `verdict_only`.
        limit_s: how long Kafka may take, in seconds.
    """

    store: Store
    producer: Producer
    originals: Reads
    claim_check: ClaimCheck
    context: Context
    now: Now
    limit_s: float = 10.0

    async def letter(self, case: Case) -> Incoming:
        """The dead letter as it lies on Kafka. Raises Refused: it is gone, or another; Transient."""
        topic = f"{case.topic}.dlt"
        found = await self.originals.at(topic, case.letter_partition, case.letter_offset)
        if found is None or (found.header("plo-dlq-id") or case.dlq_id) != case.dlq_id:
            what = f"Innholdet ligger ikke lenger på {topic} (oppbevares i 365 dager)."
            raise Refused(what, "Be avsenderen sende meldingen på nytt, og kast denne: plo dlt discard.")
        return found
