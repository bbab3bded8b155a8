"""That two pids are one person's, as a fact among the events."""

from datetime import datetime
from typing import NamedTuple

from adapters.kafka.records import Record, cloud_headers
from schemas.kobling import PasientKoblet, kobling_id
from schemas.topics import HENDELSER


class Pair(NamedTuple):
    """Two pids of one person: the one that is in the place of another, and the one that holds now."""

    alias: str
    pid: str


def fact(pair: Pair, koblet: bool, av: str, at: datetime) -> PasientKoblet:
    """That they are one person's, or are not after all."""
    return PasientKoblet(
        id=kobling_id(pair.pid, pair.alias, koblet, at),
        pid=pair.pid,
        alias=pair.alias,
        koblet=koblet,
        av=av,
        received_at=at,
    )


def record_of(told: PasientKoblet) -> Record:
    """The fact among the events of its patient."""
    headers = cloud_headers(told.id, told.type, told.received_at, "application/json")
    return Record(HENDELSER.name, told.pid.encode(), told.as_json(), headers)
