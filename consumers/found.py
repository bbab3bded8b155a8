"""What the rules find in the stays of a patient, and in what belongs to none, whenever it holds. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final

from consumers.impossible import is_trusted
from consumers.papers import Papers
from consumers.rule import Finding, Rule, Terms
from consumers.stay import Stay
from consumers.stays import Filed
from schemas.agreements import Agreement, Kind, Part

Found = tuple[Papers, Rule, Finding]
"""What a rule found, and where."""

HOSPITALS: Final[frozenset[Kind]] = frozenset({"helseforetak", "kad"})


def findings(
    filed: Filed, agreement: Agreement, rules: Sequence[Rule], svarer: frozenset[str] = frozenset()
) -> Iterator[Found]:
    """All of it, each with where it was found; `svarer`: see Terms."""
    for stay in filed.stays:
        if stay.kansellert_at is None:
            terms = terms_of(stay, agreement, svarer)
            for rule in rules:
                if runs(rule, terms.party) and not why_not(rule, stay, agreement):
                    yield from _trusted(stay, rule, rule.check(stay, terms), terms)
    for papers in filed.loose:
        terms = terms_of(papers, agreement, svarer)
        for rule in rules:
            if rule.loose and runs(rule, terms.party):
                yield from _trusted(papers, rule, rule.loose(papers, terms), terms)


def _trusted(papers: Papers, rule: Rule, found: Iterator[Finding], terms: Terms) -> Iterator[Found]:
    yield from ((papers, rule, one) for one in found if is_trusted(rule, one, papers, terms))


def terms_of(papers: Papers, agreement: Agreement, svarer: frozenset[str] = frozenset()) -> Terms:
    """The agreement as seen from the party of some papers."""
    return Terms(agreement, agreement.part(papers.party) or Part(papers.party, "", "ukjent"), svarer)


def runs(rule: Rule, party: Part) -> bool:
    """Whether a rule is asked about a party at all: of one that nobody knows, only technical ones are."""
    return not rule.av and party.kind in rule.towards and (party.kind != "ukjent" or rule.teknisk)


def why_not(rule: Rule, stay: Stay, agreement: Agreement) -> str:
    """Why a rule is not asked about a stay of such a kind; "" = it is."""
    if not rule.teknisk and agreement.kind(stay.hospital) not in HOSPITALS:
        return "annen_avsender"
    return "dagopphold" if stay.dagopphold and not (rule.innhold or rule.loose) else ""
