"""Faults of the messages themselves and of their AppRecs (rules.md §8)."""

from broker.simulate.case import Case
from broker.simulate.draft import Answer, Draft
from broker.simulate.faults_dialog import back
from broker.simulate.local import APPREC, DAY, GRACE, HOUR, MINUTE

FORMAT = ("T01", "T02", "T10")
PATIENT = ("E30", "E31", "E32", "E36")
SIGNATURE = ("S01", "S02", "S03")


def t01(case: Case) -> None:
    """A receiver that answers otherwise gives no AppRec."""
    draft = _any(case)
    draft.answers[case.kommune.her] = None
    case.expect("R-T01", draft)


def t02(case: Case) -> None:
    """Refused for a reason of no other rule, so that it counts as missing."""
    _refused(case, "R-T02", ("X99",))


def t04(case: Case) -> None:
    """Refused as invalid."""
    _refused(case, "R-T04", FORMAT)


def t05(case: Case) -> None:
    """Refused because the patient is not told well enough."""
    _refused(case, "R-T05", PATIENT)


def t13(case: Case) -> None:
    """Refused because of its signature."""
    _refused(case, "R-T13", SIGNATURE)


def t06(case: Case) -> None:
    """The same content under two MsgIds, at once or within a week."""
    name = case.chance.choice(("innlagt", "utskrevet", "rapport"))
    draft = case.drafts[name]
    later = case.between(MINUTE, 7 * DAY) if case.some(0.6) else 0 * DAY
    case.again(f"{name}_tvilling", name, draft.at + later)
    case.expect("R-T06", draft)


def t07(case: Case) -> None:
    """A Kansellering of something that nobody has seen."""
    says = {"innlagt": case.t0}
    at = case.after(case.t0, 3 * HOUR, 20 * HOUR)
    to = case.kommune.saksbehandler
    draft = case.put("ukjent_c", "LOG_UTSKRIVNINGSKLAR", at, to, says=says, status="C", orphan=True)
    case.expect("R-T07", draft)


def t08(case: Case) -> None:
    """Dead or gone before the admission, or dated ahead of when it came."""
    faults = ("dod", "utskrevet", "slutt") if case.live else ("dod", "utskrevet", "slutt", "datert")
    fault = case.chance.choice(faults)
    if fault == "slutt":
        draft = case.drafts["epikrise"]
        draft.says["utskrevet"] = case.t0 - 30 * DAY
    elif fault == "dod":
        draft = case.drafts["epikrise"]
        draft.says["dod"] = case.t0 - 30 * DAY
    elif fault == "utskrevet":
        draft = case.drafts["rapport"]
        draft.says["utskrevet"] = case.t0 - 2 * DAY
    else:
        draft = case.drafts[case.chance.choice(("varsel", "innleggelse"))]
        draft.received, draft.at = draft.at, draft.at + 90 * MINUTE
    case.expect("R-T08", draft)


def t10(case: Case) -> None:
    """The kommune says that something is wrong with a message."""
    draft = _any(case)
    back(case, draft, "8117/99")
    case.expect("R-T10", draft)


def t11(case: Case) -> None:
    """A message that asks for AppRec 1.1 is answered with 1.0."""
    draft = _any(case)
    draft.answers[case.kommune.her] = Answer(MINUTE, version="1.0")
    case.expect("R-T11", draft)


def t12(case: Case) -> None:
    """A positive AppRec after the limit."""
    draft = _any(case)
    draft.answers[case.kommune.her] = Answer(case.between(APPREC + GRACE + HOUR, APPREC + 90 * HOUR))
    case.expect("R-T12", draft)


def t14(case: Case) -> None:
    """It must not be passed on."""
    draft = case.drafts["rapport"]
    draft.holds.add("forbehold")
    case.expect("R-T14", draft)


def _any(case: Case) -> Draft:
    """A message of the discharge to the kommune."""
    return case.drafts[case.chance.choice(("rapport", "utskrevet", "epikrise"))]


def _refused(case: Case, rule: str, errors: tuple[str, ...]) -> None:
    """By the kommune; what it refuses counts as missing, and an epikrise still reaches the fastlege."""
    name, missing = case.chance.choice((("rapport", "R-U14"), ("utskrevet", "R-U11"), ("epikrise", "")))
    draft = case.drafts[name]
    draft.answers[case.kommune.her] = Answer(MINUTE, (case.chance.choice(errors),))
    case.expect(rule, draft)
    if missing:
        case.expect(missing)
