"""A message for each row of the decision table: in that situation, and refused for it, or not."""

from dataclasses import replace

from builders import (
    FASTLEGE,
    ILL,
    MEDICINES,
    TROMSO,
    apprec_xml,
    epikrise_xml,
    innlagt_xml,
    rapport_xml,
    utskrevet_xml,
    utskrivningsklar_xml,
    without_sender_id,
)
from judging import EXAMPLES
from lxml import etree

from broker.simulate.people import Person


def example(part: str, without: str = "") -> bytes:
    """An official example, without the element `without`."""
    (path,) = [path for path in EXAMPLES if part in path.name]
    root = etree.fromstring(path.read_bytes())
    for each in root.findall(f".//{{*}}{without}") if without else ():
        each.getparent().remove(each)
    raw: bytes = etree.tostring(root)
    return raw


def urgent(raw: bytes) -> bytes:
    """The same message with priority 0."""
    return raw.replace(b"</MsgId>", b'</MsgId><RequestedPriority V="0"/>')


def numbered(number: str, family: str = "Eksempelsen") -> Person:
    """Somebody with a fødselsnummer, and perhaps a name."""
    return Person(family, "", None, None, (("FNR", number),))


def sender_left_out() -> bytes:
    """A message whose Sender is empty."""
    return innlagt_xml().replace(b"<Sender>", b"<Sender/><!--").replace(b"</Sender>", b"-->")


REFUSED: dict[str, bytes] = {
    "xml": b"<MsgHead>",
    "xsd": innlagt_xml().replace(b"<Anslag>false</Anslag>", b""),
    "type": innlagt_xml().replace(b"/2012-04-01", b"/2031-01-01"),
    "type.disagrees": innlagt_xml().replace(b'V="LOG_INNLAGT"', b'V="LOG_UTSKREVET"'),
    "type.no_payload": example("Innlagt_pasient_v1-6_Ny", without="Content"),
    "status": innlagt_xml(status="X"),
    "msgid": innlagt_xml(msg_id="x"),
    "receiver": innlagt_xml(receiver=replace(TROMSO, service_her="99999")),
    "patient.insufficient": innlagt_xml(patient=ILL["empty"]),
    "patient.unknown": epikrise_xml(),
    "sender": innlagt_xml(sender=without_sender_id()),
    "sender.missing": sender_left_out(),
    "apprec": apprec_xml().replace(b'<Status V="1"/>', b"<Status/>"),
}
"""Situation -> a message that is refused for it; patient.unknown where no register has the patient."""

ACCEPTED: dict[str, bytes] = {
    "ohjelp": urgent(innlagt_xml(patient=ILL["empty"])),
    "avvik_uten_pasient": example("avvik", without="Patient"),
    "kontrollsiffer": innlagt_xml(patient=numbered("13116900217")),
    "uten_fodselsnummer": innlagt_xml(patient=ILL["name_date_sex"]),
    "uten_navn": innlagt_xml(patient=numbered("13116900216", family="")),
    "lege_finnes_ikke": innlagt_xml(receiver=replace(FASTLEGE, service_her="99999")),
    "folkeregisteret": innlagt_xml(),
    "ikke_registrert": rapport_xml(),
    "ukjent_kode": utskrevet_xml(uttilstand="77", ut_til="88"),
    "klinisk_innhold": rapport_xml(medicines=MEDICINES[2:], text="", attachment=""),
    "fagregel": utskrivningsklar_xml(innlagt="2026-02-09T10:00:00", klar="2026-02-06"),
    "upresis_adresse": innlagt_xml(receiver=replace(TROMSO, name="Et navn", service="", orgnr="012345678")),
    "uten_referanse": rapport_xml(status="C"),
}
"""Situation -> a message that is in it, and is never refused for it."""
