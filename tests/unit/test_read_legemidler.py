"""Structured medicines: what is counted, what they are known by, and what R-U04 finds missing."""

from collections.abc import Iterator
from typing import Any

import pytest
from judging import event
from lxml import etree
from plo_messages import marked, plo_xml, type_innhold

from adapters.messages.legemiddelnavn import plain
from adapters.messages.legemidler import navn_nokkel, nokkel, structured
from adapters.messages.namespaces import EPJ3

KEY, OTHER = b"k" * 32, b"o" * 32
WHOLE = {
    "DosVeiledEnkel": "<epj3:DosVeiledEnkel>1 tablett</epj3:DosVeiledEnkel>",
    "Nr": "",
    "Navn": "<epj3:Navn>Eksemplin</epj3:Navn>",
    "Atc": "",
    "Styrke": '<epj3:Styrke V="10" U="mg"/>',
    "Bruk": '<epj3:Bruk V="1"/>',
}
"""What a medicine in use must have, in the order of the schema."""


def medicine(status: str = "", merknad: str = "", **given: str) -> str:
    """A whole one, with other elements where they are given."""
    before = f'<epj3:StatusTilForskrivningen V="{status}"/>' if status else ""
    before += f"<epj3:Merknad>{merknad}</epj3:Merknad>" if merknad else ""
    info = f"<epj3:Forskrivningsinfo>{''.join({**WHOLE, **given}.values())}</epj3:Forskrivningsinfo>"
    inside = f"<epj3:ForenkletForskrivning>{before}{info}</epj3:ForenkletForskrivning>"
    return marked("epj3:Legemiddelinfo", "13.10301.0", inside)


def named(name: str, atc: str = "", status: str = "") -> str:
    code = f'<epj3:Atc V="{atc}"/>' if atc else ""
    return medicine(status, Navn=f"<epj3:Navn>{name}</epj3:Navn>", Atc=code)


def told(*medicines: str, root: str = "TverrfagligEpikrise") -> Any:
    first = type_innhold("11") if root == "TverrfagligEpikrise" else ""
    return event(plo_xml(root, first + "".join(medicines)))


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        (medicine(), ()),
        (medicine(Navn="<epj3:Navn> </epj3:Navn>"), ("navn",)),
        (medicine(DosVeiledEnkel=""), ("dosering",)),
        (medicine(DosVeiledEnkel="<epj3:DosVeiledEnkel> </epj3:DosVeiledEnkel>"), ("dosering",)),
        (medicine(DosVeiledEnkel="", merknad="Se marevanskjema"), ()),
        (medicine(Styrke=""), ("styrke",)),
        (medicine(Styrke='<epj3:Styrke U="mg"/>'), ("styrke",)),
        (medicine(Styrke="", Nr="<epj3:Nr>012345</epj3:Nr>"), ()),
        (medicine(Styrke="", Atc='<epj3:Atc V="B01AC06"/>'), ()),
        (medicine(Styrke="", Atc='<epj3:Atc DN="ATC"/>'), ("styrke",)),
        (medicine(Bruk=""), ("bruk",)),
        (medicine(Bruk="<epj3:Bruk/>"), ("bruk",)),
        (medicine(Bruk='<epj3:Bruk DN="Fast"/>'), ()),
        (medicine(Bruk="", Styrke="") + medicine(DosVeiledEnkel=""), ("bruk", "dosering", "styrke")),
        (medicine("2", DosVeiledEnkel="", Styrke="", Bruk="", Navn="<epj3:Navn/>"), ()),
        ("", ()),
    ],
)
def test_what_is_lacking(given: str, lacking: tuple[str, ...]) -> None:
    """R-U04 word by word; a seponert medicine needs nothing."""
    assert told(given).legemidler_uten == lacking


def test_counts() -> None:
    """A current medicine counts with a name, a seponert one with or without; utlevert is current."""
    current = named("A", "B01AC06"), named("B"), named("b "), named("C", "B01A C06")
    found = told(*current, named("D", status="2"), named("E", "C03CA01", "2"))
    assert found.brukes == tuple(sorted((nokkel("B01AC06", KEY), nokkel("B", KEY))))
    assert found.seponert == tuple(sorted((nokkel("D", KEY), nokkel("C03CA01", KEY))))
    assert told(named("")).brukes == ()


def test_names_beside_codes() -> None:
    """Every medicine with a name has that as well, current ones and seponerte apart."""
    found = told(named("A", "B01AC06"), named("B 5 mg"), named("", "B01AA03"), named("E", "C03CA01", "2"))
    assert found.brukes_navn == tuple(sorted((nokkel("A", KEY), nokkel("B", KEY))))
    assert found.seponert_navn == (nokkel("E", KEY),)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Furix", "furix"),
        (" FURIX  40 mg", "furix"),
        ("Furix tab 40mg", "furix"),
        ("Furix, tabl. 40 mg", "furix"),
        ("Albyl_e", "albyle"),
        ("Albyl-E enterotab. 75 mg", "albyle"),
        ("Selo-Zok Depottabletter 50 mg", "selozok"),
        ("Paracet (500 mg)", "paracet"),
        ("Kaleorid 750 mg depottablett", "kaleorid"),
        ("Tablett", "tablett"),
        ("5-ASA", "5asa"),
        ("Vitamin B12", "vitaminb12"),
        ("Insulin lispro inj 100 E/ml", "insulinlispro"),
        ("Tabex Kapslon", "tabexkapslon"),
        ("ÆØÅ Ståltabletter", "æøåståltabletter"),
        ("-", ""),
    ],
)
def test_what_a_name_is(written: str, name: str) -> None:
    """Strength and form are not of it, nor signs; what only looks like a form is."""
    assert plain(written) == name
    assert navn_nokkel(written, KEY) == (nokkel(name, KEY) if name else "")
    assert navn_nokkel(f"{written} 1 {'x' * 200}", KEY) == navn_nokkel(written, KEY) or name == ""


def test_a_kansellering_has_none() -> None:
    """Whatever stands in it: nothing of it is counted, and nothing is lacking."""
    inside = type_innhold("11") + medicine(Bruk="") + named("B", status="2")
    found = event(plo_xml("TverrfagligEpikrise", inside, status="C"))
    assert (found.legemidler, found.seponerte, found.legemidler_uten) == (0, 0, ())
    assert (found.brukes, found.seponert) == ((), ())


@pytest.mark.parametrize("text", ["C03C A01", "c03ca01", " C03CA01\n", "C03CA 01"])
def test_spelling(text: str) -> None:
    """Case and blanks mean nothing (pitfalls.md §5); it is 32 hex digits."""
    key = nokkel(text, KEY)
    assert key == nokkel("C03CA01", KEY) and len(bytes.fromhex(key)) == 16


@pytest.mark.parametrize("length", [3, 100, 101, 100_000])
def test_keyed(length: int) -> None:
    """Another secret gives another key, for short and long names, and asking twice gives the same."""
    name = "æ" * length
    assert nokkel(name, KEY) == nokkel(name.upper(), KEY) != nokkel(name, OTHER)
    assert nokkel(name, KEY) != nokkel(name + "x", KEY)


@pytest.mark.parametrize(
    "root", ["TverrfagligEpikrise", "Innleggelsesrapport", "Konsultasjon", "OverforingMedisinskeOpplysninger"]
)
def test_every_report_with_medicines(root: str) -> None:
    """The four of PLO read them alike."""
    found = told(medicine(Bruk=""), named("B", status="2"), root=root)
    assert (found.legemidler, found.seponerte, found.legemidler_uten) == (1, 1, ("bruk",))


def legemidler(*names: str) -> Iterator[etree._Element]:
    for name in names:
        info = f"<Forskrivningsinfo><Navn>{name}</Navn></Forskrivningsinfo>"
        inside = f"<Legemiddelinfo><ForenkletForskrivning>{info}</ForenkletForskrivning></Legemiddelinfo>"
        yield etree.fromstring(f'<Legemidler xmlns="{EPJ3}">{inside}</Legemidler>')


def test_several_payloads() -> None:
    """Those of all documents together, as an extract has them."""
    found = structured(list(legemidler("A", "B", "A")), KEY)
    assert found["legemidler"] == 3 and set(found["brukes"]) == {nokkel("A", KEY), nokkel("B", KEY)}
    assert structured([], KEY)["brukes"] == ()


def test_what_was_given_is_no_list() -> None:
    """A Forskrivningsinfo of what was administered today is no medicine in use."""
    given = (
        '<epj3:AdmAvHelsepersonell><epj3:AdmStart V="2026-02-07"/>'
        f"<epj3:Forskrivningsinfo>{WHOLE['Navn']}</epj3:Forskrivningsinfo></epj3:AdmAvHelsepersonell>"
    )
    today = marked("epj3:LegemidlerAdministrertVedOverforing", "13.10302.0", given)
    found = told(f"<Sykepleierdokumentasjon>{today}</Sykepleierdokumentasjon>")
    assert (found.legemidler, found.brukes) == (0, ()) and "gitt_i_dag" in found.deler
