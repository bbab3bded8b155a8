"""The words with which a person may ask for what has not come: Foreslå dialogmelding. Pure.

A DIALOG_HELSEFAGLIG (HIS 1077:2017) asks for repair; an avvik itself is told of elsewhere. It becomes part of
a patient's record, so a person decides on it, and adds the patient: here only a pseudonym is known. The text
names what is missing and the dates of the stay: no rule, no blame, nothing clinical.
"""

from datetime import datetime
from typing import NamedTuple

from broker import words
from broker.console.board_lines import name_of
from schemas.agreements import Agreement
from schemas.avvik import Avvik
from schemas.codes import MELDINGSNAVN
from schemas.tid import OSLO


class Proposal(NamedTuple):
    """What may be written: from and to whom, and the two texts of the message (Tema, TekstNotatInnhold)."""

    sender: str
    receiver: str
    tema: str
    text: str


def is_missing(one: Avvik) -> bool:
    """Whether it is about a message that still has not come, from one of two who are known."""
    asks = one.state == "apen" and one.kind == "samhandling" and one.party is not None
    # What is too uncertain to be told to anybody is nothing to ask them about (rules.md §4).
    asks = asks and one.confidence != "lav"
    return asks and one.deadline is not None and one.subject in MELDINGSNAVN and one.direction != "ingen"


def proposed(one: Avvik, agreement: Agreement, now: datetime) -> Proposal:
    """The proposal for an avvik of which `is_missing` holds."""
    assert one.party is not None and one.deadline is not None  # noqa: S101
    hospital, party = name_of(one.hospital, agreement), name_of(one.party, agreement)
    ends = (party, hospital) if one.direction == "til_UNN" else (hospital, party)
    what = MELDINGSNAVN[one.subject]
    dates = words.stay(one.stay_from, one.stay_to, now)
    stay = f"om oppholdet ved {hospital}" + (f", {dates}" if dates else "")
    due = words.day(one.deadline.astimezone(OSLO).date(), now).rstrip(".")
    text = (
        f"Vi kan ikke se at vi har mottatt «{what}» {stay.rstrip('.')}. Det var ventet innen {due}.\n\n"
        "Kan dere sende det elektronisk? Er det sendt på annen måte, eller ikke aktuelt, ber vi om et kort "
        "svar på denne meldingen."
    )
    return Proposal(*ends, f"Etterspør {what[:1].lower()}{what[1:]}", text)
