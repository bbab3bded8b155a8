"""The sentences themselves: what is no XML, what kind of text stands somewhere, whose namespace it is."""

import re
from pathlib import Path

import pytest

from adapters.errors import Problem, Rejected
from adapters.xml import kinds
from adapters.xml.namespaces import STANDARDS, versions_apart
from adapters.xml.parse import parse

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas" / "xsd"


def refusal(raw: bytes) -> Problem:
    with pytest.raises(Rejected) as caught:
        parse(raw, 10**6)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("raw", "reason", "advice"),
    [
        (b"<a>Ola & Kari</a>", "et & står alene", "&amp;"),
        (b"<a>Ola &Kari</a>", "et & står alene", "&amp;"),
        (b"<a>1 < 2</a>", "et < står alene", "&lt;"),
        (b"<a b='1<2'/>", "en attributtverdi har et <", "&lt;"),
        (b"<a b=x/>", "mangler anførselstegn", "anførselstegn"),
        (b"<a b='x", "mangler anførselstegn", "anførselstegn"),
        (b"<a b/>", "et attributt har ingen verdi", "Gi det en verdi"),
        (b"<a b='1' b='2'/>", "et attributt står to ganger", "Fjern det ene"),
        (b"<a b='1'c='2'/>", "mangler mellomrom", "Sett inn et mellomrom"),
        (b"<a>\n<b></a>", "elementet som åpnes på linje 2, er ikke lukket", "motsatt rekkefølge"),
        (b"<a>\n<b>", "elementet som åpnes på linje 2, er ikke lukket", "avkortet"),
        (b"<a/><b/>", "etter at meldingen er slutt", "én fil er én melding"),
        (b"<a>\x01</a>", "et tegn som ikke er tillatt", "Fjern tegnet"),
        (b"<p:a/>", "prefiks er ikke erklært", "xmlns"),
        (b" <?xml version='1.0'?><a/>", "XML-deklarasjonen", "helt først"),
        (b"hei", "begynner ikke med et element", "hele meldingen"),
    ],
)
def test_what_is_no_xml_says_why_where_and_what_to_do(raw: bytes, reason: str, advice: str) -> None:
    """The reason, line and column, and a sentence on how to mend it."""
    problem = refusal(raw)
    assert (problem.code, problem.apprec) == ("xml.not_well_formed", "T01")
    assert reason in problem.text and reason in problem.found
    assert advice in problem.text and problem.text.endswith(".")
    assert re.search(rf"\(linje {problem.line}, kolonne \d+\)", problem.text)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "tomt"),
        ("", "tomt"),
        ("  \n", "bare mellomrom"),
        ("2018-02-01", "dato"),
        ("2018-02-30", "dato som ikke finnes"),
        ("2018-02-01T25:00:00", "dato og klokkeslett som ikke finnes"),
        ("2018-02-01T10:00", "dato og klokkeslett uten sekunder"),
        ("2018-02-01 10:00", "dato og klokkeslett uten T mellom"),
        (" 2018-02-01", "dato med mellomrom foran eller bak"),
        ("1.2.2018", "dato med dagen først"),
        ("13116900216", "bare siffer"),
        ("1,5", "tall med komma"),
        ("1.5", "tall med punktum"),
        ("2.16..578", "siffer og punktum"),
        ("Ola", "ett ord"),
        ("Ola ", "ett ord med mellomrom foran eller bak"),
        ("A10", "bokstaver og siffer"),
        ("Ola Nordmann", "flere ord"),
        ("Ola\nNordmann", "tekst over flere linjer"),
        ("x" * 501, "en lang tekst"),
    ],
)
def test_a_text_is_told_by_its_kind(value: str | None, kind: str) -> None:
    """Enough to see what was done wrong, and never what stood there."""
    assert kinds.text(value) == kind


def test_many_names_are_cut_short() -> None:
    """Six names at most."""
    assert kinds.several(f"a{number}" for number in range(9)) == "a0, a1, a2, a3, a4, a5 …"
    assert kinds.several([]) == "ingen"


def test_every_namespace_of_the_schemas_has_a_prefix() -> None:
    """A vendor never sees "?:" for a name of the standards."""
    texts = [file.read_text(encoding="utf-8") for file in SCHEMAS.glob("*.xsd")]
    spaces = {space for text in texts for space in re.findall(r'targetNamespace="([^"]+)"', text)}
    assert len(spaces) > 35
    assert spaces - set(STANDARDS) == set()


def test_versions_of_one_standard_are_told_apart() -> None:
    """PLO 1.5 and 1.6 are; PLO and the head are not, nor is a stranger."""
    plo = "http://www.kith.no/xmlstds/po/poKomponent/{}".format
    assert versions_apart(plo("2009-06-30"), plo("2012-04-01"))
    assert not versions_apart(plo("2012-04-01"), plo("2012-04-01"))
    assert not versions_apart(plo("2012-04-01"), "http://www.kith.no/xmlstds/msghead/2006-05-24")
    assert not versions_apart(plo("2012-04-01"), "urn:x") and not versions_apart(None, None)
