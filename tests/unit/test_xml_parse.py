"""The attack corpus: what reaches the reader, and what is refused in which words."""

import codecs
import resource
import threading
from pathlib import Path

import pytest
from xml_refused import LIMIT, refusal

from adapters.errors import Rejected
from adapters.xml.parse import parse

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "standards" / "examples"
ENTITY = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = (
    b"<!DOCTYPE a [<!ENTITY l0 'ha'>"
    + b"".join(b"<!ENTITY l%d '&l%d;&l%d;&l%d;&l%d;'>" % (n, *[n - 1] * 4) for n in range(1, 30))
    + b"]><a>&l29;</a>"
)


@pytest.mark.parametrize(
    "raw",
    [
        b"<!DOCTYPE a><a/>",
        ENTITY,
        b'<?xml version="1.0"?>\n<!-- en kommentar --><?pi x?>\n' + ENTITY,
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]><a/>',
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>',
        LAUGHS,
        b"<!DOCTYPE a [<!ENTITY x '" + b"y" * 100_000 + b"'>]><a>" + b"&x;" * 10_000 + b"</a>",
        codecs.BOM_UTF8 + ENTITY,
        ENTITY.decode().encode("utf-16"),
        b"<!-- - -->" + b"<!---->" * 50_000 + ENTITY,
    ],
)
def test_a_doctype_is_refused_before_anything_reads_it(raw: bytes) -> None:
    """Entities, external DTDs, billion laughs: whatever a DOCTYPE holds, there is to be none."""
    problem = refusal(raw)
    assert (problem.code, problem.found, problem.expected) == ("xml.doctype", "DOCTYPE", "ingen DOCTYPE")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_doctype_has_its_line(encoding: str) -> None:
    """Counted in lines, whatever stands before it."""
    raw = "<?xml version='1.0'?>\r\n<!-- en\nto -->\n<!DOCTYPE a>\n<a/>".encode(encoding)
    assert (refusal(raw).code, refusal(raw).line) == ("xml.doctype", 4)


def test_the_word_doctype_in_a_text_is_no_doctype() -> None:
    """Only the prolog counts: a comment, CDATA or a text may speak of DOCTYPE."""
    root = parse(b"<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a>]]></a>", LIMIT)
    assert root.text == "<!DOCTYPE a>"


@pytest.mark.parametrize("raw", [b"<a>\n&foo;</a>", b'<a\nb="&foo;"/>'])
def test_an_entity_nobody_declared_is_refused(raw: bytes) -> None:
    """Only the five of XML and character references may stand in a message (rules.md §12.13)."""
    problem = refusal(raw)
    assert (problem.code, problem.line) == ("xml.entity", 2)
    assert (problem.found, problem.expected) == ("en entitet", "tegnet selv, eller &#nummer;")


def test_the_five_entities_and_character_references_are_read() -> None:
    """These are XML's own."""
    assert parse(b"<a>&lt;&amp;&gt;&apos;&quot;&#230;&#xF8;</a>", LIMIT).text == "<&>'\"æø"


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"", 1), (b" \n ", 2), (b"hei", 1), (b"{}", 1), (b"<a>\n<b></a>", 2), (b"<a>", 1), (b"<a/><b/>", 1),
        (b"<a>\n\0</a>", 2), (b"<a>&#0;</a>", 1), (b"<a>&#1;</a>", 1), (b'<a b="1" b="2"/>', 1),
        (b"<p:a/>", 1), (b"<a b=c/>", 1), (b"<a", 1), ("<a/>".encode("cp037"), 1),
        (b"<" + b"a" * 60_000 + b"/>", 1),
        (b"<!-- aldri slutt", 1), (b"<a>\xc3", 1),
    ],
)  # fmt: skip
def test_what_is_not_xml_is_refused_with_its_line(raw: bytes, line: int) -> None:
    """Unclosed elements, NUL, control characters, double attributes: the sender is told where."""
    problem = refusal(raw)
    assert problem.code in ("xml.not_well_formed", "xml.encoding")
    assert problem.line == line


def test_the_words_of_the_message_are_not_repeated() -> None:
    """A refusal never quotes the file: not in the problem, not in the exception or its causes."""
    with pytest.raises(Rejected) as caught:
        parse(b"<a><kanari>15076500565</b></a>", LIMIT)
    shown = f"{caught.value!r}{caught.value.problems}{caught.value.__cause__}"
    assert "kanari" not in shown and "1507" not in shown
    assert caught.value.__suppress_context__


def test_too_large_is_refused_unread() -> None:
    """The limit is on the bytes as they came; on the limit is in."""
    assert refusal(b"<a></a>", 6).code == "xml.too_large"
    assert parse(b"<a></a>", 7).tag == "a"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"<a>" * 100_000, "xml.too_deep"),
        (b"<a>" * 300 + b"</a>" * 300, "xml.too_deep"),
        (b"<b>" + b"<a>" * 61 + b"</a>" * 61 + b" " * 200_000 + b"</b>", "xml.too_deep"),
        (b"<a>" + b"x" * 12_000_000 + b"</a>", "xml.text_too_long"),
        (b'<a b="' + b"x" * 12_000_000 + b'"/>', "xml.text_too_long"),
        (
            b"<a" + b"".join(b" a%d=''" % n for n in range(33)) + b" " * 16_384 + b"/>",
            "xml.too_many_attributes",
        ),
        (b"<a" + b"".join(b" a%d=''" % n for n in range(100_000)) + b"/>", "xml.too_many_attributes"),
        (b"<a>" + b"<b/>" * 100_001 + b"</a>", "xml.too_many_elements"),
        (b"<a>" + b"<b/>" * 5_001 + b" " * 200_000 + b"</a>", "xml.too_many_elements"),
    ],
)
def test_shapes_no_message_has_are_refused(raw: bytes, code: str) -> None:
    """Depth, attributes, elements and text have limits, whatever the schema says."""
    assert refusal(raw).code == code


def test_many_attributes_in_all_are_refused() -> None:
    """Each element may be modest, and all of them together still too much."""
    element = b"<b" + b"".join(b" a%d=''" % n for n in range(30)) + b"/>"
    assert refusal(b"<a>" + element * 4_000 + b"</a>").code == "xml.too_many_attributes"


def test_two_million_elements_are_refused_without_building_them() -> None:
    """Their tree would take 200 MB; what cannot be accepted is not built."""
    raw = b"<a>" + b"<b/>" * 2_000_000 + b"</a>"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refusal(raw).code == "xml.too_many_elements"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024  # kB


def test_inclusions_stylesheets_and_schema_locations_do_nothing() -> None:
    """XInclude stays an element, processing instructions go, schemaLocation is a text."""
    root = parse(
        b'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><a xmlns:xi="http://www.w3.org/2001/XInclude"'
        b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x http://127.0.0.1:9/x.xsd">'
        b'<xi:include href="file:///etc/passwd" parse="text"/><?pi x?><!-- k -->slutt</a>',
        LIMIT,
    )
    (include,) = root
    assert len(include) == 0 and include.text is None and include.tail == "slutt"


def test_every_official_example_is_read() -> None:
    """Large and small, with comments, XHTML and unused namespaces."""
    examples = sorted(EXAMPLES.rglob("*.xml"))
    assert len(examples) > 25
    for example in examples:
        assert parse(example.read_bytes(), LIMIT).tag.endswith(("MsgHead", "Message"))


def test_threads_parse_side_by_side() -> None:
    """Each thread has its own parser: errors and trees do not get mixed up."""
    wrong: list[int] = []

    def work(number: int) -> None:
        for line in range(1, 60):
            good = parse(b"\n" * number + b"<a>%d</a>" % number, LIMIT)
            problem = refusal(b"<a>" + b"\n" * (line * number) + b"</b>")
            if good.text != str(number) or problem.line != line * number + 1:
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
