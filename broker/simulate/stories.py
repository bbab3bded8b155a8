"""Stays that are not like the others, and of which nothing must be found by themselves (rules.md §3, §9)."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from broker.simulate import usual
from broker.simulate.case import Case
from broker.simulate.local import DAY, HOUR, MINUTE
from broker.simulate.world import NORDLAND, UNN


def dod(case: Case) -> None:
    """Died at the hospital: LOG_UTSKREVET alone is right."""
    usual.admission(case)
    usual.needs(case)
    case.drop("oppdatert")
    at, says = case.after(case.t1, 10 * MINUTE, 3 * HOUR), {"utskrevet": case.last_day}
    case.put("utskrevet", "LOG_UTSKREVET", at, says=says, outcome="2")
    if case.some(0.5):
        epikrise = usual.epikrise(case)
        epikrise.outcome, epikrise.says["dod"] = "2", case.t1


def dod_hjemme(case: Case) -> None:
    """Died at home two days after the discharge: the kommune has no more use of an epikrise."""
    fodsel(case)
    died = case.last_day + 2 * DAY
    to, rest = case.kommune.fastlege, {"says": {"dod": died}, "sender": case.kommune.pleie}
    case.put("dod", "LOG_DOD", case.t1 + 3 * DAY, to, **rest)


def fodsel(case: Case) -> None:
    """Born at the hospital: no epikrise is asked for."""
    usual.flawless(case)
    case.drop("epikrise")


def dagopphold(case: Case) -> None:
    """A visit: an epikrise and no more, whenever it comes."""
    case.t1 = case.t0 + 5 * HOUR
    epikrise = usual.epikrise(case)
    epikrise.at, epikrise.category = case.after(case.t1, HOUR, 20 * DAY), case.chance.choice(("2", "3"))


def uten_tjenester(case: Case) -> None:
    """No municipal services: an epikrise to the fastlege and no more."""
    epikrise = usual.epikrise(case)
    epikrise.receiver, epikrise.copies = case.kommune.fastlege, ()


def ikke_helse(case: Case) -> None:
    """Services that are no health services: LOG_UTSKREVET alone is right."""
    usual.admission(case)
    case.drafts["innleggelse"].holds.add("ikke_helse")
    usual.discharge(case)
    case.drop("rapport")


def kort(case: Case) -> None:
    """Home again within a day: no time for tidligvarsel or innleggelsesrapport."""
    case.t1 = case.t0 + case.between(8 * HOUR, 20 * HOUR)
    usual.admission(case)
    case.drop("innleggelse")
    usual.discharge(case)
    for name, later in (("rapport", -5 * MINUTE), ("utskrevet", MINUTE), ("epikrise", DAY)):
        case.drafts[name].at = case.t1 + later


def feil_innlagt(case: Case) -> None:
    """LOG_INNLAGT by mistake, taken back after an hour."""
    usual.admission(case)
    case.drop("innleggelse")
    innlagt = case.drafts["innlagt"]
    case.again("innlagt_c", "innlagt", innlagt.at + HOUR, status="C", above=innlagt)


def apent(case: Case) -> None:
    """Still at the hospital, and everything so far was right."""
    usual.admission(case)
    usual.needs(case)
    usual.ready(case)


def overflyttet(case: Case) -> None:
    """Passed on to another hospital, of which nothing more is told: not discharged to the kommune."""
    usual.admission(case)
    usual.needs(case)
    case.drop("oppdatert")
    usual.epikrise(case).outcome = case.chance.choice(("23", "31"))


def videre(case: Case) -> None:
    """Passed on to another hospital, which discharges the patient: each tells of its own part."""
    overflyttet(case)
    case.drafts["epikrise"].outcome = "31"
    case.hospital = NORDLAND if case.hospital is not NORDLAND else UNN
    _goes_on(case, case.t1 + 40 * MINUTE)


def hjelpenummer(case: Case) -> None:
    """Nobody knew who the patient was at first; one message gives both numbers."""
    usual.flawless(case)
    for name in ("innlagt", "varsel"):
        case.drafts[name].number = "hnr"
    case.drafts["innleggelse"].number = "begge"


def rettelse(case: Case) -> None:
    """Discharged, and admitted again after some hours: probably put right, so no LOG_UTSKREVET is missed."""
    usual.flawless(case)
    case.drop("utskrevet")
    _goes_on(case, case.t1 + case.between(2 * HOUR, 7 * HOUR))


def _goes_on(case: Case, t0: datetime) -> None:
    """A second stay of as many days, flawless, that begins at t0."""
    case.drafts = {f"for_{name}": draft for name, draft in case.drafts.items()}
    case.leg += 1
    length = ((case.t1 - case.t0).days + 1) * DAY
    case.t0, case.tk, case.t1 = t0, case.tk + length, case.t1 + length
    usual.flawless(case)


STORIES: Final[dict[str, Callable[[Case], None]]] = {
    "dod": dod,
    "dod_hjemme": dod_hjemme,
    "fodsel": fodsel,
    "dagopphold": dagopphold,
    "uten_tjenester": uten_tjenester,
    "ikke_helse": ikke_helse,
    "kort": kort,
    "feil_innlagt": feil_innlagt,
    "apent": apent,
    "overflyttet": overflyttet,
    "videre": videre,
    "hjelpenummer": hjelpenummer,
    "rettelse": rettelse,
}
"""Name -> what it makes of a case; one in five stays is such a one."""

FAULTS: Final[dict[str, frozenset[str]]] = {
    "uten_tjenester": frozenset({"R-U18", "R-U19", "R-U20"}),
    "dod": frozenset({"R-U02", "R-U12", "R-K01", "R-K03", "R-K04"}),
    "apent": frozenset({"R-U01", "R-U02", "R-U05", "R-U07", "R-K01", "R-K02", "R-K05", "R-K06"}),
    "overflyttet": frozenset({"R-U01", "R-U02", "R-K01", "R-K04"}),
}
"""Name -> rules that can be broken in it all the same, one at a time."""
BORN_THEN: Final = frozenset({"fodsel"})
"""Whose patient is born on the day of admission."""
