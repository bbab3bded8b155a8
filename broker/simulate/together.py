"""What must be found because of two things that are each right, or each found, by themselves."""

from datetime import timedelta
from typing import Final

from broker.simulate.case import Case
from broker.simulate.draft import Draft
from broker.simulate.drugs import STOPPED
from broker.simulate.faults import REINNLEGGELSE
from broker.simulate.local import ELDRE, MYNDIG, day_of

INN: Final = "INNLEGGELSESRAPPORT"
UT: Final = "UTSKRIVNINGSRAPPORT"
NEAR: Final = timedelta(days=30)
"""Of two messages sent so near each other, nobody knows which one a Kansellering without reference means."""
SILENT: Final = frozenset({INN, UT})
"""Kinds whose Kansellering tells of no date, so that nothing but a reference says what it is about."""


def nowhere(case: Case) -> None:
    """R-U22: what the patient used at home is told of nowhere.

    The utskrivningsrapport has a stopped medicine alone (R-U03), and the epikrise none, or there is none.
    """
    told = _standing(case)
    home, again = (any(one.kind == kind and one.drugs for one in told) for kind in (INN, "EPIKRISE"))
    if home and not again and any(one.kind == UT and one.drugs == (STOPPED,) for one in told):
        case.expect("R-U22")


def anew(before: Case, case: Case, *, soon: bool) -> None:
    """A second stay of the same patient; `soon`: it is to be a sign that there is one."""
    if soon and case.patient.is_at_least(ELDRE, day_of(case.drafts["innlagt"].at)):
        case.expect(REINNLEGGELSE)
    is_adult = case.patient.is_at_least(MYNDIG, day_of(case.drafts["innleggelse"].at))
    if is_adult and any(draft.has("barn") for draft in before.drafts.values()):
        case.expect("R-K10")  # the kommune has told of the children before
    for cancel, meant in _cancelled(case):
        if cancel.above is None and meant.kind in SILENT:
            _ambiguous(before, case, cancel, meant)


def _ambiguous(before: Case, case: Case, cancel: Draft, meant: Draft) -> None:
    """R-T07 and R-T06, where a Kansellering may mean a message of the stay before as well.

    So what it means still stands, and what was sent anew is the same once more.
    """
    if any(_rivals(meant, draft) for draft in _standing(before)):
        case.expect("R-T07", cancel)
        case.expect("R-T06", meant)


def _cancelled(case: Case) -> list[tuple[Draft, Draft]]:
    """Each Kansellering of something that was sent, and that."""
    drafts = [
        (name, draft) for name, draft in case.drafts.items() if draft.status == "C" and not draft.orphan
    ]
    return [(draft, draft.above or case.drafts[name.removesuffix("_c")]) for name, draft in drafts]


def _standing(case: Case) -> list[Draft]:
    """Messages that came and were not taken back."""
    gone = {id(meant) for _, meant in _cancelled(case)}
    sent = [draft for draft in case.drafts.values() if draft.status != "C" and id(draft) not in gone]
    return [draft for draft in sent if not draft.is_test and not draft.spoilt]


def _rivals(one: Draft, other: Draft) -> bool:
    same = (one.kind, one.sender.her, one.receiver.her) == (other.kind, other.sender.her, other.receiver.her)
    return same and one.at - other.at <= NEAR
