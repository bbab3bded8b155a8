"""The figures of the report, in the order and with the names they are shown by."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from broker import words
from broker.analyse.charts import Row
from broker.analyse.summary import Summary
from broker.avvik_words import rules
from broker.faults.document import CODES
from broker.names import Names
from schemas.agreements import Agreement
from schemas.categories import WORDING

DIRECTIONS: Final = ("til_UNN", "fra_UNN", "ingen")
OTHERS: Final = "Fastleger og andre"
OUR_OWN: Final = "En feil i plo selv: meldingen er ikke regnet med."
MONTHS: Final = 36
"""More months than this from the first to the last are shown without the empty ones: a stray date must not
stretch the chart."""
LETTERS: Final = str.maketrans({"æ": "{", "ø": "|", "å": "}"})
"""After z, in the order of the Norwegian alphabet."""

Counted = Iterable[tuple[str, str, int]]
"""Name, direction, how many."""


class Named(NamedTuple):
    """A code or rule, its name if it has one, what it means, and how many."""

    key: str
    name: str
    means: str
    number: int


def by_kommune(summary: Summary, agreement: Agreement) -> list[Row]:
    """A row for each kommune, most til UNN first; all other parties together, last."""
    names = Names(agreement)
    counted: list[tuple[str, str, int]] = []
    for (her, direction), count in summary.by_kommune.items():
        is_kommune = agreement.kind(her) == "kommune"
        counted.append((names.short(her) if is_kommune else OTHERS, direction, count))
    return sorted(_rows(counted), key=lambda row: (row.name == OTHERS, *_most(row)))


def by_cause(summary: Summary) -> list[Row]:
    """A row for each cause, in the words of the årsmelding, most til UNN first."""
    counted = ((WORDING.get(key, key), way, n) for (key, way), n in summary.by_category.items())
    return sorted(_rows(counted), key=_most)


def by_month(summary: Summary) -> list[Row]:
    """A row for each month, the first one first."""
    found = {row.name: row.counts for row in _rows((m, way, n) for (m, way), n in summary.by_month.items())}
    months = list(_months(min(found), max(found))) if found else []
    shown = months if len(months) <= MONTHS else sorted(found)
    return [Row(_month(month), found.get(month, (0, 0, 0))) for month in shown]


def by_rule(summary: Summary, *, tekniske: bool) -> list[Named]:
    """Each rule that found something, what it means, and how much it found."""
    known = rules()
    return [
        Named(id_, known[id_].name, known[id_].betyr or known[id_].text, count)
        for id_, count in sorted(summary.by_rule.items())
        if known[id_].teknisk == tekniske
    ]


def refused(summary: Summary) -> list[Named]:
    """Each code of the first fault of refused messages, most first."""
    return [
        Named(code, "", CODES[code].what if code in CODES else OUR_OWN, count)
        for code, count in summary.taken.refused.most_common()
    ]


def totals(rows: Sequence[Row]) -> tuple[int, int, int]:
    """The sum of each series."""
    til, fra, andre = (sum(row.counts[series] for row in rows) for series in range(3))
    return til, fra, andre


def _rows(counted: Counted) -> list[Row]:
    found: dict[str, Counter[str]] = {}
    for name, direction, count in counted:
        found.setdefault(name, Counter())[direction] += count
    til, fra, andre = DIRECTIONS
    return [Row(name, (counts[til], counts[fra], counts[andre])) for name, counts in found.items()]


def _most(row: Row) -> tuple[int, int, str]:
    til, fra, andre = row.counts
    return -til, -fra - andre, row.name.casefold().translate(LETTERS)


def _months(first: str, last: str) -> Iterator[str]:
    """From "2026-02" to "2026-04", both included."""
    year, month = map(int, first.split("-"))
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _month(name: str) -> str:
    """ "feb. 2026"."""
    day = date.fromisoformat(f"{name}-01")
    return f"{words.MONTHS[day.month - 1]}{words.NBSP}{day.year}"
