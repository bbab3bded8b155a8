"""Which stays an epikrise is about. Pure.

Source: rules.md §12.16 (it attaches by patient and hospital) and §9 (poliklinikk, dagopphold).
"""

from consumers.attach import covered, same_dates
from consumers.document import Document
from consumers.moments import ends
from consumers.papers import OVERFLYTTET
from consumers.stay import DAY, HELDOGN, Stay
from schemas.agreements import Agreement
from schemas.events import EpikriseMottatt


def is_shorter(doc: Document[EpikriseMottatt]) -> bool:
    """Of an outpatient visit or a dagopphold."""
    return doc.latest.adm_cat not in (None, HELDOGN)


def add_epikrise(doc: Document[EpikriseMottatt], found: list[Stay], agreement: Agreement) -> None:
    """Give an epikrise to the stays it covers; when there are none, it is a stay by itself.

    One for less than a heldøgnsopphold only tells that a stay with its dates was none.
    """
    mine = [stay for stay in found if stay.hospital == doc.latest.sender]
    living = [stay for stay in mine if not stay.kansellert_at]
    if is_shorter(doc):
        for stay in living:
            stay.dagopphold |= same_dates(doc, stay) and not any(
                known.latest.adm_cat == HELDOGN for known in stay.epikriser
            )
        return
    gone = [stay for stay in mine if stay.kansellert_at and doc.sent <= stay.kansellert_at]
    fits = covered(doc, living) or covered(doc, gone)
    if not fits:
        fits = [_alone(doc, agreement)]
        found += fits
    for stay in fits:
        stay.add(doc)
    # Its content is judged once: at a party that got it, before others.
    owner = min(fits, key=lambda stay: (stay.party not in doc.reached, stay.begin, stay.party))
    owner.egne.append(doc)


def _alone(doc: Document[EpikriseMottatt], agreement: Agreement) -> Stay:
    """A stay known from an epikrise only: with the kommune that got it, else the fastlege."""
    event = doc.latest
    order = ("kommune", "fastlege", "kad", "helseforetak", "ukjent")
    party = min((event.receiver, *event.copies), key=lambda her: order.index(agreement.kind(her)))
    part = agreement.part(party)
    return Stay(event.sender, party, part.kommunenr if part else None)


def is_passed_on(stay: Stay) -> bool:
    """The last epikrise tells of a transfer, and nothing of a later discharge (rules.md §3)."""
    if not stay.epikriser:
        return False
    last = max(stay.epikriser, key=lambda doc: (ends(doc), doc.series)).latest
    if last.adm_outcome not in OVERFLYTTET:
        return False
    went_on = stay.utskrevet and stay.t1 and last.utskrevet and stay.t1.dato - last.utskrevet.dato > DAY
    return not went_on
