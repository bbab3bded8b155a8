"""What would be answered to each of some files, without sending them: the work behind plo check."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from adapters.errors import Problem
from adapters.messages.envelope import reference
from adapters.messages.judge import judge
from adapters.messages.judgement import Context, Judgement
from adapters.xml.validate import Schema
from broker.cli.exits import USAGE, Stop
from schemas.codes import APPREC_AVVIST, APPREC_OK

if TYPE_CHECKING:
    from broker.settings import Settings
    from schemas.agreements import Agreement

STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on one file; `as_row` is the contract of plo check --json.

    Attributes:
        file: as named by the user, or found below the folder that was.
        accepted: whether it would be.
        answered: an AppRec would be due.
    """

    file: str
    accepted: bool
    answered: bool
    type: str
    version: str
    msg_id: str
    problems: tuple[Problem, ...]

    def as_row(self) -> dict[str, Any]:
        """One line of --json."""
        return {
            "file": self.file,
            "verdict": "godtatt" if self.accepted else "avvist",
            "type": self.type,
            "version": self.version,
            "msg_id": self.msg_id,
            "apprec": self._apprec() if self.answered else None,
            "problems": [
                {"code": p.code, "path": p.path, "line": p.line, "expected": p.expected, "text": p.text}
                for p in self.problems
            ],
        }

    def _apprec(self) -> dict[str, Any]:
        errors = [{"code": p.apprec, "text": p.text} for p in self.problems]
        return {"status": APPREC_OK if self.accepted else APPREC_AVVIST, "errors": errors}


def context_of(settings: "Settings", agreement: "Agreement", now: datetime) -> Context:
    """Everything judging needs; the pseudonyms it makes are thrown away, so any key will do."""
    return Context(
        agreement=agreement,
        schema=Schema(settings.schemas_folder),
        pid_key=bytes(32),
        max_bytes=settings.max_message_bytes,
        received_at=now,
        historie=False,
        speaks_for=None,
        software_version="",
    )


def files_of(places: Sequence[str]) -> list[str]:
    """The files meant: each *.xml below a folder, sorted; `-` is standard input.

    Raises Stop when a place does not exist, or a folder holds none: a check of nothing says nothing.
    """
    found: list[str] = []
    for place in places:
        path = Path(place)
        if path.is_dir():
            below = sorted(str(file) for file in path.rglob("*.xml") if file.is_file())
            if not below:
                raise Stop(
                    USAGE, f"Fant ingen .xml-filer i {place}.", "Oppgi en fil, eller en mappe med meldinger."
                )
            found += below
        elif place == STDIN or path.exists():
            found.append(place)
        else:
            raise Stop(USAGE, f"Fant ikke {place}.", "Oppgi en fil, en mappe, eller - for standard inn.")
    return found


def content_of(file: str, max_bytes: int) -> bytes:
    """The bytes of a file, at most one more than `max_bytes`: enough to see that it is too large."""
    if file == STDIN:
        return sys.stdin.buffer.read(max_bytes + 1)
    with open(file, "rb") as opened:
        return opened.read(max_bytes + 1)


def check_all(files: Iterable[str], context: Context) -> Iterator[Checked]:
    """The verdict on each file, in order, as soon as it is known."""
    for file in files:
        try:
            raw = content_of(file, context.max_bytes)
        except OSError:
            yield _unread(file)
        else:
            yield _checked(file, judge(raw, context))


def _checked(file: str, judged: Judgement) -> Checked:
    accepted = judged.verdict == "godtatt"
    case = judged.case if judged.verdict in ("godtatt", "avvist") else None
    answered = case is not None and not case.kind.is_apprec
    msg_id = reference(judged.case.envelope.msg_id) if judged.case else None
    return Checked(
        file, accepted, answered, judged.message_type, judged.version, msg_id or "", judged.problems
    )


def _unread(file: str) -> Checked:
    problem = Problem("file.unreadable", "T01", "Filen kan ikke leses. Se rettighetene på den.")
    return Checked(file, False, False, "", "", "", (problem,))
