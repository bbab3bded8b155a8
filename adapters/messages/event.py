"""From an accepted message to its event."""

from collections.abc import Sequence
from typing import Any

from adapters.messages import apprec_read, sealed
from adapters.messages.attachments import Attachment
from adapters.messages.judgement import Case
from adapters.messages.patient import UNTOLD, Pids
from adapters.messages.reading import Element
from adapters.messages.sheet import Sheet
from schemas.events import AnyEvent, KvitteringMottatt, PatientEvent


def event_of(
    root: Element, payload: Element | None, case: Case, enclosed: Sequence[Attachment] = ()
) -> AnyEvent | None:
    """The event of a message that is free of faults, and about somebody; `payload` is its structured part."""
    if case.kind.is_apprec:
        return _kvittering(root, case)
    return None if case.pids is None else _of_patient(root, payload, case, enclosed)


def orphan_of(
    root: Element, payload: Element | None, case: Case, enclosed: Sequence[Attachment] = ()
) -> PatientEvent | None:
    """The event of a message that names no patient, until it is known whose message it refers to.

    None where it refers to none: an epikrise has no RefToParent, and then there is nobody to find.
    """
    if not case.envelope.parent_id:
        return None
    return _of_patient(root, payload, case._replace(pids=UNTOLD), enclosed)


def _of_patient(
    root: Element, payload: Element | None, case: Case, enclosed: Sequence[Attachment]
) -> PatientEvent:
    row = case.kind.row
    if row is None or row.read is None or payload is None or case.pids is None:
        raise ValueError("the message has faults")
    born = case.envelope.patient.born if case.envelope.patient else ""
    key = case.context.pid_key
    return row.read(Sheet(root, payload, _common(case, case.pids, enclosed), key, born))


def _kvittering(root: Element, case: Case) -> KvitteringMottatt:
    answered = apprec_read.answers(root)
    if answered is None:
        raise ValueError("the AppRec answers nothing")
    answers = sealed.reference(answered, case.context.pid_key)
    return apprec_read.read(root, answers, {"receiver": case.parties.receiver_her, **_transport(case)})


def _common(case: Case, patient: Pids, enclosed: Sequence[Attachment]) -> dict[str, Any]:
    """Every field of schemas.events.Event but its id."""
    envelope, parties = case.envelope, case.parties
    return {
        "pid": patient.pid,
        "pid_type": patient.pid_type,
        "aliases": patient.aliases,
        "message_type": case.kind.message_type,
        "version": case.kind.version,
        "status": case.kind.status,
        "sender_service": envelope.sender.service if envelope.sender else None,
        "receiver": parties.receiver_her,
        "receiver_service": envelope.receiver.service if envelope.receiver else None,
        "copies": parties.copied,
        "conversation_id": envelope.conversation_id,
        "parent_id": envelope.parent_id,
        "vedlegg": tuple(sorted([one.kind for one in enclosed])),
        "test": envelope.test or (patient.fictitious and case.context.agreement.produksjon),
        **_transport(case),
    }


def _transport(case: Case) -> dict[str, Any]:
    """Who sent it and when; a backlog counts as received when it was sent."""
    sent_at, context = case.envelope.sent_at, case.context
    return {
        "msg_id": case.envelope.key,
        "sender": case.parties.sender_her,
        "sent_at": sent_at,
        "received_at": (context.historie and sent_at) or context.received_at,
        "historie": context.historie,
    }
