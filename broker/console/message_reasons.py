"""Why a message was refused: from its AppRec, from its dead letter, and judged once more."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from adapters.errors import Problem, Rejected
from adapters.messages.judge import judge
from adapters.store.cases import Case
from adapters.xml.parse import parse
from broker.console.xml_lines import indented
from broker.judging import context_of
from schemas.codes import APPREC_FEIL

if TYPE_CHECKING:
    from adapters.store.claims import Claim
    from broker.console.desk import Desk

LARGEST = 1_000_000
"""Of an AppRec, in bytes."""


class Reason(NamedTuple):
    """A problem as it was told: its code, and what is wrong."""

    code: str
    text: str


class AppRec(NamedTuple):
    """An AppRec as it was given; `lines` is its XML, indented."""

    lines: Sequence[str]
    reasons: Sequence[Reason]


def apprec_of(receipts: bytes) -> AppRec | None:
    """What was answered; None where nothing was."""
    if not receipts:
        return None
    try:
        root = parse(receipts, LARGEST)
    except Rejected:
        return AppRec([line for line in receipts.decode("utf-8", "replace").split("\n")], [])
    errors = [one for one in root.iter("{*}Error")]
    return AppRec([line.text for line in indented(root, ())], [_reason(one) for one in errors])


def _reason(error: etree._Element) -> Reason:
    code = error.get("V") or ""
    return Reason(code, error.get("OT") or error.get("DN") or APPREC_FEIL.get(code, ""))


def reasons_of(apprec: AppRec | None, cases: Iterable[Case]) -> list[Reason]:
    """What was told the sender; else what the dead letters say."""
    if apprec and apprec.reasons:
        return list(apprec.reasons)
    return list(dict.fromkeys(Reason(one.code, one.message) for one in cases))


def problems_of(desk: "Desk", raw: bytes, claim: "Claim", cases: Sequence[Case]) -> list[Problem]:
    """Every problem with its place, judged again as when it came; else the first, from the dead letter.

    Takes seconds the first time: to be asked in a thread.
    """
    if claim.verdict == "godtatt":
        return []
    if desk.context is None:
        desk.context = context_of(desk.settings, desk.agreement, claim.claimed_at)
    judged = judge(raw, replace(desk.context, received_at=claim.claimed_at))
    return list(judged.problems) or [_of_case(one) for one in cases]


def _of_case(case: Case) -> Problem:
    """Its place is an XPath, with a line after a colon where there is one."""
    where, _, line = case.place.rpartition(":")
    known = line.isdecimal()
    place, number = (where, int(line)) if known else (case.place, 0)
    return Problem(case.code, case.apprec, case.message, place, number)
