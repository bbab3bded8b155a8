"""The columns of the board: which rules tell of each message, and when it came. Pure.

What is late, awaited or missing is what the rules find (rules.md §2); nothing is judged here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from consumers import board_warnings
from consumers.board_warnings import Warns
from consumers.document import Document
from consumers.gone import first_delivered
from consumers.rule import Rule, Terms
from consumers.rules import (
    epikrise,
    helseopplysninger,
    innlagt,
    innleggelsesrapport,
    tidligvarsel,
    tilbakemelding,
    utskrevet,
    utskrivningsklar,
    utskrivningsrapport,
)
from consumers.stay import Stay
from consumers.tilbud import answers
from consumers.why_not import ANNET_STED, FRA_FOR_FRISTEN
from schemas.board import COLUMNS

Came = Callable[[Stay, Terms], datetime | None]


@dataclass(frozen=True, slots=True)
class Column:
    """One expected message.

    Attributes:
        rule: the rule that tells that it is missing; the one that tells that it was late is its pair.
        came: when it was sent, UTC; None while it has not come.
        shelves: where its documents lie.
        mended: those of them where a correction or a cancellation is one of this very message.
        left: why it is not expected of a patient who has left, where nothing more is to be said.
        warns: the warning limits; None where rules.md §2 has none.
    """

    rule: Rule
    came: Came
    shelves: tuple[str, ...]
    mended: tuple[str, ...]
    left: str = ""
    warns: Warns | None = None


def _sent(doc: Document[Any] | None) -> datetime | None:
    return doc.sent if doc else None


def _varsel(stay: Stay, _: Terms) -> datetime | None:
    first = tidligvarsel.first_varsel(stay)
    return first[0] if first else None


def _oppdatert(stay: Stay, terms: Terms) -> datetime | None:
    """The newest helseopplysninger beside the tidligvarsel: the last ones sent are those that count."""
    varsel = _varsel(stay, terms)
    sent = (time for doc in stay.helseopplysninger if not doc.refused for time in doc.times)
    return max((time for time in sent if time != varsel), default=None)


def _svar(stay: Stay, _: Terms) -> datetime | None:
    return min((doc.sent for klar in stay.klar for doc in answers(stay, klar)[:1]), default=None)


TABLE: Final[Mapping[str, Column]] = {
    "INN": Column(
        innlagt.MANGLENDE,
        lambda stay, _: _sent(first_delivered(stay.innlagt)),
        ("innlagt",),
        ("innlagt",),
        warns=board_warnings.INNLAGT,
    ),
    "INR": Column(
        innleggelsesrapport.MANGLENDE,
        lambda stay, _: _sent(innleggelsesrapport.first_report(stay)),
        ("innleggelsesrapporter", "sammenfatninger"),
        ("innleggelsesrapporter",),
        FRA_FOR_FRISTEN,
    ),
    "TV": Column(
        tidligvarsel.MANGLENDE,
        _varsel,
        ("helseopplysninger",),
        (),  # what changes it is the next column
        FRA_FOR_FRISTEN,
    ),
    "OH": Column(
        helseopplysninger.UTSKRIVNINGSKLAR_UTEN, _oppdatert, ("helseopplysninger",), ("helseopplysninger",)
    ),
    "KLAR": Column(
        utskrivningsklar.UTSKREVET_UTEN,
        lambda stay, _: _sent(first_delivered(stay.klar)),
        ("klar",),
        ("klar",),
    ),
    "SVAR": Column(
        tilbakemelding.MANGLENDE,
        _svar,
        ("mottak", "dialoger"),
        ("mottak",),
        FRA_FOR_FRISTEN,
        board_warnings.SVAR,
    ),
    "UR": Column(
        utskrivningsrapport.MANGLENDE,
        lambda stay, _: _sent(first_delivered(stay.rapporter)),
        ("rapporter",),
        ("rapporter",),
        ANNET_STED,
    ),
    "UT": Column(
        utskrevet.MANGLENDE,
        lambda stay, _: _sent(first_delivered(stay.utskrevet)),
        ("utskrevet",),
        ("utskrevet",),
    ),
    "EPI": Column(
        epikrise.MANGLENDE,
        lambda stay, terms: _sent(epikrise.first_epikrise(stay, terms)),
        ("epikriser",),
        ("epikriser",),
        warns=board_warnings.EPIKRISE,
    ),
}
"""In the order of COLUMNS."""

BY_RULE: Final[Mapping[str, int]] = {TABLE[name].rule.id: place for place, name in enumerate(COLUMNS)}
"""Rule.key -> the place of its column."""
