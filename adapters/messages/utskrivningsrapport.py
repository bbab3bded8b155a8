"""Utskrivningsrapport 1.6 (HIS 1148:2014), root TverrfagligEpikrise."""

from collections.abc import Iterator

from lxml import etree

from adapters.messages import medicines, msghead
from adapters.messages.namespaces import EPJ2, EPJ3, MSGHEAD, PO_16, tag
from adapters.messages.reading import Element, children, code_of, text_of
from adapters.messages.sheet import Sheet, moment_of
from schemas import codes
from schemas.events import UtskrivningsrapportMottatt
from schemas.tid import Tidspunkt

_NS = {"po": PO_16, "epj2": EPJ2, "epj3": EPJ3, "mh": MSGHEAD}
_FORSKRIVNING = "epj3:Legemiddelinfo/epj3:ForenkletForskrivning"
_SEPONERT = f"epj3:StatusTilForskrivningen[normalize-space(@V)='{codes.SEPONERING}']"
_NAVN = "epj3:Forskrivningsinfo/epj3:Navn[normalize-space()]"

_HENDELSER = etree.XPath("po:OpplysningOpphold/po:TidsfestetHendelse", namespaces=_NS)
_CURRENT = etree.XPath(f"count({_FORSKRIVNING}[not({_SEPONERT})]/{_NAVN})", namespaces=_NS)
_DISCONTINUED = etree.XPath(f"count({_FORSKRIVNING}/{_SEPONERT})", namespaces=_NS)
_NOTATER = etree.XPath("*/descendant::epj2:Notat/text()", namespaces=_NS, smart_strings=False)
_NAMES = etree.XPath(
    "mh:ContentDescription/text() | mh:RefDoc/mh:Description/text() | mh:RefDoc/mh:FileReference/text()",
    namespaces=_NS,
    smart_strings=False,
)
_KODE, _TIDSPUNKT = tag(PO_16, "Hendelsekode"), tag(PO_16, "TidspunktForHendelse")
_BESKRIVELSE = tag(PO_16, "BeskrivelseAvHendelse")

_APART = "\n.\n"
"""Between two texts, so that the end of one and the start of the next make no sentence."""

_TEXTS = {codes.INNLAGT: "innlagt dato", codes.UTSKREVET: "utskrevet dato"}
"""How the events are told apart: the official examples give them no code (pitfalls.md §5)."""


def read(sheet: Sheet) -> UtskrivningsrapportMottatt:
    """The event of an Utskrivningsrapport that the schema has let through."""
    moments = _moments(sheet.payload)
    texts = _NOTATER(sheet.payload)
    return UtskrivningsrapportMottatt(
        innlagt=moments.get(codes.INNLAGT),
        utskrevet=moments.get(codes.UTSKREVET),
        legemidler=int(_CURRENT(sheet.payload)),
        seponerte=int(_DISCONTINUED(sheet.payload)),
        liste_i_vedlegg=medicines.looks_like_list(_names(sheet)),
        liste_i_tekst=any(map(medicines.holds_list, texts)),
        ingen_legemidler=medicines.says_none(_APART.join(texts)),
        **sheet.fields("utskrivningsrapport_mottatt.v1"),
    )


def _moments(payload: Element) -> dict[str, Tidspunkt]:
    found: dict[str, Tidspunkt] = {}
    for hendelse in _HENDELSER(payload):
        parts = children(hendelse)
        kode = code_of(parts.get(_KODE)) or _by_text(text_of(parts.get(_BESKRIVELSE)))
        if kode and kode not in found and (moment := moment_of(parts.get(_TIDSPUNKT))):
            found[kode] = moment
    return found


def _by_text(text: str) -> str:
    plain = text.casefold()
    return next((kode for kode, start in _TEXTS.items() if plain.startswith(start)), "")


def _names(sheet: Sheet) -> Iterator[str]:
    for document in msghead.attachments(sheet.root, sheet.payload):
        yield from _NAMES(document)
