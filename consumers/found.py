"""What the rules find in the stays of a patient, and in what belongs to none, whenever it holds. Pure."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeVar
from uuid import UUID

from consumers.impossible import is_trusted
from consumers.papers import Papers
from consumers.rule import Finding, Rule, Terms
from consumers.stay import Stay
from consumers.stays import Filed
from schemas.agreements import Agreement, Kind, Part

KINDS: Final = 1000
"""Tables that are kept: one for each kind of party, and of documents that there are."""
HOSPITALS: Final[frozenset[Kind]] = frozenset({"helseforetak", "kad"})

Found = tuple[Rule, Finding]
P = TypeVar("P", bound=Papers)
Checks = tuple[tuple[Rule, Callable[[P, Terms], Iterator[Finding]]], ...]
"""Rules, each with what it asks of some papers."""


def findings(
    filed: Filed, agreement: Agreement, rules: Sequence[Rule], svarer: frozenset[str] = frozenset()
) -> Iterator[tuple[Papers, Sequence[Found]]]:
    """All of it, by where it was found; `svarer`: see Terms."""
    table = tuple(rules)
    for stay in filed.stays:
        if stay.kansellert_at is None:
            terms = terms_of(stay, agreement, svarer)
            yield stay, _found(stay, _asked_of_stay(table, stay, terms), terms)
    for papers in filed.loose:
        terms = terms_of(papers, agreement, svarer)
        yield papers, _found(papers, _of_loose(table, terms.party.kind, papers.filled()), terms)


def found_in(
    id_: UUID,
    filed: Filed,
    agreement: Agreement,
    rules: Sequence[Rule],
    keys: frozenset[str],
    svarer: frozenset[str],
) -> Sequence[Found]:
    """What rules of some keys find in the papers that have this id, if any have."""
    table = tuple(rules)
    for stay in filed.stays:
        if stay.id == id_ and stay.kansellert_at is None:
            terms = terms_of(stay, agreement, svarer)
            return _found(stay, _of_keys(_asked_of_stay(table, stay, terms), keys), terms)
    for papers in filed.loose:
        if papers.id == id_:
            terms = terms_of(papers, agreement, svarer)
            checks = _of_loose(table, terms.party.kind, papers.filled())
            return _found(papers, _of_keys(checks, keys), terms)
    return ()


def _asked_of_stay(table: tuple[Rule, ...], stay: Stay, terms: Terms) -> Checks[Stay]:
    kinds = terms.party.kind, terms.agreement.kind(stay.hospital)
    return _of_stay(table, *kinds, stay.dagopphold, stay.filled())


def _of_keys(checks: Checks[P], keys: frozenset[str]) -> Checks[P]:
    return tuple([(rule, check) for rule, check in checks if rule.key in keys])


def _found(papers: P, checks: Checks[P], terms: Terms) -> list[Found]:
    return [
        (rule, finding)
        for rule, check in checks
        for finding in check(papers, terms)
        if is_trusted(rule, finding, papers, terms)
    ]


@lru_cache(maxsize=KINDS)
def _of_stay(
    table: tuple[Rule, ...], party: Kind, hospital: Kind, dagopphold: bool, filled: frozenset[str]
) -> Checks[Stay]:
    """What is asked about stays of one kind: the same tables serve for all patients."""
    asked = (rule for rule in table if runs(rule, party) and not why_not(rule, hospital, dagopphold))
    return tuple((rule, rule.check) for rule in asked if _can_find(rule, filled))


@lru_cache(maxsize=KINDS)
def _of_loose(table: tuple[Rule, ...], party: Kind, filled: frozenset[str]) -> Checks[Papers]:
    asked = (rule for rule in table if runs(rule, party) and _can_find(rule, filled))
    return tuple((rule, rule.loose) for rule in asked if rule.loose)


def _can_find(rule: Rule, filled: frozenset[str]) -> bool:
    return not rule.bare_med or not filled.isdisjoint(rule.bare_med)


def terms_of(papers: Papers, agreement: Agreement, svarer: frozenset[str] = frozenset()) -> Terms:
    """The agreement as seen from the party of some papers."""
    return Terms(agreement, agreement.part(papers.party) or Part(papers.party, "", "ukjent"), svarer)


def runs(rule: Rule, party: Kind) -> bool:
    """Whether a rule is asked about a party at all: of one that nobody knows, only technical ones are."""
    return not rule.av and party in rule.towards and (party != "ukjent" or rule.teknisk)


def why_not(rule: Rule, hospital: Kind, dagopphold: bool) -> str:
    """Why a rule is not asked about a stay of such a kind; "" = it is."""
    if not rule.teknisk and hospital not in HOSPITALS:
        return "annen_avsender"
    return "dagopphold" if dagopphold and not (rule.innhold or rule.loose) else ""
