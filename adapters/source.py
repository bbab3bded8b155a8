"""Who brings a message to the door."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Who carries the bytes here.

    Attributes:
        name: of the key or folder, for the log.
        speaks_for: level-1 HER-ids that it may speak for; None: anyone, in an archive that is only looked at.
        historie: a backlog: GenDate counts as the time of receipt.
    """

    name: str
    speaks_for: frozenset[str] | None
    historie: bool = False
