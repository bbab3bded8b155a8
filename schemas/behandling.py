"""What a person has done with an avvik, as a fact on hendelser.v1 (rules.md §4 and §12.20)."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.fact import Fact, Pid, computed_uuid

Gjort = Literal["besvart", "lukket", "trukket"]


class AvvikBehandlet(Fact):
    """An avvik was answered, closed or taken back by a person.

    Attributes:
        id: behandling_id(...).
        pid: of the avvik, whose history this belongs to.
        avvik: id of the avvik.
        gjort: besvart, lukket or trukket.
        av: who did it, as the organisation knows its people; never a patient.
        hvorfor: why, in that person's words, without personal data.
        received_at: when, UTC.
    """

    type: Literal["avvik_behandlet.v1"] = "avvik_behandlet.v1"
    pid: Pid
    avvik: UUID
    gjort: Gjort
    av: Annotated[str, Field(min_length=1, max_length=80)]
    hvorfor: Annotated[str, Field(min_length=1, max_length=400)]
    received_at: AwareDatetime


def behandling_id(avvik: UUID, gjort: Gjort, av: str, at: datetime) -> UUID:
    """Id of the fact that `av` did this at `at`, so that sent twice it is one."""
    return computed_uuid(f"{avvik}/{gjort}/{av}/{at.isoformat()}")
