"""The truth about simulated stays, worked out by hand."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from simulated import by_hand, messages, must, wish

from broker.simulate import faults_liste, faults_mottak, faults_teknisk, faults_ut, faults_varsel
from broker.simulate.faults import FAULTS, PLO20, RULES
from broker.simulate.local import day_end
from broker.simulate.made import cases
from broker.simulate.posted import truth


def test_a_flawless_stay_has_nothing() -> None:
    """Everything in time, by the table of rules.md §2."""
    case = by_hand()
    sent = {name: draft.at for name, draft in case.drafts.items()}
    assert not must(case)
    assert (sent["innlagt"] - case.t0).total_seconds() < 4 * 3600
    assert (sent["innleggelse"] - case.t0).total_seconds() < 24 * 3600
    assert (sent["varsel"] - case.t0).total_seconds() < 24 * 3600
    assert case.t0 < sent["oppdatert"] < sent["klar"] < sent["svar"] < day_end(case.tk.date())
    assert sent["rapport"] < day_end(case.last_day) > sent["utskrevet"]
    assert (sent["epikrise"] - case.t1).days < 7


def test_no_message_of_admission() -> None:
    """R-U01, and nothing of the kommune, which was never told."""
    case = by_hand()
    faults_varsel.u01(case)
    assert must(case) == ["R-U01"]
    assert not [draft for draft in case.drafts.values() if draft.kind == "LOG_INNLAGT"]


@pytest.mark.parametrize("seed", range(8))
def test_late_message_of_admission(seed: int) -> None:
    """R-U02 stands for more than a day and the grace, by GenDate or by when it came."""
    case = by_hand(seed)
    faults_varsel.u02(case)
    draft = case.drafts["innlagt"]
    counted = draft.received or draft.at
    assert must(case) == ["R-U02"]
    assert (counted - case.t0).total_seconds() > 24.5 * 3600


def test_late_discharge() -> None:
    """R-U12 stands when LOG_UTSKREVET is sent after the 10th and half an hour."""
    case = by_hand()
    faults_ut.u12(case)
    assert must(case) == ["R-U12"]
    assert case.drafts["utskrevet"].at > datetime(2025, 2, 10, 23, 30, tzinfo=UTC)


def test_an_epikrise_that_nobody_could_see() -> None:
    """R-U17 stands only where we see the mailbox."""
    seen, unseen = by_hand(), by_hand()
    unseen.kommune = replace(unseen.kommune, dekning=False)
    for case in (seen, unseen):
        faults_ut.u17(case)
    assert (must(seen), must(unseen)) == (["R-U17"], [])


def test_what_a_refusal_also_makes_missing() -> None:
    """A refused LOG_UTSKREVET is R-T02 and R-U11 (rules.md §12.5)."""
    found = set()
    for seed in range(12):
        case = by_hand(seed)
        faults_teknisk.t02(case)
        found.add(tuple(must(case)))
    assert found == {("R-T02",), ("R-T02", "R-U11"), ("R-T02", "R-U14")}


@pytest.mark.parametrize(
    ("refuse", "rule", "lost"),
    [
        (faults_mottak.t04, "R-T04", {"R-U11", "R-U14", "R-U17"}),
        (faults_mottak.t05, "R-T05", {"R-U11", "R-U14"}),
    ],
)
def test_what_our_own_door_makes_missing(refuse: Any, rule: str, lost: set[str]) -> None:
    """What we refuse has come to nobody, and the avvik is about that message."""
    found = set()
    for seed in range(20):
        case = by_hand(seed)
        refuse(case)
        (one,) = [one for one in truth(case)["avvik"] if one["rule"] == rule]
        assert one["messages"] == [draft.msg_id for draft in case.drafts.values() if draft.spoilt]
        found.update({*must(case)} - {rule})
    assert found == lost


def test_cave_of_the_kommune_is_asked_for_where_it_was_told() -> None:
    """R-U26 needs an innleggelsesrapport with CAVE."""
    case, silent = by_hand(), by_hand()
    silent.drafts["innleggelse"].lacks.add("cave")
    for one in (case, silent):
        faults_ut.u26(one)
    assert (must(case), must(silent)) == (["R-U26"], [])


def test_what_an_avvik_is_about() -> None:
    """The MsgIds of the message and of its later versions."""
    case = by_hand()
    varsel = case.drafts["varsel"]
    case.expect("R-U29", varsel)
    (row,) = truth(case)["avvik"]
    assert row["messages"] == sorted((varsel.msg_id, case.drafts["oppdatert"].msg_id))


def test_a_list_of_stopped_medicines_is_none() -> None:
    """R-U03 whether the list is empty or tells of what was stopped."""
    for seed in range(6):
        case = by_hand(seed)
        faults_liste.u03(case)
        assert must(case) == ["R-U03"]
        assert not [drug for drug in case.drafts["rapport"].drugs if not drug.stopped]


def test_only_the_wished_faults_occur() -> None:
    """And what each of them brings with it."""
    found = {one.rule for case in cases(wish(60, faults=frozenset({"R-K01"}))) for one in case.wrong}
    assert found == {"R-K01"}
    assert not [case for case in cases(wish(60, faults=frozenset())) if case.wrong]


def test_every_rule_occurs_in_a_hundred_stays_or_two() -> None:
    """Every rule that can be broken is; each row has a rule of its own, or our door refuses what it makes."""
    found = {one.rule for case in cases(wish(200)) for one in case.wrong}
    assert found == set(RULES)
    rows = [row for row in (*FAULTS, *PLO20) if not row.refused]
    assert len({row.rule for row in rows}) == len(rows)


def test_msg_ids_are_unique_but_for_what_is_sent_twice() -> None:
    """A stay is known by its MsgIds."""
    ids = [draft.msg_id for case in cases(wish(60)) for draft in case.drafts.values()]
    assert len({*ids}) == len(ids)
    raw = [one.xml for one in messages(wish(60))]
    assert 0.9 < len({*raw}) / len(raw) < 1
