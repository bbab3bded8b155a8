"""Utskrivningsrapport: that it says what those who take over must know.

Source: HIS 1148:2014 (its list of content; medicines in §4.3). Of that list only what all official examples
have is asked for: practical matters, next of kin, children and what was told to whom are not (rules.md §10a).
A sammenfatning (PLO 2.0) is not judged: no document says what it must hold (messages.md §4).
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from consumers.gone import died_within
from consumers.mangler import IKKE_MOTTATT, mangelfull, manglende, oppramset
from consumers.rule import SECOND, Finding, Rule, Terms
from consumers.stay import Stay
from schemas.events import UtskrivningsrapportMottatt

KREVES: Final = MappingProxyType(
    {
        "diagnose": "diagnoser",
        "cave": "CAVE",
        "sykepleiesammenfatning": "sykepleiesammenfatning",
        "plan": "plan for videre oppfølging",
        "kontakt": "telefonnummer til kontakt",
        "kontrolltime": "opplysninger om kontrolltime",
        "hjelp_legemiddeladm": "behov for hjelp med legemidler",
    }
)
OM_MEDISINENE: Final = frozenset({"resept", "utlevert", "gitt_i_dag", "legemiddelmerknad"})
UAVKLART: Final = MappingProxyType(
    {
        "hjelpemiddel_bestilt": "hjelpemidler er bestilt og ikke på plass",
        "bandasje_mangler": "bandasjemateriell eller engangsutstyr er ikke sendt med",
    }
)


def mangelfull_rapport(stay: Stay, _: Terms) -> Iterator[Finding]:
    """An utskrivningsrapport without one of the parts; one avvik that lists them."""
    if stay.overflyttet:
        return
    for doc in stay.rapporter:
        if not doc.refused:
            yield from mangelfull(doc, "Utskrivningsrapporten", manglende(KREVES, doc.latest.deler))


def medisiner_ikke_omtalt(stay: Stay, _: Terms) -> Iterator[Finding]:
    """The patient uses medicines, and the report says nothing of a prescription or of what was handed out."""
    for doc in stay.rapporter:
        if not doc.refused and _bruker_medisiner(doc.latest) and not _omtaler_medisiner(doc.latest):
            yield Finding(doc.series, (doc,))


def hjelpemidler_ikke_avklart(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """At discharge an aid is only ordered, or dressings were not sent along; not when the patient died."""
    if stay.t1 is None or died_within(stay, stay.t1.senest):
        return
    over = stay.t1.senest + terms.length("grace") + SECOND
    for doc in stay.rapporter:
        uavklart = [word for part, word in UAVKLART.items() if part in doc.latest.deler]
        if uavklart and not doc.refused:
            text = f"Hjelpemidler er ikke avklart ved utskrivning: {oppramset(uavklart)}."
            yield Finding(doc.series, (doc,), since=over, text=text)


def _bruker_medisiner(rapport: UtskrivningsrapportMottatt) -> bool:
    listed = rapport.legemidler or rapport.liste_i_vedlegg
    return bool(listed or "trenger_legemiddelhjelp" in rapport.deler)


def _omtaler_medisiner(rapport: UtskrivningsrapportMottatt) -> bool:
    in_text = rapport.liste_i_tekst or rapport.ingen_legemidler
    return in_text or not OM_MEDISINENE.isdisjoint(rapport.deler)


MANGELFULL = Rule(
    id="R-U16",
    version=1,
    name="Mangelfull utskrivningsrapport",
    betyr=(
        "Utskrivningsrapporten mangler diagnoser, cave, sykepleiesammenfatning, plan, telefon, "
        "kontrolltime eller hjelp til legemidler; avviket sier hvilke."
    ),
    source="HIS 1148:2014",
    category="INFO",
    severity="middels",
    confidence="middels",
    text=f"Utskrivningsrapporten mangler opplysninger som skal være med: {IKKE_MOTTATT}.",
    check=mangelfull_rapport,
    innhold=True,
    bare_med=("rapporter",),
)

MEDISINER = Rule(
    id="R-U27",
    version=2,
    name="Medisiner/resept ikke omtalt",
    betyr=(
        "Pasienten har legemidler eller trenger hjelp til dem, men rapporten sier ikke noe om resept "
        "eller hva som er gitt med."
    ),
    source="HIS 1148:2014 §4.3",
    category="MEDISINER",
    severity="middels",
    confidence="middels",
    text=f"Utskrivningsrapporten sier ikke om pasienten har fått med medisiner eller resept: {IKKE_MOTTATT}.",
    check=medisiner_ikke_omtalt,
    innhold=True,
    bare_med=("rapporter",),
)

HJELPEMIDLER = Rule(
    id="R-U28",
    version=2,
    name="Hjelpemidler ikke avklart",
    betyr=(
        "Et hjelpemiddel er bestilt og ikke på plass, eller bandasjemateriell mangler, når pasienten reiser."
    ),
    source="HIS 1148:2014",
    category="HJELPEMIDLER",
    severity="lav",
    confidence="lav",
    text="Hjelpemidler eller utstyr er ikke avklart ved utskrivning.",
    check=hjelpemidler_ikke_avklart,
    innhold=True,
    bare_med=("rapporter",),
)

RULES = (MANGELFULL, MEDISINER, HJELPEMIDLER)
