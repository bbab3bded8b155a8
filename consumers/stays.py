"""A patient's documents -> opphold. Pure, and blind to the order in which messages came.

Source: rules.md §3, §9, §12.6, §12.15 and §12.16.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from consumers.attach import FOLLOW
from consumers.between import stays_between
from consumers.document import Document
from consumers.epikriser import add_epikrise, add_shorter, is_passed_on
from consumers.known import Known
from consumers.loose import Loose
from consumers.moments import oslo_date
from consumers.own_refusals import Refused, tell_originals
from consumers.papers import Papers
from consumers.pile import Pile, pile
from consumers.services import bare_ikke_helse, evidence, telling
from consumers.stay import DAY, Stay
from schemas.agreements import Agreement
from schemas.events import DodsfallMeldt, PatientEvent, computed_uuid

DOD = "2"
"""Som død: Uttilstand (8431) and AdmOutcome (7300)."""


class Filed(NamedTuple):
    """Where every document of a patient belongs.

    Attributes:
        stays: in order of beginning; one whose LOG_INNLAGT was cancelled is there and says so.
        loose: what belongs to no stay, a conversation or a single document in each.
    """

    stays: tuple[Stay, ...]
    loose: tuple[Papers, ...]


def stays(
    docs: Sequence[Document[PatientEvent]], agreement: Agreement, refused: Sequence[Refused] = ()
) -> Filed:
    """All stays of a patient, and what belongs to none of them; `refused` at our own door."""
    tell_originals(docs, refused)
    heaps = pile(docs, agreement)
    services = telling(heaps.known)
    found: list[Stay] = []
    for (hospital, party), plo in sorted(heaps.plo.items()):
        found += stays_between(hospital, party, plo, heaps.final.get(hospital, ()), agreement)
    for epikrise in heaps.epikriser:
        add_epikrise(epikrise, found, services, agreement)
    loose = Loose(found, agreement)
    for epikrise in heaps.shorter:
        if not add_shorter(epikrise, found):
            loose.file_epikrise(epikrise)
    loose.file_others(heaps.others)
    loose.file_said(heaps.said)
    loose.file_cancelled(_taken_back(heaps, found))
    loose.file_refused(refused, docs)
    kjent = Known.of(heaps.known)
    for stay in found:
        stay.overflyttet = is_passed_on(stay)
        stay.dod = _death(stay, heaps.deaths)
        stay.tjenester = evidence(stay, services)
        stay.bare_ikke_helse = bare_ikke_helse(stay, services, agreement.ikke_helse)
        stay.kjent = kjent
    return Filed(_numbered(found), loose.papers)


def _taken_back(heaps: Pile, found: Iterable[Stay]) -> list[Document[PatientEvent]]:
    """What was cancelled; a LOG_INNLAGT only where it is not what its stay rests on."""
    innlagt = [doc for plo in heaps.plo.values() for doc in plo if doc.cancelled_at]
    if not innlagt:
        return heaps.cancelled
    kept = {id(doc) for stay in found for doc in (*stay.innlagt, *stay.kansellerte)}
    return heaps.cancelled + [doc for doc in innlagt if id(doc) not in kept]


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
    rows = [(stay.begin, stay.hospital, stay.party, stay.first, stay) for stay in found]
    rows.sort(key=lambda row: (*row[:3], row[3].series))
    for begin, hospital, party, first, stay in rows:
        date = oslo_date(begin)
        count[hospital, party, date] += 1
        stay.pid = first.first.pid
        number = count[hospital, party, date]
        stay.id = computed_uuid(f"{stay.pid}|{hospital}|{party}|{date}|{number}")
    return tuple(row[-1] for row in rows)
