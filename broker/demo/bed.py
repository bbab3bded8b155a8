"""One patient of the demo's ward: from a line of the table to a stay with its messages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from types import MappingProxyType
from typing import Final, NamedTuple

from broker.simulate import usual
from broker.simulate.case import Case
from broker.simulate.drugs import DRUGS
from broker.simulate.head import Party
from broker.simulate.parties import FASTLEGE, HOSPITAL
from broker.simulate.people import person
from broker.simulate.world import Kommune

Times = Mapping[str, float]
"""Name of a message -> when it is sent, in hours after the ward begins; negative before it."""
NONE: Final[Times] = MappingProxyType({})


class Patient(NamedTuple):
    """A line of the table; hours count from the moment at which the ward begins.

    Attributes:
        unit: name and HER-id of the ward at the hospital.
        admitted, ready, discharged: in hours.
        sent: what is not sent when it usually is.
        mended: what is corrected, and when.
        refused: what is refused at the door, and when a whole one comes instead.
        unlisted: the first utskrivningsrapport has no medicines.
    """

    name: str
    kommune: Party
    unit: tuple[str, str]
    admitted: float
    ready: float
    discharged: float
    sent: Times = NONE
    mended: Times = NONE
    refused: Times = NONE
    unlisted: bool = False


def _usually(one: Patient) -> Times:
    """When it is sent where all mind their deadlines; the same at any hour of the day and night."""
    return {
        "innlagt": one.admitted + 0.6,
        "innleggelse": one.admitted + 4.5,
        "varsel": one.admitted + 7,
        "oppdatert": one.ready - 1.5,
        "klar": one.ready,
        "svar": one.ready + 0.4,
        "rapport": one.discharged - 0.3,
        "utskrevet": one.discharged + 0.2,
        "epikrise": one.discharged + 40,
    }


def case_of(one: Patient, number: int, began: datetime) -> Case:
    """The stay of synthetic person `number`, in a ward that began then (UTC)."""
    department, her = one.unit
    hospital = replace(HOSPITAL, service=department, service_her=her)
    desk = replace(one.kommune, service="Saksbehandlertjenesten", service_her=f"{one.kommune.her[:-1]}3")
    parties = Kommune("", one.kommune, desk, FASTLEGE, egen=True)
    t0, tk, t1 = (_after(began, hours) for hours in (one.admitted, one.ready, one.discharged))
    name = f"{one.name}-{began:%Y%m%d%H%M%S}"
    chance = Random(one.name)  # noqa: S311 - repeatable, not secret
    case = Case(name, chance, person(number), hospital, parties, t0, tk, t1, drugs=DRUGS[:3])
    usual.flawless(case)
    case.drafts["epikrise"].copies = ()  # one AppRec for each message, so that the table has a row for each
    for each, hours in {**_usually(one), **one.sent}.items():
        case.drafts[each].at = _after(began, hours)
    _go_wrong(case, one, began)
    return case


def _go_wrong(case: Case, one: Patient, began: datetime) -> None:
    """What is wrong in the messages themselves, and what comes to set it right."""
    for name, hours in one.mended.items():
        case.again(f"{name}-endring", name, _after(began, hours), status="M", above=case.drafts[name])
    for name, hours in one.refused.items():
        # Without the stopped medicine, or it would be the same message again.
        case.again(f"{name}-ny", name, _after(began, hours), drugs=case.drugs)
        case.drafts[name].spoilt = "skjema"
    if one.unlisted:
        case.drafts["rapport"].drugs = ()


def _after(began: datetime, hours: float) -> datetime:
    return (began + timedelta(hours=hours)).replace(microsecond=0)
