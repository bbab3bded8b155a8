"""A judged message as records on Kafka: the XML, the event, the receipts; or a dead letter."""

from collections.abc import Iterable
from datetime import datetime

from adapters.claimcheck.ticket import Ticket
from adapters.kafka.deadletter import dead_letter
from adapters.kafka.reason import Failure
from adapters.kafka.records import Headers, Record, cloud_headers
from adapters.messages.judge import Judgement
from schemas.events import AnyEvent, KvitteringMottatt, KvitteringSendt, event_id
from schemas.topics import HENDELSER, KVITTERINGER, MELDINGER

XML = "application/xml"
JSON = "application/json"
RECEIVERS = "plo-her-receivers"
"""Header of meldinger.v1: level-1 HER-ids of the receiver and the copy receivers, with commas."""

EDITED_FROM = "plo-edited-from"
"""Header of meldinger.v1: SHA-256 of what was sent, where these are other bytes (docs/adr/0007)."""


def records_of(
    judgement: Judgement,
    raw: bytes,
    received_at: datetime,
    waited: Iterable[AnyEvent],
    version: str,
    ticket: Ticket | None = None,
    carried: Headers = (),
) -> list[Record]:
    """All that follows from one message, to be acknowledged together.

    Args:
        waited: answers that came before this message, and can now be told with its patient.
        version: of the software.
        ticket: of the bytes, where they lie in the store and not in a record.
        carried: by whom it was brought; kept with what is refused.
    """
    whole = message(judgement, raw, received_at)
    xml = whole if ticket is None else ticket.instead(whole)
    if judgement.verdict != "godtatt":
        xml = stranded(judgement, xml._replace(headers=xml.headers + carried), received_at, version)
    return [
        xml,
        *events(judgement),
        *map(told, waited),
        *[in_json(KVITTERINGER.name, judgement.key, one.event) for one in judgement.receipts],
    ]


def message(judgement: Judgement, raw: bytes, received_at: datetime) -> Record:
    """The XML as received, for whom it is."""
    headers = cloud_headers(
        event_id(judgement.sender, judgement.msg_id, "melding.v1"), "melding.v1", received_at, XML
    )
    ours = (
        ("plo-msg-id", judgement.msg_id.encode()),
        ("plo-message-type", judgement.message_type.encode()),
        ("plo-version", judgement.version.encode()),
        ("plo-her-sender", judgement.sender.encode()),
        (RECEIVERS, ",".join(judgement.receivers).encode()),
    )
    return Record(MELDINGER.name, judgement.key.encode(), raw, headers + ours)


def edited(record: Record, sha256: str) -> Record:
    """A message that is not what was sent says so, with the hash of that."""
    if record.topic != MELDINGER.name:
        return record
    return record._replace(headers=(*record.headers, (EDITED_FROM, sha256.encode())))


def stranded(judgement: Judgement, xml: Record, received_at: datetime, version: str) -> Record:
    """The bytes we refused, unchanged, with why."""
    return dead_letter(xml, failure_of(judgement), group="receive", version=version, now=received_at)


def failure_of(judgement: Judgement) -> Failure:
    """Why a message was refused: the first of its problems."""
    first = judgement.problems[0]
    return Failure(
        error_class=judgement.error_class or "PERMANENT_FORMAT",
        code=first.code,
        message=first.text,
        stage="receive",
        where=f"{first.path}:{first.line}" if first.line else first.path,
        apprec=first.apprec if judgement.receipts else "",
        exception=first.exception,
    )


def events(judgement: Judgement) -> list[Record]:
    """What the message tells; a received AppRec stands among the receipts too."""
    event = judgement.event
    if isinstance(event, KvitteringMottatt):
        answer = in_json(KVITTERINGER.name, event.pid or judgement.key, event)
        return [answer, told(event)] if event.pid else [answer]
    return [told(event)] if event else []


def told(event: AnyEvent) -> Record:
    """An event, a received AppRec too, among those of its patient."""
    return in_json(HENDELSER.name, str(event.pid), event)


def in_json(topic: str, key: str, fact: AnyEvent | KvitteringSendt) -> Record:
    at = fact.sent_at if isinstance(fact, KvitteringSendt) else fact.received_at
    headers = (*cloud_headers(fact.id, fact.type, at, JSON), ("plo-msg-id", fact.msg_id.encode()))
    return Record(topic, key.encode(), fact.as_json(), headers)
