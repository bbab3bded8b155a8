"""XML as numbered lines: nothing of it runs, nothing hides, and what is wrong stands where it is."""

import pytest

from adapters.errors import Problem
from adapters.xml.parse import parse
from broker.console.xml_lines import LONG, XmlLine, as_received, decoded, indented
from broker.console.xml_marks import MOST, marked


def texts(raw: str) -> list[str]:
    """The indented lines."""
    return [line.text for line in indented(parse(raw.encode(), 10_000_000), [])]


def test_lines_as_they_came() -> None:
    """Every line with its number; the problem on its own."""
    lines = as_received(b"<a>\r\n  <b/>\n</a>", [Problem("x", "T02", "mangler", line=2)])
    assert [line.text for line in lines] == ["<a>", "  <b/>", "</a>"]
    assert [list(line.wrong) for line in lines] == [[], ["mangler"], []]
    first, second, third = marked(lines).split("\n")
    assert first == "<span><i>&lt;a&gt;</i></span>" and third == "<span><i>&lt;/a&gt;</i></span>"
    assert second == '<span class="galt" id="feil-1">  <i>&lt;b/&gt;</i></span><b>mangler</b>'


def test_what_the_tags_hold_is_told_from_the_tags() -> None:
    """Texts and values stand out; namespaces do not; a line too long to take apart is shown whole."""
    page = marked([XmlLine('<a xmlns:b="urn:x" V="1" DN=\'to\'>tre</a>')])
    assert page == (
        "<span><i>&lt;a xmlns:b=&#34;urn:x&#34; V=</i>&#34;1&#34;<i> DN=</i>&#39;to&#39;<i>&gt;</i>"
        "tre<i>&lt;/a&gt;</i></span>"
    )
    assert "<i>" not in marked([XmlLine("<a>" * MOST)])
    assert marked([XmlLine("a", ["x"]), XmlLine("b", ["y"])]).count('id="feil-') == 2


def test_markup_is_text() -> None:
    """In an element, an attribute or a comment."""
    page = marked(as_received(b"<a b='<x'><!-- <script>alert(1)</script> --></a>", []))
    assert "<script" not in page and "<x" not in page


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a>æ</a>".encode("latin-1"), "æ"),
        ("<?xml version='1.0' encoding=\"utf-16\"?><a>æ</a>".encode("utf-16"), "æ"),
        (b"\xef\xbb\xbf<a>\xc3\xa6</a>", "<a>æ"),
        (b"<?xml version='1.0' encoding='finnes-ikke'?><a>\xc3\xa6</a>", "æ"),
        (b"<a>\xff\xfe\x80</a>", "\ufffd"),
        (b"", ""),
    ],
)
def test_any_encoding(raw: bytes, expected: str) -> None:
    """What it says it is; what is no character is shown as one that is not."""
    assert expected in decoded(raw)


def test_nothing_hides() -> None:
    """Characters that are not seen, or turn others around, are dots."""
    (line,) = as_received("<a>x\u202ey\u200bz\x1b[31m\x00\tw</a>".encode(), [])
    assert line.text == "<a>x·y·z·[31m·\tw</a>"


def test_the_tree_is_indented() -> None:
    """A line for each element, in the names that were written; a text stays with its element."""
    raw = '<m:a xmlns:m="urn:m" xmlns="urn:n" m:x="1 &amp; 2"><b y="&lt;&quot;"/><c>d &lt; e</c>'
    raw += "f<g><h/></g></m:a>"
    assert texts(raw) == [
        '<m:a xmlns:m="urn:m" xmlns="urn:n" m:x="1 &amp; 2">',
        '  <b y="&lt;&quot;"/>',
        "  <c>d &lt; e</c>",
        "  f",
        "  <g>",
        "    <h/>",
        "  </g>",
        "</m:a>",
    ]


def test_a_long_text_is_cut() -> None:
    """An attachment does not fill the page, and how much is left out is told."""
    (line,) = texts(f"<a>{'x' * (LONG + 5_000)}</a>")
    assert len(line) < LONG + 100 and "(5000 tegn til)" in line


def test_the_wrong_element_of_several_is_marked() -> None:
    """By its place, also where all is on one line, and where an attribute is what is wrong."""
    root = parse(b"<a><b/><b x='1'/><b/></a>", 1000)
    found = indented(root, [Problem("x", "T02", "feil", "/a/b[2]/@x", 1)])
    (line,) = (line for line in found if line.wrong)
    assert line.text.strip() == '<b x="1"/>' and list(line.wrong) == ["feil"]
