"""Which receivers are ours, and what keeps one of them, and not another, from taking the message.

One message may be for several parties of ours, and each answers for itself (test workbook, rows 35–40).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from adapters.errors import Problem
from adapters.messages.address import Address
from adapters.messages.apprec_hcp import mirrored
from adapters.messages.apprec_version import answer_to
from adapters.messages.decisions import refusing
from adapters.messages.judgement import Case, Role
from adapters.messages.parties import Party
from adapters.messages.refusals import RECEIVER_LEVEL_1, RECEIVER_LEVEL_2, STRANGER
from schemas.agreements import Part

MOST_COPIES = 50
"""Copy receivers answered at most: no message has so many, and each costs an AppRec."""
OF_ONE = frozenset(problem.code for problem in (RECEIVER_LEVEL_1, RECEIVER_LEVEL_2, STRANGER))
"""Faults that are one receiver's and not the message's."""


class Own(NamedTuple):
    """A receiver that we answer for.

    Attributes:
        her: level-1 HER-id of the party in the agreement.
        problems: why this one cannot take the message, whatever the others can.
    """

    her: str
    address: Address
    role: Role
    problems: tuple[Problem, ...]


def own(case: Case) -> tuple[Own, ...]:
    """Our parties among the receivers, the primary one first; one that is named twice comes once."""
    found: dict[tuple[str, str], Own] = {}
    for party, role in _named(case):
        if (part := _part(case, party)) is not None:
            address = party.address
            key = (part.her, address.service or mirrored(address))
            if key not in found:
                found[key] = Own(part.her, address, role, refusing(_problems(case, part, address)))
    return tuple(found.values())


def others(case: Case) -> tuple[Party, ...]:
    """The receivers that are not ours: whether they can take it is theirs to say."""
    return tuple([party for party, _ in _named(case) if party.her and _part(case, party) is None])


def refused_by_all(case: Case, ours: Sequence[Own]) -> tuple[Problem, ...]:
    """Why nobody can take the message; empty as long as one can, or may, as it is not `ours`."""
    if not ours or not all([one.problems for one in ours]) or others(case):
        return ()
    return tuple(dict.fromkeys(problem for one in ours for problem in one.problems))


def is_unsupported(case: Case) -> bool:
    """A message that we cannot read: nothing in it is judged."""
    return case.kind.problem is not None and case.kind.problem.apprec == "T10"


def judges_addresses(case: Case, part: Part) -> bool:
    """Its register of services is loaded, and the message is of the newer generation (rules.md §12.11)."""
    return part.tjenester_er_alle and answer_to(case.kind.row).edition.version == "1.1"


def _named(case: Case) -> list[tuple[Party, Role]]:
    primary, copies = case.parties.receiver, case.parties.copies[:MOST_COPIES]
    named: list[tuple[Party, Role]] = [(primary, "PRIM")] if primary else []
    return named + [(copy, "COP") for copy in copies] if copies else named


def _part(case: Case, party: Party) -> Part | None:
    """Whose it is, by level 1; where that is nobody we know of, by level 2 (rows 17–20)."""
    agreement = case.context.agreement
    part = agreement.part_at(party.her, _sent(case))
    if part is None and party.address.service and (owner := agreement.owner(party.address.service)):
        part = owner if judges_addresses(case, owner) else None
    return part if part is not None and part.egen else None


def _sent(case: Case) -> datetime:
    """By then the HER-ids were right: a message may be under way while a party gets another."""
    return case.envelope.sent_at or case.context.received_at


def _problems(case: Case, part: Part, address: Address) -> Iterator[Problem]:
    if case.kind.is_apprec or is_unsupported(case):
        return
    if judges_addresses(case, part):
        if address.her is None or case.context.agreement.her_at(address.her, _sent(case)) != part.her:
            yield RECEIVER_LEVEL_1
        if address.service not in part.tjenester:
            yield RECEIVER_LEVEL_2
    if _is_stranger(case):
        yield STRANGER


def _is_stranger(case: Case) -> bool:
    """An epikrise on a patient that the register knows by no number; a name alone is no evidence."""
    known, pids = case.context.patients, case.pids
    if known is None or case.kind.message_type != "EPIKRISE" or pids is None or pids.pid_type == "svak":
        return False
    return not any(map(known, (pids.pid, *pids.aliases)))
