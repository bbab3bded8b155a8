"""How many of the avvik that must be found were found, and how many were found that must not. Pure.

An avvik belongs to the stay that its messages are of, and is right when that stay must have one of its rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

RECALL: Final = 1.0
PRECISION: Final = 0.99
"""What a simulation must reach, as shares."""

Row = Mapping[str, Any]


@dataclass(slots=True)
class Count:
    """Of one rule.

    Attributes:
        found: right ones; missed: not found; extra: found, and wrong.
    """

    found: int = 0
    missed: int = 0
    extra: int = 0

    @property
    def recall(self) -> float:
        """Share of what must be found that was; 1 where nothing must."""
        return _share(self.found, self.missed)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return _share(self.found, self.extra)


@dataclass(frozen=True, slots=True)
class Fault:
    """One miss or extra.

    Attributes:
        what: "mangler" or "for mye".
        stay: name of the stay; "" where the messages are of none.
    """

    what: str
    stay: str
    rule: str
    text: str = ""


@dataclass(slots=True)
class Score:
    """The answer.

    Attributes:
        rules: by id, in order.
    """

    rules: dict[str, Count] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def total(self) -> Count:
        """All rules together."""
        counts = self.rules.values()
        return Count(*(sum(getattr(one, name) for one in counts) for name in ("found", "missed", "extra")))

    @property
    def good(self) -> bool:
        """As good as it must be, of all rules together."""
        return self.total.recall >= RECALL and self.total.precision >= PRECISION


def score(stays: Sequence[Row], avvik: Iterable[Row], rules: frozenset[str] | None = None) -> Score:
    """Hold what was found against the truth; `rules` = only those count, None = all."""
    counts: dict[str, Count] = defaultdict(Count)
    faults: list[Fault] = []
    due = {stay["stay"]: [one for one in stay["avvik"] if _counts(one, rules)] for stay in stays}
    by_name = {stay["stay"]: stay for stay in stays}
    owner = {msg_id: stay["stay"] for stay in stays for msg_id in stay["messages"]}
    rows = [row for row in avvik if _counts(row, rules)]
    # Those that only one stay can own first, so that an avvik over two stays takes what is left.
    rows.sort(key=lambda row: len({owner.get(msg_id) for msg_id in row["messages"]}))
    for row in rows:
        names = list(dict.fromkeys(filter(None, map(owner.get, row["messages"]))))
        if _take(row, [by_name[name] for name in names], due):
            counts[row["rule"]].found += 1
        else:
            counts[row["rule"]].extra += 1
            faults.append(Fault("for mye", "+".join(names), row["rule"], row.get("text", "")))
    for name, missing in due.items():
        for one in missing:
            counts[one["rule"]].missed += 1
            faults.append(Fault("mangler", name, one["rule"]))
    faults.sort(key=lambda fault: (fault.stay, fault.rule, fault.what))
    return Score(dict(sorted(counts.items())), faults)


def _take(row: Row, stays: Iterable[Row], due: dict[str, list[Row]]) -> bool:
    """Cross off what must be found and is this."""
    for stay in stays:
        if row.get("kommune") not in (None, stay["kommune"]):
            continue
        for one in due[stay["stay"]]:
            about = one["messages"]
            if one["rule"] == row["rule"] and (not about or set(about) & {*row["messages"]}):
                due[stay["stay"]].remove(one)
                return True
    return False


def _counts(one: Row, rules: frozenset[str] | None) -> bool:
    return rules is None or one["rule"] in rules


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 1.0
