"""Avvik on avvik.v1: what is missing or late, and every change of that answer."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from schemas.events import HerId, Pid, computed_uuid

Direction = Literal["til_UNN", "fra_UNN", "ingen"]
Severity = Literal["lav", "middels", "hoy"]
Confidence = Literal["lav", "middels", "hoy"]
State = Literal["apen", "levert_sent", "trukket", "besvart", "lukket"]
Change = Literal["oppdaget", "endret", "trukket", "besvart", "lukket"]


def avvik_id(rule: str, stay_id: UUID, subject: str) -> UUID:
    """Id of an avvik; `rule` is the *manglende* rule of a pair manglende/for sen (rules.md §4)."""
    return computed_uuid(f"{rule}|{stay_id}|{subject}")


class Standing(BaseModel):
    """An avvik as it stands at some moment: what `evaluate` answers.

    Attributes:
        id: avvik_id(...).
        kind: samhandling, or teknisk (not counted among samhandlingsavvik).
        rule, rule_version: the rule that holds now (rules.md §6).
        direction: who is told of: til_UNN (a fault at UNN), fra_UNN (in the kommune).
        category: key of rules.md §5.
        state: apen, or levert_sent once the late message has come.
        hospital: level-1 HER-id of the hospital of the stay.
        party: level-1 HER-id of the kommune or fastlege of the stay.
        kommune: kommunenummer, where the party is a kommune.
        sender: of a technical one, level-1 HER-id of whoever sent the message that it is about.
        pid: of the patient; the stay's first id.
        stay_id, stay_from, stay_to: the stay; dates in Oslo, None while unknown.
        subject: message type or document series that the rule looked at.
        msg_ids: MsgIds that it rests on.
        deadline: without grace, UTC; None for what is judged at receipt.
        arrived_at: when the late message was sent, UTC.
        historie: rests on messages of a backlog.
        behandlet_av, hvorfor: who answered or closed it, and why; `dialogmelding` when a message did.
        text: one sentence in bokmål, without personal data.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    kind: Literal["samhandling", "teknisk"] = "samhandling"
    rule: str
    rule_version: int
    direction: Direction
    category: str
    severity: Severity
    confidence: Confidence
    state: State
    hospital: HerId
    party: HerId | None = None
    kommune: str | None = None
    sender: HerId | None = None
    pid: Pid
    stay_id: UUID
    stay_from: date | None = None
    stay_to: date | None = None
    subject: str
    msg_ids: tuple[str, ...]
    deadline: AwareDatetime | None = None
    arrived_at: AwareDatetime | None = None
    historie: bool = False
    behandlet_av: str | None = None
    hvorfor: str | None = None
    text: str


class Avvik(Standing):
    """One change of an avvik, as others subscribe to it.

    Attributes:
        version: 1, 2, 3 …: with `id` it recognises a repeated change.
        change: what this event is.
        reason: why it was found, changed or withdrawn (rules.md §4); of besvart and lukket `hvorfor` tells.
        detected_at: when the avvik was first found, UTC.
        changed_at: when this change was found, UTC.
        ufullstendig: the patient has a dead letter that nobody has dealt with.
        automatisk: always True: found by rules, not reported by a person.
    """

    type: Literal["avvik.v1"] = "avvik.v1"
    version: int = Field(ge=1)
    change: Change
    reason: str | None = None
    detected_at: AwareDatetime
    changed_at: AwareDatetime
    ufullstendig: bool = False
    automatisk: Literal[True] = True

    @property
    def event_id(self) -> UUID:
        """Id of this change (ce_id)."""
        return computed_uuid(f"{self.id}/{self.version}")
