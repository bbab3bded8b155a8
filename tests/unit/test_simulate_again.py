"""The truth about what is sent twice, and about patients of an age that a rule asks for."""

from datetime import date, timedelta

import pytest
from simulated import by_hand, must, wish

from broker.simulate import faults_teknisk, faults_varsel, noise
from broker.simulate.drugs import STOPPED
from broker.simulate.made import cases
from broker.simulate.people import person
from broker.simulate.together import anew, nowhere


@pytest.mark.parametrize("seed", range(8))
def test_sent_twice(seed: int) -> None:
    """R-T06: the same message under another MsgId, within a week; after more than a week it is none."""
    case, later = by_hand(seed), by_hand(seed)
    faults_teknisk.t06(case)
    (name,) = (name for name in case.drafts if name.endswith("_tvilling"))
    apart = case.drafts[name].at - case.drafts[name.partition("_")[0]].at
    assert must(case) == ["R-T06"]
    assert apart.days < 7 or apart.total_seconds() == 7 * 24 * 3600
    noise.sendt_pa_nytt(later)
    (name,) = (name for name in later.drafts if name.endswith("_nytt"))
    assert later.drafts[name].at - later.drafts[name.partition("_")[0]].at > timedelta(days=7)
    assert not must(later)


@pytest.mark.parametrize(("born", "due"), [(date(2007, 2, 1), ["R-K10"]), (date(2007, 3, 1), [])])
def test_children_of_a_child(born: date, due: list[str]) -> None:
    """R-K10 stands of a patient of 18 on the day of the report, the 3rd or 4th of February 2025."""
    case = by_hand()
    case.patient = person(7, born)
    faults_varsel.k10(case)
    assert must(case) == due


def test_readmission_counts_from_67() -> None:
    """R-U32 stands of the old alone, though younger patients come back as soon."""
    again = [case for case in cases(wish(600, faults=frozenset({"R-U32"}))) if case.story == "reinnlagt"]
    old = {bool(must(case)) for case in again if case.patient.is_at_least(67, case.last_day)}
    young = {bool(must(case)) for case in again if not case.patient.is_at_least(67, case.t0.date())}
    assert (True in old, young) == (True, {False})


def two_stays(days_between: int, *, bare: bool) -> list[str]:
    """What must be found of a second stay whose utskrivningsrapport is taken back and sent again."""
    before, case = by_hand(), by_hand()
    for draft in case.drafts.values():
        draft.at += timedelta(days=days_between)
    rapport = case.drafts["rapport"]
    above = None if bare else rapport
    case.again("rapport_c", "rapport", rapport.at + timedelta(minutes=4), status="C", above=above)
    case.again("rapport_igjen", "rapport", rapport.at + timedelta(minutes=9))
    anew(before, case, soon=False)
    return must(case)


def test_a_kansellering_that_may_mean_either_stay() -> None:
    """Without a reference, and the stay before has one like it not long ago: neither is taken back."""
    assert two_stays(20, bare=True) == ["R-T06", "R-T07"]
    assert two_stays(31, bare=True) == []
    assert two_stays(20, bare=False) == []


def test_medicines_that_are_told_of_nowhere() -> None:
    """R-U22, where R-U03 leaves a stopped medicine alone, and the epikrise tells of none or never came."""
    told, untold, unsent = by_hand(), by_hand(), by_hand()
    for case in (told, untold, unsent):
        case.drafts["rapport"].drugs = (STOPPED,)
    untold.drafts["epikrise"].drugs = ()
    unsent.drop("epikrise")
    for case in (told, untold, unsent):
        nowhere(case)
    assert [must(case) for case in (told, untold, unsent)] == [[], ["R-U22"], ["R-U22"]]
