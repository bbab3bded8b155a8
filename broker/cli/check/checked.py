"""The verdict on one message, for people and for programs."""

from dataclasses import dataclass
from typing import Any

from adapters.errors import Problem
from adapters.messages.apprec_write import told
from broker.cli.check.comparing import Comparison
from schemas.codes import APPREC_AVVIST, APPREC_OK


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on one message; `as_row` is the contract of plo check --json.

    Attributes:
        file: as named by the user, or found below the folder or in the zip that was.
        accepted: whether it would be.
        answered: an AppRec would be due.
        apprecs: those AppRecs, the primary receiver's first; empty when they were not asked for.
        comparison: with the official schemas; None when it was not asked for.
    """

    file: str
    accepted: bool
    answered: bool
    type: str
    version: str
    msg_id: str
    problems: tuple[Problem, ...]
    apprecs: tuple[bytes, ...] = ()
    comparison: Comparison | None = None

    @property
    def differs(self) -> bool:
        """The official schemas say something else."""
        return self.comparison is not None and self.comparison.differs

    def as_row(self) -> dict[str, Any]:
        """One line of --json."""
        row = {
            "file": self.file,
            "verdict": "godtatt" if self.accepted else "avvist",
            "type": self.type,
            "version": self.version,
            "msg_id": self.msg_id,
            "apprec": self._apprec() if self.answered else None,
            "problems": [problem.as_row() for problem in self.problems],
        }
        if self.comparison is not None:
            row["official"] = self.comparison.as_row() | {
                "problems": [problem.as_row() for problem in self.comparison.problems]
            }
        return row

    def _apprec(self) -> dict[str, Any]:
        errors = [{"code": code, "text": text} for code, text in told(self.problems)]
        return {"status": APPREC_OK if self.accepted else APPREC_AVVIST, "errors": errors}
