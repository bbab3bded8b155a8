"""Faults that fuzzing found: names that are none, and what a datatype's pattern would take."""

import tracemalloc
from pathlib import Path

import pytest
from broken_reports import broken

from adapters.xml.explain import explain
from adapters.xml.parse import parse
from adapters.xml.validate import Schema


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema(Path(__file__).resolve().parents[2] / "schemas" / "xsd")


@pytest.mark.parametrize("limit_s", [0, 5])
@pytest.mark.parametrize(
    "odd",
    [
        b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><KeyInfo/></Signature>',
        b"\n" * 70_000 + b"<a:b/><a xml:space='x' xml:id='a'/>",  # elsewhere libxml2 refuses such a prefix
    ],
    ids=["any element", "undeclared"],
)
def test_names_that_are_none(schema: Schema, odd: bytes, limit_s: float) -> None:
    """A schema that asks for any element at all, or a prefix that nobody declared."""
    raw = broken((b"</MsgHead>", odd + b"</MsgHead>"))
    problems = explain(parse(raw, 10**7), schema, limit_s)
    assert problems and all(problem.text and "*" not in problem.expected for problem in problems)


def test_an_attachment_with_an_element_in_it(schema: Schema) -> None:
    """The pattern for base64 would take 170 bytes for each of its signs."""
    files = b'<Base64Container xmlns="http://www.kith.no/xmlstds/base64container">%s<x/></Base64Container>'
    document = b"<Document><RefDoc><MsgType V='A'/><Content>%s</Content></RefDoc></Document></MsgHead>"
    raw = broken((b"</MsgHead>", document % (files % (b"QUJD" * 500_000))))
    root = parse(raw, 10**7)
    tracemalloc.start()
    problems = explain(root, schema, limit_s=5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert problems and peak < 50_000_000
