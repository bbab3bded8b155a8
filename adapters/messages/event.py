"""From a message to its event: what an accepted one tells, or that it was refused."""

from collections.abc import Sequence
from typing import Any

from adapters.errors import Problem
from adapters.messages import apprec_read, sealed
from adapters.messages.attachments import Attachment
from adapters.messages.avtrykk import avtrykk
from adapters.messages.judgement import Case
from adapters.messages.keyed import keyed_hash
from adapters.messages.patient import UNTOLD, Pids
from adapters.messages.reading import Element
from adapters.messages.sheet import Sheet
from schemas.events import AnyEvent, KvitteringMottatt, MeldingAvvist, PatientEvent, event_id


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


def refusal_of(case: Case, problems: Sequence[Problem], *, reused: bool = False) -> MeldingAvvist | None:
    """That a message was refused; None where it does not tell who sent it to whom.

    reused: its MsgId is that of another message, which must not be taken for this one.
    """
    envelope, parties, key = case.envelope, case.parties, case.context.pid_key
    sender, msg_id = parties.sender_her, envelope.key
    if case.context.verdict_only or not (sender and msg_id and parties.receiver_her):
        return None
    named = f"{msg_id}/{case.sha256}" if reused else msg_id
    return MeldingAvvist(
        id=event_id(sender, named, "melding_avvist.v1"),
        pid=case.pids.pid if case.pids else keyed_hash("melding", f"{sender}/{msg_id}", key),
        pid_type=case.pids.pid_type if case.pids else None,
        message_type=case.kind.message_type,
        version=case.kind.version,
        receiver=parties.receiver_her,
        copies=parties.copied,
        conversation_id=envelope.conversation_id,
        parent_id=envelope.parent_id,
        test=_is_test(case, case.pids),
        errors=tuple(sorted({problem.apprec for problem in problems})),
        problems=tuple(sorted({problem.code for problem in problems})),
        **_transport(case),
    )


def _of_patient(
    root: Element, payload: Element | None, case: Case, enclosed: Sequence[Attachment]
) -> PatientEvent:
    row = case.kind.row
    if row is None or row.read is None or payload is None or case.pids is None:
        raise ValueError("the message has faults")
    key = case.context.pid_key
    common = _common(case, case.pids, enclosed)
    common["avtrykk"] = avtrykk(root, payload, enclosed, key)
    return row.read(Sheet(root, payload, common, key, case.envelope.patient))


def _kvittering(root: Element, case: Case) -> KvitteringMottatt:
    answered = apprec_read.answers(root)
    if answered is None:
        raise ValueError("the AppRec answers nothing")
    answers = sealed.reference(answered, case.context.pid_key)
    return apprec_read.read(root, answers, {"receiver": case.parties.receiver_her, **_transport(case)})


def _common(case: Case, patient: Pids, enclosed: Sequence[Attachment]) -> dict[str, Any]:
    """What the head tells of the fields of schemas.events.Event, and the kinds of the attachments."""
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
        "test": _is_test(case, patient),
        **_transport(case),
    }


def _is_test(case: Case, patient: Pids | None) -> bool:
    fictitious = patient is not None and patient.fictitious
    return case.envelope.test or (fictitious and case.context.agreement.produksjon)


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
