"""From the bytes of a message to what we make of it: one parse, no I/O, no clock (architecture.md §3).

In order: limits, which message, who sends, the schema, the rules of receipt, the event.
"""

import hashlib
from collections.abc import Sequence

from adapters.errors import ErrorClass, Problem, Problems, Rejected, class_of
from adapters.messages import answer, places, usual
from adapters.messages.acceptance import faults, faults_of_the_head, nameless
from adapters.messages.attachments import attachment_faults, attachments
from adapters.messages.circumstances import spared
from adapters.messages.decisions import refusing
from adapters.messages.envelope import Envelope
from adapters.messages.event import event_of, orphan_of, refusal_of
from adapters.messages.heads import HEADS, envelope_of
from adapters.messages.identify import identify, payload_of
from adapters.messages.judgement import Case, Context, Judgement, Receipt, Role, Verdict
from adapters.messages.mismatch import unknown_root
from adapters.messages.parties import parties_of
from adapters.messages.patient import Pids, pids
from adapters.messages.reading import Element
from adapters.messages.receivers import Own, is_unsupported, own
from adapters.messages.refusals import NOT_YOURS, REUSED
from adapters.messages.sealed import sealed
from adapters.xml.explain import explain
from adapters.xml.parse import parse
from schemas.events import AnyEvent, computed_id

__all__ = ["Context", "Judgement", "Receipt", "Role", "Verdict", "conflict", "judge"]


def judge(raw: bytes, context: Context) -> Judgement:
    """What we make of a message. Does not raise for anything a message may hold; safe in any thread."""
    sha256 = "" if context.verdict_only else hashlib.sha256(raw).hexdigest()
    try:
        root = parse(raw, context.max_bytes)
    except Rejected as rejected:
        return _without_head(sha256, rejected.problems)
    if context.verdict_only and (judgement := usual.accepted(root, context)):
        return judgement
    if (given := envelope_of(root)) is None:
        return _without_head(sha256, (unknown_root(root, HEADS),))
    envelope = sealed(given, context.pid_key)
    payload = payload_of(root)
    kind = identify(root, payload, envelope.type_v, context.plo20)
    parties = parties_of(envelope, context.agreement, context.pid_key)
    case = Case(kind, envelope, parties, _pids(envelope, context), sha256, context)
    return _judged(raw, root, payload, case)


def conflict(judgement: Judgement, context: Context) -> Judgement:
    """The same message, refused: its MsgId came before, in a message with other content (E10)."""
    if judgement.case is None:
        raise ValueError("a message without a head conflicts with nothing")
    case = judgement.case._replace(context=context)
    return _refused(case, (REUSED,), own(case), "SECURITY")


def _judged(raw: bytes, root: Element, payload: Element | None, case: Case) -> Judgement:
    context, sender = case.context, case.parties.sender_her
    if lacks := nameless(case):
        return _verdict(case, "ulesbar", places.placed(root, (*_format(root, case), *lacks)))
    if sender and context.speaks_for is not None and sender not in context.speaks_for:
        return _verdict(case, "forbudt", (NOT_YOURS,), "SECURITY")
    form, ours = _format(root, case), own(case)
    enclosed = () if form or payload is None else attachments(root, payload, hashed=not context.verdict_only)
    found = _of_head(root, case, form, ours)
    if enclosed:
        found = (*found, *attachment_faults(enclosed, context.attachments))
    if context.signatures and not form:
        found = (*found, *context.signatures.faults(raw, root, case.envelope.sent_at, context.received_at))
    problems = places.placed(root, refusing(found, spared(root, case, found))) if found else ()
    if problems:
        return _refused(case, problems, ours)
    if context.verdict_only:
        return _verdict(case, "godtatt", ours=ours)
    told = _verdict(case, "godtatt", event=event_of(root, payload, case, enclosed), ours=ours)
    return told if told.event else told._replace(orphan=orphan_of(root, payload, case, enclosed))


def _of_head(root: Element, case: Case, form: Problems, ours: Sequence[Own]) -> Problems:
    """What is wrong with the form, and with what the message says of itself, as far as it can be told."""
    if not form:
        return faults(root, case, ours)
    return form if is_unsupported(case) else (*faults_of_the_head(root, case), *form)


def _format(root: Element, case: Case) -> Problems:
    """What is wrong with the form: a message we do not read, else what the schema says."""
    if case.kind.problem and is_unsupported(case):
        return (case.kind.problem,)
    return () if case.context.schema.valid(root) else explain(root, case.context.schema)


def _pids(envelope: Envelope, context: Context) -> Pids | None:
    try:
        return pids(envelope.patient, context.pid_key)
    except Rejected:
        return None


def _refused(
    case: Case, problems: Sequence[Problem], ours: Sequence[Own], error_class: ErrorClass | None = None
) -> Judgement:
    told = refusal_of(case, problems, reused=REUSED in problems)
    return _verdict(case, "avvist", problems, error_class, told, ours)


def _verdict(
    case: Case,
    verdict: Verdict,
    problems: Sequence[Problem] = (),
    error_class: ErrorClass | None = None,
    event: AnyEvent | None = None,
    ours: Sequence[Own] = (),
) -> Judgement:
    sender, msg_id = case.parties.sender_her, case.envelope.key
    return Judgement(
        verdict=verdict,
        sha256=case.sha256,
        key=case.pids.pid if case.pids else computed_id(f"{sender}/{msg_id}"),
        message_type=case.kind.message_type,
        version=case.kind.version,
        msg_id=msg_id,
        sender=sender,
        event=event,
        receivers=case.parties.receivers,
        receipts=() if case.context.verdict_only else answer.receipts(case, ours, problems),
        problems=tuple(problems),
        error_class=error_class or class_of(problems),
        case=case,
    )


def _without_head(sha256: str, problems: Problems) -> Judgement:
    """Keyed by its content, as nothing else tells it from others."""
    key = computed_id(sha256)
    return Judgement("ulesbar", sha256, key, problems=problems, error_class=class_of(problems))
