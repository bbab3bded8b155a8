"""Medisinliste: that the documents at discharge have one, and that the list says enough.

Source: HIS 1148:2014 §4.3 (medicines are given in structured form) and HISD 1033:2010 (epikrise: medicines
when registered). What counts as a list: messages.md §3.4 and §5, rules.md §12.17.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from consumers.mangler import IKKE_MOTTATT, oppramset
from consumers.papers import OVERFLYTTET
from consumers.rule import MOTTAKER, Finding, Rule, Terms
from consumers.stay import HELDOGN, Stay
from schemas.events import UtskrivningsrapportMottatt


def manglende_i_utskrivningsrapport(stay: Stay, _: Terms) -> Iterator[Finding]:
    """An utskrivningsrapport without a current medicine, a list in another form, or word that there are none.

    A list only as an attachment or as text is R-U04's to judge, not this rule's (rules.md §12.17).
    """
    for doc in () if stay.bare_ikke_helse else stay.rapporter:
        rapport = doc.latest
        told = _har_liste_utenfor(rapport) or rapport.ingen_legemidler
        if not doc.refused and rapport.legemidler == 0 and not told:
            yield Finding(doc.series, (doc,))


def mangelfull_i_utskrivningsrapport(stay: Stay, _: Terms) -> Iterator[Finding]:
    """An utskrivningsrapport whose list says too little of a medicine, or is structured nowhere.

    Without any list there is none to judge: that is R-U03, or a patient who uses no medicines.
    """
    for doc in stay.rapporter:
        rapport = doc.latest
        if doc.refused or not (rapport.legemidler or _har_liste_utenfor(rapport)):
            continue
        if rapport.legemidler == 0:
            yield Finding(doc.series, (doc,), text=BARE_UTENFOR)
        elif mangler := _mangler(rapport):
            yield Finding(doc.series, (doc,), text=f"{_MANGELFULL} {oppramset(mangler)}: {IKKE_MOTTATT}.")


def manglende_i_epikrise(stay: Stay, _: Terms) -> Iterator[Finding]:
    """An epikrise of a heldøgnsopphold with none of the three forms of medicines; less grave with a hint."""
    for doc in stay.egne:
        epikrise = doc.latest
        judged = epikrise.adm_cat == HELDOGN and epikrise.adm_outcome not in OVERFLYTTET
        if judged and not doc.refused and not epikrise.medisiner:
            hint = epikrise.liste_i_vedlegg or epikrise.ingen_legemidler
            yield Finding(doc.series, (doc,), severity="middels" if hint else None)


def _har_liste_utenfor(rapport: UtskrivningsrapportMottatt) -> bool:
    return rapport.liste_i_vedlegg or rapport.liste_i_tekst


def _mangler(rapport: UtskrivningsrapportMottatt) -> list[str]:
    mangler = [word for what, word in _OM_LEGEMIDDEL.items() if what in rapport.legemidler_uten]
    deler = rapport.deler
    if "trenger_legemiddelhjelp" in deler and "gitt_i_dag" not in deler:
        # Whoever is to help with the medicines must know which have been taken already.
        mangler.append("hvilke legemidler som er gitt samme dag")
    return mangler


_OM_LEGEMIDDEL: Final = MappingProxyType(
    {
        "navn": "navn på legemiddel",
        "dosering": "dosering",
        "styrke": "styrke",
        "bruk": "bruk (fast, kur eller ved behov)",
    }
)
_MANGELFULL: Final = "Medisinlisten i utskrivningsrapporten mangler"
BARE_UTENFOR: Final = (
    "Medisinlisten i utskrivningsrapporten er bare sendt som vedlegg eller tekst: "
    "en strukturert liste er ikke mottatt elektronisk."
)

I_UTSKRIVNINGSRAPPORT = Rule(
    id="R-U03",
    version=1,
    name="Manglende medisinliste i utskrivningsrapport",
    betyr=(
        "Utskrivningsrapporten har ingen legemidler, ingen liste i vedlegg eller tekst, og sier "
        "heller ikke at pasienten ikke bruker noen."
    ),
    source="HIS 1148:2014 §4.3",
    category="MEDLISTE",
    severity="hoy",
    confidence="hoy",
    text="Utskrivningsrapporten mangler medisinliste: den er ikke mottatt elektronisk.",
    check=manglende_i_utskrivningsrapport,
    innhold=True,
    bare_med=("rapporter",),
)

MANGELFULL = Rule(
    id="R-U04",
    version=1,
    name="Mangelfull medisinliste",
    betyr=(
        "Medisinlisten i utskrivningsrapporten er der, men et legemiddel i bruk mangler navn, "
        "dosering, styrke eller bruksområde, eller listen er bare et vedlegg eller tekst."
    ),
    source="HIS 1148:2014 §4.3",
    category="MEDLISTE",
    severity="middels",
    confidence="middels",
    text=f"{_MANGELFULL} opplysninger om legemidler: {IKKE_MOTTATT}.",
    check=mangelfull_i_utskrivningsrapport,
    innhold=True,
    bare_med=("rapporter",),
)

I_EPIKRISE = Rule(
    id="R-U20",
    version=1,
    name="Epikrise uten legemiddelopplysninger",
    betyr="Epikrisen etter et heldøgnsopphold har ingen opplysninger om legemidler.",
    source="HISD 1033:2010",
    category="MEDLISTE",
    severity="hoy",
    confidence="middels",
    text="Epikrisen mangler legemiddelopplysninger: de er ikke mottatt elektronisk.",
    check=manglende_i_epikrise,
    innhold=True,
    towards=MOTTAKER,
    bare_med=("egne",),
)

RULES = (I_UTSKRIVNINGSRAPPORT, MANGELFULL, I_EPIKRISE)
