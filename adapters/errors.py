"""How things fail, and what the caller should do about it (architecture.md §7)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

ErrorClass = Literal["TRANSIENT_INFRA", "PERMANENT_FORMAT", "PERMANENT_RULE", "SECURITY", "BUG"]


class Transient(Exception):
    """Kafka or the store is away: try again later. Nothing was lost, nothing was promised."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a message, without any value from it.

    Attributes:
        code: our own, as "xml.doctype"; a schema problem's begins with "xsd".
        apprec: error code of the AppRec, kodeverk 8221.
        text: what is wrong and what to do, bokmål.
        path: XPath of the place, with readable prefixes.
        line: line in the file, 0 where there is none.
        expected: what should have been there.
        found: what is there, by its kind.
        exception: class of what a library raised, where that is how it was found out.
    """

    code: str
    apprec: str
    text: str
    path: str = ""
    line: int = 0
    expected: str = ""
    found: str = ""
    exception: str = field(default="", compare=False)

    def as_row(self) -> dict[str, str | int]:
        """As programs get it: in plo check --json and in problem+json."""
        return {
            "code": self.code,
            "path": self.path,
            "line": self.line,
            "found": self.found,
            "expected": self.expected,
            "text": self.text,
        }


Problems = tuple[Problem, ...]
"""Of one message, in the order in which they are told."""


class Rejected(Exception):
    """A message that no second try will help; `problems` says why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


class NotTaken(Rejected):
    """A message that was run again, and is refused again."""

    def __init__(self, error_class: ErrorClass, *problems: Problem) -> None:
        super().__init__(*problems)
        self.error_class = error_class


def name_of(exc: Exception) -> str:
    """The full name of its class: lxml.etree.XMLSyntaxError."""
    return f"{type(exc).__module__}.{type(exc).__qualname__}".removeprefix("builtins.")


def class_of(problems: Iterable[Problem]) -> ErrorClass | None:
    """How a message with these problems has failed; None without any."""
    kinds = {problem.apprec[:1] for problem in problems}
    if not kinds:
        return None
    return "SECURITY" if "S" in kinds else "PERMANENT_FORMAT" if "T" in kinds else "PERMANENT_RULE"
