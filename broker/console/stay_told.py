"""What the page of a stay tells: what is missing, who waits for whom, its messages, what rules answer."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from broker import words
from broker.answer_words import ANSWERS, reason
from broker.avvik_words import title
from broker.console.axis import axis
from broker.console.board_lines import name_of, unit_name
from broker.console.desk import Desk
from broker.console.drawing import Axis, Said
from broker.console.forlop_cell import Shown, shown
from broker.console.forlop_words import HEADS
from broker.console.stay_sent import Sent, in_words, sent_in
from broker.tracing.patient import Patient
from consumers.board import board, off
from consumers.board_cells import cells_of
from consumers.board_columns import BY_RULE
from consumers.deadlines import deadlines
from consumers.explain import Answer, explain
from consumers.found import terms_of
from consumers.ready_days import ready_days
from consumers.stay import Stay
from schemas.avvik import Avvik
from schemas.board import COLUMNS, Cell
from schemas.tid import OSLO


class Waiting(NamedTuple):
    """Something that has not come: who waits for whom.

    Attributes:
        name: what it is.
        waits, sends: names of the party that waits, and of the one that is to send it.
        cell: how the board shows it.
        deadline: UTC; None where there is none.
    """

    name: str
    waits: str
    sends: str
    cell: Shown
    deadline: datetime | None


def told(found: Patient, stay: Stay, desk: Desk, now: datetime) -> dict[str, Any]:
    """What the page tells of a stay."""
    agreement = desk.agreement
    terms = terms_of(stay, agreement, found.evaluation.svarer)
    cells = cells_of(stay, terms, _findings(found, stay))
    limits = deadlines(stay, cells, terms)
    seen = [shown(cell, now, agreement.limits(terms.party.kommunenr)) for cell in cells]
    row = next((row for row in board(found.evaluation, agreement, now) if row.stay_id == stay.id), None)
    answers = explain(stay, now, agreement, found.evaluation.svarer)
    sent = sorted(sent_in(stay, desk.agreement))
    return {
        "stay": stay,
        "short": f"P-{stay.pid[:4].upper()}",
        "dates": words.stay(_date(stay.t0), _date(stay.t1), now) or "ukjente datoer",
        "hospital": name_of(stay.hospital, agreement),
        "party": name_of(stay.party, agreement),
        "unit": unit_name(row.unit, agreement) if row else "",
        "columns": list(zip(COLUMNS, [HEADS[name] for name in COLUMNS], seen, limits, strict=True)),
        "waiting": list(_waiting(stay, cells, seen, desk)),
        "ready": ready_days(stay, now.astimezone(OSLO).date()),
        "axis": _axis(stay, sent, cells, limits, seen, now),
        "sent": sent,
        "answers": _answers(answers, stay, now),
        "off": off(stay, agreement),
    }


def _date(told: Any) -> Any:
    return told.dato if told else None


def _findings(found: Patient, stay: Stay) -> dict[int, list[Any]]:
    """What the rules of each column found in the stay."""
    by: dict[int, list[Any]] = {}
    for papers, rule, finding in found.evaluation.funn:
        if papers is stay and rule.key in BY_RULE:
            by.setdefault(BY_RULE[rule.key], []).append(finding)
    return by


def _waiting(stay: Stay, cells: Sequence[Cell], seen: Sequence[Shown], desk: Desk) -> Iterator[Waiting]:
    """What is awaited or missing, the first deadline first."""
    ends = {"sykehus": name_of(stay.hospital, desk.agreement), "kommune": name_of(stay.party, desk.agreement)}
    awaited = [row for row in zip(COLUMNS, cells, seen, strict=True) if row[1].outcome == "ventet"]
    for name, cell, sign in sorted(awaited, key=lambda row: row[1].over or desk.now()):
        head = HEADS[name]
        other = next(who for who in ends if who != head.sender)
        yield Waiting(head.name, ends[other], ends[head.sender], sign, cell.deadline)


def _axis(
    stay: Stay,
    sent: Sequence[Sent],
    cells: Sequence[Cell],
    limits: Sequence[datetime | None],
    seen: Sequence[Shown],
    now: datetime,
) -> Axis:
    said = [Said(one.at, one.kind, one.mark, in_words(one, now)) for one in sent]
    return axis(stay, said, cells, limits, [one.text for one in seen], now)


def avvik_rows(bodies: Sequence[str], now: datetime) -> list[tuple[Avvik, str, str, str]]:
    """Each avvik with its short id, what it is, and how it stands."""
    found = [Avvik.model_validate_json(body) for body in bodies]
    short = words.shorten("A", [str(one.id) for one in found])
    return [
        (one, short[str(one.id)], title(one), words.standing(one.state, one.deadline, one.arrived_at, now))
        for one in found
    ]


def _answers(answers: Sequence[Answer], stay: Stay, now: datetime) -> list[tuple[Answer, str, str]]:
    """Each rule's answer and why, findings first."""
    order = list(ANSWERS)
    rows = sorted(answers, key=lambda one: order.index(one.answer))
    return [(one, ANSWERS[one.answer], reason(one, stay, now)) for one in rows]
