"""Who brings a message to the door."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Who carries the bytes here.

    Attributes:
        name: of the key or folder, for the log.
        speaks_for: level-1 HER-ids that it may speak for; None: anyone, in an archive that is only looked at.
        historie: a backlog: GenDate counts as the time of receipt.
        again: what it brings was refused before, and is run again: nobody is answered (docs/adr/0007).
        edited_from: sha256 of what was sent, where it brings other bytes.
        way: http, mappe or another word for how it came; no personal data, nor is any in the name.
    """

    name: str
    speaks_for: frozenset[str] | None
    historie: bool = False
    again: bool = False
    edited_from: str = ""
    way: str = ""

    @property
    def told(self) -> str:
        """As the claim tells of it: "http:<id of the key>"; empty where nobody told."""
        return f"{self.way}:{self.name}" if self.way else ""
