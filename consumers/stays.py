"""A patient's documents -> opphold. Pure, and blind to the order in which messages came.

Source: rules.md §3, §9, §12.6, §12.15 and §12.16.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid5

from consumers.admissions import admitted, withdrawn
from consumers.attach import FOLLOW, place
from consumers.document import Document
from consumers.epikriser import add_epikrise, is_passed_on, is_shorter
from consumers.moments import oslo_date, told
from consumers.papers import TELLING
from consumers.stay import DAY, Stay
from schemas.agreements import Agreement
from schemas.events import (
    NAMESPACE,
    DodsfallMeldt,
    EpikriseMottatt,
    PasientInnlagt,
    PasientUtskrevet,
    PatientEvent,
)

DOD = "2"
"""Som død: Uttilstand (8431) and AdmOutcome (7300)."""


def stays(docs: Iterable[Document[PatientEvent]], agreement: Agreement) -> tuple[Stay, ...]:
    """All stays, in order of beginning; one whose LOG_INNLAGT was cancelled is there and says so."""
    plo: dict[tuple[str, str], list[Document[Any]]] = defaultdict(list)
    epikriser: list[Document[Any]] = []
    deaths: list[Document[Any]] = []
    for doc in sorted(docs, key=lambda doc: (doc.sent, doc.latest.type, doc.series)):
        event = doc.latest
        if doc.cancelled_at and not isinstance(event, PasientInnlagt):
            continue
        if isinstance(event, EpikriseMottatt):
            epikriser.append(doc)
        elif isinstance(event, DodsfallMeldt):
            deaths.append(doc)
        elif event.type in TELLING:
            plo[event.sender, event.receiver].append(doc)
    found = [stay for key in sorted(plo) for stay in _of_party(*key, plo[key], agreement)]
    for epikrise in sorted(epikriser, key=is_shorter):
        add_epikrise(epikrise, found, agreement)
    for stay in found:
        stay.overflyttet = is_passed_on(stay)
        stay.dod = _death(stay, deaths)
    return _numbered(found)


def _of_party(hospital: str, party: str, docs: list[Document[Any]], agreement: Agreement) -> list[Stay]:
    """The stays that the PLO messages of one hospital to one party add up to."""
    part = agreement.part(party)
    kommune = part.kommunenr if part else None
    innlagt = [doc for doc in docs if isinstance(doc.latest, PasientInnlagt)]
    utskrevet = [doc for doc in docs if isinstance(doc.latest, PasientUtskrevet)]
    others = [doc for doc in docs if not isinstance(doc.latest, PasientInnlagt | PasientUtskrevet)]
    found, loose = admitted(
        hospital, party, kommune, [doc for doc in innlagt if not doc.cancelled_at], utskrevet
    )
    found += withdrawn(hospital, party, kommune, [doc for doc in innlagt if doc.cancelled_at], found)
    for doc in sorted((*loose, *others), key=_exactness):
        stay = place(doc, found)
        if stay is None:
            stay = Stay(hospital, party, kommune)
            found.append(stay)
        stay.add(doc)
    for stay in found:
        stay.revive()
    _say_what_came_next(found)
    return found


def _say_what_came_next(found: Iterable[Stay]) -> None:
    after: Document[PasientInnlagt] | None = None
    for stay in sorted(
        (stay for stay in found if not stay.kansellert_at), key=lambda s: s.begin, reverse=True
    ):
        stay.neste = after
        after = stay.innlagt[0] if stay.innlagt else after


def _exactness(doc: Document[Any]) -> tuple[bool, bool, datetime, str]:
    """What tells of an admission first, then what tells of another date, then the rest."""
    innlagt, utskrevet = told(doc.latest, "innlagt"), told(doc.latest, "utskrevet")
    known = innlagt or utskrevet
    return (innlagt is None, known is None, known.utc if known else doc.sent, doc.series)


def _death(stay: Stay, deaths: Sequence[Document[DodsfallMeldt]]) -> datetime | None:
    """When the patient died, if that was in this stay or so soon that its duties fell away."""
    tells = [stay.t1 for doc in stay.utskrevet if doc.latest.uttilstand == DOD]
    for doc in stay.epikriser:
        if doc.latest.dod or doc.latest.adm_outcome == DOD:
            tells.append(doc.latest.dod or doc.latest.utskrevet)
    times = [time.utc for time in tells if time]
    last = stay.t1.senest + FOLLOW if stay.t1 else stay.end
    outside = [death.latest.dod.utc if death.latest.dod else death.sent for death in deaths]
    times += [time for time in outside if stay.begin - DAY <= time and (last is None or time <= last)]
    return min(times, default=None)


def _numbered(found: list[Stay]) -> tuple[Stay, ...]:
    """The stays in order, each with its id: uuid5(pid, hospital, kommune, date, number on that date)."""
    count: Counter[tuple[object, ...]] = Counter()
    in_order = sorted(found, key=lambda stay: (stay.begin, stay.hospital, stay.party, stay.first.series))
    for stay in in_order:
        date = oslo_date(stay.begin)
        key = (stay.hospital, stay.party, date)
        count[key] += 1
        stay.pid = stay.first.first.pid
        stay.id = uuid5(NAMESPACE, f"{stay.pid}|{stay.hospital}|{stay.party}|{date}|{count[key]}")
    return tuple(in_order)
