"""Messages of PLO in one line, in any version: a root, and what stands in it."""

from typing import Any

from builders import head
from lxml import etree

from adapters.messages.plo.edition import EDITIONS
from adapters.messages.plo.rows import ROWS
from adapters.messages.row import Row
from broker.simulate.head import msghead
from schemas.codes import HENDELSESKODE, KITH

_EPJ = "http://www.kith.no/xmlstds/epj/{}/2008-02-20"
_PREFIXES = {
    "fk1": "http://www.kith.no/xmlstds/felleskomponent1",
    "m1": _EPJ.format("meta"),
    **{name: _EPJ.format(name) for name in ("epj1", "epj2", "epj3")},
}
_NAMES = "".join(f' xmlns:{prefix}="{namespace}"' for prefix, namespace in _PREFIXES.items())
PO = {edition.version: edition.po for edition in EDITIONS}


def row_of(root: str, version: str) -> Row:
    """The row of a message that is read, by the name of its root."""
    (row,) = [
        row for row in ROWS if row.read and row.version == version and etree.QName(row.tag).localname == root
    ]
    return row


def plo_xml(
    root: str,
    inside: str = "",
    version: str = "1.6",
    *,
    sent: str = "",
    felles: str = "",
    first: str = "",
    type_: str = "",
    **rest: Any,
) -> bytes:
    """The message with that content.

    sent: in InformasjonOmForsendelsen after the status; felles: the other administrative elements; first:
    what 2.0 has before them; type_: MsgInfo/Type/@V, else the first that goes with the root; rest: of
    builders.head.
    """
    row, about = row_of(root, version), head(**rest)
    status = f'<Forsendelsesstatus V="{about.status}" DN="-"/>'
    common = f"<InformasjonOmForsendelsen>{status}{sent}</InformasjonOmForsendelsen>{felles}"
    if version == "2.0":
        common = f"<FellesAdministrativeOpplysninger>{common}</FellesAdministrativeOpplysninger>"
    names = f'xmlns:p="{etree.QName(row.tag).namespace}" xmlns="{PO[version]}"{_NAMES}'
    payload = f"<p:{root} {names}>{first}{common}{inside}</p:{root}>"
    return msghead(type_ or row.types[0], about, payload)


def marked(name: str, number: str, inside: str = "", kind: str = "EPJ dokument") -> str:
    """An element of a journal with the marks that it must have; the number is the end of its OID."""
    marks = f'm1:basiskomponenttype="{kind}" m1:komponenttype="2.16.578.1.12.4.1.6.{number}"'
    return f'<{name} {marks} komponentID="1">{inside}</{name}>'


def notat(text: str, list_: str = "", code: str = "") -> str:
    """A journal note with one text, under a heading of that list when there is one."""
    heading = f'<epj2:Overskriftskode V="{code}" S="{KITH}{list_}"/>' if list_ else ""
    return marked("epj2:GenereltJournalnotat", "13.11009.0", journaltekst(text, heading))


def journaltekst(text: str, heading: str = "") -> str:
    """A text of a journal."""
    return f"<epj2:Journaltekst>{heading}<epj2:Notat>{text}</epj2:Notat></epj2:Journaltekst>"


def medisinsk(inside: str) -> str:
    """MedisinskfagligeOpplysninger."""
    return f"<MedisinskfagligeOpplysninger>{inside}</MedisinskfagligeOpplysninger>"


def type_innhold(code: str, list_: str = "9139") -> str:
    """TypeInnholdIMelding."""
    return f'<TypeInnholdIMelding><TypeInnhold V="{code}" S="{KITH}{list_}"/></TypeInnholdIMelding>'


def hendelse(code: str, at: str, *, text: bool = False) -> str:
    """A TidsfestetHendelse; `text`: with its time as 2.0 writes it."""
    kode = f'<Hendelsekode V="{code}" S="{HENDELSESKODE}"/>' if code else ""
    when = f">{at}</TidspunktForHendelse>" if text else f' V="{at}"/>'
    return f"<TidsfestetHendelse>{kode}<TidspunktForHendelse{when}<Anslag>false</Anslag></TidsfestetHendelse>"


def person(name: str = "Gunn", phone: str = "") -> str:
    """What a HealthcareProfessional of felleskomponent1 holds."""
    named = f"<fk1:GivenName>{name}</fk1:GivenName>" if name else ""
    ident = f'<fk1:Ident><fk1:Id>1</fk1:Id><fk1:TypeId V="HPR" S="{KITH}8116"/></fk1:Ident>'
    return named + ident + _tele(phone)


def unit(phone: str = "") -> str:
    """What an Organisation of felleskomponent1 holds."""
    ident = f'<fk1:Ident><fk1:Id>1</fk1:Id><fk1:TypeId V="HER" S="{KITH}9051"/></fk1:Ident>'
    return f"<fk1:OrganisationName>Enhet</fk1:OrganisationName>{ident}{_tele(phone)}"


def _tele(phone: str) -> str:
    return f'<fk1:TeleCom><fk1:TeleAddress V="{phone}"/></fk1:TeleCom>' if phone else ""
