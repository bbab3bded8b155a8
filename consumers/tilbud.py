"""What a kommune has answered to LOG_UTSKRIVNINGSKLAR, and from when it has a place. Pure.

Source: HISD 80806:2012 §9.4 (a new message when a place is ready); messages.md §6 (DIALOG_NOTAT 9155/1 and
DIALOG_HELSEFAGLIG are used alike). The answers of 1.x give the date in free text, which no event carries.
"""

from datetime import date, datetime
from typing import Any, Final, NamedTuple

from consumers.document import Document
from consumers.moments import oslo_date
from consumers.stay import Stay
from schemas.events import DialogMottatt, Event, MottakAvklart, PasientUtskrivningsklar
from schemas.tid import Tidspunkt

Doc = Document[Any]
Klar = Document[PasientUtskrivningsklar]

TILBAKEMELDING: Final = ("9155", "1")
"""TemaKodet: tilbakemelding på mottak av utskrivningsklar pasient."""
HJEM: Final = "1"
"""UtTil (8408): bosted, arbeidssted m.v.; the only code that the sources know."""


class Offer(NamedTuple):
    """What the kommune last said of when it has a place, of the LOG_UTSKRIVNINGSKLAR that stands.

    Attributes:
        late: not by the ready date; a new answer that tells of a place on the day it is sent is not late.
        anew: it was answered before, with a date too.
        last: nothing was said after it.
    """

    klar: Klar
    answer: Document[MottakAvklart]
    place: date
    late: bool
    anew: bool
    last: bool


def is_tilbakemelding(event: Event) -> bool:
    """By its own words, whatever it refers to."""
    if isinstance(event, DialogMottatt):
        return (event.tema_kodeverk, event.tema) == TILBAKEMELDING
    return isinstance(event, MottakAvklart)


def answers(stay: Stay, klar: Klar) -> list[Doc]:
    """The answers to a LOG_UTSKRIVNINGSKLAR, as they were sent; an AppRec is none.

    Also one without a reference, or to a later LOG_UTSKRIVNINGSKLAR: the kommune has said what it can do.
    """
    replies = {id(each): stay.replies(each) for each in stay.klar}
    own = {id(doc) for doc in replies[id(klar)]}
    said = [doc for doc in (*stay.dialoger, *stay.mottak) if is_tilbakemelding(doc.latest)]
    said += [doc for each in replies.values() for doc in each if _is_answer(doc)]
    said = [doc for doc in said if doc.first.sender == stay.party]
    found = {id(doc): doc for doc in said if not doc.refused and (doc.sent >= klar.sent or id(doc) in own)}
    return sorted(found.values(), key=lambda doc: (doc.sent, doc.series))


def _is_answer(reply: Doc) -> bool:
    return is_tilbakemelding(reply.latest) or reply.latest.message_type == "DIALOG_HELSEFAGLIG"


def taken_back_at(stay: Stay, klar: Klar) -> datetime | None:
    """When a LOG_AVMELDING took a LOG_UTSKRIVNINGSKLAR back, UTC."""
    sent = [doc.sent for doc in stay.avmeldt if doc.sent >= klar.sent and not doc.refused]
    return min(sent, default=None)


def offered(stay: Stay) -> Offer | None:
    """What stands; None where no LOG_UTSKRIVNINGSKLAR does, or no answer gives a date.

    Of several times the first counts: 2.0 has no code for what each of them is.
    """
    standing = [doc for doc in stay.klar if not doc.refused and taken_back_at(stay, doc) is None]
    klar = max(standing, key=lambda doc: (doc.sent, doc.series), default=None)
    said = answers(stay, klar) if klar else []
    dated = [doc for doc in said if _places(doc)]
    if klar is None or not dated:
        return None
    newest, anew = dated[-1], len(dated) > 1
    place, told = min(_places(newest)), klar.latest.utskrivningsklar
    ready = told.dato if told else oslo_date(klar.sent)
    late = place > ready and not (anew and place <= oslo_date(newest.sent))
    return Offer(klar, newest, place, late, anew, newest is said[-1])


def _places(answer: Doc) -> list[date]:
    times: tuple[Tidspunkt, ...] = vars(answer.latest).get("tidspunkter", ())  # as in moments.told
    return [time.dato for time in times]


def went_home(stay: Stay) -> bool:
    """Discharged alive to the kommune: not told to have gone elsewhere, nor passed on."""
    places = {doc.latest.ut_til for doc in stay.utskrevet} - {None}
    home = not places or HJEM in places
    return stay.t1 is not None and stay.dod is None and not stay.overflyttet and home
