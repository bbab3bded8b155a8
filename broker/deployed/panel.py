"""One picture of a board, and the two kinds that are asked for again and again."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture.

    Attributes:
        says: shown when the pointer rests on the title.
        asks: label of the line -> PromQL; {{name}} in a label is the value of that label.
        unit: as Grafana names units.
        red: from this value on it is red; only for a number.
        width: of 24.
    """

    title: str
    says: str
    asks: tuple[tuple[str, str], ...]
    unit: str = "short"
    shape: Literal["timeseries", "stat"] = "timeseries"
    red: float | None = None
    width: int = 12


def quantiles(metric: str, by: str = "") -> tuple[tuple[str, str], ...]:
    """The median and the 95th percentile of a fordeling, for each value of a label."""
    grouped, name = (f"le, {by}", f" {{{{{by}}}}}") if by else ("le", "")
    return tuple(
        (f"{words}{name}", f"histogram_quantile({q}, sum by ({grouped}) (rate({metric}_bucket[5m])))")
        for words, q in (("halvparten", "0.5"), ("95 %", "0.95"))
    )


def number(title: str, says: str, ask: str, unit: str = "short", red: float | None = 1) -> Panel:
    """A number that is red from `red` on."""
    return Panel(title, says, (("", ask),), unit, "stat", red, 4)
