"""What detect reads: stays that overlap, told as the parties of them tell, every third with one fault."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from exchanges import helseopplysninger, innleggelsesrapport, tilbakemelding
from histories import FASTLEGE, TROMSO, epikrise, innlagt, klar, rapport, utskrevet
from sequels import endring, kvittering

from consumers.rules import epikrise_innhold, innleggelsesrapport_innhold, utskrivningsrapport_innhold
from schemas.events import AnyEvent

EVENTS: Final = 17
"""Messages of one stay: nine, and the AppRecs of the kommune and the fastlege; the hospital's are ours."""
FIRST = datetime(2026, 2, 3, 10, 0)  # noqa: DTZ001 - Oslo wall clock, as the builders take it
APART = timedelta(minutes=11)
"""Between one admission and the next: some 500 patients are in hospital at a time."""
WHOLE: Final = (
    *epikrise_innhold.KREVES,
    *innleggelsesrapport_innhold.KREVES,
    *utskrivningsrapport_innhold.KREVES,
    *("vurdering", "ansvarlig", "pasientstatus", "antatt_forlop", "resept"),
)
"""All parts that rules ask of any of the messages."""

Built = dict[str, Any]


def events(stays: int, first: int, begin: datetime) -> list[AnyEvent]:
    """All messages of so many stays in the order they came; `first` gives other patients.

    `begin`: of the first stay, Oslo wall clock. Of stays that lie ahead no limit is over yet, and what is
    found is found message by message, as when they came one by one.
    """
    told = (event for row in range(stays) for event in stay(first + row, begin + APART * row))
    return sorted(told, key=lambda event: event.received_at)


def evidence(stays: int, first: int, begin: datetime) -> dict[str, tuple[str, str]]:
    """Of the same stays: MsgId that tells of a fault -> pid, and the rule that finds it at once."""
    found = {}
    for row in range(stays):
        number = first + row
        if number % 9 in FOUND:
            name, rule = FOUND[number % 9]
            message = told(number, begin + APART * row)[name]
            found[message.msg_id] = (message.pid, rule)
    return found


def stay(number: int, start: datetime | None = None) -> Iterator[AnyEvent]:
    """The messages of one patient; every third patient's have a fault."""
    built = told(number, start or FIRST + APART * number)
    for message in built.values():
        yield message
        for her in {message.receiver, *message.copies} & {TROMSO, FASTLEGE}:
            yield kvittering(message, "1", fra=her)


Fault = Callable[[Built], Built]


def told(number: int, start: datetime) -> Built:
    """What the parties tell each other of stay `number`, all in time and whole but for its fault."""
    out = start + timedelta(days=3, hours=2)
    more: dict[str, Any] = {"pid": f"{number:064x}", "deler": WHOLE}
    built = {**admission(start, out, more), **discharge(start, out, more)}
    return FAULTS[number % 9](built) if number % 9 in FAULTS else built


def admission(start: datetime, out: datetime, more: dict[str, Any]) -> Built:
    """Until the kommune has answered that it can take the patient."""
    inn, ready = wall(start), out - timedelta(hours=26)
    varsel = helseopplysninger(wall(start + timedelta(hours=3)), inn, wall(out)[:10], **more)
    ferdig = klar(wall(out)[:10], wall(ready), fra=inn, **more)
    return {
        "innlagt": innlagt(inn, wall(start + timedelta(minutes=20)), **more),
        "innleggelse": innleggelsesrapport(wall(start + timedelta(hours=2)), **more),
        "varsel": varsel,
        "oppdatert": endring(varsel, wall(ready - timedelta(hours=1)), type_innhold="2"),
        "klar": ferdig,
        "svar": tilbakemelding(ferdig, wall(ready + timedelta(hours=1)), **more),
    }


def discharge(start: datetime, out: datetime, more: dict[str, Any]) -> Built:
    """What goes to whoever takes over."""
    inn, ut = wall(start), wall(out)
    return {
        "utskrevet": utskrevet(ut, wall(out + timedelta(minutes=10)), **more),
        "rapport": rapport(wall(out + timedelta(minutes=15)), ut, inn, **more),
        "epikrise": epikrise(wall(out + timedelta(hours=5)), inn, ut, **more),
    }


def late_admission(built: Built) -> Built:
    """Told two days too late."""
    return {**built, "innlagt": _sent(built["innlagt"], timedelta(days=2))}


def late_discharge(built: Built) -> Built:
    """Told a day too late, whatever the time of day."""
    return {**built, "utskrevet": _sent(built["utskrevet"], timedelta(days=2))}


def without_medicines(built: Built) -> Built:
    """An utskrivningsrapport without a medicine list."""
    return {**built, "rapport": built["rapport"].model_copy(update={"legemidler": 0})}


def _sent(message: Any, later: timedelta) -> Any:
    moments = {"sent_at": message.sent_at + later, "received_at": message.received_at + later}
    return message.model_copy(update=moments)


FOUND: Final = {2: ("innlagt", "R-U02"), 5: ("utskrevet", "R-U12"), 8: ("rapport", "R-U03")}
"""Number of a stay, modulo 9 -> the message that tells of its fault, and the rule that finds it at once."""
FAULTS: Mapping[int, Fault] = {
    2: late_admission,
    5: late_discharge,
    8: without_medicines,
}


def wall(moment: datetime) -> str:
    """As the builders take it."""
    return moment.isoformat()
