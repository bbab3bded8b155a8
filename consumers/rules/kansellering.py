"""Kansellering: what was sent by mistake is taken back before the kommune acts on it.

Source: HISD 1154:2018 (what a Kansellering is). No source gives a limit; 24 h is the proposal of rules.md
R-U31, and only counted. A LOG_INNLAGT that is taken back takes its stay, and this rule, with it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from consumers.acknowledged import had_at
from consumers.document import Document
from consumers.papers import Papers
from consumers.rule import MOTTAKER, SECOND, Finding, Rule, Terms

Doc = Document[Any]

LENGE: Final = timedelta(hours=24)


def sen(papers: Papers, terms: Terms) -> Iterator[Finding]:
    """The hospital took a message back long after its receiver had it, or after that had answered it."""
    if terms.agreement.kind(papers.hospital) not in ("helseforetak", "kad"):
        return
    grace = terms.length("grace")
    for doc in papers.kansellerte:
        had = _had(doc, papers, terms)
        if had is None or doc.cancelled_at is None or doc.first.sender != papers.hospital:
            continue
        acted = _acted(doc, papers, doc.cancelled_at)
        if doc.cancelled_at >= had + LENGE + grace + SECOND:
            yield Finding(doc.series, (doc, *acted), had + LENGE)
        elif acted:
            yield Finding(doc.series, (doc, *acted))


def _had(doc: Doc, papers: Papers, terms: Terms) -> datetime | None:
    """When the first of its receivers had it, UTC."""
    each = (had_at(doc, her, terms) for her in doc.reached)
    return min((moment for moment in each if moment), default=None)


def _acted(doc: Doc, papers: Papers, cancelled_at: datetime) -> list[Doc]:
    """The answers to it that came first; not those that handed it back, which ask for a Kansellering."""
    replies = [reply for reply in papers.replies(doc) if reply.latest.message_type != "DIALOG_AVVIK"]
    return [reply for reply in replies if reply.sent < cancelled_at and not reply.refused]


SEN = Rule(
    id="R-U31",
    version=1,
    name="Sen kansellering",
    betyr=(
        "Meldingen ble kansellert lenge etter at mottakeren hadde fått den, eller etter at kommunen "
        "hadde svart på den."
    ),
    source="HISD 1154:2018",
    category="INFO",
    severity="lav",
    confidence="lav",
    text="Meldingen ble kansellert lenge etter at den var mottatt, eller etter at den var besvart.",
    check=sen,
    loose=sen,
    towards=MOTTAKER,
    bare_med=("kansellerte",),
)

RULES = (SEN,)
