"""What a message must hold besides its schema before we take it over (apprec.md §4, rules.md §12).

Every check runs, so that one AppRec tells of all faults; content is never judged here.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from adapters.errors import Problem
from adapters.messages import apprec_read
from adapters.messages.judgement import Case
from adapters.messages.reading import Element
from adapters.messages.receivers import Own, refused_by_all
from adapters.messages.refusals import (
    ANSWERS_NOTHING,
    BAD_STATUS,
    INSUFFICIENT,
    NO_MSG_ID,
    NO_RECEIVER_ID,
    NO_SENDER,
    NO_SENDER_ID,
    NOT_UUID,
)
from schemas.codes import ENDRING, KANSELLERING, NY

STATUSES = frozenset({NY, ENDRING, KANSELLERING})
"""The values of 7309 that HISD 1154:2018 allows."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

Check = tuple[Callable[[Element, Case], bool], Problem]
"""Whether a fault is there, and the fault."""


def faults(root: Element, case: Case, ours: Sequence[Own]) -> tuple[Problem, ...]:
    """Everything that keeps a schema-valid message from being taken over; `ours`: who of us it is for."""
    checks, other = _OF_APPRECS if case.kind.is_apprec else _OF_MESSAGES, case.kind.problem
    found = [problem for is_there, problem in checks if is_there(root, case)]
    return (*((other,) if other else ()), *found, *refused_by_all(case, ours))


def nameless(case: Case) -> tuple[Problem, ...]:
    """What keeps us from answering, and from telling this message from others."""
    no_sender = () if case.envelope.sender else (NO_SENDER,)
    return no_sender if case.envelope.key else (*no_sender, NO_MSG_ID)


def faults_of_the_head(root: Element, case: Case) -> Iterator[Problem]:
    """Those that no schema can tell of, and that are there whatever else is wrong."""
    if not case.kind.is_apprec:
        for is_there, problem in _OF_HEADS:
            if is_there(root, case):
                yield problem


def _has_no_sender(root: Element, case: Case) -> bool:
    return not case.parties.sender_her


def _has_no_receiver(root: Element, case: Case) -> bool:
    return not case.parties.receiver_her


def _answers_nothing(root: Element, case: Case) -> bool:
    return not (apprec_read.answers(root) and apprec_read.status(root))


def _has_no_uuid(root: Element, case: Case) -> bool:
    """Real AppRecs have ids that are no UUIDs, so theirs is not judged (apprec.md §3)."""
    return not (_UUID.fullmatch(case.envelope.key) or _may_lack_uuid(case))


def _may_lack_uuid(case: Case) -> bool:
    at = case.envelope.sent_at or case.context.received_at
    part = case.context.agreement.part_at(case.parties.sender_her, at)
    return part is not None and part.tillat_msgid_uten_uuid


def _has_bad_status(root: Element, case: Case) -> bool:
    return case.kind.problem is None and case.kind.status not in STATUSES


def _is_about_nobody(root: Element, case: Case) -> bool:
    return case.pids is None


def _names_nobody(root: Element, case: Case) -> bool:
    """A patient is given, and it is not told who; a patient that is not there may be the schema's to tell."""
    return case.pids is None and case.envelope.patient is not None


_PARTIES: tuple[Check, ...] = ((_has_no_sender, NO_SENDER_ID), (_has_no_receiver, NO_RECEIVER_ID))
_OF_APPRECS: tuple[Check, ...] = (*_PARTIES, (_answers_nothing, ANSWERS_NOTHING))
_OF_MESSAGES: tuple[Check, ...] = (
    *_PARTIES,
    (_has_no_uuid, NOT_UUID),
    (_has_bad_status, BAD_STATUS),
    (_is_about_nobody, INSUFFICIENT),
)
_OF_HEADS: tuple[Check, ...] = ((_has_no_uuid, NOT_UUID), (_names_nobody, INSUFFICIENT))
