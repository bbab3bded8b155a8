"""Every message we know by name, and which of them we read (messages.md §1 and §3).

A new version of a standard is a new row, and a reader when we read it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from adapters.messages import epikrise, pasientlogistikk, utskrivningsrapport
from adapters.messages.namespaces import (
    APPREC_10,
    APPREC_11,
    DIALOG_10,
    DIALOG_11,
    EPIKRISE_10,
    EPIKRISE_11,
    EPIKRISE_12,
    EPJ_EKSTRAKT,
    PLO_15,
    PO_16,
    plo,
    plo_20,
    tag,
)
from adapters.messages.sheet import Sheet
from schemas.events import PatientEvent

Read = Callable[[Sheet], PatientEvent]


@dataclass(frozen=True, slots=True)
class Row:
    """A message of one version of its standard.

    Attributes:
        tag: of the structured part, for epikrise and AppRec the root.
        name: what people call it.
        types: values of MsgInfo/Type/@V that go with it (8279); empty: not known to us.
        read: makes its event; None for one that is refused by name.
        status: finds Forsendelsesstatus/@V (7309) in the structured part; None with `read`.
    """

    tag: str
    name: str
    version: str
    types: tuple[str, ...] = ()
    read: Read | None = None
    status: etree.XPath | None = None


def _plo(root: str, name: str, *types: str, namespace: str = "") -> tuple[Row, Row]:
    """Version 1.5 and 1.6 of a PLO message that we do not read."""
    return (
        Row(tag(plo(root, PLO_15), root), name, "1.5", types),
        Row(tag(plo(namespace or root), root), name, "1.6", types),
    )


_STATUS_PLO = etree.XPath(
    "normalize-space(po:InformasjonOmForsendelsen/po:Forsendelsesstatus/@V)", namespaces={"po": PO_16}
)
_STATUS_EPIKRISE = etree.XPath("normalize-space(e:ServRprt/e:ServType/@V)", namespaces={"e": EPIKRISE_12})
_LOGISTIKK = tuple(pasientlogistikk.CHOICES.values())
_DIALOG = ("DIALOG_FORESPORSEL", "DIALOG_SVAR", "DIALOG_NOTAT", "DIALOG_AVVIK")

_READ = (
    Row(
        tag(plo("Pasientlogistikk"), "Pasientlogistikk"),
        "Pasientlogistikk",
        "1.6",
        _LOGISTIKK,
        pasientlogistikk.read,
        _STATUS_PLO,
    ),
    Row(
        tag(plo("TverrfagligEpikrise"), "TverrfagligEpikrise"),
        "Utskrivningsrapport",
        "1.6",
        ("UTSKRIVNINGSRAPPORT",),
        utskrivningsrapport.read,
        _STATUS_PLO,
    ),
    Row(tag(EPIKRISE_12, "Message"), "Epikrise", "1.2", ("EPIKRISE",), epikrise.read, _STATUS_EPIKRISE),
)

_SOKNAD = "HelseopplysningerVedSoknad"
_REFUSED = (
    Row(tag(plo("Pasientlogistikk", PLO_15), "Pasientlogistikk"), "Pasientlogistikk", "1.5", _LOGISTIKK),
    Row(
        tag(plo("TverrfagligEpikrise", PLO_15), "TverrfagligEpikrise"),
        "Utskrivningsrapport",
        "1.5",
        ("UTSKRIVNINGSRAPPORT",),
    ),
    *_plo(_SOKNAD, "Helseopplysninger", "HELSEOPPL_SOKNAD"),
    # HIS 80704:2014 prints this namespace in its table; schema and examples have the one above
    Row(tag(plo("Helseopplysninger"), _SOKNAD), "Helseopplysninger", "1.6", ("HELSEOPPL_SOKNAD",)),
    *_plo("Innleggelsesrapport", "Innleggelsesrapport", "INNLEGGELSESRAPPORT"),
    *_plo(
        "Konsultasjon",
        "Helseopplysninger til lege",
        "HELSEOPPLYSNINGER_LEGE",
        namespace="HelseopplysningerTilLege",
    ),
    *_plo(
        "OverforingMedisinskeOpplysninger",
        "Medisinske opplysninger",
        "MEDISINSKE_OPPLYSNINGER",
        namespace="MedisinskeOpplysninger",
    ),
    *_plo("OrienteringOmTjenestetilbud", "Orientering om tjenestetilbud", "ORIENTERING_TJENESTETILBUD"),
    Row(tag(plo("MeldingFravar", PLO_15), "MeldingFravar"), "Fraværsmelding", "1.5", ("FRAVARSMELDING",)),
    Row(tag(plo_20("Pasientlogistikk"), "Pasientlogistikk"), "Pasientlogistikk", "2.0"),
    Row(tag(plo_20("Sammenfatning"), "Sammenfatning"), "Sammenfatning", "2.0"),
    Row(
        tag(plo_20("HelseopplysningerSaksbehandling"), "HelseopplysningerSaksbehandling"),
        "Helseopplysninger til saksbehandling",
        "2.0",
    ),
    Row(tag(DIALOG_10, "Dialogmelding"), "Dialogmelding", "1.0", _DIALOG),
    Row(
        tag(DIALOG_11, "Dialogmelding"),
        "Dialogmelding",
        "1.1",
        ("DIALOG_HELSEFAGLIG", "DIALOG_STATUS_HENVISNING"),
    ),
    Row(tag(EPJ_EKSTRAKT, "Node"), "Kommunikasjon av EPJ-innhold", "2008-02-20", ("EPJ-EKSTRAKT",)),
    Row(tag(EPIKRISE_10, "Message"), "Epikrise", "1.0", ("E", "EPIKRISE")),
    Row(tag(EPIKRISE_11, "Message"), "Epikrise", "1.1", ("E", "EPIKRISE")),
    Row(tag(APPREC_10, "AppRec"), "Applikasjonskvittering", "1.0", ("APPREC",)),
)

APPREC = Row(tag(APPREC_11, "AppRec"), "Applikasjonskvittering", "1.1", ("APPREC",))
"""Read as well, but it is an answer and not a message about a patient."""

KNOWN: MappingProxyType[str, Row] = MappingProxyType({row.tag: row for row in (*_READ, *_REFUSED, APPREC)})
"""Name of the structured part -> its row."""
