"""What detect reads: stays that overlap, six messages each, most of them as they should be."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from histories import epikrise, innlagt, klar, rapport, utskrevet
from sequels import kvittering

from schemas.events import AnyEvent

EVENTS = 6
"""Messages of one stay."""
FIRST = datetime(2026, 2, 3, 10, 0)  # noqa: DTZ001 - Oslo wall clock, as the builders take it
APART = timedelta(minutes=11)
"""Between one admission and the next: some 500 patients are in hospital at a time."""

Built = dict[str, AnyEvent]


def events(stays: int, first: int = 0) -> list[AnyEvent]:
    """All messages of so many stays in the order they came; `first` gives other patients."""
    told = (event for number in range(first, first + stays) for event in stay(number))
    return sorted(told, key=lambda event: event.received_at)


def stay(number: int) -> Iterator[AnyEvent]:
    """The six messages of one patient; every third patient's have a fault."""
    fault = FAULTS.get(number % 9)
    built = flawless(number)
    return iter((fault(built, number) if fault else built).values())


def flawless(number: int) -> Built:
    """All told in time."""
    pid = f"{number:064x}"
    start = FIRST + APART * number
    ready, out = start + timedelta(days=2), start + timedelta(days=3, hours=2)
    admitted = innlagt(wall(start), wall(start + timedelta(minutes=20)), pid=pid)
    return {
        "innlagt": admitted,
        "kvittering": kvittering(admitted, "1"),
        "klar": klar(wall(ready), wall(ready + timedelta(minutes=5)), fra=wall(start), pid=pid),
        "utskrevet": utskrevet(wall(out), wall(out + timedelta(minutes=10)), pid=pid),
        "rapport": rapport(wall(out + timedelta(minutes=15)), wall(out), wall(start), pid=pid),
        "epikrise": epikrise(wall(out + timedelta(hours=5)), wall(start), wall(out), pid=pid),
    }


def late_admission(built: Built, number: int) -> Built:
    """Told two days too late."""
    start = FIRST + APART * number
    late = innlagt(wall(start), wall(start + timedelta(days=2)), pid=f"{number:064x}")
    return {**built, "innlagt": late, "kvittering": kvittering(late, "1")}


def late_discharge(built: Built, number: int) -> Built:
    """Told a day too late."""
    out = FIRST + APART * number + timedelta(days=3, hours=2)
    return {**built, "utskrevet": utskrevet(wall(out), wall(out + timedelta(days=1)), pid=f"{number:064x}")}


def without_medicines(built: Built, number: int) -> Built:
    """An utskrivningsrapport without a medicine list."""
    return {**built, "rapport": built["rapport"].model_copy(update={"legemidler": 0})}


FAULTS: Mapping[int, Callable[[Built, int], Built]] = {
    2: late_admission,
    5: late_discharge,
    8: without_medicines,
}


def wall(moment: datetime) -> str:
    """As the builders take it."""
    return moment.isoformat()
