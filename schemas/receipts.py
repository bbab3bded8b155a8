"""AppRecs as facts on kvitteringer.v1: sent by us, and received (apprec.md)."""

from typing import Literal

from pydantic import AwareDatetime

from schemas.fact import Fact, HerId, Pid


class KvitteringMottatt(Fact):
    """An AppRec that a receiver sent, tied to the message it answers (apprec.md §6).

    Attributes:
        id: event_id(sender, msg_id, type) of the AppRec.
        pid: of the message it answers.
        msg_id: the AppRec's own Id.
        answers: OriginalMsgId/Id, lower case.
        status: 8258: 1 OK, 2 avvist, 3 OK, feil i delmelding.
        errors: codes of 8221.
        sender, receiver: level-1 HER-ids of who answers and who is answered.
        sent_at: GenDate, UTC.
        received_at: when we took it in, UTC.
    """

    type: Literal["kvittering_mottatt.v1"] = "kvittering_mottatt.v1"
    pid: Pid | None = None
    msg_id: str
    answers: str
    status: str
    errors: tuple[str, ...] = ()
    sender: HerId
    receiver: HerId
    sent_at: AwareDatetime | None = None
    received_at: AwareDatetime
    historie: bool = False


class KvitteringSendt(Fact):
    """An AppRec that we gave on behalf of an own party.

    Attributes:
        msg_id: the AppRec's Id.
        answers: MsgId of the message, lower case.
        message_type, version: of the message.
        status: 8258: 1 OK, 2 avvist.
        errors: codes of 8221.
        sender: level-1 HER-id of the party we answer for.
        receiver: level-1 HER-id of the party that is answered.
        sent_at: GenDate of the AppRec, UTC.
        apprec: the AppRec itself, XML as text.
    """

    type: Literal["kvittering_sendt.v1"] = "kvittering_sendt.v1"
    msg_id: str
    answers: str
    message_type: str
    version: str
    status: str
    errors: tuple[str, ...] = ()
    sender: HerId
    receiver: HerId
    sent_at: AwareDatetime
    apprec: str
