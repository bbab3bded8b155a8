"""Faults in the medicine lists, and in what is told of the medicines (rules.md §6, §12.17)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from broker.simulate.case import Case
from broker.simulate.drugs import STOPPED, Drug
from broker.simulate.head import Attachment

LESS: Final[dict[str, Callable[[Drug], Drug]]] = {
    "dose": lambda drug: replace(drug, dose=""),
    "use": lambda drug: replace(drug, use=""),
    "strength": lambda drug: replace(drug, strength="", atc=""),
    "name": lambda drug: replace(drug, name=""),
}
"""What a line may lack -> the line without it."""


def u03(case: Case) -> None:
    """Utskrivningsrapport without a medicine list; a list of stopped medicines is none."""
    case.drafts["rapport"].drugs = (STOPPED,) if case.some(0.3) else ()
    case.expect("R-U03")


def u04(case: Case) -> None:
    """A medicine list that says too little, or is not structured."""
    rapport = case.drafts["rapport"]
    fault = case.chance.choice((*LESS, "vedlegg", "tekst", "gitt"))
    if fault == "vedlegg":
        rapport.drugs, rapport.attachments = (), (Attachment("Medisinliste ved utskrivning"),)
    elif fault == "tekst":
        rapport.drugs = ()
        rapport.holds.add("liste_i_tekst")
    elif fault == "gitt":
        rapport.lacks.add("gitt")
    else:
        first, *others = rapport.drugs
        rapport.drugs = (LESS[fault](first), *others)
        if fault == "strength":  # known by its name in the other lists too, so that they still agree
            for name in ("innleggelse", "epikrise"):
                case.drafts[name].drugs = (replace(case.drugs[0], atc=""), *case.drugs[1:])
    case.expect("R-U04")


def u20(case: Case) -> None:
    """Epikrise without medicines."""
    case.drafts["epikrise"].drugs = ()
    case.expect("R-U20")


def u22(case: Case) -> None:
    """A medicine is in one list and not in another."""
    if case.some(0.5):
        case.drafts["epikrise"].drugs = case.drugs[1:]
    else:
        more = replace(STOPPED, name="Digoksin", atc="C01AA05", stopped=False)
        case.drafts["innleggelse"].drugs = (*case.drugs, more)
    case.expect("R-U22")


def u27(case: Case) -> None:
    """Utskrivningsrapport that says neither prescription nor what was handed out."""
    rapport = case.drafts["rapport"]
    rapport.holds.add("uten_hjelp")
    rapport.lacks |= {"resept", "gitt"}
    case.expect("R-U27")
