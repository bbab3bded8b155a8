"""Who answers: one AppRec for each own party that a message is for (apprec.md §1)."""

from collections.abc import Iterator, Sequence
from itertools import islice

from adapters.errors import Problem
from adapters.messages.address import Address
from adapters.messages.apprec_write import apprec_xml, mirrored
from adapters.messages.judgement import Case, Receipt, Role
from schemas.codes import APPREC_AVVIST, APPREC_OK
from schemas.events import KvitteringSendt, computed_id, event_id

MOST_COPIES = 50
"""Copy receivers answered at most: no message has so many, and each costs an AppRec."""
NOBODY = "ukjent"
"""Stands for a sender that gave no identifier at all (X99), so that its AppRec is a fact as well."""


def receipts(case: Case, problems: Sequence[Problem]) -> tuple[Receipt, ...]:
    """The AppRecs to give: positive without problems, negative with; the primary receiver's first."""
    if not _due(case):
        return ()
    return tuple(_receipt(case, her, address, role, problems) for her, address, role in _answering(case))


def _due(case: Case) -> bool:
    """Never to an AppRec, nor to a test in production (apprec.md §1), nor to nobody."""
    if case.kind.is_apprec or (case.envelope.test and case.context.agreement.produksjon):
        return False
    return case.envelope.sender is not None


def _answering(case: Case) -> Iterator[tuple[str, Address, Role]]:
    """The own parties among the receivers; one that is named twice as a copy answers once."""
    own = case.context.agreement.own
    receiver = case.parties.receiver
    if receiver and receiver.her in own:
        yield receiver.her, receiver.address, "PRIM"
    copies = {mirrored(copy.address): copy for copy in case.parties.copies if copy.her in own}
    for copy in islice(copies.values(), MOST_COPIES):
        yield copy.her, copy.address, "COP"


def _receipt(case: Case, her: str, address: Address, role: Role, problems: Sequence[Problem]) -> Receipt:
    sender, msg_id, context = case.parties.sender_her, case.envelope.key, case.context
    answering = f"{her}/{address.service or ''}"
    id_ = str(computed_id(f"{sender}/{msg_id}/{case.sha256}/{answering}/{role}"))
    status = APPREC_AVVIST if problems else APPREC_OK
    now, version = context.received_at, context.software_version
    xml = apprec_xml(case.envelope, address, role, status, problems, id_, now, version)
    event = KvitteringSendt(
        id=event_id(her, id_, "kvittering_sendt.v1"),
        msg_id=id_,
        answers=msg_id,
        message_type=case.kind.message_type,
        version=case.kind.version,
        status=status,
        errors=tuple(dict.fromkeys(problem.apprec for problem in problems)),
        sender=her,
        receiver=sender or NOBODY,
        sent_at=now,
        apprec=xml.decode(),
    )
    return Receipt(her, role, xml, event)
