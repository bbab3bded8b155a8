"""The score of a simulation, read and told: the work behind plo simulate score."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from broker import words
from broker.cli.exits import USAGE, Stop
from broker.cli.screen import show, table, write_json
from broker.simulate.score import Count, Score

Row = dict[str, Any]


def stays_of(path: Path) -> list[Row]:
    """The stays of truth.json. Raises Stop when it is none."""
    try:
        stays: list[Row] = orjson.loads(path.read_bytes())["stays"]
        return [{**stay, "stay": stay["stay"], "messages": stay["messages"]} for stay in stays]
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError):
        raise Stop(USAGE, f"{path} er ingen fasit.", "Den lages av plo simulate --out.") from None


def avvik_of(path: Path) -> Iterator[Row]:
    """The avvik of plo analyse --json. Raises Stop when a line is none."""
    try:
        lines = path.read_bytes().splitlines()
        rows = [orjson.loads(line) for line in lines if line.strip()]
        return iter([{**row, "rule": row["rule"], "messages": row["messages"]} for row in rows])
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError):
        raise Stop(USAGE, f"{path} er ikke avvik.", "De lages av plo analyse --json.") from None


def printed(score: Score, *, every: bool, as_json: bool) -> None:
    """A row for each rule and one for all; `every` miss and extra besides."""
    if as_json:
        write_json(_row(rule, count) for rule, count in _rows(score))
        if every:
            write_json(_fault(fault) for fault in score.faults)
        return
    counted = ("Riktig", "Mangler", "For mye", "Gjenfinning", "Presisjon")
    built = table("Regel", *counted, right=counted)
    for rule, count in _rows(score):
        shares = (_percent(count.recall), _percent(count.precision))
        built.add_row(rule, *map(words.number, (count.found, count.missed, count.extra)), *shares)
    show(built)
    if every and score.faults:
        faults = table("Opphold", "Regel", "Feil", "Tekst")
        for fault in score.faults:
            faults.add_row(fault.stay or "–", fault.rule, fault.what, fault.text)
        show()
        show(faults)


def _rows(score: Score) -> list[tuple[str, Count]]:
    return [*score.rules.items(), ("alle", score.total)]


def _row(rule: str, count: Count) -> Row:
    counts = {"found": count.found, "missed": count.missed, "extra": count.extra}
    return {"rule": rule, **counts, "recall": count.recall, "precision": count.precision}


def _fault(fault: Any) -> Row:
    return {"fault": fault.what, "stay": fault.stay, "rule": fault.rule, "text": fault.text}


def _percent(share: float) -> str:
    """Never rounded up to 100: that would hide the one that is missing."""
    return f"{words.decimal(int(share * 1000) / 10)} %"
