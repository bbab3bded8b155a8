"""The short way past a usual prolog says what the long way says."""

from itertools import product

import pytest

from adapters.xml.prolog import problem

BETWEEN = (
    b"",
    b"\n",
    b"<!-- a <!DOCTYPE x> - b -->",
    b"\r\n<!----><?pi <!DOCTYPE ?>\t",
    b"<!-- open ",
    b"text",
)
AFTER = (b"<MsgHead/>", b"<!DOCTYPE MsgHead><MsgHead/>", b"<!--", b"<", b"")


@pytest.mark.parametrize("encoding", ["UTF-8", "utf-8", "Utf-8", "UTF-16", "latin-1"])
def test_both_ways_agree(encoding: str) -> None:
    """Whatever stands before the root; in single quotes a declaration is as good, and goes the long way."""
    usual = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    for between, after in product(BETWEEN, AFTER):
        assert problem(usual + between + after) == problem(usual.replace(b'"', b"'") + between + after)


def test_a_doctype_is_seen_behind_a_usual_beginning() -> None:
    """And one within a comment is none."""
    usual = b'<?xml version="1.0" encoding="UTF-8"?><!-- a <!DOCTYPE x> -->'
    assert problem(usual + b"<MsgHead/>") is None
    found = problem(usual + b"<!DOCTYPE MsgHead><MsgHead/>")
    assert found is not None and found.code == "xml.doctype"
