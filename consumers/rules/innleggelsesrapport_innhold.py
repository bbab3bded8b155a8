"""Innleggelsesrapport: that the kommune tells what it knows of the patient.

Source: HIS 1143:2014 (its list of content; medicines in §4.3). What was given on the day, and children, are
in that list and in no official example: they are no avvik by themselves (rules.md §10a).
"""

from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from consumers.document import Document
from consumers.mangler import IKKE_MOTTATT, mangelfull, manglende
from consumers.rule import Finding, Rule, Terms
from consumers.stay import Stay

KREVES: Final = MappingProxyType(
    {
        "arsak": "årsak til innleggelsen",
        "diagnose": "diagnoser",
        "cave": "CAVE",
        "tjenester": "tjenester pasienten har",
        "sykepleiesammenfatning": "sykepleiesammenfatning",
        "funksjon": "funksjonsnivå",
        "kontakt": "telefonnummer til kontakt",
        "parorende": "pårørende",
    }
)
BARN: Final = "barn"


def mangelfull_rapport(stay: Stay, _: Terms) -> Iterator[Finding]:
    """An innleggelsesrapport without one of the parts; one avvik that lists them."""
    for doc in stay.innleggelsesrapporter:
        if not doc.refused:
            yield from mangelfull(doc, "Innleggelsesrapporten", manglende(KREVES, doc.latest.deler))


def uten_medisinliste(stay: Stay, _: Terms) -> Iterator[Finding]:
    """An innleggelsesrapport without a current medicine, a list in another form, or word of none."""
    for doc in stay.innleggelsesrapporter:
        rapport = doc.latest
        told = rapport.liste_i_vedlegg or rapport.liste_i_tekst or rapport.ingen_legemidler
        if not doc.refused and rapport.legemidler == 0 and not told:
            yield Finding(doc.series, (doc,))


def uten_barn(stay: Stay, _: Terms) -> Iterator[Finding]:
    """An innleggelsesrapport of an adult, silent of the children whom an earlier message told of.

    A child's own siblings are not what is asked for.
    """
    for doc in stay.innleggelsesrapporter:
        if doc.refused or BARN in doc.latest.deler or doc.latest.fylt_18 is False:
            continue
        then = doc.times[doc.versions.index(doc.latest)]
        told = [other for other in stay.kjent if _fortalte(other, then)]
        if told:
            yield Finding(doc.series, (told[-1], doc))


def _fortalte(doc: Document[Any], then: datetime) -> bool:
    """Whether a version of the document told of children before a moment."""
    versions = zip(doc.versions, doc.times, strict=True)
    return any(sent < then and BARN in version.deler for version, sent in versions)


MANGELFULL = Rule(
    id="R-K03",
    version=1,
    name="Mangelfull innleggelsesrapport",
    betyr=(
        "Innleggelsesrapporten mangler årsak, diagnoser, cave, tjenester, sykepleiesammenfatning, "
        "funksjon, telefon eller pårørende; avviket sier hvilke."
    ),
    source="HIS 1143:2014",
    category="INNLRAPPORT",
    severity="middels",
    confidence="middels",
    text=f"Innleggelsesrapporten mangler opplysninger som skal være med: {IKKE_MOTTATT}.",
    check=mangelfull_rapport,
    innhold=True,
    direction="fra_UNN",
)

UTEN_MEDISINLISTE = Rule(
    id="R-K04",
    version=1,
    name="Innleggelsesrapport uten medisinliste",
    betyr="Innleggelsesrapporten har ingen legemidler i noen form.",
    source="HIS 1143:2014 §4.3",
    category="INNLRAPPORT",
    severity="hoy",
    confidence="hoy",
    text="Innleggelsesrapporten mangler medisinliste: den er ikke mottatt elektronisk.",
    check=uten_medisinliste,
    innhold=True,
    direction="fra_UNN",
)

UTEN_BARN = Rule(
    id="R-K10",
    version=2,
    name="Manglende opplysning om barn/pårørende ved innleggelse",
    betyr=(
        "Tidligere meldinger nevnte mindreårige barn, men innleggelsesrapporten for den voksne pasienten "
        "gjør det ikke."
    ),
    source="HIS 1143:2014",
    category="INFO",
    severity="lav",
    confidence="lav",
    text=f"Innleggelsesrapporten mangler mindreårige barn som tidligere er oppgitt: {IKKE_MOTTATT}.",
    check=uten_barn,
    innhold=True,
    direction="fra_UNN",
)

RULES = (MANGELFULL, UTEN_MEDISINLISTE, UTEN_BARN)
