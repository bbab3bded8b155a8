"""What judging needs, and what it gives.

Named tuples where there is one to a message: a frozen dataclass takes about twice as long to make.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from adapters.errors import ErrorClass, Problem
from adapters.messages.envelope import Envelope
from adapters.messages.identify import Kind
from adapters.messages.parties import Parties
from adapters.messages.patient import Pids
from adapters.messages.signature import Signatures
from adapters.xml.validate import Schema
from schemas.agreements import Agreement
from schemas.attachments import USUAL, Limits
from schemas.events import AnyEvent, KvitteringSendt, PatientEvent

Verdict = Literal["godtatt", "avvist", "ulesbar", "forbudt"]
Role = Literal["PRIM", "COP"]


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a judgement rests on besides the message.

    Attributes:
        pid_key: secret of the patients' keyed hashes.
        max_bytes: largest message.
        received_at: now, UTC.
        historie: a backlog: GenDate counts as the time of receipt.
        speaks_for: level-1 HER-ids that whoever brought the message may speak for; None: anyone,
            when nothing is taken over (`plo check`).
        software_version: ours, for the AppRec.
        plo20: whether PLO 2.0 is read, which nobody has an approved standard for.
        patients: whether a pid is known to our own parties; None where no register is loaded (E35).
        signatures: holds signatures against certificates; None where they are not looked at.
        attachments: which attachments are taken in.
        verdict_only: nothing is made of the message, no hash, event or AppRec (`plo check`).
    """

    agreement: Agreement
    schema: Schema
    pid_key: bytes = field(repr=False)
    max_bytes: int
    received_at: datetime
    historie: bool
    speaks_for: frozenset[str] | None
    software_version: str
    plo20: bool = False
    patients: Callable[[str], bool] | None = field(default=None, repr=False)
    signatures: Signatures | None = None
    attachments: Limits = USUAL
    verdict_only: bool = False


class Case(NamedTuple):
    """A message whose head is known, while it is being judged.

    Nothing here holds a part of the tree: it would live as long as the judgement, and sixty trees at once
    make each parsing twice as slow (tech.md §4.2).

    Attributes:
        pids: None when nothing tells who the patient is.
        sha256: of the bytes, hex.
    """

    kind: Kind
    envelope: Envelope
    parties: Parties
    pids: Pids | None
    sha256: str
    context: Context


class Receipt(NamedTuple):
    """An AppRec on behalf of an own party.

    Attributes:
        her: level-1 HER-id of the party that answers.
        role: it was the primary receiver, or got a copy.
        xml: the AppRec.
        event: the same as a fact.
    """

    her: str
    role: Role
    xml: bytes
    event: KvitteringSendt

    def __repr__(self) -> str:
        return object.__repr__(self)  # its values are nobody's to see


class Judgement(NamedTuple):
    """What we make of a message.

    Attributes:
        verdict: godtatt; avvist; ulesbar: no AppRec can be made; forbudt: not the carrier's to send.
        sha256: of the bytes, hex.
        key: of its records: the pid, or uuid5(sender, MsgId) where no patient can be told.
        message_type, version: of the standard, empty when not known.
        msg_id: lower case, empty when it cannot be read.
        sender: level-1 HER-id, empty when it cannot be read.
        event: what an accepted message tells, or that a message was refused.
        orphan: what one tells that names no patient but refers to another; its pid is UNTOLD's, and nobody's.
        receivers: level-1 HER-ids, the primary one first, each once.
        receipts: AppRecs to give, the primary receiver's first.
        problems: why it was refused; never a value from the message.
        case: what it was judged by; None when not even its head could be read.
    """

    verdict: Verdict
    sha256: str
    key: str
    message_type: str = ""
    version: str = ""
    msg_id: str = ""
    sender: str = ""
    event: AnyEvent | None = None
    orphan: PatientEvent | None = None
    receivers: tuple[str, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    problems: tuple[Problem, ...] = ()
    error_class: ErrorClass | None = None
    case: Case | None = None
