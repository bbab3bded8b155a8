"""What avvik are called in bokmål: their filters, their columns, and what may be done with them."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from broker.avvik_words import CONFIDENCE, SEVERITY
from schemas.behandling import Gjort


class Deed(NamedTuple):
    """Something that a person may do.

    Attributes:
        button: the word on the button.
        did: what the audit log calls it.
        done: what then holds of the avvik.
        means: what it means, for who is in doubt.
    """

    button: str
    did: str
    done: str
    means: str


DEEDS: Final[Mapping[Gjort, Deed]] = {
    "besvart": Deed(
        "Besvar", "avvik.besvar", "besvart", "Den det gjelder, har svart. Avviket står til det lukkes."
    ),
    "lukket": Deed(
        "Lukk", "avvik.lukk", "lukket", "Det er fulgt opp, og ingen skal gjøre mer. Det telles fortsatt."
    ),
    "trukket": Deed(
        "Trekk",
        "avvik.trekk",
        "trukket",
        "Det var ikke et avvik likevel, for eksempel fordi meldingen kom på papir. Det telles ikke mer.",
    ),
}

STATES: Final[Mapping[str, str]] = {
    "apen": "Åpent",
    "levert_sent": "Kom for sent",
    "besvart": "Besvart",
    "lukket": "Lukket",
    "trukket": "Trukket",
}
STANDING: Final = ("apen", "levert_sent", "besvart")
"""Shown unless the address asks for another state."""

DIRECTIONS: Final[Mapping[str, str]] = {
    "til_UNN": "til UNN",
    "fra_UNN": "fra UNN",
    "ingen": "ingen",
}
KINDS: Final[Mapping[str, str]] = {"samhandling": "samhandling", "teknisk": "teknisk"}

CHOICES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "retning": ("Retning", DIRECTIONS),
    "alvorlighet": ("Alvorlighet", SEVERITY),
    "sikkerhet": ("Sikkerhet", CONFIDENCE),
    "type": ("Type", KINDS),
}
"""Filters that are one of a few words: name in the address -> what it is called, and its values."""

HEADS: Final[tuple[tuple[str, str], ...]] = (
    ("", "Avvik"),
    ("regel", "Regel"),
    ("", "Hva"),
    ("", "Opphold"),
    ("kommune", "Kommune"),
    ("alvorlighet", "Alvor"),
    ("frist", "Frist"),
    ("tilstand", "Tilstand"),
    ("endret", "Endret"),
)
"""Columns of the list: what it is sorted by, if anything, and the head."""

SIGNS: Final[Mapping[str, str]] = {
    "✕": "mangler",
    "◐": "sent",
    "●": "venter",
    "↻": "rettet",
    "–": "ikke",
}
"""Sign of how an avvik stands (broker.words) -> class of its colour."""
