"""Medisinlister som ikke stemmer overens: how they differ, and no judgement of who is right.

Source: HIS 1148:2014 §4.3; rules.md R-U22. A medicine is known by its ATC, and by its name where one list has
no codes; a brand and its generic name still differ, so this is for statistics.
"""

from collections.abc import Iterator, Sequence
from operator import attrgetter
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
    for doc in epikriser if rapport.latest.brukes else ():  # seponerte alone are no list (messages.md §3.4)
        yield from _ulike(rapport, doc)
    hjemme = _newest(stay.innleggelsesrapporter)
    if hjemme:
        lists = (hjemme.latest, rapport.latest, *(doc.latest for doc in epikriser))
        borte = min(_borte(by, lists) for by in _ways(lists))
        if borte:
            text = f"{_antall(borte)} i innleggelsesrapporten er ikke omtalt ved utskrivning."
            yield Finding(hjemme.series, (hjemme, rapport, *epikriser), text=text)


def _ulike(rapport: Document[Any], epikrise: Document[EpikriseMottatt]) -> Iterator[Finding]:
    lists = (rapport.latest, epikrise.latest)
    left, right = min((_apart(*map(attrgetter(f"brukes{by}"), lists)) for by in _ways(lists)), key=sum)
    if left or right:
        text = (
            "Medisinlistene ved utskrivning er ulike: "
            f"{_antall(left)} bare i utskrivningsrapporten og {_antall(right)} bare i epikrisen."
        )
        yield Finding(epikrise.series, (rapport, epikrise), text=text)


def _ways(lists: Sequence[Any]) -> tuple[str, ...]:
    """Lists are alike when they are so by codes, or by names: one may have codes where another has names."""
    return ("", "_navn") if all(each.brukes_navn for each in lists) else ("",)


def _borte(by: str, lists: Sequence[Any]) -> int:
    """How many of the first list, from home, are in none of the others, not even as seponert."""
    hjemme, rapport, *epikriser = lists
    told = {name for each in (rapport, *epikriser) for name in getattr(each, f"brukes{by}")}
    told.update(getattr(rapport, f"seponert{by}"))
    return len(set(getattr(hjemme, f"brukes{by}")) - told)


def _apart(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many are in the first list alone, and in the second alone."""
    return len(set(one) - set(other)), len(set(other) - set(one))


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
    bare_med=("rapporter",),
)

RULES = (ULIKE,)
