"""Who answers, with what: one AppRec for each own party that a message is for (apprec.md §1)."""

from collections.abc import Sequence

from adapters.errors import Problem
from adapters.messages.apprec_version import answer_to
from adapters.messages.apprec_write import apprec_xml
from adapters.messages.circumstances import is_silent
from adapters.messages.judgement import Case, Receipt
from adapters.messages.receivers import OF_ONE, Own
from schemas.codes import APPREC_AVVIST, APPREC_OK
from schemas.events import KvitteringSendt, computed_id, event_id

NOBODY = "ukjent"
"""Stands for a sender that gave no identifier at all (X99), so that its AppRec is a fact as well."""


def receipts(case: Case, ours: Sequence[Own], problems: Sequence[Problem]) -> tuple[Receipt, ...]:
    """The AppRecs that `ours` give: positive without problems, negative with; the primary receiver's first.

    What is wrong with one receiver alone stands in its own AppRec, and in no other.
    """
    if not ours or is_silent(case):
        return ()
    common = [problem for problem in problems if problem.code not in OF_ONE]
    return tuple([_receipt(case, one, (*one.problems, *common)) for one in ours])


def _receipt(case: Case, one: Own, problems: Sequence[Problem]) -> Receipt:
    sender, msg_id, context = case.parties.sender_her, case.envelope.key, case.context
    answering = f"{one.her}/{one.address.service or ''}"
    id_ = computed_id(f"{sender}/{msg_id}/{case.sha256}/{answering}/{one.role}")
    status = APPREC_AVVIST if problems else APPREC_OK
    now, version, answer = context.received_at, context.software_version, answer_to(case.kind.row)
    xml = apprec_xml(case.envelope, one.address, answer, one.role, status, problems, id_, now, version)
    event = KvitteringSendt(
        id=event_id(one.her, id_, "kvittering_sendt.v1"),
        msg_id=id_,
        answers=msg_id,
        message_type=case.kind.message_type,
        version=case.kind.version,
        status=status,
        errors=tuple(dict.fromkeys([problem.apprec for problem in problems])),
        sender=one.her,
        receiver=sender or NOBODY,
        sent_at=now,
        apprec=xml.decode(),
    )
    return Receipt(one.her, one.role, xml, event)
