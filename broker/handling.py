"""What a person does with an avvik: what may be done with it, and the fact told on hendelser.v1.

The work behind `plo avvik answer`, `close` and `withdraw`, and behind the console's buttons.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from adapters.kafka.records import Record, cloud_headers, encoded
from schemas.avvik import Avvik, State
from schemas.behandling import AvvikBehandlet, Gjort, behandling_id
from schemas.topics import HENDELSER

ANSWER_S: Final = 10.0
"""How long Kafka may take, in seconds."""
MOST: Final = 400
"""Signs of a reason."""
PERSON: Final = re.compile(r"\d{6}\s?\d{5}")
"""What may be the number of a person."""

MAY: Final[Mapping[State, tuple[Gjort, ...]]] = {
    "apen": ("besvart", "lukket", "trukket"),
    "levert_sent": ("besvart", "lukket", "trukket"),
    "besvart": ("lukket", "trukket"),
    "lukket": ("trukket",),
    "trukket": (),
}
"""What makes a difference to an avvik that stands so: the stronger holds (rules.md §12.20)."""
STANDS: Final[Mapping[State, str]] = {
    "besvart": "Avviket er allerede besvart.",
    "lukket": "Avviket er allerede lukket.",
    "trukket": "Avviket er trukket, og kan ikke behandles.",
}


class Refused(Exception):
    """The avvik stands so that this makes no difference; the text is for the user."""


def behandlet(
    avvik: Avvik, gjort: Gjort, av: str, hvorfor: str, at: datetime, asked_at: datetime | None = None
) -> AvvikBehandlet:
    """The fact; of texts that `unfit` has nothing to say of.

    `asked_at`: when the form was shown, so that sending it twice is one fact. Raises Refused.
    """
    if gjort not in MAY[avvik.state]:
        raise Refused(STANDS[avvik.state])
    return AvvikBehandlet(
        id=behandling_id(avvik.id, gjort, av, asked_at or at),
        pid=avvik.pid,
        avvik=avvik.id,
        gjort=gjort,
        av=av,
        hvorfor=hvorfor,
        received_at=at,
    )


def unfit(text: str, most: int = MOST) -> str:
    """Why a text cannot be kept, to stand after what it is; "" when it can."""
    if not text or len(text) > most:
        return f"skal ha 1 til {most} tegn."
    if not text.isprintable():  # it is shown on screens, where a sign may be an order
        return "kan ikke ha styretegn."
    return "ser ut til å ha et fødselsnummer." if PERSON.search(text) else ""


def record_of(fact: AvvikBehandlet) -> Record:
    """The fact among the events of its patient."""
    headers = cloud_headers(fact.id, fact.type, fact.received_at, "application/json")
    body = fact.model_dump_json(exclude_none=True).encode()
    ours = encoded([("plo-avvik", str(fact.avvik))])
    return Record(HENDELSER.name, fact.pid.encode(), body, headers + ours)
