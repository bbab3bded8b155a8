"""Patients on their way between hospital and kommune just now: what makes a board worth looking at.

Made with the simulator, from a moment that counts as now: of each stay, what would have been sent by then.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from broker.simulate import usual
from broker.simulate.case import Case
from broker.simulate.drugs import DRUGS
from broker.simulate.head import Party
from broker.simulate.parties import FASTLEGE, HARSTAD, HOSPITAL, TROMSO
from broker.simulate.people import person
from broker.simulate.world import Kommune
from broker.simulate.write import xml_of

MEDICAL, SURGICAL = ("Medisinsk avdeling", "90002"), ("Kirurgisk avdeling", "90003")
STATUS = (b"<InformasjonOmForsendelsen>", b"</InformasjonOmForsendelsen>")


class Patient(NamedTuple):
    """A stay: admission, ready and discharge in hours before now, and what goes wrong.

    Attributes:
        lost: messages that are never sent.
        late: message -> hours later than usual.
        bare: messages without their medicines.
    """

    name: str
    kommune: Party
    unit: tuple[str, str]
    admitted: float
    ready: float
    discharged: float
    lost: tuple[str, ...] = ()
    late: tuple[tuple[str, float], ...] = ()
    bare: tuple[str, ...] = ()


WARD = (
    Patient("kommet", TROMSO, MEDICAL, 5, -60, -80),
    Patient("natt", HARSTAD, SURGICAL, 15, -40, -64),
    Patient("uten-varsel", TROMSO, SURGICAL, 40, -24, -48, ("varsel", "oppdatert")),
    Patient("sen-melding", HARSTAD, MEDICAL, 76, -4, -30, (), (("innlagt", 30),)),
    Patient("klar", TROMSO, MEDICAL, 120, 4, -20),
    Patient("venter-svar", HARSTAD, MEDICAL, 150, 52, -10, ("svar",)),
    Patient("hjem-i-dag", TROMSO, MEDICAL, 100, 28, 3),
    Patient("uten-liste", HARSTAD, SURGICAL, 130, 50, 26, ("epikrise",), (), ("rapport",)),
    Patient("uten-rapport", TROMSO, SURGICAL, 170, 76, 50, ("rapport", "epikrise"), (("utskrevet", 30),)),
    Patient("sen-epikrise", HARSTAD, MEDICAL, 330, 250, 226, ("epikrise",)),
    Patient("glemt", TROMSO, MEDICAL, 400, 300, 270, ("epikrise", "rapport"), (("utskrevet", 40),)),
)


def messages(now: datetime, ward: tuple[Patient, ...] = WARD, first: int = 20) -> Iterator[tuple[str, bytes]]:
    """Name and XML of everything that has been sent by `now`, oldest first; `first` is the first person."""
    whole = now.replace(second=0, microsecond=0)
    sent = [
        (draft.at, f"{case.name}-{name}", xml_of(draft, case.patient))
        for number, one in enumerate(ward)
        for case in [_case(one, first + number, whole)]
        for name, draft in case.drafts.items()
        if draft.at <= now
    ]
    for _, name, xml in sorted(sent):
        yield name, xml


def _case(one: Patient, number: int, now: datetime) -> Case:
    department, her = one.unit
    hospital = replace(HOSPITAL, service=department, service_her=her)
    desk = replace(one.kommune, service="Saksbehandlertjenesten", service_her=f"{one.kommune.her[:-1]}3")
    parties = Kommune("", one.kommune, desk, FASTLEGE, egen=True)
    t0, tk, t1 = (now - timedelta(hours=hours) for hours in (one.admitted, one.ready, one.discharged))
    name = f"{one.name}-{now:%Y%m%d%H%M}"
    chance = Random(one.name)  # noqa: S311 - repeatable, not secret
    case = Case(name, chance, person(number), hospital, parties, t0, tk, t1, drugs=DRUGS[:3])
    usual.flawless(case)
    case.drop(*one.lost)
    for lost, later in one.late:
        case.drafts[lost].at += timedelta(hours=later)
    for bare in one.bare:
        case.drafts[bare].drugs = ()
    return case


def somebody(now: datetime, number: int, kommune: Party = HARSTAD) -> bytes:
    """LOG_INNLAGT of a patient who is not in the ward; the number tells them apart."""
    (first, *_) = messages(now, (Patient(f"ny-{number}", kommune, MEDICAL, 4, -60, -80),), 500 + number)
    return first[1]


def refused(now: datetime) -> Iterator[bytes]:
    """Messages that the door refuses: three of Harstad with the same fault, and one of the hospital's."""
    for number in range(3):
        one = Patient(f"avvist-{number}", HARSTAD, MEDICAL, 30, -60, -80, late=(("varsel", 24),))
        *_, (_, report) = messages(now, (one,), 600 + number)
        yield _without_status(report)
    yield spoilt(now)[1]


def spoilt(now: datetime, number: int = 0) -> tuple[bytes, bytes]:
    """LOG_INNLAGT as it should be, and with an element that nobody knows in it."""
    whole = somebody(now, 200 + number, TROMSO)
    return whole, whole.replace(b"<MsgInfo>", b"<MsgInfo><Tull/>", 1)


def _without_status(xml: bytes) -> bytes:
    """The same without what the schema demands first in InformasjonOmForsendelsen."""
    begin, end = (xml.index(mark) for mark in STATUS)
    return xml[: begin + len(STATUS[0])] + xml[end:]
