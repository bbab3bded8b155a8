"""Six stays of two kommuner in January and February 2026, with known faults: the demo.

Times and ids are fixed: the same messages every time, so that a second start gets the same answers.
"""

from dataclasses import replace
from typing import Final

from broker.simulate.message import Message
from broker.simulate.parties import HARSTAD, TROMSO
from broker.simulate.people import person
from broker.simulate.stay import DEAD, Stay

FLAWLESS: Final = Stay("feilfri", person(1), TROMSO, "2026-02-02T09:10:00", "2026-02-05T13:00:00")
UNLISTED: Final = Stay("uten-liste", person(2), TROMSO, "2026-02-03T22:15:00", "2026-02-07T12:30:00")
FORGOTTEN: Final = Stay(
    "glemt", person(3), TROMSO, "2026-01-22T14:00:00", "2026-01-28T12:00:00", by_folder=True
)
REFUSED: Final = Stay("avvist", person(4), HARSTAD, "2026-02-09T11:00:00", "2026-02-13T14:00:00")
MISTAKEN: Final = Stay("feilsendt", person(5), TROMSO, "2026-02-10T06:00:00", "2026-02-14T12:00:00")
MENDED: Final = Stay("rettet", person(5), HARSTAD, "2026-02-10T06:00:00", "2026-02-14T12:00:00")
DIED: Final = Stay(
    "dodsfall", person(6), HARSTAD, "2026-02-16T02:30:00", "2026-02-18T07:40:00", by_folder=True
)

STATUS: Final = (b"<InformasjonOmForsendelsen>", b"</InformasjonOmForsendelsen>")


def script() -> tuple[tuple[Message, ...], ...]:
    """The messages in order of sending; those of one group are sent together, an empty one is a pause.

    What belongs to one discharge is one group, so that little is missing while the rest is on its way.
    What is to be seen to arise and then to change is some groups apart.
    """
    admitted = FLAWLESS.melding_innlagt("2026-02-02T09:42:00")
    return (
        (admitted,),
        _forgotten(),
        (MISTAKEN.melding_innlagt("2026-02-10T21:00:00"),),
        (FLAWLESS.utskrivningsklar("2026-02-04T10:05:00"), admitted),  # once more, as by mistake
        (UNLISTED.melding_innlagt("2026-02-04T07:30:00"),),
        (REFUSED.melding_innlagt("2026-02-09T11:50:00"),),
        _flawless(),
        (MISTAKEN.kansellert_innlagt("2026-02-10T21:20:00"),),
        (MENDED.melding_innlagt("2026-02-10T21:30:00"),),
        _unlisted(),
        _refused(),
        _mended(),
        _died(),
        (REFUSED.epikrise("2026-02-24T09:15:00"),),
        (),
        (MENDED.rapport("2026-02-14T16:10:00", status="M"),),
    )


def _forgotten() -> tuple[Message, ...]:
    """Told of too late for Tromsø (12 h), and no epikrise."""
    return (
        FORGOTTEN.melding_innlagt("2026-01-23T10:00:00"),
        FORGOTTEN.rapport("2026-01-28T11:30:00"),
        FORGOTTEN.melding_utskrevet("2026-01-28T12:15:00"),
    )


def _flawless() -> tuple[Message, ...]:
    """Discharged, with everything in time."""
    return (
        FLAWLESS.rapport("2026-02-05T12:20:00"),
        FLAWLESS.melding_utskrevet("2026-02-05T13:05:00"),
        FLAWLESS.epikrise("2026-02-05T15:40:00"),
    )


def _unlisted() -> tuple[Message, ...]:
    """Discharged without a medicine list, and told of the day after."""
    return (
        UNLISTED.rapport("2026-02-07T12:40:00", medicines=()),
        replace(UNLISTED.melding_utskrevet("2026-02-08T09:00:00"), example=True),
        UNLISTED.epikrise("2026-02-08T10:15:00"),
    )


def _refused() -> tuple[Message, ...]:
    """Discharged with an utskrivningsrapport that is refused, and no epikrise yet."""
    return (
        _without_status(REFUSED.rapport("2026-02-13T14:10:00")),
        REFUSED.melding_utskrevet("2026-02-13T14:20:00"),
    )


def _mended() -> tuple[Message, ...]:
    """Discharged without medicines, in the utskrivningsrapport (mended later) and in the epikrise."""
    return (
        MENDED.rapport("2026-02-14T11:00:00", medicines=()),
        MENDED.melding_utskrevet("2026-02-14T12:10:00"),
        MENDED.epikrise("2026-02-14T14:00:00", medicines=()),
    )


def _died() -> tuple[Message, ...]:
    """Died at the hospital: no utskrivningsrapport is due."""
    return (
        DIED.melding_innlagt("2026-02-16T03:10:00"),
        DIED.melding_utskrevet("2026-02-18T08:00:00", uttilstand=DEAD),
        DIED.epikrise("2026-02-19T10:30:00", adm_outcome=DEAD),
    )


def _without_status(message: Message) -> Message:
    """The same without Forsendelsesstatus, which the schema demands."""
    begin, end = (message.xml.index(mark) for mark in STATUS)
    return replace(message, xml=message.xml[: begin + len(STATUS[0])] + message.xml[end:], note="ugyldig")
