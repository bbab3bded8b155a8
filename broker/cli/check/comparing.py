"""Our schemas beside a folder of official ones: do they give the same verdict on a message?"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from adapters.errors import Problem, Rejected
from adapters.messages.judgement import Context
from adapters.xml.explain import explain
from adapters.xml.parse import parse
from adapters.xml.validate import DRIVER, Schema
from broker.cli.exits import USAGE, Stop


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two sets of schemas say of one message; None where it is no XML that we read.

    Attributes:
        problems: what the set that refuses has against it, when the other accepts.
    """

    ours: bool | None = None
    official: bool | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def differs(self) -> bool:
        return self.ours is not self.official

    def as_row(self) -> dict[str, Any]:
        """In a line of --json."""
        return {"differs": self.differs, "ours": _word(self.ours), "official": _word(self.official)}

    def in_words(self) -> str:
        """Of a difference."""
        said = {True: "godtar meldingen", False: "godtar den ikke", None: "leser den ikke"}
        return f"Våre skjemaer {said[self.ours]}, de offisielle {said[self.official]}."


class Official:
    """The official schemas, from a folder with a driver-all.xsd. Raises Stop when they cannot be used."""

    def __init__(self, folder: Path) -> None:
        if not (folder / DRIVER).is_file():
            raise Stop(USAGE, f"Fant ikke {DRIVER} i {folder}.", "Oppgi mappen med de offisielle skjemaene.")
        try:
            self._schema = Schema(folder)
        except (etree.XMLSchemaParseError, etree.XMLSyntaxError, OSError):
            what = f"Skjemaene i {folder} kan ikke brukes: de er ikke hele."
            raise Stop(USAGE, what, f"{DRIVER} må importere alle, og alle må ligge i mappen.") from None

    def compare(self, raw: bytes, context: Context) -> Comparison:
        """Both verdicts of form; the rules of receipt are no part of them."""
        try:
            root = parse(raw, context.max_bytes)
        except Rejected:
            return Comparison()
        ours, theirs = context.schema.valid(root), self._schema.valid(root)
        if ours is theirs:
            return Comparison(ours, theirs)
        return Comparison(ours, theirs, explain(root, context.schema if theirs else self._schema))


def _word(valid: bool | None) -> str:
    return {True: "gyldig", False: "ugyldig", None: "ikke lest"}[valid]
