"""What a metric is: name, kind, a sentence, labels; and the thing that counts, made from it."""

from dataclasses import dataclass
from typing import Final, Literal

from prometheus_client import Counter, Gauge, Histogram

Kind = Literal["teller", "tilstand", "fordeling"]
SHORT: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Bounds in seconds of what takes milliseconds."""
LONG: Final = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 21600.0)
"""Bounds in seconds of what takes minutes."""
ENDINGS: Final = {"teller": ("_total",), "tilstand": ("",), "fordeling": ("_bucket", "_sum", "_count")}
"""What Prometheus adds to a name."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes:
        says: a sentence of bokmål, for whoever reads it at night; also its HELP text.
        labels: names, in the order that the functions of metrics.py give them.
        bounds: of a fordeling, in seconds.
    """

    name: str
    kind: Kind
    says: str
    labels: tuple[str, ...] = ()
    bounds: tuple[float, ...] = SHORT

    @property
    def exposed(self) -> tuple[str, ...]:
        """The names under which Prometheus finds it."""
        return tuple(self.name + ending for ending in ENDINGS[self.kind])

    def made(self) -> Counter | Gauge | Histogram:
        """The thing that counts. Of a tilstand with several processes the highest of those alive holds."""
        if self.kind == "teller":
            return Counter(self.name, self.says, self.labels)
        if self.kind == "tilstand":
            return Gauge(self.name, self.says, self.labels, multiprocess_mode="livemax")
        return Histogram(self.name, self.says, self.labels, buckets=self.bounds)
