"""The warning limits of the board: what is a varsel, and from when. Pure.

Source: rules.md §12.3: what is over such a limit, and not over the hard one, is shown, and is no avvik.
Whether something is expected, and from when its time runs, is what the rules say.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from consumers.gone import first_delivered
from consumers.rule import Terms
from consumers.rules import epikrise, tilbakemelding
from consumers.stay import Stay
from consumers.tilbud import answers
from schemas.agreements import Kind
from schemas.board import Warned
from schemas.tid import Tidspunkt


class Owed(NamedTuple):
    """One message that is expected: from when its time runs, and when it was sent, UTC; None = not yet."""

    start: Tidspunkt | datetime
    came: datetime | None


class Warns(NamedTuple):
    """The warning limits of one column.

    Attributes:
        limits: keys of rules.md §2; the one that is over first counts.
        owed: what they are about, in one stay.
    """

    limits: tuple[str, ...]
    owed: Callable[[Stay, Terms], Iterator[Owed]]


OF_KIND: Final[Mapping[str, Kind]] = {"epikrise.kommune": "kommune"}
"""Limits that hold for one kind of party alone."""


def warned(warns: Warns, stay: Stay, terms: Terms, *, awaited: bool) -> Warned | None:
    """The first varsel of what is awaited; or else of what came, once the warning limit was over."""
    kind = terms.party.kind
    keys = [key for key in warns.limits if OF_KIND.get(key, kind) == kind]
    found = [
        Warned(over, key)
        for one in warns.owed(stay, terms)
        if awaited is (one.came is None)
        for key in keys
        if (over := terms.limit(key, one.start).over) and (one.came is None or one.came >= over)
    ]
    return min(found, key=lambda one: (one.over, one.limit), default=None)


def _innlagt(stay: Stay, _: Terms) -> Iterator[Owed]:
    first = first_delivered(stay.innlagt)
    if stay.t0:
        yield Owed(stay.t0, first.sent if first else None)


def _svar(stay: Stay, terms: Terms) -> Iterator[Owed]:
    for due in tilbakemelding.due(stay, terms):
        first = next(iter(answers(stay, due.klar)), None)
        yield Owed(due.had, first.sent if first else None)


def _epikrise(stay: Stay, terms: Terms) -> Iterator[Owed]:
    if stay.t1 and epikrise.limit_of(stay, terms):
        first = epikrise.first_epikrise(stay, terms)
        yield Owed(stay.t1, first.sent if first else None)


INNLAGT: Final = Warns(("log_innlagt.soft",), _innlagt)
SVAR: Final = Warns(("tilbakemelding.soft",), _svar)
EPIKRISE: Final = Warns(("epikrise.kommune", "epikrise.warn"), _epikrise)
