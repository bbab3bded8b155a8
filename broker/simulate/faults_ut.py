"""Faults in what is told at the discharge and after it (rules.md §6)."""

from datetime import datetime

from broker.simulate.case import Case
from broker.simulate.local import DAY, EPIKRISE_DAYS, at


def u11(case: Case) -> None:
    """No LOG_UTSKREVET, though other messages tell of the discharge."""
    case.lose("utskrevet")
    case.expect("R-U11")


def u12(case: Case) -> None:
    """LOG_UTSKREVET after the day of discharge."""
    case.delay("utskrevet", _day_after(case, 3))
    case.expect("R-U12")


def u13(case: Case) -> None:
    """LOG_UTSKREVET that does not say where to, or dated ahead."""
    utskrevet = case.drafts["utskrevet"]
    if case.some(0.5):
        utskrevet.lacks.add("ut_til")
    else:
        utskrevet.says["utskrevet"] = case.last_day + DAY
    case.expect("R-U13")


def u14(case: Case) -> None:
    """No utskrivningsrapport."""
    case.lose("rapport")
    case.expect("R-U14")


def u15(case: Case) -> None:
    """Utskrivningsrapport after the day of discharge."""
    case.delay("rapport", _day_after(case, 3))
    case.expect("R-U15")


def u16(case: Case) -> None:
    """Utskrivningsrapport without some of its parts; CAVE and phone are other rules' too."""
    parts = ("diagnose", "cave", "sykepleie", "plan", "kontakt", "kontrolltime", "hjelp")
    lacking = set(case.chance.sample(parts, case.chance.randint(1, 3)))
    rapport = case.drafts["rapport"]
    rapport.lacks |= lacking
    case.expect("R-U16")
    if "cave" in lacking and _told_cave(case):
        case.expect("R-U26", rapport)
    if "kontakt" in lacking:
        case.expect("R-U29", rapport)


def u17(case: Case) -> None:
    """No epikrise; found only where we see the mailbox of the kommune."""
    case.lose("epikrise")
    if case.kommune.dekning:
        case.expect("R-U17")


def u18(case: Case) -> None:
    """Epikrise after the limit."""
    days = case.chance.randint(EPIKRISE_DAYS + 1, 25)
    case.delay("epikrise", at(case.last_day + days * DAY, 1, case.chance.randint(0, 59)))
    case.expect("R-U18")


def u19(case: Case) -> None:
    """Epikrise without some of the least that it must have."""
    choices = (("godkjent",), ("ansvarlig",), ("kontakt",), ("diagnose",), ("vurdering", "plan"), ("slutt",))
    case.drafts["epikrise"].lacks.update(case.chance.choice(choices))
    case.expect("R-U19")


def u26(case: Case) -> None:
    """Epikrise without the CAVE that the kommune told of."""
    case.drafts["epikrise"].lacks.add("cave")
    if _told_cave(case):
        case.expect("R-U26", case.drafts["epikrise"])


def u28(case: Case) -> None:
    """Aids that are only ordered, or dressings not sent along."""
    case.drafts["rapport"].holds.add(case.chance.choice(("bestilt", "uten_bandasje")))
    case.expect("R-U28")


def u29(case: Case) -> None:
    """A message from the hospital without a phone."""
    draft = case.drafts[case.chance.choice(("innlagt", "klar", "utskrevet"))]
    draft.lacks.add("kontakt")
    case.expect("R-U29", draft)


def _told_cave(case: Case) -> bool:
    told = case.drafts.get("innleggelse")
    return told is not None and told.has("cave")


def _day_after(case: Case, most: int) -> datetime:
    return at(case.last_day + case.chance.randint(1, most) * DAY, case.chance.randint(1, 20), 30)
