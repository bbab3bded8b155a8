"""Which message is this: the table, the names it knows, and that everything must agree."""

import pytest
from builders import epikrise_xml, innlagt_xml, rapport_xml
from judging import codes, event, judged
from lxml import etree
from plo_messages import plo_xml, type_innhold

from adapters.messages.identify import Kind, identify, payload_of
from adapters.messages.namespaces import plo
from adapters.messages.plo.rows import ROWS as PLO
from adapters.messages.row import Row
from adapters.messages.table import APPREC, KNOWN
from schemas.codes import APPREC_FEIL, MELDINGSNAVN

NAMES = {
    "Pasientlogistikk": ("1.5", "1.6", "2.0"),
    "Utskrivningsrapport": ("1.5", "1.6"),
    "Helseopplysninger": ("1.5", "1.6"),
    "Innleggelsesrapport": ("1.5", "1.6"),
    "Helseopplysninger til lege": ("1.5", "1.6"),
    "Medisinske opplysninger": ("1.5", "1.6"),
    "Orientering om tjenestetilbud": ("1.5", "1.6"),
    "Fraværsmelding": ("1.5",),
    "Sammenfatning": ("2.0",),
    "Helseopplysninger til saksbehandling": ("2.0",),
    "Dialogmelding": ("1.0", "1.1"),
    "Kommunikasjon av EPJ-innhold": ("2008-02-20",),
    "Epikrise": ("1.0", "1.1", "1.2"),
    "Applikasjonskvittering": ("1.0", "1.1"),
}
WITHOUT_STATUS = {"Dialogmelding", "Kommunikasjon av EPJ-innhold"}
"""Those that are always new."""


def test_every_message_of_the_standards_is_known() -> None:
    """Every row of messages.md §1 and §3 has its row; all but AppRec have a reader, and most a status."""
    rows = {(row.name, row.version): row for row in KNOWN.values() if row.read or row.name == APPREC.name}
    assert set(rows) >= {(name, version) for name, versions in NAMES.items() for version in versions}
    assert {row.name for row in rows.values() if row.read and not row.status} == WITHOUT_STATUS
    assert {row.name for row in rows.values() if not row.read} == {APPREC.name}


def test_types_have_names() -> None:
    """Every type of the table can be named in a refusal; E is the one outside 8279."""
    types = {type_ for row in KNOWN.values() for type_ in row.types}
    assert types - set(MELDINGSNAVN) == {"E"}
    assert set(MELDINGSNAVN) <= types


@pytest.mark.parametrize("code", sorted(APPREC_FEIL))
def test_codes_have_texts(code: str) -> None:
    """Every code of 8221 that we give has its text."""
    assert APPREC_FEIL[code]


def retyped(raw: bytes, of: bytes, to: bytes) -> bytes:
    assert of in raw
    return raw.replace(of, to)


@pytest.mark.parametrize(
    ("raw", "of", "to"),
    [
        (innlagt_xml(), b'V="LOG_INNLAGT"', b'V="LOG_UTSKREVET"'),
        (innlagt_xml(), b'V="LOG_INNLAGT"', b'V="UTSKRIVNINGSRAPPORT"'),
        (innlagt_xml(), b'V="LOG_INNLAGT"', b'V="KAOS"'),
        (innlagt_xml(), b'V="LOG_INNLAGT"', b""),
        (rapport_xml(), b'V="UTSKRIVNINGSRAPPORT"', b'V="EPIKRISE"'),
        (epikrise_xml(), b'V="EPIKRISE"', b'V="LOG_INNLAGT"'),
    ],
)
def test_disagreement(raw: bytes, of: bytes, to: bytes) -> None:
    """Type, payload and choice that do not agree are a fault of format, T99."""
    judgement = judged(retyped(raw, of, to))
    assert (codes(judgement), judgement.error_class) == (["type.disagrees"], "PERMANENT_FORMAT")
    assert judgement.problems[0].apprec == "T99" and "KAOS" not in str(judgement.problems)


@pytest.mark.parametrize("type_", [b"", b'<Type V="E" DN="Epikrise"/>'])
def test_epikrise_without_its_code(type_: bytes) -> None:
    """Type may be left out in an epikrise, and E is its old code."""
    raw = retyped(epikrise_xml(), b'<Type V="EPIKRISE" DN="Epikrise"/>', type_)
    assert event(raw).message_type == "EPIKRISE"


def test_alias_namespace() -> None:
    """What HIS 80704:2014 prints for Helseopplysninger is refused, as by the schema, with the right one."""
    raw = plo_xml("HelseopplysningerVedSoknad", type_innhold("1", "9140"))
    of, to = plo("HelseopplysningerVedSoknad"), plo("Helseopplysninger")
    (problem,) = judged(raw.replace(of.encode(), to.encode())).problems
    assert (problem.code, problem.apprec) == ("type.unsupported", "T10")
    assert "HELSEOPPL_SOKNAD" in problem.text and "HelseopplysningerVedSoknad/2012-04-01" in problem.text


@pytest.mark.parametrize(
    "row", [row for row in PLO if row.read and not row.plo20], ids=lambda row: f"{row.name} {row.version}"
)
def test_type_of_another(row: Row) -> None:
    """In 1.5 and 1.6 every type of 8279 but its own is a fault, and so is one that nobody has."""
    root = etree.QName(row.tag).localname
    for type_ in (*MELDINGSNAVN, "KAOS"):
        problem = identified(plo_xml(root, version=row.version, type_=type_)).problem
        assert (problem is None) == (type_ in row.types), type_


def identified(raw: bytes) -> Kind:
    root = etree.fromstring(raw)
    type_v = root.find("{*}MsgInfo/{*}Type").get("V")
    return identify(root, payload_of(root), type_v)


def test_unknown_payload() -> None:
    """A namespace that nobody knows is T10, with the name of the type that the message claims."""
    (problem,) = judged(innlagt_xml().replace(b"2012-04-01", b"2031-01-01")).problems
    assert (problem.code, problem.apprec) == ("type.unknown", "T10")
    assert "Melding om innlagt pasient" in problem.text and "2031" not in problem.text


def test_no_payload() -> None:
    """A message with nothing in it is a fault of format."""
    raw = innlagt_xml()
    empty = raw[: raw.index(b"<Content>")] + raw[raw.index(b"</Content>") + len(b"</Content>") :]
    assert codes(judged(empty)) == ["type.no_payload"]


def test_several_patients() -> None:
    """PatientReport is refused by name."""
    raw = innlagt_xml()
    document = raw[raw.index(b"<Document>") : raw.index(b"</MsgHead>")]
    report = b"<PatientReport><CaseNo>1</CaseNo>" + document + b"</PatientReport>"
    assert codes(judged(raw.replace(document, report))) == ["type.patient_report"]


def test_first_structured_document_is_the_payload() -> None:
    """A reference before it is no payload, and what comes after it is an attachment (rules.md §12.14)."""
    raw = rapport_xml(attachment="Medisinliste")
    reference = b"<Document><RefDoc><MsgType V='REF'/></RefDoc></Document>"
    told = event(raw.replace(b"<Document>", reference + b"<Document>", 1))
    assert told.legemidler == 2 and told.liste_i_vedlegg
