"""Messages that our own door refuses, so that they come to nobody (rules.md §8 and §12.5)."""

from broker.simulate.case import Case
from broker.simulate.draft import Answer, Draft, Spoilt
from broker.simulate.local import MINUTE

CODES: dict[Spoilt, str] = {"skjema": "T02", "navnerom": "T10", "pasient": "E36"}
"""What is wrong -> what it is refused with (8221)."""


def t04(case: Case) -> None:
    """Not valid, or of a format that nobody reads; an epikrise does not come to the fastlege either."""
    _spoil(case, "R-T04", case.chance.choice(("rapport", "utskrevet", "epikrise")))


def t05(case: Case) -> None:
    """About a patient of whom it tells the name alone."""
    _spoil(case, "R-T05", case.chance.choice(("rapport", "utskrevet")), "pasient")


def spoil(case: Case, draft: Draft, how: Spoilt = "") -> None:
    """Make it one that is refused, as those who answer for themselves may have done too."""
    how = how or ("skjema" if draft.kind == "EPIKRISE" or case.some(0.5) else "navnerom")
    draft.spoilt = how
    told = Answer(MINUTE, (CODES[how],)) if case.some(0.5) else None
    draft.answers |= {who.her: told for who in (draft.receiver, *draft.copies)}


def _spoil(case: Case, rule: str, name: str, how: Spoilt = "") -> None:
    spoil(case, case.drafts[name], how)
    case.expect(rule, case.drafts[name])
    missing = {"rapport": "R-U14", "utskrevet": "R-U11", "epikrise": "R-U17"}[name]
    if name != "epikrise" or case.kommune.dekning:
        case.expect(missing)
