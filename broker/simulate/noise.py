"""What messages also look like, and what must not change the answer."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from broker.simulate.case import Case, untouched
from broker.simulate.faults_dialog import superfluous
from broker.simulate.faults_mottak import spoil
from broker.simulate.local import DAY, EPIKRISE_DAYS, GRACE, HOUR, MINUTE, TIDLIGVARSEL, day_end
from broker.simulate.world import UKJENT_KOMMUNE, UKJENT_SYKEHUS


def endring(case: Case) -> None:
    """An endring that changes nothing."""
    if name := untouched(case, "innleggelse", "rapport", "epikrise"):
        draft = case.drafts[name]
        case.again(f"{name}_m", name, case.after(draft.at, 5 * MINUTE, HOUR), status="M", above=draft)


def sendt_om_igjen(case: Case) -> None:
    """Cancelled, and sent again right after."""
    if name := untouched(case, "innlagt", "innleggelse", "rapport", "utskrevet", "epikrise"):
        draft = case.drafts[name]
        is_named = name == "epikrise" or case.some(0.7)  # some systems leave the reference out
        above = draft if is_named else None
        case.again(f"{name}_c", name, draft.at + 4 * MINUTE, status="C", above=above)
        case.again(f"{name}_igjen", name, draft.at + 9 * MINUTE)


def sendt_pa_nytt(case: Case) -> None:
    """The same content again after more than a week: sent for a reason."""
    if name := untouched(case, "rapport", "epikrise"):
        draft = case.drafts[name]
        case.again(f"{name}_nytt", name, case.after(draft.at, 7 * DAY + MINUTE, 20 * DAY))


def angret(case: Case) -> None:
    """Something superfluous, taken back at once."""
    if "ekstra" not in case.drafts:
        extra = superfluous(case)
        case.again("ekstra_c", "ekstra", extra.at + 20 * MINUTE, status="C", above=extra)


def avmeldt(case: Case) -> None:
    """Declared ready, taken back with LOG_AVMELDING, and declared ready again."""
    if untouched(case, "klar") and not {"svar", "oppdatert"} & case.touched:
        klar = case.drafts["klar"]
        says = {**klar.says, "avmeldt": case.last_day - DAY}
        at = klar.at + 15 * MINUTE
        case.put("avmelding", "LOG_AVMELDING", at, klar.receiver, says=says)
        says = {**klar.says, "klar": case.last_day}
        case.drafts["svar"].above = case.again("klar_igjen", "klar", klar.at + 18 * MINUTE, says=says)


def test(case: Case) -> None:
    """A test message, empty of all that a real one has."""
    if "rapport" in case.drafts:
        at = case.drafts["rapport"].at + 2 * MINUTE
        draft = case.again("rapport_test", "rapport", at, is_test=True)
        draft.drugs, draft.answers = (), {}
        draft.lacks |= {"diagnose", "cave", "plan", "kontakt"}


def fremmed(case: Case) -> None:
    """Traffic about the patient between parties that no agreement knows; nobody may post for them."""
    if case.live:
        return
    says = {"innlagt": case.t0 - 3 * DAY}
    rest = {"says": says, "sender": UKJENT_SYKEHUS}
    case.put("fremmed", "LOG_INNLAGT", case.t0 - 2 * DAY, UKJENT_KOMMUNE, **rest)
    at = case.t0 - 2 * DAY + HOUR
    by = {"sender": UKJENT_KOMMUNE, "drugs": case.drugs}
    case.put("fremmed_2", "INNLEGGELSESRAPPORT", at, UKJENT_SYKEHUS, **by)


def knapt(case: Case) -> None:
    """At the last moment, with part of what is given for grace."""
    late = GRACE - case.between(MINUTE, 20 * MINUTE)
    fits = {
        "innlagt": case.t0 + case.kommune.innlagt_h * HOUR,
        "varsel": case.t0 + TIDLIGVARSEL,
        "utskrevet": day_end(case.last_day),
        "rapport": day_end(case.last_day),
        "epikrise": day_end(case.last_day + EPIKRISE_DAYS * DAY),
    }
    if "innleggelse" in case.touched:  # its limit may run from when LOG_INNLAGT came
        del fits["innlagt"]
    if "oppdatert" in case.touched or case.tk < case.t0 + 2 * DAY:
        del fits["varsel"]
    if name := untouched(case, *fits):
        case.drafts[name].at = fits[name] + late


def annen_kvittering(case: Case) -> None:
    """A second AppRec, negative: the first one counts."""
    if not case.kommune.egen and (name := untouched(case, "rapport", "utskrevet")):
        draft = case.drafts[name]
        case.extra.append((draft, case.kommune.pleie, draft.at + 2 * HOUR, ("X99",)))


def avvist_i_mottaket(case: Case) -> None:
    """R-T04: refused at our own door, and sent again right with a new MsgId."""
    if case.live:
        return
    if name := untouched(case, "innlagt", "innleggelse", "rapport", "utskrevet", "epikrise"):
        draft = case.drafts[name]
        case.again(f"{name}_igjen", name, draft.at + 30 * MINUTE)
        spoil(case, draft)


def flyttet(case: Case) -> None:
    """Moved to another ward: a second LOG_INNLAGT within a day."""
    if untouched(case, "innlagt"):
        moved = case.t0 + case.between(4 * HOUR, 20 * HOUR)
        case.again("flyttet", "innlagt", moved + HOUR, says={"innlagt": moved})
        other = replace(
            case.hospital, service="Kirurgisk avdeling", service_her=f"{case.hospital.service_her}9"
        )
        case.drafts["flyttet"].sender = other


NOISE: Final[tuple[tuple[float, Callable[[Case], None]], ...]] = (
    (0.15, endring),
    (0.1, sendt_om_igjen),
    (0.05, sendt_pa_nytt),
    (0.05, angret),
    (0.05, avmeldt),
    (0.1, test),
    (0.05, fremmed),
    (0.15, knapt),
    (0.05, annen_kvittering),
    (0.05, flyttet),
    (0.05, avvist_i_mottaket),
)
"""Share of the stays that each is in."""
