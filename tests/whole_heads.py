"""Heads for whole messages: who sends what to whom, and the heads of epikrise and AppRec in every version."""

from copy import deepcopy
from typing import Any
from uuid import uuid5

from builders import FASTLEGE, TROMSO, UNN, apprec_xml, epikrise_xml, head
from lxml import etree

from adapters.messages.namespaces import APPREC_10, APPREC_11, EPIKRISE_10, EPIKRISE_11, EPIKRISE_12
from broker.simulate.head import Attachment, Head, Party
from schemas.events import NAMESPACE

COPY = Party("Eksempel sykehjem", "90401", "Avdeling 2", "90402")

WAYS = {
    "INNLEGGELSESRAPPORT": (TROMSO, UNN),
    "LOG_DOD": (TROMSO, FASTLEGE),
    "HELSEOPPLYSNINGER_LEGE": (TROMSO, FASTLEGE),
    "MEDISINSKE_OPPLYSNINGER": (FASTLEGE, TROMSO),
    "ORIENTERING_TJENESTETILBUD": (TROMSO, FASTLEGE),
    "FRAVARSMELDING": (TROMSO, FASTLEGE),
    "EPJ-EKSTRAKT": (FASTLEGE, TROMSO),
    "EPIKRISE": (UNN, FASTLEGE),
    "E": (UNN, FASTLEGE),
    "APPREC": (TROMSO, UNN),
}
"""Type -> who sends it to whom (messages.md §3); the others go from hospital to kommune."""

OWN_HEAD: dict[str, tuple[tuple[str, str], ...]] = {
    EPIKRISE_10: ((EPIKRISE_12, EPIKRISE_10), ('V="EPIKRISE"', 'V="E"'), ("v1.2 2012-02-15", "v1.0")),
    EPIKRISE_11: (
        (EPIKRISE_12, EPIKRISE_11),
        ('V="EPIKRISE"', 'V="E"'),
        ("v1.2 2012-02-15", "v1.1 2006-09-23"),
    ),
    EPIKRISE_12: (),
    APPREC_10: (
        (APPREC_11, APPREC_10),
        ("v1.1 2012-02-15", "1.0 2004-11-21"),
        ('V="PRIM"', 'V="SPR"'),
        ('V="AVS"', 'V="RECEIVER"'),
    ),
    APPREC_11: (),
}
"""Namespace of a message with a head of its own -> its words where they differ from the newest version's."""


def id_of(*what: object) -> str:
    """A UUID that is the same each time."""
    return str(uuid5(NAMESPACE, " ".join(map(str, what))))


def short_head(type_: str, msg_id: str) -> Head:
    """Sender, receiver and patient."""
    sender, receiver = WAYS.get(type_, (UNN, TROMSO))
    return head(msg_id, sender=sender, receiver=receiver)


def full_head(type_: str, msg_id: str) -> Head:
    """With a copy, earlier messages and an attachment."""
    sender, receiver = WAYS.get(type_, (UNN, TROMSO))
    return head(
        msg_id,
        sender=sender,
        receiver=receiver,
        copies=(COPY,),
        conversation=(id_of(msg_id, "first"), id_of(msg_id, "previous")),
        attachments=(Attachment("Medisinliste"),),
    )


def own_head(namespace: str, about: Head) -> etree._Element:
    """The head of an epikrise or AppRec in the words of its version, without what it is the head of.

    An AppRec refuses if there are attachments, for it can have none: then its head is the full one.
    """
    who: dict[str, Any] = {"msg_id": about.msg_id, "sender": about.sender, "receiver": about.receiver}
    if namespace in (APPREC_10, APPREC_11):
        error: dict[str, Any] = {"status": "2", "errors": ("T02",)} if about.attachments else {}
        text = apprec_xml(id_of(about.msg_id, "answers"), **error, **who).decode()
    else:
        text = epikrise_xml(copies=about.copies, document_id=id_of(about.msg_id, "document"), **who).decode()
    for of, to in OWN_HEAD[namespace]:
        assert of in text, of
        text = text.replace(of, to)
    told = etree.fromstring(text.encode())
    for event in told.findall("{*}ServRprt/{*}Event"):
        event.getparent().remove(event)
    return told


def overlay(made: etree._Element, told: etree._Element) -> None:
    """Writes what `told` says into `made`, both of one schema and in its order."""
    made.attrib.update(told.attrib)
    if not len(told):
        made.text = told.text
    place = 0
    for each in told:
        found = next((child for child in made[place:] if child.tag == each.tag), None)
        if found is None:
            made.insert(place, deepcopy(each))
        else:
            place = made.index(found)
            if etree.QName(each).localname == "HCP" and found[0].tag != each[0].tag:
                _name_other(found[0], each[0])
            else:
                overlay(found, each)
        place += 1


def _name_other(person: etree._Element, institution: etree._Element) -> None:
    """Where the schema's branch has a person for the institution: its name, its id and what kind of id."""
    party = deepcopy(institution)
    del party[3:]
    overlay(person, party)
