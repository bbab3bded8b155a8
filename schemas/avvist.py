"""A message that we refused at our own door, as a fact on hendelser.v1."""

from typing import Literal

from pydantic import AwareDatetime

from schemas.fact import Fact, HerId, Pid, PidType


class MeldingAvvist(Fact):
    """A message that was refused when it came in: it counts as not delivered (rules.md §8 and §12.5).

    Attributes:
        id: event_id(sender, msg_id, type); of another content of the same MsgId, with that content's hash.
        pid: of the patient that the message names; of one that names nobody a keyed hash of sender and MsgId,
            which no patient has.
        pid_type: the kind of identifier behind `pid`; missing where the message names nobody.
        msg_id: MsgId, lower case; what is no UUID as a keyed hash, 32 hex digits.
        message_type: MsgInfo/Type/@V (8279); empty when it is none of those.
        version: of the message standard; empty when it is not known.
        sender, receiver: HER-ids, level 1; an id of more than nine digits as a keyed hash.
        copies: level-1 HER-ids of copy receivers.
        conversation_id: RefToConversation, told like msg_id; for an epikrise its ServProvId.
        parent_id: RefToParent, told like msg_id.
        sent_at: GenDate, UTC; None where it is missing or unreadable.
        received_at: when we took it in, UTC; with `historie` it is GenDate.
        historie: came as a backlog (key or folder marked `historikk`).
        test: marked as a test message by its sender (Status TEST, ProcessingStatus T).
        errors: why, codes of 8221, as in the AppRec where one was due; sorted.
        problems: why, our own codes (docs/feilkoder.md); sorted.
    """

    type: Literal["melding_avvist.v1"] = "melding_avvist.v1"
    pid: Pid
    pid_type: PidType | None = None
    msg_id: str
    message_type: str = ""
    version: str = ""
    sender: HerId
    receiver: HerId
    copies: tuple[HerId, ...] = ()
    conversation_id: str | None = None
    parent_id: str | None = None
    sent_at: AwareDatetime | None = None
    received_at: AwareDatetime
    historie: bool = False
    test: bool = False
    errors: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
