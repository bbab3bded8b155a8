"""Drafts -> XML."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from broker.simulate.dialog import dialog_xml, epj_xml
from broker.simulate.draft import Draft
from broker.simulate.epikrise import epikrise_xml
from broker.simulate.head import Head
from broker.simulate.people import Person, fodselsnummer
from broker.simulate.plo import FORMS, plo_xml
from broker.simulate.plo20 import tilbakemelding_xml

WRITERS: Final = {
    **dict.fromkeys(FORMS, plo_xml),
    "EPIKRISE": epikrise_xml,
    "EPJ-EKSTRAKT": epj_xml,
    "TILBAKEMELDING_20": tilbakemelding_xml,
    **dict.fromkeys(
        ("DIALOG_FORESPORSEL", "DIALOG_SVAR", "DIALOG_NOTAT", "DIALOG_AVVIK", "DIALOG_HELSEFAGLIG"),
        dialog_xml,
    ),
}
"""Message type -> what writes it."""

HJELPENUMMER: Final = 40
"""Added to the month (HIS 1001)."""
UNSEEN: Final = "00000000-0000-4000-8000-0000000000{:02x}"
"""MsgIds of messages that were never sent."""


def xml_of(draft: Draft, patient: Person) -> bytes:
    """The message, UTF-8."""
    head = Head(
        draft.msg_id,
        draft.at,
        draft.sender,
        draft.receiver,
        _known_by(patient, draft),
        draft.status,
        draft.copies,
        _conversation(draft),
        draft.is_test,
        draft.attachments,
    )
    xml = WRITERS[draft.kind](draft, head)
    return _broken(xml, draft) if draft.spoilt else xml


def _broken(xml: bytes, draft: Draft) -> bytes:
    """Of a form that nobody takes in; its head can still be read."""
    if draft.spoilt == "skjema":
        end = xml.rindex(b"</")
        return xml[:end] + b"<Ekstra/>" + xml[end:]
    return xml.replace(b' xmlns:p="', b' xmlns:p="urn:utkast:', 1) if draft.spoilt == "navnerom" else xml


def came(draft: Draft) -> datetime:
    """When it was received, UTC."""
    return draft.received or draft.at


def _known_by(patient: Person, draft: Draft) -> Person:
    """The patient with what a message gives."""
    number = draft.number
    if draft.spoilt == "pasient":
        return replace(patient, idents=(), born=None, sex=None)
    if not number or patient.born is None or patient.sex is None:
        return patient
    fnr = patient.idents[0]
    hnr = ("HNR", fodselsnummer(patient.born, patient.sex, int(fnr[1][6:9]), HJELPENUMMER))
    return replace(patient, idents=(hnr,) if number == "hnr" else (hnr, fnr))


def _conversation(draft: Draft) -> tuple[str, str] | None:
    if draft.orphan:
        return (UNSEEN.format(1), UNSEEN.format(1))
    return (draft.first.msg_id, draft.above.msg_id) if draft.above else None
