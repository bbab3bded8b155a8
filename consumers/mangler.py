"""What a document lacks of the parts that a rule asks for, and how a sentence lists it. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from consumers.document import Document
from consumers.rule import Finding
from schemas.avvik import Severity

Krav = Mapping[str, str]
"""Part of schemas.deler -> what people call it, in bokmål, as after “mangler”."""

IKKE_MOTTATT: Final = "det er ikke mottatt elektronisk"
"""It may have come on paper or by telephone, where nobody sees it (rules.md §9)."""


def manglende(krav: Krav, deler: Collection[str]) -> list[str]:
    """The words of the parts that are not there, in the order of `krav`."""
    return [word for part, word in krav.items() if part not in deler]


def mangelfull(doc: Document[Any], navn: str, mangler: Sequence[str]) -> Iterator[Finding]:
    """One finding that lists what the document called `navn` lacks, graded by number (rules.md §12.18)."""
    if mangler:
        severity: Severity = "lav" if len(mangler) == 1 else "middels"
        yield Finding(doc.series, (doc,), severity=severity, text=setning(navn, mangler))


def setning(navn: str, mangler: Sequence[str]) -> str:
    """“<navn> mangler a, b og c: det er ikke mottatt elektronisk.”"""
    return f"{navn} mangler {oppramset(mangler)}: {IKKE_MOTTATT}."


def oppramset(ord_: Sequence[str]) -> str:
    """Words as a sentence lists them: a, b og c."""
    *first, last = ord_
    return f"{', '.join(first)} og {last}" if first else last
