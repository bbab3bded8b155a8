"""A message that names no patient, what it refers to, one that refers to it, and the AppRecs to each."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID, uuid5

from answering import relayed
from builders import TROMSO, UNN, apprec_xml, head

from adapters.kafka.records import Record
from adapters.messages.namespaces import DIALOG_10
from broker.simulate.head import msghead
from schemas.events import HENDELSER, AnyEvent, AvvikBehandlet, PasientKoblet

AVVIK = '<Notat><TemaKodet V="1" S="2.16.578.1.12.4.1.1.8117"/></Notat>'
SOURCE = UUID(int=4)
NOON = "2026-02-07T14:00:00+00:00"
"""Some time after all of them were sent."""


class Raws(NamedTuple):
    """All from UNN to Tromsø but the AppRecs: those of Tromsø.

    Attributes:
        original: it names its patient.
        orphan: it refers to the original.
        other: it refers to the orphan.
    """

    original: bytes
    orphan: bytes
    other: bytes
    to_original: bytes
    to_orphan: bytes
    to_other: bytes


def raws(number: int = 0) -> Raws:
    """Messages of a set `number`, always the same; sent at noon on 7 February."""
    original, orphan, other, *ids = (str(uuid5(SOURCE, f"{number}/{each}")) for each in range(6))
    answers = zip((original, orphan, other), ids, strict=True)
    return Raws(
        relayed(original),
        about_nobody(orphan, original),
        about_nobody(other, orphan),
        *(apprec_xml(answers=each, msg_id=id_, gen_date="2026-02-07T13:00:00Z") for each, id_ in answers),
    )


def about_nobody(msg_id: str, first: str, previous: str = "") -> bytes:
    """A DIALOG_AVVIK of UNN to Tromsø."""
    about = head(
        msg_id=msg_id,
        sender=UNN,
        receiver=TROMSO,
        patient=None,
        conversation=(first, previous or first),
        gen_date="2026-02-07T12:00:00Z",
    )
    return msghead("DIALOG_AVVIK", about, f'<Dialogmelding xmlns="{DIALOG_10}">{AVVIK}</Dialogmelding>')


def effect(records: Iterable[Record]) -> dict[UUID, AnyEvent]:
    """What hendelser.v1 says in the end, by event; told twice it is told alike, to the same patient."""
    found: dict[UUID, AnyEvent] = {}
    for record in records:
        if record.topic == "hendelser.v1":
            event = HENDELSER.validate_json(record.value or b"")
            assert not isinstance(event, AvvikBehandlet | PasientKoblet)
            assert record.key == str(event.pid).encode()
            assert found.setdefault(event.id, event) == event
    return found
