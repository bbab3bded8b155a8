"""AppRecs as facts on kvitteringer.v1: sent by us, and received (apprec.md)."""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime

from schemas.fact import Fact, HerId, Pid
from schemas.frister import DEFAULTS


def answer_due(sent_at: datetime) -> datetime:
    """When the AppRec of a message must have come, UTC: 96 h after GenDate (HITS 1168:2016)."""
    return DEFAULTS["apprec"].after(sent_at)


class KvitteringMottatt(Fact):
    """An AppRec that a receiver sent, tied to the message it answers (apprec.md §6).

    Attributes:
        id: event_id(sender, msg_id, type) of the AppRec.
        pid: of the message it answers.
        msg_id: the AppRec's own Id.
        version: of the AppRec, 1.0 or 1.1.
        answers: MsgId of the message it answers, lower case; OriginalMsgId/Id as long as that is not known.
        answers_sent_at: GenDate of that message as the AppRec gives it, UTC.
        status: 8258: 1 OK, 2 avvist, 3 OK, feil i delmelding.
        errors: codes of 8221.
        sender, receiver: level-1 HER-ids of who answers and who is answered.
        sender_service: level-2 HER-id of who answers.
        sent_at: GenDate, UTC.
        received_at: when we took it in, UTC.
        late: it came more than 96 h after GenDate of the message.
        second: the same party had answered before; that answer counts, and this one does not.
        unknown: when it came, no such message had come.
    """

    type: Literal["kvittering_mottatt.v1"] = "kvittering_mottatt.v1"
    pid: Pid | None = None
    msg_id: str
    version: Literal["1.0", "1.1"] = "1.1"
    answers: str
    answers_sent_at: AwareDatetime | None = None
    status: str
    errors: tuple[str, ...] = ()
    sender: HerId
    sender_service: HerId | None = None
    receiver: HerId
    sent_at: AwareDatetime | None = None
    received_at: AwareDatetime
    historie: bool = False
    late: bool = False
    second: bool = False
    unknown: bool = False


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
