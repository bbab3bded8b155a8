"""Whole messages of every kind we know, made from the official schemas: the shortest, and a full one.

The head is as real parties write it; what is inside is the schema's, with values that mean nothing.
"""

from copy import deepcopy

from lxml import etree
from whole_heads import OWN_HEAD, full_head, id_of, overlay, own_head, short_head
from xsd_sampler import Sampler
from xsd_sets import OFFICIAL, model
from xsd_values import BASE64

from adapters.messages.namespaces import EPJ_EKSTRAKT, MSGHEAD, plo, tag
from adapters.messages.table import KNOWN
from broker.simulate.head import msghead

SEED, DEEP = 20250302, 8
SHORTEST, FULLEST = 0.0, 1.0

ROOTS = tuple(name for name in KNOWN if name != tag(plo("Helseopplysninger"), "HelseopplysningerVedSoknad"))
"""All names of the table but the one that only a printed table of the standard has."""

UNKNOWN = "UKJENT"
"""For what has no value in 8279 that we know of: most of PLO 2.0."""

BY_CHILD = {
    "MeldingInnlagtPasient": "LOG_INNLAGT",
    "MeldingUtskrivningsklarPasient": "LOG_UTSKRIVNINGSKLAR",
    "AvmeldingUtskrivningsklarPasient": "LOG_AVMELDING",
    "MeldingOmUtskrevetPasient": "LOG_UTSKREVET",
    "OrienteringOmDod": "LOG_DOD",
    "Foresporsel": "DIALOG_FORESPORSEL",
    "Notat": "DIALOG_NOTAT",
}
"""Child of a payload that has several types -> the type it goes with."""

_EPJ = "http://www.kith.no/xmlstds/epj/{}/2008-02-20"
_RECORD = (("epj3", "Legemidler"), ("epj1", "Cave"), ("epj2", "Notater"))
RECORD = tuple(tag(_EPJ.format(part), name) for part, name in _RECORD)
"""What follows the Node of an EPJ-ekstrakt, in documents of their own; the shortest has the first."""


def samples(root: str, branch: int = 0) -> tuple[bytes, bytes]:
    """The minimal and the full message with the payload `root` ("{namespace}name", one of ROOTS).

    branch: which way to go where the schema leaves a choice, counted round: 0 to 5 is every way of all.
    UTF-8; the same bytes each time.
    """
    return _message(root, SHORTEST, branch), _message(root, FULLEST, branch)


def type_of(root: str, payload: etree._Element) -> str:
    """MsgInfo/Type/@V that goes with a payload."""
    types = KNOWN[root].types
    for child in payload.iterchildren("*"):
        found = BY_CHILD.get(etree.QName(child).localname)
        if found and (found in types or not types):
            return found
    return types[0] if types else UNKNOWN


def _message(root: str, fill: float, branch: int) -> bytes:
    sampler = Sampler(model(OFFICIAL), [BASE64], SEED)
    inside = sampler.sample(root, fill, DEEP, branch)
    type_ = type_of(root, inside)
    about = (short_head if fill == SHORTEST else full_head)(type_, id_of(root, fill, branch))
    namespace = etree.QName(root).namespace
    if namespace in OWN_HEAD:
        overlay(inside, own_head(namespace, about))
        return _written(inside)
    for status in inside.iter("{*}Forsendelsesstatus"):
        status.attrib.update({"V": "N", "DN": "Ny"})
    whole = etree.fromstring(msghead(type_, about, etree.tostring(inside, encoding="unicode")))
    if namespace == EPJ_EKSTRAKT:
        parts = RECORD[:1] if fill == SHORTEST else RECORD
        _add_documents(whole, [sampler.sample(part, fill, DEEP, branch) for part in parts])
    return _written(whole)


def _written(whole: etree._Element) -> bytes:
    raw: bytes = etree.tostring(whole, encoding="UTF-8", xml_declaration=True)
    return raw


def _add_documents(whole: etree._Element, parts: list[etree._Element]) -> None:
    """More structured documents, right after the first: what is attached comes last."""
    first = whole.find(tag(MSGHEAD, "Document"))
    for part in reversed(parts):
        another = deepcopy(first)
        another.find(f".//{tag(MSGHEAD, 'Content')}")[:] = [part]
        first.addnext(another)
