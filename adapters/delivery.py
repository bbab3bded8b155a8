"""One message on its way through the door: judged, claimed, told, answered."""

from dataclasses import dataclass, field, replace
from typing import cast

from adapters import metrics
from adapters.awaiting import awaited_of
from adapters.claimcheck.ticket import Ticket
from adapters.claimcheck.vault import ClaimCheck
from adapters.errors import Problem
from adapters.kafka.records import Record
from adapters.messages.judge import Context, Judgement, Verdict, conflict, judge
from adapters.outgoing import failure_of, records_of
from adapters.store.answers import Awaited
from adapters.store.claims import Claim, Claimed
from adapters.store.waiting import Waiting
from schemas.events import KvitteringMottatt
from schemas.topics import MELDINGER


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the carrier is to answer.

    Attributes:
        verdict: godtatt, avvist, ulesbar (nobody to answer) or forbudt (not this carrier's to send).
        apprec: the AppRec, XML; empty where none is due.
        repeated: the same message was taken over before.
    """

    verdict: Verdict
    apprec: bytes
    problems: tuple[Problem, ...]
    msg_id: str
    repeated: bool


@dataclass(slots=True, eq=False)
class Delivery:
    """A message, and what is known of it so far: each step rests on those before it.

    Attributes:
        context: what it is judged by.
        source: over what it came.
        ticket: where the bytes lie, when they are too many for a record.
        variant: "" for the first content of a MsgId, else the sha256 of this one.
        claimed: the claim as the store has it.
        waited: answers that came before it, with its patient.
        arrived: answers that wait no longer once this is told.
        awaited: whose answers are waited for once it is told.
        records: what is told on Kafka.
        failure: what kept this one from being taken over, and no other.
    """

    raw: bytes = field(repr=False)
    context: Context
    source: str = ""
    judgement: Judgement = field(init=False)
    judged: bool = False
    ticket: Ticket | None = None
    variant: str = ""
    claimed: Claimed = field(init=False)
    waited: tuple[Waiting, ...] = ()
    arrived: tuple[Waiting, ...] = ()
    awaited: tuple[Awaited, ...] = ()
    records: list[Record] = field(init=False, repr=False)
    failure: Exception | None = None

    def look_into(self, claim_check: ClaimCheck) -> None:
        """Judge a large one, and put in the store what no record takes. Raises Transient: it is not there."""
        self.judge()
        self.ticket = claim_check.check_in(self.raw)

    def judge(self) -> None:
        """Judge it, once: large ones are judged before they meet the others."""
        if not self.judged:
            self.judgement, self.judged = judge(self.raw, self.context), True

    @property
    def claim(self) -> Claim:
        """The row that makes this message ours.

        What cannot be read, or is not the carrier's to send, is claimed by its content: it must not take
        the MsgId of somebody's real message.
        """
        judgement = self.judgement
        named = judgement.verdict in ("godtatt", "avvist")
        return Claim(
            sender=judgement.sender if named else "",
            msg_id=judgement.msg_id if named else f"sha256:{judgement.sha256}",
            variant=self.variant,
            sha256=judgement.sha256,
            verdict=judgement.verdict,
            message_type=judgement.message_type,
            claimed_at=self.context.received_at,
            receipts=judgement.receipts[0].xml if judgement.receipts else b"",
            pid=getattr(judgement.event, "pid", None),
            receivers=",".join(judgement.receivers) if named else None,
            source=self.source or None,
        )

    @property
    def is_contested(self) -> bool:
        """Its MsgId came before, with other content."""
        return self.claimed.claim.sha256 != self.judgement.sha256

    def contest(self) -> None:
        """Refuse it (E10)."""
        self.judgement, self.variant = conflict(self.judgement, self.context), self.judgement.sha256

    def begin_again(self) -> None:
        """Judge it as when the claim was made, so that what is finished is what was begun."""
        self.context = replace(self.context, received_at=self.claimed.claim.claimed_at)
        self.judgement = judge(self.raw, self.context)
        if self.claimed.claim.variant:
            self.contest()

    @property
    def answering(self) -> Waiting | None:
        """What it tells of a patient that only the message it answers can name."""
        event = self.judgement.event
        return event if isinstance(event, KvitteringMottatt) else self.judgement.orphan

    def belongs_to(self, event: Waiting | None) -> None:
        """This answer with the patient of what it answers, where that is known."""
        self.judgement = self.judgement._replace(event=event)
        self.arrived = (event,) if event and event.pid else ()

    def tell(self) -> None:
        """Make the records."""
        at, version = self.claimed.claim.claimed_at, self.context.software_version
        self.records = records_of(self.judgement, self.raw, at, self.waited, version, self.ticket)
        self.arrived += self.waited
        self.awaited = awaited_of(self.judgement)

    def answer(self) -> Receipt:
        """What was decided when the claim was made; counted."""
        claim, repeated = self.claimed.claim, not self.claimed.fresh
        metrics.received(claim.message_type, claim.verdict, repeated=repeated)
        if self.judgement.problems and not repeated:
            why = failure_of(self.judgement)
            metrics.dead_lettered(MELDINGER.name, why.error_class, why.code)
        verdict = cast(Verdict, claim.verdict)
        return Receipt(verdict, claim.receipts, self.judgement.problems, self.judgement.msg_id, repeated)
