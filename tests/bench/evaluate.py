"""(e) evaluate for one patient, by the length of the history; reading the same history from JSON beside it.

One process, no I/O. Whoever settles a patient does both: the history comes as JSON from the store.

python -m bench.evaluate
"""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import islice
from statistics import median
from typing import NamedTuple

from bench.stays import EVENTS, stay
from histories import AVTALE, PID
from rich.console import Console
from rich.table import Table

from consumers.evaluate import Evaluation, evaluate
from schemas.events import HENDELSER, AnyEvent

LENGTHS = (5, 50, 500)
"""Events of one patient."""
STAYS_APART = 2600
"""Between two stays of the patient, in numbers of bench.stays: twenty days."""
ROUNDS = 15
AT_LEAST_S = 0.05
"""One round goes on for so long, in seconds."""
AFTER = timedelta(days=60)
"""From the last message to the moment of the answer, when every limit has passed."""


class Evaluated(NamedTuple):
    """Medians over the rounds, in microseconds for one patient.

    Attributes:
        events, stays, avvik: what the history holds, and what stands in the end.
        read_us: the history from JSON.
        evaluate_us: the answer from the history.
    """

    events: int
    stays: int
    avvik: int
    read_us: float
    evaluate_us: float


def history(count: int) -> list[AnyEvent]:
    """The first `count` messages of a patient admitted every third week, each third stay with a fault."""
    numbers = range(0, (count // EVENTS + 1) * STAYS_APART, STAYS_APART)
    told = (event.model_copy(update={"pid": PID}) for number in numbers for event in stay(number))
    return list(islice(told, count))


def evaluated(count: int) -> Evaluated:
    """One length of history."""
    events = history(count)
    texts, now = [event.as_json() for event in events], events[-1].received_at + AFTER

    def read() -> object:
        return [HENDELSER.validate_json(text) for text in texts]

    def answer() -> Evaluation:
        return evaluate(events, now, AVTALE)

    found = answer()
    rounds = [(_us(read), _us(answer)) for _ in range(ROUNDS)]
    each = (median(one[which] for one in rounds) for which in range(2))
    return Evaluated(len(events), len(found.stays), len(found.avvik), *each)


def _us(work: Callable[[], object]) -> float:
    """Microseconds of the processor for one call, the mean of as many as AT_LEAST_S holds."""
    calls, started, end = 0, time.process_time(), time.perf_counter() + AT_LEAST_S
    while not calls or time.perf_counter() < end:
        work()
        calls += 1
    return (time.process_time() - started) / calls * 1e6


def evaluate_table(rows: Sequence[Evaluated]) -> Table:
    """(e)."""
    table = Table(
        title=f"(e) evaluate for én pasient. Én prosess, {ROUNDS} runder, medianer av prosessortid."
    )
    for name in (
        "hendelser",
        "opphold",
        "avvik",
        "lese JSON\nµs",
        "evaluate\nµs",
        "evaluate\nµs per hendelse",
        "evaluate\n× lese JSON",
    ):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(
            *map(str, row[:3]),
            f"{row.read_us:.0f}",
            f"{row.evaluate_us:.0f}",
            f"{row.evaluate_us / row.events:.1f}",
            f"{row.evaluate_us / row.read_us:.2f}",
        )
    return table


def main() -> None:
    Console(width=116).print(evaluate_table([evaluated(count) for count in LENGTHS]))


if __name__ == "__main__":
    main()
