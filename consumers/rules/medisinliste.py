"""Medisinliste: that the documents at discharge have one.

Source: HIS 1148:2014 §4.3 (medicines are given in structured form) and HISD 1033:2010 (epikrise: medicines
when registered). What counts as a list: messages.md §3.4 and §5, rules.md §12.17.
"""

from collections.abc import Iterator

from consumers.papers import OVERFLYTTET
from consumers.rule import MOTTAKER, Finding, Rule, Terms
from consumers.stay import HELDOGN, Stay


def manglende_i_utskrivningsrapport(stay: Stay, _: Terms) -> Iterator[Finding]:
    """An utskrivningsrapport without a current medicine, a list in another form, or word that there are none.

    A list only as an attachment or as text is R-U04's to judge, not this rule's (rules.md §12.17).
    """
    for doc in stay.rapporter:
        rapport = doc.latest
        told = rapport.liste_i_vedlegg or rapport.liste_i_tekst or rapport.ingen_legemidler
        if not doc.refused and rapport.legemidler == 0 and not told:
            yield Finding(doc.series, (doc,))


def manglende_i_epikrise(stay: Stay, _: Terms) -> Iterator[Finding]:
    """An epikrise of a heldøgnsopphold with none of the three forms of medicines; less grave with a hint."""
    for doc in stay.egne:
        epikrise = doc.latest
        judged = epikrise.adm_cat == HELDOGN and epikrise.adm_outcome not in OVERFLYTTET
        if judged and not doc.refused and not epikrise.medisiner:
            hint = epikrise.liste_i_vedlegg or epikrise.ingen_legemidler
            yield Finding(doc.series, (doc,), severity="middels" if hint else None)


I_UTSKRIVNINGSRAPPORT = Rule(
    id="R-U03",
    version=1,
    name="Manglende medisinliste i utskrivningsrapport",
    source="HIS 1148:2014 §4.3",
    category="MEDLISTE",
    severity="hoy",
    confidence="hoy",
    text="Utskrivningsrapporten mangler medisinliste: den er ikke mottatt elektronisk.",
    check=manglende_i_utskrivningsrapport,
    innhold=True,
)

I_EPIKRISE = Rule(
    id="R-U20",
    version=1,
    name="Epikrise uten legemiddelopplysninger",
    source="HISD 1033:2010",
    category="MEDLISTE",
    severity="hoy",
    confidence="middels",
    text="Epikrisen mangler legemiddelopplysninger: de er ikke mottatt elektronisk.",
    check=manglende_i_epikrise,
    innhold=True,
    towards=MOTTAKER,
)

RULES = (I_UTSKRIVNINGSRAPPORT, I_EPIKRISE)
