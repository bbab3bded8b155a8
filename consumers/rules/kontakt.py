"""Kontaktopplysninger: that those who get a message from the hospital can call somebody.

Source: HIS 1149:2014, HIS 1144:2014 and HIS 1148:2014 (unit at the hospital); HITS 1174 (name and phone).
Only these types: other official messages of PLO name no unit at all (rules.md R-U29).
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from consumers.document import Document
from consumers.mangler import IKKE_MOTTATT
from consumers.rule import Finding, Rule, Terms
from consumers.stay import Stay
from schemas.codes import MELDINGSNAVN

KONTAKT: Final = "kontakt"


def manglende(stay: Stay, _: Terms) -> Iterator[Finding]:
    """A message from the hospital in which neither a unit nor a person has a phone."""
    for doc in _fra_sykehuset(stay):
        if not doc.refused and KONTAKT not in doc.latest.deler:
            navn = MELDINGSNAVN.get(doc.latest.message_type, "Meldingen")
            yield Finding(doc.series, (doc,), text=f"{navn} {_MANGLER}")


def _fra_sykehuset(stay: Stay) -> Iterator[Document[Any]]:
    return chain[Document[Any]](
        stay.innlagt, stay.klar, stay.avmeldt, stay.utskrevet, stay.helseopplysninger, stay.rapporter
    )


_MANGLER: Final = f"mangler telefonnummer til en enhet eller kontaktperson ved sykehuset: {IKKE_MOTTATT}."

MANGLENDE = Rule(
    id="R-U29",
    version=1,
    name="Manglende kontaktopplysninger",
    betyr="Meldingen fra sykehuset sier verken hvilken enhet eller hvilken person som kan nås på telefon.",
    source="HIS 1149:2014, HIS 1144:2014, HIS 1148:2014 og HITS 1174",
    category="INFO",
    severity="lav",
    confidence="hoy",
    text=f"Meldingen {_MANGLER}",
    check=manglende,
    innhold=True,
    bare_med=("innlagt", "klar", "avmeldt", "utskrevet", "helseopplysninger", "rapporter"),
)

RULES = (MANGLENDE,)
