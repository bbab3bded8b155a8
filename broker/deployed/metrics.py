"""docs/metrikker.md, from the table of metrics."""

from collections.abc import Iterator

from adapters.metric_row import Metric
from adapters.metric_table import TABLE

HEAD = """# Metrikker

Laget av `make docs` fra tabellen i `adapters/metric_table.py`; endringer her blir borte.

`GET /metrics` på inntaket (PLO_HTTP_PORT) viser alt fra alle deler på samme maskin. En del som kjører alene
(`plo part`) viser sitt eget på PLO_METRICS_PORT. Ingen metrikk inneholder opplysninger om personer.

* **teller**: vokser bare; bruk `rate()` eller `increase()`. Begynner på 0 når tjenesten starter.
* **tilstand**: hvordan det er nå. Settes hvert tiende sekund av det første inntaket, eller av delen selv.
* **fordeling**: varighet i sekunder; bruk `histogram_quantile()` på navnet med `_bucket`.

| navn i Prometheus | slag | merkelapper | betydning |
|---|---|---|---|
"""


def document() -> str:
    """The page."""
    return HEAD + "".join(_rows())


def _rows() -> Iterator[str]:
    for one in TABLE:
        labels = ", ".join(f"`{label}`" for label in one.labels) or "–"
        yield f"| `{_name(one)}` | {one.kind} | {labels} | {one.says} |\n"


def _name(metric: Metric) -> str:
    return metric.exposed[0]
