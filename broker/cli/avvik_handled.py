"""What a person does with an avvik, told on hendelser.v1: the work behind plo avvik answer and its like."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from adapters.kafka.producer import Producer
from adapters.kafka.records import Record, cloud_headers, encoded
from broker.cli.exits import REFUSED, USAGE, Stop
from schemas.avvik import Avvik
from schemas.behandling import AvvikBehandlet, Gjort, behandling_id
from schemas.topics import HENDELSER

if TYPE_CHECKING:
    from broker.settings import Settings

ANSWER_S: Final = 10.0
"""How long Kafka may take, in seconds."""
MOST: Final = 400
"""Signs of a reason."""
PERSON: Final = re.compile(r"\d{6}\s?\d{5}")
"""What may be the number of a person."""


def act(avvik: Avvik, gjort: Gjort, av: str, hvorfor: str, at: datetime) -> AvvikBehandlet:
    """The fact. Raises Stop: the avvik is withdrawn, or a text cannot be kept."""
    if avvik.state == "trukket":
        raise Stop(REFUSED, "Avviket er trukket, og kan ikke behandles.", "Se hvorfor: plo avvik show")
    av, hvorfor = checked("--av", av, 80), checked("--hvorfor", hvorfor, MOST)
    return AvvikBehandlet(
        id=behandling_id(avvik.id, gjort, av, at),
        pid=avvik.pid,
        avvik=avvik.id,
        gjort=gjort,
        av=av,
        hvorfor=hvorfor,
        received_at=at,
    )


def checked(option: str, text: str, most: int) -> str:
    """The text without blanks around it. Raises Stop: too long, or perhaps a number of a person."""
    text = text.strip()
    if not text or len(text) > most:
        raise Stop(USAGE, f"{option} skal ha 1 til {most} tegn.", "Skriv det kort.")
    if PERSON.search(text):
        what = f"{option} ser ut til å ha et fødselsnummer."
        raise Stop(USAGE, what, "Skriv aldri navn eller nummer på pasienten: avviket vet hvem det gjelder.")
    return text


def record_of(fact: AvvikBehandlet) -> Record:
    """The fact among the events of its patient."""
    headers = cloud_headers(fact.id, fact.type, fact.received_at, "application/json")
    body = fact.model_dump_json(exclude_none=True).encode()
    ours = encoded([("plo-avvik", str(fact.avvik))])
    return Record(HENDELSER.name, fact.pid.encode(), body, headers + ours)


async def tell(settings: "Settings", fact: AvvikBehandlet) -> None:
    """Put it on Kafka; returns when that has it. Raises Transient."""
    producer = Producer(settings.bootstrap, "plo-cli")
    await producer.start()
    try:
        await producer.send([record_of(fact)], ANSWER_S)
    finally:
        await producer.stop()
