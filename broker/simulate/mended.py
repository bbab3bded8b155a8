"""Faults that were put right in time, each by what clears it (rules.md §6 to §8): nothing must be found."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from broker.simulate.case import Case, untouched
from broker.simulate.draft import Answer
from broker.simulate.local import DAY, HOUR, MINUTE, day_of
from broker.simulate.usual import ask_hospital, ask_kommune
from broker.simulate.world import KOMMUNER


def rapport(case: Case) -> None:
    """R-U03 and R-U16: an endring has what the first one lacked."""
    _mended(case, "rapport", {"diagnose", "plan"}, 9 * DAY)


def epikrise(case: Case) -> None:
    """R-U19 and R-U20: the same of an epikrise."""
    _mended(case, "epikrise", {"godkjent", "diagnose", "cave"}, 9 * DAY)


def innleggelse(case: Case) -> None:
    """R-K03 and R-K04: the same of an innleggelsesrapport."""
    _mended(case, "innleggelse", {"arsak", "cave"}, DAY)


def varsel(case: Case) -> None:
    """R-U07: the update tells what the tidligvarsel did not."""
    if "oppdatert" in case.drafts and "oppdatert" not in case.touched and untouched(case, "varsel"):
        case.drafts["varsel"].lacks |= {"forventet", "forlop"}


def sent_oppdatert(case: Case) -> None:
    """R-U08: the update comes after LOG_UTSKRIVNINGSKLAR, but before the discharge."""
    if "klar" in case.drafts and "klar" not in case.touched and untouched(case, "oppdatert"):
        case.drafts["oppdatert"].at = case.after(case.tk, 2 * HOUR, 5 * HOUR)


def uoppfordret(case: Case) -> None:
    """R-K01: the innleggelsesrapport was sent before LOG_INNLAGT, and before the patient came."""
    if untouched(case, "innleggelse"):
        case.drafts["innleggelse"].at = case.t0 - case.between(HOUR, 20 * HOUR)


def avvist(case: Case) -> None:
    """R-T02: refused, and sent again the same day with a new MsgId."""
    if not case.kommune.egen and untouched(case, "utskrevet"):
        draft = case.drafts["utskrevet"]
        case.again("utskrevet_igjen", "utskrevet", draft.at + 30 * MINUTE)
        draft.answers[case.kommune.her] = Answer(MINUTE, (case.chance.choice(("X99", "E21", "T02")),))


def feil_kommune(case: Case) -> None:
    """R-U30: LOG_INNLAGT went to another kommune, was handed back, taken back, and sent right."""
    if untouched(case, "innlagt"):
        others = [kommune for kommune in KOMMUNER if kommune is not case.kommune]
        to = case.chance.choice(others).pleie
        at = case.t0 + 3 * MINUTE
        wrong = case.put("feil", "LOG_INNLAGT", at, to, says={"innlagt": case.t0})
        back = {"sender": to, "code": "8117/1", "above": wrong}
        case.put("feil_avvik", "DIALOG_AVVIK", at + 2 * MINUTE, case.hospital, **back)
        case.again("feil_c", "feil", at + 5 * MINUTE, status="C", above=wrong)


def sent_kvittert(case: Case) -> None:
    """R-K02: the report is in time, counted from when the kommune had LOG_INNLAGT."""
    if _take(case, "innlagt", "innleggelse"):
        innlagt = case.drafts["innlagt"]
        late = case.t0 + (case.kommune.innlagt_h - 2) * HOUR
        if case.kommune.egen or case.live or case.some(0.5):
            innlagt.at = late
        else:
            innlagt.answers[case.kommune.her] = Answer(late - innlagt.at)
        case.drafts["innleggelse"].at = late + (case.kommune.rapport_h - 2) * HOUR


def til_fastlege(case: Case) -> None:
    """R-U17: the fastlege got the epikrise, and the kommune did not."""
    if untouched(case, "epikrise"):
        draft = case.drafts["epikrise"]
        draft.receiver, draft.copies = case.kommune.fastlege, ()


def sent_svar(case: Case) -> None:
    """R-U25 and R-K09: answered, however late."""
    for name, ask in (("sporsmal", ask_hospital), ("sporsmal_k", ask_kommune)):
        if name not in case.touched:
            ask(case)
            case.drafts[f"{name}_svar"].at += 6 * DAY


def unodig_svar(case: Case) -> None:
    """R-K05: discharged before the answer was due."""
    told_right = not {"rapport", "utskrevet"} & case.touched
    if told_right and _take(case, "klar", "svar", "oppdatert"):
        klar = case.drafts["klar"]
        klar.at, klar.says["klar"] = case.t1 - 2 * HOUR, case.last_day
        case.drafts["oppdatert"].at = klar.at - HOUR
        case.drop("svar")


def avmeldt(case: Case) -> None:
    """R-K05 and R-U23: taken back the same day, unanswered; declared ready anew the day after."""
    if case.tk - case.t0 > 3 * DAY and _take(case, "klar", "svar", "oppdatert"):
        newer = case.drafts["klar"]
        when = case.tk - DAY
        says = {"innlagt": case.t0, "klar": day_of(when)}
        first = case.again("klar_for", "klar", when, says=says)
        case.drafts["oppdatert"].at = when - HOUR
        says = {**says, "avmeldt": day_of(when)}
        case.put("avmelding", "LOG_AVMELDING", when + 2 * HOUR, first.receiver, says=says)
        case.drafts["svar"].above = newer


def _mended(case: Case, name: str, lacks: set[str], most: timedelta) -> None:
    if untouched(case, name):
        draft = case.drafts[name]
        case.again(f"{name}_m", name, case.after(draft.at, HOUR, most), status="M", above=draft)
        draft.drugs = ()
        draft.lacks |= lacks


def _take(case: Case, *names: str) -> bool:
    """All of these drafts, or none where anything has changed one of them."""
    free = all(name in case.drafts and name not in case.touched for name in names)
    if free:
        case.touched.update(names)
    return free


MENDED: Final[tuple[Callable[[Case], None], ...]] = (
    rapport,
    epikrise,
    innleggelse,
    varsel,
    sent_oppdatert,
    uoppfordret,
    avvist,
    feil_kommune,
    sent_kvittert,
    til_fastlege,
    sent_svar,
    unodig_svar,
    avmeldt,
)
"""Each is in as many stays as any other."""
SHARE: Final = 0.04
"""Of the stays, for each."""
