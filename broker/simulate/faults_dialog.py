"""Faults in conversations, in cancelling, and in what comes of an answer with a date (rules.md §6 and §7)."""

from broker.simulate.case import Case
from broker.simulate.draft import Answer, Draft
from broker.simulate.local import DAY, HOUR, MINUTE, at, day_of
from broker.simulate.usual import ask_by_doctor, ask_hospital, ask_kommune, talk


def u25(case: Case) -> None:
    """A question to the hospital without an answer."""
    if case.some(0.5):
        ask_hospital(case)
        case.drop("sporsmal_svar")
        case.expect("R-U25", case.drafts["sporsmal"])
    else:
        talk(case)
        case.drop("samtale_svar")
        case.expect("R-U25", case.drafts["samtale"])


def k09(case: Case) -> None:
    """A question to the kommune without an answer, from the hospital or from the fastlege."""
    if case.some(0.5):
        ask_kommune(case)
        case.drop("sporsmal_k_svar")
        case.expect("R-K09", case.drafts["sporsmal_k"])
    else:
        ask_by_doctor(case)
        case.drop("sporsmal_l_svar")
        case.expect("R-K09", case.drafts["sporsmal_l"])


def u30(case: Case) -> None:
    """The kommune hands a message back as not for it, or its receiver is unknown there."""
    draft = case.drafts[case.chance.choice(("rapport", "utskrevet"))]
    case.expect("R-U30", draft)
    if not case.kommune.egen and case.some(0.4):
        draft.answers[case.kommune.her] = Answer(MINUTE, ("E21",))
        case.expect("R-T02", draft)
        case.expect("R-U14" if draft is case.drafts["rapport"] else "R-U11")
        return
    back(case, draft, "8117/1")


def back(case: Case, draft: Draft, code: str) -> None:
    """DIALOG_AVVIK about a message."""
    when = case.after(draft.at, HOUR, 5 * HOUR)
    case.put("avvik", "DIALOG_AVVIK", when, case.hospital, sender=draft.receiver, code=code, above=draft)


def u31(case: Case) -> None:
    """Something superfluous is taken back more than a day after the kommune had it."""
    extra = superfluous(case)
    when = case.after(extra.at, 26 * HOUR, 40 * HOUR)
    case.again("ekstra_c", "ekstra", when, status="C", above=extra)
    case.expect("R-U31", extra)


def superfluous(case: Case) -> Draft:
    """Helseopplysninger of their own, as if for somebody else."""
    says = {"klar": day_of(case.tk), "innlagt": case.t0}
    when = case.after(case.t0, 21 * HOUR, 23 * HOUR)
    to = case.kommune.saksbehandler
    return case.put("ekstra", "HELSEOPPL_SOKNAD", when, to, says=says, type_innhold="9140/2")


def k07(case: Case) -> None:
    """The answer gives a date after the one of readiness, and the patient still waits at the hospital."""
    _put_off(case)
    case.drop("rapport", "utskrevet", "epikrise", "til_lege")
    case.expect("R-K07")


def k08(case: Case) -> None:
    """The same, and the patient goes home without a word that there is a place after all."""
    _put_off(case)
    case.expect("R-K08")


def _put_off(case: Case) -> None:
    klar = case.drafts["klar"]
    soon = case.after(case.tk, 20 * MINUTE, 2 * HOUR)
    says = {"plass": at(day_of(case.tk) + 20 * DAY, 12)}
    by = {"sender": case.kommune.saksbehandler, "above": klar}
    case.put("svar", "TILBAKEMELDING_20", soon, case.hospital, says=says, **by)
