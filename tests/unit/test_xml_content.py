"""Faults among the children of one element: what is told of them, and of nothing that stands right."""

import pytest
from broken_reports import broken
from lxml import etree
from xsd_sets import OURS, SHARED

from adapters.errors import Problem
from adapters.xml.explain import explain
from adapters.xml.parse import parse
from adapters.xml.validate import Schema

APPREC = SHARED / "domain/samples/apprec_1.1_positive.xml"
MH = "{http://www.kith.no/xmlstds/msghead/2006-05-24}"


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema(OURS)


def told(schema: Schema, raw: bytes) -> list[Problem]:
    root = parse(raw, len(raw))
    assert not schema.valid(root)
    return list(explain(root, schema, limit_s=5))


def organisation(schema: Schema, inside: str) -> list[Problem]:
    """What is told of a sender whose Organisation holds this; IDENT is its HER-id."""
    root = etree.fromstring(broken())
    sender = root.find(".//{*}Sender/{*}Organisation")
    ident = etree.tostring(sender.find("{*}Ident"), encoding="unicode", with_tail=False)
    text = f"<Organisation xmlns='{MH[1:-1]}'>{inside.replace('IDENT', ident)}</Organisation>"
    sender.getparent().replace(sender, etree.fromstring(text))
    return told(schema, etree.tostring(root))


@pytest.mark.parametrize(
    ("inside", "code", "text", "expected"),
    [
        (
            "IDENT",
            "missing",
            "«OrganisationName» mangler i «Organisation». Legg det inn først.",
            "mh:OrganisationName",
        ),
        (
            "IDENT<OrganisationName>A</OrganisationName>",
            "order",
            "«OrganisationName» står på feil plass i «Organisation». "
            "Rekkefølgen er fast: flytt det foran «Ident».",
            "mh:OrganisationName foran mh:Ident",
        ),
        (
            "<Organisationname>A</Organisationname>IDENT",
            "unexpected",
            "«Organisationname» hører ikke hjemme her i «Organisation». Rett navnet til «OrganisationName», "
            "om det er det som er ment. Store og små bokstaver er ikke det samme.",
            "mh:OrganisationName",
        ),
        (
            "<Firma>A</Firma>IDENT",
            "unexpected",
            "«Firma» hører ikke hjemme her i «Organisation», der «OrganisationName» mangler. "
            "Rett navnet, eller sett inn «OrganisationName» i stedet.",
            "mh:OrganisationName",
        ),
        (
            "<OrganisationName>A</OrganisationName>IDENT<Firma/>",
            "unexpected",
            "«Firma» hører ikke hjemme her i «Organisation». Rett navnet til et som kan stå her, "
            "eller fjern det.",
            "mh:Ident, mh:Address, mh:TeleCom, mh:Organisation eller mh:HealthcareProfessional",
        ),
    ],
)
def test_a_group_that_may_be_left_out(
    schema: Schema, inside: str, code: str, text: str, expected: str
) -> None:
    """An Organisation may be empty; one with a HER-id must have its name first. The HER-id stays."""
    (problem,) = organisation(schema, inside)
    assert (problem.code, problem.text, problem.expected) == (f"xsd.{code}", text, expected)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("GivenName", "givenName"), ("StreetAdr", "StreetAddress"), ("FamilyName", "Familename")],
)
def test_a_name_that_is_nearly_right(schema: Schema, right: str, wrong: str) -> None:
    """The right one is told, also where nothing more is needed."""
    for tag in (right.encode(), f"/{right}".encode()):
        assert tag in broken()
    raw = broken().replace(f"<{right}>".encode(), f"<{wrong}>".encode(), 1)
    raw = raw.replace(f"</{right}>".encode(), f"</{wrong}>".encode(), 1)
    (problem,) = told(schema, raw)
    assert f"Rett navnet til «{right}»" in problem.text and "jern det" not in problem.text
    assert problem.expected == f"mh:{right}"


def test_what_is_said_of_order_is_true_of_the_file(schema: Schema) -> None:
    """One element that stands too early is told to pass what it stands before; the others are let be."""
    root = etree.parse(APPREC).getroot()
    found = root.find("{*}Id")
    root.find("{*}MsgType").addnext(found)
    (problem,) = told(schema, etree.tostring(root))
    assert (problem.code, problem.path) == ("xsd.order", "/ar:AppRec/ar:Id")
    assert problem.text.endswith("flytt det rett etter «GenDate».")
    assert (problem.found, problem.expected) == ("ar:Id foran ar:GenDate", "ar:Id etter ar:GenDate")


def test_namesakes_are_told_apart_by_number(schema: Schema) -> None:
    """Of two, which one."""
    inside = "<OrganisationName>A</OrganisationName>IDENTIDENT<TypeOrganisation V='1'/>"
    (problem,) = organisation(schema, inside)
    assert problem.text.endswith("flytt det foran «Ident» nummer 1.")
    assert problem.path.endswith("/mh:TypeOrganisation")
