"""What a message must hold besides its schema before we take it over (apprec.md §4, rules.md §12).

Every check runs, so that one AppRec tells of all faults; content is never judged here.
"""

import re
from collections.abc import Iterator

from adapters.errors import Problem
from adapters.messages import apprec_read
from adapters.messages.judgement import Case
from adapters.messages.reading import Element
from adapters.messages.refusals import ANSWERS_NOTHING, BAD_STATUS, NO_RECEIVER_ID, NO_SENDER_ID, NOT_UUID
from schemas.codes import ENDRING, KANSELLERING, NY

STATUSES = frozenset({NY, ENDRING, KANSELLERING})
"""The values of 7309 that HISD 1154:2018 allows."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def faults(root: Element, case: Case) -> Iterator[Problem]:
    """Everything but the patient that keeps a schema-valid message from being taken over."""
    if case.kind.problem:
        yield case.kind.problem
    if not case.parties.sender_her:
        yield NO_SENDER_ID
    if not case.parties.receiver_her:
        yield NO_RECEIVER_ID
    yield from _apprec_faults(root) if case.kind.is_apprec else _message_faults(case)


def _apprec_faults(root: Element) -> Iterator[Problem]:
    """Real AppRecs have ids that are no UUIDs, so theirs is not judged (apprec.md §3)."""
    if not (apprec_read.answers(root) and apprec_read.status(root)):
        yield ANSWERS_NOTHING


def _message_faults(case: Case) -> Iterator[Problem]:
    if not (_UUID.fullmatch(case.envelope.key) or _may_lack_uuid(case)):
        yield NOT_UUID
    if case.kind.problem is None and case.kind.status not in STATUSES:
        yield BAD_STATUS


def _may_lack_uuid(case: Case) -> bool:
    part = case.context.agreement.part(case.parties.sender_her)
    return part is not None and part.tillat_msgid_uten_uuid
