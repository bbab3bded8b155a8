"""A record that is refused, and why."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from traceback import walk_tb

from pydantic import ValidationError

from adapters.errors import ErrorClass, Rejected, name_of
from adapters.kafka.reason import Failure
from adapters.kafka.records import Incoming

OURS = re.compile(r"[a-z][a-z_]{0,39}\d?(\.v\d)?")
"""A field of ours, or a type."""


@dataclass(frozen=True, slots=True)
class Bad:
    """A record that the handler refuses.

    Attributes:
        text: what is wrong; like `where` without any value from the record.
        error_class, code, where, apprec, exception, attempts: as in Failure.
    """

    incoming: Incoming
    error_class: ErrorClass
    code: str
    text: str
    where: str = ""
    apprec: str = ""
    exception: str = ""
    attempts: int = 1

    def failure(self, stage: str) -> Failure:
        """The reason, as it is written on the dead letter."""
        return Failure(
            error_class=self.error_class,
            code=self.code,
            message=self.text,
            stage=stage,
            where=self.where,
            apprec=self.apprec,
            exception=self.exception,
            attempts=self.attempts,
        )


def rejected(incoming: Incoming, exc: Rejected, attempt: int) -> Bad:
    """What the handler says no try will help; the first problem is the reason."""
    first = exc.problems[0] if exc.problems else None
    if first is None:
        return Bad(incoming, "PERMANENT_FORMAT", "rejected", "Avvist uten grunn.", attempts=attempt)
    return Bad(
        incoming,
        "PERMANENT_FORMAT",
        first.code,
        first.text,
        where=f"{first.path}:{first.line}" if first.line else first.path,
        apprec=first.apprec,
        exception=first.exception or name_of(exc),
        attempts=attempt,
    )


def unreadable(incoming: Incoming, exc: ValueError, code: str, text: str) -> Bad:
    """What is no record of ours; where in its JSON, in names of ours only."""
    where = ""
    if isinstance(exc, ValidationError):
        first = exc.errors(include_input=False, include_url=False, include_context=False)[0]
        where = in_json(first["loc"])
    return Bad(incoming, "PERMANENT_FORMAT", code, text, where=where, exception=name_of(exc))


def in_json(path: Iterable[int | str]) -> str:
    """A place in JSON: names of ours and numbers in lists; another's name could be anything."""
    return ".".join(str(one) if isinstance(one, int) or OURS.fullmatch(one) else "·" for one in path)


def bug(incoming: Incoming, exc: Exception, attempt: int) -> Bad:
    """The exception's class and place; its text may quote the record, so it goes no further."""
    return Bad(
        incoming,
        "BUG",
        "bug",
        "Uventet feil i koden; se sted og unntak.",
        where=place(exc),
        exception=name_of(exc),
        attempts=attempt,
    )


def place(exc: BaseException) -> str:
    """Module, function and line where it was raised; no values."""
    frames = list(walk_tb(exc.__traceback__))
    if not frames:
        return ""
    frame, line = frames[-1]
    return f"{frame.f_globals.get('__name__', '?')}.{frame.f_code.co_name}:{line}"
