"""plo simulate score: recall and precision, and which stay a miss is of."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli_runner import run_plo

from broker.cli.exits import REFUSED, USAGE
from broker.simulate.score import Count, score

Row = dict[str, Any]


def stay(name: str, *rules: str, about: dict[str, str] | None = None, kommune: str = "1") -> Row:
    """A stay with two messages, and what must be found of it; `about`: rule -> the message it is of."""
    due = [{"rule": rule, "messages": [about[rule]] if about and rule in about else []} for rule in rules]
    return {"stay": name, "kommune": kommune, "messages": [f"{name}1", f"{name}2"], "avvik": due}


def avvik(rule: str, *messages: str, kommune: str | None = "1") -> Row:
    return {"rule": rule, "messages": [*messages], "kommune": kommune}


def test_all_found() -> None:
    """Recall and precision are 1."""
    result = score([stay("a", "R-U01"), stay("b")], [avvik("R-U01", "a1")])
    assert result.rules == {"R-U01": Count(found=1)}
    assert result.good
    assert not result.faults


def test_misses_and_extras() -> None:
    """Each counts under its rule, and names its stay."""
    stays = [stay("a", "R-U01", "R-U02"), stay("b")]
    result = score(stays, [avvik("R-U01", "a1"), avvik("R-U03", "b2"), avvik("R-U03", "ukjent")])
    assert result.rules == {"R-U01": Count(1), "R-U02": Count(missed=1), "R-U03": Count(extra=2)}
    assert result.total == Count(1, 1, 2)
    told = [(fault.what, fault.stay, fault.rule) for fault in result.faults]
    assert told == [("for mye", "", "R-U03"), ("mangler", "a", "R-U02"), ("for mye", "b", "R-U03")]


def test_the_pair_counts_as_the_rule_that_stands() -> None:
    """R-U01 where R-U02 must stand is both a miss and an extra."""
    result = score([stay("a", "R-U02")], [avvik("R-U01", "a1")])
    assert result.total == Count(0, 1, 1)


def test_one_is_crossed_off_once() -> None:
    """A second avvik of the same rule is one too many, unless two must be found."""
    assert score([stay("a", "R-U29")], [avvik("R-U29", "a1"), avvik("R-U29", "a2")]).total == Count(1, 0, 1)
    both = stay("a", "R-U29", "R-U29")
    assert score([both], [avvik("R-U29", "a1"), avvik("R-U29", "a2")]).total == Count(2)


def test_another_kommune_or_message_is_wrong() -> None:
    """The kommune must be that of the stay, and the message the one it is about."""
    assert score([stay("a", "R-U01")], [avvik("R-U01", "a1", kommune="2")]).total == Count(0, 1, 1)
    assert score([stay("a", "R-U01")], [avvik("R-U01", "a1", kommune=None)]).total == Count(1)
    about = stay("a", "R-U29", about={"R-U29": "a2"})
    assert score([about], [avvik("R-U29", "a1")]).total == Count(0, 1, 1)
    assert score([about], [avvik("R-U29", "a1", "a2")]).total == Count(1)


def test_an_avvik_over_two_stays_is_of_the_one_that_lacks_it() -> None:
    """A readmission rests on messages of both."""
    rows = [avvik("R-U32", "a1", "b1"), avvik("R-U32", "a2")]
    assert score([stay("a", "R-U32"), stay("b", "R-U32")], rows).total == Count(2)


def test_only_some_rules_count() -> None:
    """Those that are named."""
    stays = [stay("a", "R-U01", "R-U02")]
    assert score(stays, [avvik("R-U01", "a1")], frozenset({"R-U01"})).good


@pytest.mark.parametrize(("extras", "good"), [(1, True), (2, False)])
def test_precision_must_be_99_percent(extras: int, good: bool) -> None:
    """One too many of a hundred is good enough, two are not."""
    stays = [stay(str(number), "R-U01") for number in range(100)]
    found = [avvik("R-U01", f"{number}1") for number in range(100)]
    assert score(stays, found + [avvik("R-U02", "01")] * extras).good is good


def test_the_command(tmp_path: Path) -> None:
    """A table with the exit code 1 where something is missing, JSON where asked for, 2 for no truth."""
    truth, found = tmp_path / "truth.json", tmp_path / "avvik.jsonl"
    truth.write_text(json.dumps({"stays": [stay("a", "R-U01", "R-U02")]}))
    found.write_text(json.dumps(avvik("R-U01", "a1")) + "\n")
    ran = run_plo("simulate", "score", str(truth), str(found), "--alle")
    assert ran.code == REFUSED
    assert "R-U02" in ran.out and "mangler" in ran.out and "50,0 %" in ran.out
    rows = run_plo("simulate", "score", str(truth), str(found), "--json").rows
    assert [(row["rule"], row["recall"]) for row in rows] == [("R-U01", 1.0), ("R-U02", 0.0), ("alle", 0.5)]
    assert run_plo("simulate", "score", str(truth), str(found), "--rules", "R-U01").code == 0
    assert run_plo("simulate", "score", str(found), str(truth)).code == USAGE
    for wrong in ("R-X1", "R-U01,R-U99", ""):
        ran = run_plo("simulate", "score", str(truth), str(found), "--rules", wrong)
        assert (ran.code, ran.out) == (USAGE, "") and "Ingen regel heter" in ran.err
