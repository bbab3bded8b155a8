"""Which encodings of XML are read, and which are refused."""

import codecs

import pytest
from xml_refused import LIMIT, refusal

from adapters.xml.parse import parse
from adapters.xml.prolog import ACCEPTED


def declared(name: str, codec: str, bom: bytes = b"") -> bytes:
    return bom + f'<?xml version="1.0" encoding="{name}"?><a>blåbær</a>'.encode(codec)


@pytest.mark.parametrize(
    "raw",
    [
        "<a>blåbær</a>".encode(),
        codecs.BOM_UTF8 + "<a>blåbær</a>".encode(),
        "<a>blåbær</a>".encode("utf-16"),
        declared("UTF-8", "utf-8"),
        declared("utf-8", "utf-8"),
        declared("UTF-8", "utf-8", codecs.BOM_UTF8),
        declared("UTF-16", "utf-16-le", codecs.BOM_UTF16_LE),
        declared("UTF-16", "utf-16-be", codecs.BOM_UTF16_BE),
        declared("ISO-8859-1", "latin-1"),
        declared("ISO-8859-15", "iso8859-15"),
        declared("Windows-1252", "cp1252"),
        b"<?xml version='1.0' encoding = 'US-ASCII'?><a>bl&#229;b&#230;r</a>",
    ],
)
def test_the_accepted_encodings_are_read(raw: bytes) -> None:
    """The list of rules.md §12.13, in either case, with and without byte order mark."""
    assert parse(raw, LIMIT).text == "blåbær"


@pytest.mark.parametrize(
    "raw",
    [
        b'<?xml version="1.0" encoding="UTF-7"?><a>+ADw-b/+AD4-</a>',
        b'<?xml version="1.0" ' + b" " * 5000 + b'encoding="UTF-7"?><a/>',
        b'<?xml version="1.0" encoding="ISO-2022-JP"?><a/>',
        b'<?xml version="1.0" encoding="tull"?><a/>',
        b'<?xml version="1.0" encoding="IBM037"?><a/>',
        declared("UTF-16", "utf-8"),
        declared("UTF-8", "latin-1"),
        declared("US-ASCII", "utf-8"),
        declared("ISO-8859-1", "utf-8", codecs.BOM_UTF8),
        declared("UTF-8", "utf-16-le", codecs.BOM_UTF16_LE),
        declared("UTF-16", "utf-16-le"),
        declared("UTF-16", "utf-16-be"),
        declared("UTF-32", "utf-32"),
        "<a/>".encode("utf-32"),
        "<a/>".encode("utf-16-le"),
    ],
)
def test_other_encodings_and_lies_about_them_are_refused(raw: bytes) -> None:
    """UTF-7 and all others, and a file that is something else than it says."""
    problem = refusal(raw)
    assert (problem.code, problem.expected) == ("xml.encoding", ACCEPTED)
    assert problem.found and problem.line
