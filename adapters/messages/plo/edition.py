"""The versions of PLO: where each keeps its components, and how it writes a time."""

from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from adapters.messages.namespaces import PO_15, PO_16, PO_20, tag
from adapters.messages.plo.deler import Makes, faglige, felles
from adapters.messages.reading import Element, text_of, xpath
from adapters.messages.sheet import moment_of
from adapters.xml.local_time import tidspunkt
from schemas.tid import Tidspunkt

Moment = Callable[[Element | None], Tidspunkt | None]


class Edition(NamedTuple):
    """One version, with the names that reading it asks for.

    Attributes:
        version: as "1.6".
        po: namespace of its components.
        moment: when a TidspunktForHendelse says that it was.
        status: Forsendelsesstatus/@V of a structured part.
        logistikk, rapport: what makes the parts of a Pasientlogistikk, and of the others.
        felles: holds what all messages have; in 1.x the structured part itself does.
    """

    version: str
    po: str
    moment: Moment
    status: etree.XPath
    logistikk: Makes
    rapport: Makes
    felles: str
    hendelse: str
    kode: str
    beskrivelse: str
    tidspunkt: str
    opphold: str
    utskrevet_til: str
    uttilstand: str
    ut_til: str
    innhold: str
    type_innhold: str
    tjenester: tuple[str, ...]
    tjenestetype: str
    startdato: str


def _edition(version: str, po: str, moment: Moment, above: str = "") -> Edition:
    status = f"normalize-space({above}po:InformasjonOmForsendelsen/po:Forsendelsesstatus/@V)"
    return Edition(
        version=version,
        po=po,
        moment=moment,
        status=xpath(status, po=po),
        logistikk=felles(po),
        rapport={**felles(po), **faglige(po)},
        felles=tag(po, "FellesAdministrativeOpplysninger"),
        hendelse=tag(po, "TidsfestetHendelse"),
        kode=tag(po, "Hendelsekode"),
        beskrivelse=tag(po, "BeskrivelseAvHendelse"),
        tidspunkt=tag(po, "TidspunktForHendelse"),
        opphold=tag(po, "OpplysningOpphold"),
        utskrevet_til=tag(po, "UtskrevetTil"),
        uttilstand=tag(po, "Uttilstand"),
        ut_til=tag(po, "UtTil"),
        innhold=tag(po, "TypeInnholdIMelding"),
        type_innhold=tag(po, "TypeInnhold"),
        tjenester=(tag(po, "EksisterendeTjeneste"), tag(po, "TjenesteBehov")),
        tjenestetype=tag(po, "IPLOStjenestetype"),
        startdato=tag(po, "Startdato"),
    )


def _written(element: Element | None) -> Tidspunkt | None:
    """2.0 writes a time as text, where 1.x has a TS."""
    return tidspunkt(text_of(element))


PLO_15 = _edition("1.5", PO_15, moment_of)
PLO_16 = _edition("1.6", PO_16, moment_of)
PLO_20 = _edition("2.0", PO_20, _written, "po:FellesAdministrativeOpplysninger/")
EDITIONS = (PLO_15, PLO_16, PLO_20)
