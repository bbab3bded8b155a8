"""Epikrise: that it has the least that an epikrise must have.

Source: HISD 1033:2010 and the table of epikrise 1.2 (messages.md §5). Without a MsgId it does not come past
the door, so that is not asked for here.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from consumers.document import Document
from consumers.epikriser import is_shorter
from consumers.mangler import IKKE_MOTTATT, manglende, setning
from consumers.papers import OVERFLYTTET, Papers
from consumers.rule import MOTTAKER, Finding, Rule, Terms
from schemas.events import EpikriseMottatt

KREVES: Final = MappingProxyType(
    {
        "godkjent": "dato for godkjenning",
        "ansvarlig": "navn på ansvarlig helsepersonell",
        "kontakt": "telefonnummer til kontakt",
        "diagnose": "diagnose",
    }
)
VURDERING: Final = frozenset({"vurdering", "plan"})
"""One of them is enough: the minimum is “assessment/plan”."""
SYKEHUS: Final = frozenset({"helseforetak", "kad"})


def mangelfull(papers: Papers, _: Terms) -> Iterator[Finding]:
    """An epikrise that lacks a part of the minimum; not that of a unit that passed the patient on."""
    for doc in papers.egne:
        if doc.refused or doc.latest.adm_outcome in OVERFLYTTET:
            continue
        if mangler := _mangler(doc):
            yield Finding(doc.series, (doc,), text=setning("Epikrisen", mangler))


def mangelfull_uten_opphold(papers: Papers, terms: Terms) -> Iterator[Finding]:
    """The same of a visit that is no stay, at a hospital."""
    if terms.agreement.kind(papers.hospital) in SYKEHUS:
        yield from mangelfull(papers, terms)


def _mangler(doc: Document[EpikriseMottatt]) -> list[str]:
    told = doc.latest
    dates = () if is_shorter(doc) else _OPPHOLD  # a visit is no stay, with a beginning and an end
    mangler = [word for field, word in dates if getattr(told, field) is None]
    mangler += manglende(KREVES, told.deler)
    return [*mangler, "vurdering eller plan"] if VURDERING.isdisjoint(told.deler) else mangler


_OPPHOLD: Final = (("innlagt", "dato for innleggelse"), ("utskrevet", "dato for utskrivning"))

MANGELFULL = Rule(
    id="R-U19",
    version=1,
    name="Mangelfull epikrise",
    betyr=(
        "Epikrisen mangler datoer, godkjenning, ansvarlig, kontakt med telefon, diagnoser, eller "
        "vurdering og plan; avviket sier hvilke."
    ),
    source="HISD 1033:2010",
    category="EPIKRISE",
    severity="middels",
    confidence="middels",
    text=f"Epikrisen mangler opplysninger som skal være med: {IKKE_MOTTATT}.",
    check=mangelfull,
    loose=mangelfull_uten_opphold,
    innhold=True,
    towards=MOTTAKER,
    bare_med=("egne",),
)

RULES = (MANGELFULL,)
