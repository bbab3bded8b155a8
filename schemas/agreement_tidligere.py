"""The table [[part.tidligere]] of an agreement file: HER-ids that a party had before (docs/avtaler.md)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from schemas.agreement_values import is_date, is_text, list_of
from schemas.tid import OSLO
from schemas.toml_lines import Fault, Path


@dataclass(frozen=True, slots=True)
class Tidligere:
    """A HER-id, level 1, that a party had before: its own, or that of a party it has taken over.

    Attributes:
        her: digits only.
        til: the last day it was in use.
        fra: the first; None = always before.
    """

    her: str
    til: date
    fra: date | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it was in use at that moment: days are Oslo's."""
        day = at.astimezone(OSLO).date()
        return (self.fra or day) <= day <= self.til


KEYS: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "her": (is_text(r"[0-9]{1,12}"), 'skal være HER-id på nivå 1: bare sifre, i anførselstegn, som "90199"'),
    "fra": (is_date, "skal være en dato uten anførselstegn, som 2020-01-01"),
    "til": (is_date, "skal være en dato uten anførselstegn, som 2025-12-31"),
}
REQUIRED: Final = ("her", "til")

is_rows: Final = list_of(lambda row: isinstance(row, dict))


def faults_of(rows: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """What is wrong in the rows of one party, each with the path of its key."""
    for number, row in enumerate(rows):
        at: Path = ("tidligere", number)
        for key, value in row.items():
            test, what = KEYS.get(key, (None, ""))
            if test is None:
                yield (*at, key), f"ukjent nøkkel «{key}»"
            elif not test(value):
                yield (*at, key), f"«{key}» {what}"
        yield from ((at, f"«{key}» mangler") for key in REQUIRED if key not in row)
        if is_date(row.get("fra")) and is_date(row.get("til")) and row["fra"] > row["til"]:
            yield (*at, "fra"), "«fra» er senere enn «til»"


def shared(parts: Sequence[Mapping[str, Any]], current: frozenset[str]) -> Iterator[Fault]:
    """Rows whose HER-id is one of `current`, or stands twice for one time; faulty parties are left out."""
    seen: list[Tidligere] = []
    for number, part in enumerate(parts):
        had = part.get("tidligere")
        for row, old in enumerate(had if isinstance(had, tuple) else ()):
            at: Path = ("part", number, "tidligere", row, "her")
            if old.her in current:
                yield at, f"HER-id {old.her} er i bruk nå, og kan ikke være tidligere"
            if any(_meet(old, other) for other in seen):
                yield at, f"HER-id {old.her} står to ganger for samme tid"
            seen.append(old)


def _meet(one: Tidligere, other: Tidligere) -> bool:
    begun = max(one.fra or date.min, other.fra or date.min)
    return one.her == other.her and begun <= min(one.til, other.til)
