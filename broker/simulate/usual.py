"""A flawless stay with all that belongs to it, by the timeline of rules.md §2."""

from broker.simulate.case import Case
from broker.simulate.draft import Draft
from broker.simulate.drugs import STOPPED
from broker.simulate.head import Party
from broker.simulate.local import DAY, HOUR, MINUTE, day_of


def flawless(case: Case) -> None:
    """Every message that such a stay asks for, in time and whole."""
    admission(case)
    needs(case)
    ready(case)
    discharge(case)


def admission(case: Case) -> None:
    """LOG_INNLAGT and the kommune's report."""
    soon = case.after(case.t0, 10 * MINUTE, 3 * HOUR)
    case.put("innlagt", "LOG_INNLAGT", soon, says={"innlagt": case.t0})
    at = case.after(soon, HOUR, 10 * HOUR)
    case.put("innleggelse", "INNLEGGELSESRAPPORT", at, case.hospital, sender=case.kommune.pleie)
    case.drafts["innleggelse"].drugs = case.drugs


def needs(case: Case) -> None:
    """Tidligvarsel, and what changes it before the patient is ready."""
    says = {"klar": day_of(case.tk), "innlagt": case.t0}
    at = case.after(case.t0, 2 * HOUR, 20 * HOUR)
    to = case.kommune.saksbehandler
    case.put("varsel", "HELSEOPPL_SOKNAD", at, to, says=says, type_innhold="9140/1")
    at = case.tk - case.between(HOUR, 3 * HOUR)
    newer = case.again("oppdatert", "varsel", at, status="M", above=case.drafts["varsel"])
    newer.type_innhold = "9140/2"
    newer.holds |= {"diagnose", "cave"}


def ready(case: Case) -> None:
    """LOG_UTSKRIVNINGSKLAR and the kommune's answer."""
    says = {"innlagt": case.t0, "klar": day_of(case.tk)}
    klar = case.put("klar", "LOG_UTSKRIVNINGSKLAR", case.tk, case.kommune.saksbehandler, says=says)
    answer(case, "svar", klar)


def answer(case: Case, name: str, klar: Draft) -> Draft:
    """The kommune's answer to LOG_UTSKRIVNINGSKLAR, at once."""
    soon = case.after(klar.at, 20 * MINUTE, 170 * MINUTE)
    by = {"sender": case.kommune.saksbehandler, "above": klar}
    if case.some(0.3):
        return case.put(name, "DIALOG_HELSEFAGLIG", soon, case.hospital, code="7322/6", **by)
    return case.put(name, "DIALOG_NOTAT", soon, case.hospital, code="9155/1", **by)


def discharge(case: Case) -> None:
    """Utskrivningsrapport, LOG_UTSKREVET and epikrise."""
    says = {"innlagt": case.t0, "utskrevet": case.t1}
    at = case.after(case.t1, -HOUR, HOUR)
    rapport = case.put("rapport", "UTSKRIVNINGSRAPPORT", at, says=says, type_innhold="9139/11")
    rapport.drugs = (*case.drugs, STOPPED)
    at = case.after(case.t1, 5 * MINUTE, 3 * HOUR)
    case.put("utskrevet", "LOG_UTSKREVET", at, says={"utskrevet": case.last_day})
    epikrise(case)


def epikrise(case: Case) -> Draft:
    """To the kommune, with a copy to the fastlege."""
    says = {"innlagt": case.t0, "utskrevet": case.t1}
    at = case.after(case.t1, 2 * HOUR, 5 * DAY)
    draft = case.put("epikrise", "EPIKRISE", at, says=says, copies=(case.kommune.fastlege,))
    draft.drugs = case.drugs
    return draft


def around(case: Case) -> None:
    """What kommune, fastlege and hospital also write to each other; some of it each time."""
    pleie, fastlege = case.kommune.pleie, case.kommune.fastlege
    if case.some(0.4):
        at = case.t0 - case.between(5 * DAY, 60 * DAY)
        case.put("tjenester", "ORIENTERING_TJENESTETILBUD", at, fastlege, sender=pleie)
    if case.some(0.4):
        at = case.after(case.t0, 5 * HOUR, 20 * HOUR)
        draft = case.put("medisinske", "MEDISINSKE_OPPLYSNINGER", at, pleie, sender=fastlege)
        draft.drugs = case.drugs
    if case.some(0.15):
        at = case.after(case.t0, 5 * HOUR, 20 * HOUR)
        case.put("epj", "EPJ-EKSTRAKT", at, pleie, sender=fastlege, drugs=case.drugs)
    if case.some(0.3):
        at = case.after(case.t1, DAY, 3 * DAY)
        case.put("til_lege", "HELSEOPPLYSNINGER_LEGE", at, fastlege, sender=pleie)
    for ask in (ask_hospital, ask_kommune, ask_by_doctor, talk):
        if case.some(0.2):
            ask(case)


def ask_hospital(case: Case) -> None:
    """A question from the kommune to the hospital, and its answer."""
    _asked(case, "sporsmal", "9152/8", case.kommune.saksbehandler, case.hospital)


def ask_kommune(case: Case) -> None:
    """A question from the hospital to the kommune, and its answer."""
    _asked(case, "sporsmal_k", "9154/99", case.hospital, case.kommune.saksbehandler)


def ask_by_doctor(case: Case) -> None:
    """A question from the fastlege to the kommune, and its answer."""
    _asked(case, "sporsmal_l", "9153/5", case.kommune.fastlege, case.kommune.pleie)


def talk(case: Case) -> None:
    """Helsefaglig dialog, opened by the kommune."""
    at = case.after(case.t0, 20 * HOUR, 40 * HOUR)
    by = case.kommune.saksbehandler
    first = case.put("samtale", "DIALOG_HELSEFAGLIG", at, case.hospital, sender=by, code="7322/6")
    at = case.after(at, HOUR, 40 * HOUR)
    case.put("samtale_svar", "DIALOG_HELSEFAGLIG", at, by, code="7322/6", above=first)


def _asked(case: Case, name: str, code: str, who: Party, whom: Party) -> None:
    at = case.after(case.t0, 20 * HOUR, 40 * HOUR)
    asked = case.put(name, "DIALOG_FORESPORSEL", at, whom, sender=who, code=code)
    at = case.after(at, HOUR, 40 * HOUR)
    case.put(f"{name}_svar", "DIALOG_SVAR", at, who, sender=whom, code="9069/5", above=asked)
