"""Which stays an epikrise is about. Pure.

Source: rules.md §12.16 (it attaches by patient and hospital) and §9 (poliklinikk, dagopphold).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from consumers.covering import covered, same_dates
from consumers.document import Document
from consumers.moments import ends
from consumers.papers import OVERFLYTTET
from consumers.parties import kommunenr
from consumers.services import giver
from consumers.stay import DAY, HELDOGN, Stay
from schemas.agreements import Agreement
from schemas.events import EpikriseMottatt

Epikrise = Document[EpikriseMottatt]


def is_shorter(doc: Epikrise) -> bool:
    """Of an outpatient visit or a dagopphold."""
    return doc.latest.adm_cat not in (None, HELDOGN)


def is_final(doc: Epikrise) -> bool:
    """Tells of a discharge, and not of a unit that passed the patient on."""
    return not is_shorter(doc) and doc.latest.adm_outcome not in OVERFLYTTET


def add_epikrise(
    doc: Epikrise, found: list[Stay], services: Sequence[Document[Any]], agreement: Agreement
) -> None:
    """Give an epikrise to the stays it covers; when there are none, it is a stay by itself.

    `services` are the documents that tell of municipal services.
    """
    mine = [stay for stay in found if stay.hospital == doc.latest.sender]
    gone = [stay for stay in mine if stay.kansellert_at and doc.sent <= stay.kansellert_at]
    fits = covered(doc, [stay for stay in mine if not stay.kansellert_at]) or covered(doc, gone)
    if not fits:
        fits = [_alone(doc, services, agreement)]
        found += fits
    _give(doc, fits)


def add_shorter(doc: Epikrise, found: Iterable[Stay]) -> bool:
    """Let an epikrise of less than a heldøgnsopphold tell that a stay with its dates was none."""
    fits = [
        stay
        for stay in found
        if stay.hospital == doc.latest.sender and not stay.kansellert_at and same_dates(doc, stay)
    ]
    fits = [stay for stay in fits if not any(known.latest.adm_cat == HELDOGN for known in stay.epikriser)]
    for stay in fits:
        stay.dagopphold = True
    if fits:
        _give(doc, fits)
    return bool(fits)


def _give(doc: Epikrise, fits: Iterable[Stay]) -> None:
    for stay in fits:
        if not any(known is doc for known in stay.epikriser):
            stay.add(doc)
    # Its content is judged once: at a party that got it, before others.
    owner = min(fits, key=lambda stay: (stay.party not in doc.reached, stay.begin, stay.party))
    owner.egne.append(doc)


def receivers(doc: Epikrise, agreement: Agreement) -> list[str]:
    """Level-1 HER-ids of whoever gets it, the kommune first, then the fastlege."""
    order = ("kommune", "fastlege", "kad", "helseforetak", "ukjent")
    both = (doc.latest.receiver, *doc.latest.copies)
    return sorted(both, key=lambda her: order.index(agreement.kind(her)))


def _alone(doc: Epikrise, services: Sequence[Document[Any]], agreement: Agreement) -> Stay:
    """A stay known from an epikrise only: with the kommune that got it or gives services, or fastlege."""
    event = doc.latest
    party = receivers(doc, agreement)[0]
    if agreement.kind(party) != "kommune":
        start, end = event.innlagt or event.utskrevet, event.utskrevet or event.innlagt
        window = (start.utc, end.senest) if start and end else (doc.sent, doc.sent)
        party = giver(services, *window, agreement) or party
    return Stay(event.sender, party, kommunenr(party, agreement))


def is_passed_on(stay: Stay) -> bool:
    """The last epikrise tells of a transfer, and nothing of a later discharge (rules.md §3)."""
    if not stay.epikriser:
        return False
    last = max(stay.epikriser, key=lambda doc: (ends(doc), doc.series)).latest
    if last.adm_outcome not in OVERFLYTTET:
        return False
    went_on = stay.utskrevet and stay.t1 and last.utskrevet and stay.t1.dato - last.utskrevet.dato > DAY
    return not went_on
