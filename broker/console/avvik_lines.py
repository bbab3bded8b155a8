"""Avvik as lines: of the list, and of a file."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import orjson

from broker import words
from broker.avvik_words import CONFIDENCE, SEVERITY, rules, title
from broker.console.avvik_words import DIRECTIONS, SIGNS, STATES
from broker.console.board_lines import name_of
from broker.console.export import Cell
from broker.handling import MAY
from schemas.agreements import Agreement
from schemas.avvik import Avvik


class Line(NamedTuple):
    """An avvik in the list.

    Attributes:
        short, patient: A-19C2, P-7F3A.
        sign, kind, word: how it stands; kind is the class of its colour.
        open: whether anything can be done with it.
    """

    one: Avvik
    short: str
    patient: str
    title: str
    stay: str
    kommune: str
    severity: str
    sign: str
    kind: str
    word: str
    open: bool


COLUMNS: Final = (
    "avvik", "regel", "hva", "tilstand", "alvorlighet", "sikkerhet", "retning", "type", "kategori", "pasient",
    "opphold fra", "opphold til", "kommunenummer", "part", "sykehus", "frist", "kom", "oppdaget", "endret",
    "behandlet av", "hvorfor", "meldinger", "forklaring", "id",
)  # fmt: skip


def lines(found: Sequence[Avvik], agreement: Agreement, now: datetime) -> list[Line]:
    """What is shown of each, in order."""
    short = words.shorten("A", [str(one.id) for one in found])
    patients = words.shorten("P", [one.pid for one in found])
    return [
        Line(
            one,
            short[str(one.id)],
            patients[one.pid],
            title(one),
            words.stay(one.stay_from, one.stay_to, now),
            name_of(one.party, agreement) if one.party else "",
            SEVERITY[one.severity],
            *stands(one, now),
            bool(MAY[one.state]),
        )
        for one in found
    ]


def stands(one: Avvik, now: datetime) -> tuple[str, str, str]:
    """Sign, class of its colour, and word: ("✕", "mangler", "8 d over")."""
    sign, _, word = words.standing(one.state, one.deadline, one.arrived_at, now).partition(" ")
    return sign, SIGNS[sign], word


def exported(bodies: Sequence[str], agreement: Agreement) -> Iterator[list[Cell]]:
    """Lines of a file with COLUMNS. Read as plain JSON: a file may hold very many."""
    found = [orjson.loads(body) for body in bodies]
    short = words.shorten("A", [one["id"] for one in found])
    patients = words.shorten("P", [one["pid"] for one in found])
    for one in found:
        yield [short[one["id"]], *_what(one), patients[one["pid"]], *_where(one, agreement), *_rest(one)]


def _what(one: dict[str, Any]) -> Iterator[Cell]:
    rule = rules().get(one["rule"])
    yield one["rule"]
    yield rule.name if rule else one["text"]
    yield STATES[one["state"]].lower()
    yield SEVERITY[one["severity"]]
    yield CONFIDENCE[one["confidence"]]
    yield DIRECTIONS[one["direction"]]
    yield one.get("kind", "samhandling")
    yield one["category"]


def _where(one: dict[str, Any], agreement: Agreement) -> Iterator[Cell]:
    yield one.get("stay_from")
    yield one.get("stay_to")
    yield one.get("kommune")
    party = one.get("party")
    yield name_of(party, agreement) if party else None
    yield name_of(one["hospital"], agreement)


def _rest(one: dict[str, Any]) -> Iterator[Cell]:
    for name in ("deadline", "arrived_at", "detected_at", "changed_at"):
        yield datetime.fromisoformat(one[name]) if one.get(name) else None
    yield one.get("behandlet_av")
    yield one.get("hvorfor")
    yield " ".join(one["msg_ids"])
    yield one["text"]
    yield one["id"]


def kommuner(agreement: Agreement, allowed: frozenset[str] | None) -> dict[str, str]:
    """kommunenummer -> name of those that the user may choose among, by name."""
    names = {part.kommunenr: part.navn.removesuffix(" kommune") for part in agreement.parts if part.kommunenr}
    seen = {nr: name for nr, name in names.items() if allowed is None or nr in allowed}
    return dict(sorted(seen.items(), key=lambda pair: pair[1]))
