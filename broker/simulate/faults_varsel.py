"""Faults in what is told at admission and before the discharge (rules.md §6 and §7)."""

from broker.simulate.case import Case
from broker.simulate.local import DAY, GRACE, HOUR, MINUTE, MYNDIG, TIDLIGVARSEL, at, day_of
from broker.simulate.usual import answer

LATE = GRACE + 5 * MINUTE


def u01(case: Case) -> None:
    """No LOG_INNLAGT."""
    case.drop("innlagt")
    case.expect("R-U01")


def u02(case: Case) -> None:
    """LOG_INNLAGT after the limit, by GenDate or by when it came."""
    limit = case.kommune.innlagt_h * HOUR
    case.delay("innlagt", case.after(case.t0 + limit, LATE, 12 * HOUR))
    case.expect("R-U02")


def u05(case: Case) -> None:
    """No tidligvarsel: the first helseopplysninger are the updated ones."""
    draft = case.drafts["oppdatert"]
    draft.status, draft.above = "N", None
    case.drop("varsel")
    case.expect("R-U05")


def u06(case: Case) -> None:
    """Tidligvarsel more than a day after the admission."""
    case.delay("varsel", case.after(case.t0 + TIDLIGVARSEL, LATE, 6 * HOUR))
    case.expect("R-U06")


def u07(case: Case) -> None:
    """Helseopplysninger without one of their parts, in the version that stands."""
    asked = ("pasientstatus", "forlop", "kontakt") + (("forventet",) if case.version == "1.6" else ())
    part = case.chance.choice(asked)
    for name in ("varsel", "oppdatert"):
        case.drafts[name].lacks.add(part)
    case.expect("R-U07")
    if part == "kontakt":
        case.expect("R-U29", case.drafts["varsel"])


def u08(case: Case) -> None:
    """Declared ready, and the last helseopplysninger are more than three days old."""
    case.drop("oppdatert")
    case.expect("R-U08")


def u09(case: Case) -> None:
    """LOG_UTSKRIVNINGSKLAR without a date or a professional, or with a date before the admission."""
    klar = case.drafts["klar"]
    fault = case.chance.randint(1, 3)
    if fault == 1:
        del klar.says["klar"]
    elif fault == 2:
        klar.lacks.add("ansvarlig")
    else:
        klar.says["klar"] = day_of(case.t0) - 2 * DAY
    case.expect("R-U09")


def u10(case: Case) -> None:
    """Discharged, and never declared ready."""
    case.drop("klar", "svar")
    case.expect("R-U10")


def u23(case: Case) -> None:
    """Declared ready anew for another day, and nothing took the first back."""
    klar = case.drafts["klar"]
    day = day_of(case.tk) - DAY
    klar.at = at(day, 10, case.chance.randint(0, 59))
    klar.says["klar"] = day
    for name in ("svar", "oppdatert"):
        case.drafts[name].at -= DAY
    case.drafts["svar"].at = case.after(klar.at, 20 * MINUTE, 2 * HOUR)
    case.drafts["oppdatert"].at = klar.at - case.between(HOUR, 3 * HOUR)
    newer = case.again("klar2", "klar", case.tk, says={"innlagt": case.t0, "klar": day_of(case.tk)})
    answer(case, "svar2", newer)
    case.expect("R-U23")


def k01(case: Case) -> None:
    """No innleggelsesrapport."""
    case.lose("innleggelse")
    case.expect("R-K01")


def k02(case: Case) -> None:
    """Innleggelsesrapport after the limit, which runs from when LOG_INNLAGT came."""
    limit = case.kommune.rapport_h * HOUR
    innlagt = case.drafts["innlagt"]
    case.delay("innleggelse", case.after(innlagt.at + limit, LATE, 12 * HOUR))
    case.expect("R-K02")


def k03(case: Case) -> None:
    """Innleggelsesrapport without some of its parts."""
    parts = ("arsak", "diagnose", "cave", "tjenester", "sykepleie", "funksjon", "kontakt", "parorende")
    draft = case.drafts["innleggelse"]
    draft.lacks.update(case.chance.sample(parts, case.chance.randint(1, 3)))
    case.expect("R-K03")


def k04(case: Case) -> None:
    """Innleggelsesrapport without medicines in any form."""
    case.drafts["innleggelse"].drugs = ()
    case.expect("R-K04")


def k05(case: Case) -> None:
    """No answer to LOG_UTSKRIVNINGSKLAR."""
    case.drop("svar")
    case.expect("R-K05")


def k06(case: Case) -> None:
    """The answer comes the day after."""
    case.delay("svar", at(day_of(case.tk) + DAY, case.chance.randint(1, 9), 15))
    case.expect("R-K06")


def k10(case: Case) -> None:
    """Children were told of before, and the innleggelsesrapport of an adult is silent of them."""
    pleie, fastlege = case.kommune.pleie, case.kommune.fastlege
    before = case.t0 - case.between(5 * DAY, 60 * DAY)
    draft = case.put("tjenester", "ORIENTERING_TJENESTETILBUD", before, fastlege, sender=pleie)
    draft.holds.add("barn")
    if case.patient.is_at_least(MYNDIG, day_of(case.drafts["innleggelse"].at)):
        case.expect("R-K10")
