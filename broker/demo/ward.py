"""Twelve patients between hospital and kommune just now: what the forløpstavle of the demo shows.

All times are counted from the moment at which the ward begins. What lies before it is a backlog; what lies
after it is sent when it is due, some of it in the first minutes. In the end every stay is whole and leaves
the board.
"""

from datetime import datetime
from typing import Final, NamedTuple

from broker.demo.bed import Patient, case_of
from broker.simulate.message import Message
from broker.simulate.parties import HARSTAD, TROMSO
from broker.simulate.stays import NOTES
from broker.simulate.write import xml_of

MEDICAL, SURGICAL = ("Medisinsk avdeling", "90002"), ("Kirurgisk avdeling", "90003")
MINUTE: Final = 1 / 60
GRACE_H: Final = 24.5
"""Hours from the admission until a tidligvarsel is missing: the deadline and its grace."""

WARD: Final = (
    Patient("nyinnlagt", TROMSO, MEDICAL, -3, 60, 84, {"innleggelse": 0.7 * MINUTE}),
    Patient("natt", HARSTAD, SURGICAL, -15, 40, 64, {"varsel": 2}),
    Patient("uten-varsel", TROMSO, SURGICAL, -40, 30, 54, {"varsel": 26}),
    Patient("varsles", TROMSO, MEDICAL, 2 * MINUTE - GRACE_H, 50, 70, {"varsel": 3.5 * MINUTE}),
    Patient(
        "sen-melding", HARSTAD, MEDICAL, -76, 2.5 * MINUTE, 20,
        {"innlagt": -46, "innleggelse": -44, "svar": 4.5 * MINUTE},
    ),
    Patient("venter-svar", HARSTAD, MEDICAL, -150, -52, 30, {"svar": 22}),
    Patient(
        "reiser", HARSTAD, SURGICAL, -96, -28, MINUTE,
        {"rapport": 0.5 * MINUTE, "utskrevet": MINUTE, "epikrise": 3 * MINUTE},
        {"rapport": 2 * MINUTE}, unlisted=True,
    ),
    Patient("hjemme", TROMSO, MEDICAL, -100, -28, -3, {}, {"innleggelse": -80}),
    Patient("uten-liste", HARSTAD, SURGICAL, -130, -50, -26, {}, {"rapport": 20}, unlisted=True),
    Patient(
        "avvist-rapport", TROMSO, SURGICAL, -170, -76, -50,
        {"utskrevet": -20, "epikrise": 30}, refused={"rapport": 24},
    ),
    Patient("uten-epikrise", HARSTAD, MEDICAL, -330, -250, -226, {"epikrise": 28}),
    Patient("kommer", TROMSO, SURGICAL, -0.5, 70, 90, {"innlagt": 1.5 * MINUTE}),
)  # fmt: skip
"""In the first minutes: a report comes, one is discharged, a list is missing and is mended, one more is
admitted, a deadline passes and what it was about comes late, and one is ready to leave and gets an answer.
The report that was refused is a dead letter: whoever repairs it sees the row change."""
HOURS: Final = 2_000
"""So many hours pass until the same people come again: by then nobody follows their old stays."""


class Planned(NamedTuple):
    """A message of a stay, what it is called there, and when it is sent, UTC."""

    at: datetime
    stay: str
    name: str
    message: Message


def planned(began: datetime) -> list[Planned]:
    """Everything of a ward that begins then, in order; the same every time for the same moment."""
    first = 100 + int(began.timestamp()) // 3600 % HOURS * len(WARD)
    cases = [case_of(one, first + bed, began) for bed, one in enumerate(WARD)]
    return sorted(
        (
            Planned(
                draft.at,
                case.name,
                name,
                Message(
                    f"{case.name}-{name}", draft.msg_id, xml_of(draft, case.patient), NOTES[draft.status]
                ),
            )
            for case in cases
            for name, draft in case.drafts.items()
        ),
        key=lambda one: (one.at, one.message.name),
    )
