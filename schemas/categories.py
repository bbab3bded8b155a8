"""The causes of samhandlingsavvik: our key, and what the årsmelding calls it (rules.md §5)."""

from collections.abc import Mapping
from typing import Final

WORDING: Final[Mapping[str, str]] = {
    "EPIKRISE": "Epikrise - mangelfull/manglende",
    "DIALOG": "Mangelfull dialog i pasientforløp",
    "HELSEOPPL": "Helseopplysninger - mangelfulle/manglende",
    "INFO": "Mangelfull/manglende informasjon",
    "ANNET": "Annet",
    "FORINGER": "Lagt føringer for tilbud",
    "MEDLISTE": "Medisinliste - mangelfull/manglende",
    "UTSKREVET": "Mangelfull/manglende melding om utskrevet pasient",
    "INNLAGT": "Mangelfull/manglende melding om innlagt pasient",
    "PASIENTHENDELSE": "Pasienthendelse",
    "MEDISINER": "Medisiner/resepter - mangelfull/manglende",
    "TRANSPORT_TILBUD": "Manglende transporttilbud",
    "HJELPEMIDLER": "Hjelpemidler/utstyr - mangelfull/manglende",
    "TRANSPORT_UENIGHET": "Uenighet i vurdering av transport",
    "INNLRAPPORT": "Innleggelsesrapport - mangelfull/manglende",
    "OPPLAERING": "Manglende/uklar opplæring/prosedyre",
    "ANSVAR": "Uklare ansvarsforhold",
    "TILBUD": "Ikke etablert tilbud for utskrivningsklar pasient",
    "KOMM": "Mangelfull/manglende kommunikasjon",
}
"""In the order of the årsmelding for 2025; its dashes and one misprint are evened out."""
