"""The report of plo analyse: one page that needs nothing but itself, without anything of a patient."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Final, NamedTuple

from jinja2 import Environment

from broker import words
from broker.analyse import figures
from broker.analyse.charts import SERIES, Chart, Row, lying, standing, used
from broker.analyse.summary import Summary
from broker.avvik_words import CONFIDENCE
from broker.templates import environment
from schemas.agreements import Agreement
from schemas.codes import MELDINGSNAVN
from schemas.tid import OSLO

TEMPLATE: Final = "report.html.j2"
OTHER: Final = "Andre"


class Section(NamedTuple):
    """A chart, and the table of its figures.

    Attributes:
        id: unique on the page.
        first: heading of the first column.
        says: what the chart shows, one sentence, for those who do not see it.
        columns: (place in the counts, word) of each series.
    """

    id: str
    title: str
    first: str
    says: str
    rows: list[Row]
    chart: Chart
    columns: tuple[tuple[int, str], ...]
    sums: tuple[int, int, int]


def report(summary: Summary, agreement: Agreement, now: datetime) -> str:
    """The page, HTML; `now` (UTC) is when it is seen from."""
    facts = {
        "summary": summary,
        "taken": summary.taken,
        "now": f"{_day(now)} kl. {now.astimezone(OSLO):%H.%M}",
        "period": _period(summary),
        "series": SERIES,
        "sections": _sections(summary, agreement),
        "to": figures.totals(figures.by_kommune(summary, agreement)),
        "rules": figures.by_rule(summary, tekniske=False),
        "technical": figures.by_rule(summary, tekniske=True),
        "refused": figures.refused(summary),
        "types": _types(summary),
        "states": _worded(summary.by_state, words.STATES),
        "confidences": _worded(summary.by_confidence, CONFIDENCE),
        "strangers": sorted(summary.strangers),
    }
    return _environment().get_template(TEMPLATE).render(facts)


@cache
def _environment() -> Environment:
    made = environment("broker", "analyse")
    made.filters.update(number=words.number, counted=words.counted)
    return made


def _sections(summary: Summary, agreement: Agreement) -> list[Section]:
    return [
        _section("kommune", "Per kommune", "Kommune", figures.by_kommune(summary, agreement), lying),
        _section("arsak", "Per årsak", "Årsak", figures.by_cause(summary), lying),
        _section("maned", "Over tid", "Måned", figures.by_month(summary), standing),
    ]


def _section(
    id_: str, title: str, first: str, rows: list[Row], draw: Callable[[Sequence[Row]], Chart]
) -> Section:
    top = max(rows, key=lambda row: sum(row.counts), default=None)
    most = f" Flest har {top.name}: {words.number(sum(top.counts))}." if top else ""
    return Section(
        id=id_,
        title=title,
        first=first,
        says=f"Antall samhandlingsavvik {title[0].lower()}{title[1:]}.{most} Tallene står i tabellen under.",
        rows=rows,
        chart=draw(rows),
        columns=tuple((series, SERIES[series][1]) for series in used(rows)),
        sums=figures.totals(rows),
    )


def _types(summary: Summary) -> list[tuple[str, int]]:
    """What each type is called, and how many there were, most first."""
    named: Counter[str] = Counter()
    for type_, count in summary.by_type.items():
        named[MELDINGSNAVN.get(type_, OTHER)] += count
    return named.most_common()


def _worded(counts: Mapping[str, int], known: Mapping[str, str]) -> list[tuple[str, int]]:
    """In the order of `known`, those that there are."""
    return [(word, counts[key]) for key, word in known.items() if counts.get(key)]


def _period(summary: Summary) -> str:
    """ "3. feb. 2026 til 28. mars 2026"; "" without any message."""
    return f"{_day(summary.first)} til {_day(summary.last)}" if summary.first and summary.last else ""


def _day(at: datetime) -> str:
    """ "3. feb. 2026", in Oslo; the year always, since a page may be read in another one."""
    local = at.astimezone(OSLO)
    return words.NBSP.join((f"{local.day}.", words.MONTHS[local.month - 1], str(local.year)))
