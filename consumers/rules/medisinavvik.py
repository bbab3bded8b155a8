"""Medisinlister som ikke stemmer overens: how they differ, and no judgement of who is right.

Source: HIS 1148:2014 §4.3; rules.md R-U22. A medicine is known by its ATC, else by its name: where one list
has the ATC and another only names they differ in all, so this is for statistics.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

from consumers.document import Document
from consumers.papers import OVERFLYTTET
from consumers.rule import Finding, Rule, Terms
from consumers.stay import Stay
from schemas.events import EpikriseMottatt
from schemas.legemidler import MedLegemidler

L = TypeVar("L", bound=MedLegemidler)

STRUKTURERT: Final = ("strukturert",)


def ulike(stay: Stay, _: Terms) -> Iterator[Finding]:
    """The lists of utskrivningsrapport and epikrise differ, or a medicine from home is in neither of them."""
    rapport = _newest(stay.rapporter)
    if rapport is None:
        return
    epikriser = [doc for doc in stay.egne if _is_whole(doc)]
    for doc in epikriser:
        yield from _ulike(rapport, doc)
    hjemme = _newest(stay.innleggelsesrapporter)
    if hjemme:
        told = {*rapport.latest.brukes, *rapport.latest.seponert}
        told.update(*(doc.latest.brukes for doc in epikriser))
        borte = len(set(hjemme.latest.brukes) - told)
        if borte:
            text = f"{_antall(borte)} i innleggelsesrapporten er ikke omtalt ved utskrivning."
            yield Finding(hjemme.series, (hjemme, rapport, *epikriser), text=text)


def _ulike(rapport: Document[Any], epikrise: Document[EpikriseMottatt]) -> Iterator[Finding]:
    one, other = set(rapport.latest.brukes), set(epikrise.latest.brukes)
    if one != other:
        text = (
            "Medisinlistene ved utskrivning er ulike: "
            f"{_antall(len(one - other))} bare i utskrivningsrapporten "
            f"og {_antall(len(other - one))} bare i epikrisen."
        )
        yield Finding(epikrise.series, (rapport, epikrise), text=text)


def _newest(docs: Sequence[Document[L]]) -> Document[L] | None:
    """The one sent last, where all of its list is structured."""
    came = [doc for doc in docs if not doc.refused]
    newest = max(came, key=lambda doc: (doc.sent, doc.series), default=None)
    if newest is None or newest.latest.liste_i_vedlegg or newest.latest.liste_i_tekst:
        return None
    return newest if newest.latest.brukes or newest.latest.seponert else None


def _is_whole(doc: Document[EpikriseMottatt]) -> bool:
    """It has a list, and all of it is structured."""
    passed_on = doc.latest.adm_outcome in OVERFLYTTET
    return doc.latest.medisiner == STRUKTURERT and not (doc.refused or passed_on)


def _antall(number: int) -> str:
    return f"{number} legemiddel" if number == 1 else f"{number} legemidler"


ULIKE = Rule(
    id="R-U22",
    version=1,
    name="Uoverensstemmelse mellom medisinlister",
    betyr="Legemidlene i innleggelsesrapporten, utskrivningsrapporten og epikrisen er ikke de samme.",
    source="HIS 1148:2014 §4.3",
    category="MEDLISTE",
    severity="middels",
    confidence="lav",
    text="Medisinlistene i meldingene om oppholdet er ulike.",
    check=ulike,
    innhold=True,
)

RULES = (ULIKE,)
