"""What the rules find in the stays of a patient, and in what belongs to none, whenever it holds. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final

from consumers.papers import Papers
from consumers.rule import Finding, Rule, Terms
from consumers.stay import Stay
from consumers.stays import Filed
from schemas.agreements import Agreement, Kind, Part

HOSPITALS: Final[frozenset[Kind]] = frozenset({"helseforetak", "kad"})


def findings(
    filed: Filed, agreement: Agreement, rules: Sequence[Rule]
) -> Iterator[tuple[Papers, Rule, Finding]]:
    """All of it, each with where it was found."""
    for stay in filed.stays:
        for rule, finding in of_stay(stay, agreement, rules):
            yield stay, rule, finding
    for papers in filed.loose:
        for rule, finding in of_loose(papers, agreement, rules):
            yield papers, rule, finding


def of_stay(stay: Stay, agreement: Agreement, rules: Sequence[Rule]) -> Iterator[tuple[Rule, Finding]]:
    """What they find in a stay."""
    party = agreement.part(stay.party)
    if party is None or stay.kansellert_at or agreement.kind(stay.hospital) not in HOSPITALS:
        return
    terms = Terms(agreement, party)
    for rule in rules:
        if _runs(rule, party) and (rule.innhold or not stay.dagopphold):
            for finding in rule.check(stay, terms):
                yield rule, finding


def of_loose(papers: Papers, agreement: Agreement, rules: Sequence[Rule]) -> Iterator[tuple[Rule, Finding]]:
    """What those that look at single messages find in what belongs to no stay."""
    party = agreement.part(papers.party)
    if party is None:
        return
    terms = Terms(agreement, party)
    for rule in rules:
        if rule.loose and _runs(rule, party):
            for finding in rule.loose(papers, terms):
                yield rule, finding


def _runs(rule: Rule, party: Part) -> bool:
    return not rule.av and party.kind in rule.towards
