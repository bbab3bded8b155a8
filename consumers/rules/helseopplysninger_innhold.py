"""Helseopplysninger: that they say what the kommune plans by.

Source: HIS 1144:2014 (expected date, pasientens status, antatt forløp, contact at the hospital).
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from consumers.mangler import IKKE_MOTTATT, manglende, setning
from consumers.rule import Finding, Rule, Terms
from consumers.stay import Stay
from schemas.events import HelseopplysningerMottatt

KREVES: Final = MappingProxyType(
    {
        "pasientstatus": "pasientens status",
        "antatt_forlop": "antatt forløp",
        "kontakt": "enhet og telefonnummer til kontakt",
    }
)
MED_DATO: Final = "1.6"
"""No official file of 1.5 has the expected date, and in 2.0 there is no place for it."""


def mangelfulle(stay: Stay, _: Terms) -> Iterator[Finding]:
    """Helseopplysninger that lack one of the parts, or when the patient is expected to be ready to leave."""
    for doc in stay.helseopplysninger:
        mangler = _mangler(doc.latest)
        if mangler and not doc.refused:
            yield Finding(doc.series, (doc,), text=setning("Helseopplysningene", mangler))


def _mangler(told: HelseopplysningerMottatt) -> list[str]:
    parts = manglende(KREVES, told.deler)
    asked = told.version == MED_DATO and told.forventet_utskrivningsklar is None
    return ["forventet utskrivningsdato", *parts] if asked else parts


MANGELFULLE = Rule(
    id="R-U07",
    version=1,
    name="Mangelfulle helseopplysninger",
    betyr=(
        "Helseopplysningene mangler forventet utskrivningsdato, pasientens status, antatt forløp, "
        "eller enhet og telefon. Datoen kreves bare i PLO 1.6."
    ),
    source="HIS 1144:2014",
    category="HELSEOPPL",
    severity="middels",
    confidence="hoy",
    text=f"Helseopplysningene mangler opplysninger som kommunen planlegger etter: {IKKE_MOTTATT}.",
    check=mangelfulle,
    innhold=True,
)

RULES = (MANGELFULLE,)
