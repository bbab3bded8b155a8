"""That two identifiers are one person's, as a fact on hendelser.v1 (rules.md §9 and §12.7)."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.fact import Fact, Pid, computed_id


class PasientKoblet(Fact):
    """Somebody has told that two pids are one patient, or that they are not after all.

    Attributes:
        id: kobling_id(...).
        pid: of the identifier that holds now, whose history this belongs to.
        alias: pid of another identifier of the same person: hjelpenummer, D-nummer, an earlier fødselsnummer.
        koblet: they are one; false takes back what was told before.
        av: who told, as the organisation knows its people; never a patient.
        received_at: when, UTC; of several facts on one pair the newest holds.
    """

    type: Literal["pasient_koblet.v1"] = "pasient_koblet.v1"
    pid: Pid
    alias: Pid
    koblet: bool
    av: Annotated[str, Field(min_length=1, max_length=80)]
    received_at: AwareDatetime


def kobling_id(pid: str, alias: str, koblet: bool, at: datetime) -> UUID:
    """Id of the fact told at `at`, so that sent twice it is one."""
    return UUID(computed_id(f"{pid}/{alias}/{koblet}/{at.isoformat()}"))
