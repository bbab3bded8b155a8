"""A message while it is being thought up: what it tells, and of what it is silent."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Literal

from broker.simulate.drugs import Drug
from broker.simulate.head import Attachment, Party

Spoilt = Literal["", "skjema", "navnerom", "pasient"]
"""Why our own door refuses a message: an element that is not in the schema, a namespace that nobody knows (an
epikrise has that in its head), or nothing that tells who the patient is. Empty: it does not.
"""

PARTS: Final[dict[str, frozenset[str]]] = {
    "LOG_INNLAGT": frozenset({"kontakt"}),
    "LOG_UTSKRIVNINGSKLAR": frozenset({"kontakt", "ansvarlig"}),
    "LOG_AVMELDING": frozenset({"kontakt"}),
    "LOG_UTSKREVET": frozenset({"kontakt", "ut_til"}),
    "LOG_DOD": frozenset(),
    "HELSEOPPL_SOKNAD": frozenset({"kontakt", "forventet", "pasientstatus", "forlop", "tjenestebehov"}),
    "INNLEGGELSESRAPPORT": frozenset(
        {"kontakt", "parorende", "diagnose", "cave", "arsak", "tjenester", "funksjon", "sykepleie", "hjelp"}
    ),
    "UTSKRIVNINGSRAPPORT": frozenset(
        {"kontakt", "resept", "diagnose", "cave", "problem", "plan", "sykepleie", "hjelp", "gitt"}
        | {"kontrolltime"}
    ),
    "HELSEOPPLYSNINGER_LEGE": frozenset({"kontakt", "sykepleie"}),
    "MEDISINSKE_OPPLYSNINGER": frozenset({"diagnose", "cave"}),
    "ORIENTERING_TJENESTETILBUD": frozenset({"tjenester"}),
    "EPJ-EKSTRAKT": frozenset(),
    "EPIKRISE": frozenset(
        {"godkjent", "ansvarlig", "kontakt", "diagnose", "cave", "vurdering", "plan", "slutt"}
    ),
}
"""Message type -> the parts that a flawless one has."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The AppRec of one receiver.

    Attributes:
        after: how long after the message.
        errors: 8221; with any the message is refused.
        version: "" = as the message asks for.
    """

    after: timedelta
    errors: tuple[str, ...] = ()
    version: Literal["", "1.0"] = ""


@dataclass(slots=True, eq=False)
class Draft:
    """One message.

    Attributes:
        kind: value of 8279.
        at: GenDate, UTC.
        says: name of an event -> when it was or will be; a date is written as one.
        lacks, holds: parts left out of PARTS, and parts beyond them.
        code: of a dialogmelding: list and value, as "9152/8".
        above: what it changes, cancels or answers.
        answers: HER-id -> its AppRec, None for none; those not named answer at once.
        received: when it came, UTC; None = at once.
        orphan: it refers to a message that nobody has seen.
        twin: MsgId of a second message with the very same content.
        outcome: AdmOutcome (7300) of an epikrise, Uttilstand (8431) of LOG_UTSKREVET.
        category: AdmCat (8240) of an epikrise.
        version: of PLO, 1.5 or 1.6.
        spoilt: why our own door refuses it.
        number: by which number of the patient it goes: "" fnr, "hnr" a hjelpenummer, "begge" both.
    """

    kind: str
    at: datetime
    sender: Party
    receiver: Party
    says: dict[str, date | datetime] = field(default_factory=dict)
    lacks: set[str] = field(default_factory=set)
    holds: set[str] = field(default_factory=set)
    drugs: tuple[Drug, ...] = ()
    code: str = ""
    type_innhold: str = ""
    status: str = "N"
    above: "Draft | None" = None
    copies: tuple[Party, ...] = ()
    answers: dict[str, Answer | None] = field(default_factory=dict)
    received: datetime | None = None
    orphan: bool = False
    is_test: bool = False
    outcome: str = "1"
    category: str = "1"
    attachments: tuple[Attachment, ...] = ()
    msg_id: str = ""
    version: str = "1.6"
    number: str = ""
    spoilt: Spoilt = ""

    def has(self, part: str) -> bool:
        """A Kansellering tells nothing."""
        told = part in PARTS.get(self.kind, ()) or part in self.holds
        return told and part not in self.lacks and self.status != "C"

    @property
    def first(self) -> "Draft":
        """The first message of its series or conversation."""
        return self.above.first if self.above else self
