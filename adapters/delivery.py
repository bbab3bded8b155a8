"""One message on its way through the door: judged, claimed, told, answered."""

from dataclasses import dataclass, field, replace
from typing import cast

from adapters import metrics
from adapters.awaiting import awaited_of
from adapters.carried import carried
from adapters.claimcheck.ticket import Ticket
from adapters.claimcheck.vault import ClaimCheck
from adapters.errors import NotTaken
from adapters.kafka.records import Record
from adapters.messages.judge import Context, Judgement, Verdict, conflict, judge
from adapters.messages.refusals import REUSED
from adapters.outgoing import edited, failure_of, records_of
from adapters.receipt import Receipt
from adapters.store.answers import Awaited
from adapters.store.claims import Claim, Claimed
from adapters.store.waiting import Waiting
from adapters.tracing import carrying
from schemas.events import KvitteringMottatt
from schemas.topics import MELDINGER


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
        again: it was refused before, and is run again: nobody is answered.
        edited_from: sha256 of what was sent, where these are other bytes.
        trace: the traceparent of all that follows; "" where nothing is traced.
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
    again: bool = False
    edited_from: str = ""
    trace: str = ""

    def look_into(self, claim_check: ClaimCheck) -> None:
        """Judge a large one, and put in the store what no record takes. Raises Transient: it is not there."""
        self.judge()
        self.ticket = claim_check.check_in(self.raw)

    def judge(self) -> None:
        """Judge it, once: large ones are judged before they meet the others."""
        if not self.judged:
            self.judgement, self.judged = self._judgement(), True

    def _judgement(self) -> Judgement:
        """Raises NotTaken: it is run again, and still refused."""
        judged = judge(self.raw, self.context)
        if not self.again:
            return judged
        if judged.verdict != "godtatt":
            raise NotTaken(judged.error_class or "PERMANENT_FORMAT", *judged.problems)
        return judged._replace(receipts=())  # who sent it has had the one answer there is

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
        """Refuse it (E10). Raises NotTaken: it is run again."""
        if self.again:
            raise NotTaken("SECURITY", REUSED)
        self.judgement, self.variant = conflict(self.judgement, self.context), self.judgement.sha256

    def begin_again(self) -> None:
        """Judge it as when the claim was made, so that what is finished is what was begun."""
        self.context = replace(self.context, received_at=self.claimed.claim.claimed_at)
        self.judgement = self._judgement()
        if self.claimed.claim.variant and not self.again:
            self.contest()

    @property
    def answering(self) -> Waiting | None:
        """What it tells of a patient that only the message it answers can name."""
        event = self.judgement.event
        return event if isinstance(event, KvitteringMottatt) else self.judgement.orphan

    def belongs_to(self, event: Waiting | None, waited: tuple[Waiting, ...]) -> None:
        """This answer with the patient of what it answers, where that is known, and what waited for it."""
        self.judgement = self.judgement._replace(event=event)
        self.arrived, self.waited = (event,) if event and event.pid else (), waited

    def tell(self) -> None:
        """Make the records."""
        at, version = self.claimed.claim.claimed_at, self.context.software_version
        by = () if self.judgement.verdict == "godtatt" else carried(self.context)
        told = records_of(self.judgement, self.raw, at, self.waited, version, self.ticket, by)
        told = [edited(one, self.edited_from) for one in told] if self.edited_from else told
        self.records = [carrying(one, self.trace) for one in told] if self.trace else told
        self.arrived += self.waited
        self.awaited = awaited_of(self.judgement)

    def answer(self) -> Receipt:
        """What was decided when the claim was made; counted."""
        claim, repeated = self.claimed.claim, not self.claimed.fresh
        metrics.received(claim.message_type, claim.verdict, repeated=repeated)
        known = self.context.agreement.part(claim.sender)
        metrics.sent(claim.sender if known else "annet", claim.verdict)
        if self.judgement.problems and not repeated:
            why = failure_of(self.judgement)
            metrics.dead_lettered(MELDINGER.name, why.error_class, why.code)
        verdict = cast(Verdict, claim.verdict)
        return Receipt(verdict, claim.receipts, self.judgement.problems, self.judgement.msg_id, repeated)
