"""The limits that stand in place of libxml2's own, for documents that need more than it gives."""

import resource

import pytest

from adapters.errors import Rejected
from adapters.xml.parse import parse
from adapters.xml.shape import (
    HUGE_FROM_BYTES,
    MAX_ATTRIBUTES,
    MAX_NAMESPACE_BYTES,
    MAX_NAMESPACES_OF_ONE,
    MAX_TEXT,
)

LIMIT = 20_000_000
CONTAINER = "http://www.kith.no/xmlstds/base64container"
LONG = b"x" * (MAX_TEXT + 1)
PADDING = b" " * 20_000


def refusal(raw: bytes) -> tuple[str, int]:
    """Code and line of the one problem for which `raw` is refused."""
    with pytest.raises(Rejected) as caught:
        parse(raw, LIMIT)
    (problem,) = caught.value.problems
    return problem.code, problem.line


def declared(count: int, prefix: str = "a") -> bytes:
    return "".join(f" xmlns:{prefix}{number}='u{number}'" for number in range(count)).encode()


@pytest.mark.parametrize("size", [7_500_000, 10_000_001, 19_900_000])
def test_an_attachment_may_fill_the_message(size: int) -> None:
    """libxml2 alone stops at 10 MB; what was sent is what is read, to the last sign."""
    text = b"QUJD" * (size // 4) + b"QUI="
    root = parse(b"<Base64Container xmlns='%s'>%s</Base64Container>" % (CONTAINER.encode(), text), LIMIT)
    assert root.text.encode() == text


@pytest.mark.parametrize(
    "raw",
    [
        b"<a>\n<b>%s</b></a>" % LONG,
        b"<a>\n<b c='%s'/></a>" % LONG,
        b"<a>\n<b/>%s</a>" % LONG,
        b"<a>\n<Base64Container>%s</Base64Container></a>" % LONG,
        b"<a>\n<b:Base64Container xmlns:b='%s' c='%s'/></a>" % (CONTAINER.encode(), LONG),
        b"<a>\n<b>%s<!-- x -->%s</b></a>" % (LONG[: MAX_TEXT // 2], LONG[: MAX_TEXT // 2 + 1]),
    ],
    ids=range(6),
)
def test_no_other_text_is_so_long(raw: bytes) -> None:
    """In an element, an attribute or between two; with another namespace the name makes no attachment."""
    assert refusal(raw) == ("xml.text_too_long", 2)


def test_on_the_limit_a_text_is_in() -> None:
    """Ten million characters, however many bytes they become in libxml2."""
    raw = b'<?xml version="1.0" encoding="ISO-8859-1"?><a>' + b"\xe6" * MAX_TEXT + b"</a>"
    assert len(parse(raw, LIMIT).text) == MAX_TEXT


@pytest.mark.parametrize("levels", [61, 257, 2_049, 60_000])
def test_depth_is_refused_in_a_large_document_too(levels: int) -> None:
    """Where libxml2 would go on to 2 048, and beyond."""
    raw = b"<r><t>%s</t>" % (b"x" * HUGE_FROM_BYTES) + b"<a>" * levels + b"</a>" * levels + b"</r>"
    assert refusal(raw)[0] == "xml.too_deep"


@pytest.mark.parametrize(
    "form", ["b{}=''", 'b{}=""', "b{} = ''", "b{}\t=\n''", "xmlns:b{}='u'", "b{}=\r\n''"]
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_attributes_are_counted_before_there_is_a_tree(form: str, codec: str) -> None:
    """However they are written: their tree would take half a gigabyte."""
    many = " ".join(form.format(number) for number in range(MAX_ATTRIBUTES + 1))
    raw = f"<r><a {many}/></r>".encode(codec)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refusal(raw)[0] == "xml.too_many_attributes"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024  # kB


def test_a_text_full_of_equals_signs_has_no_attributes() -> None:
    """Only a sign that an attribute could have counts: base64 and sums pass."""
    assert parse(b"<a>" + b"1+1=2 QQ==" * 100_000 + b"</a>", LIMIT).tag == "a"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_namespaces_in_one_place_are_limited(codec: str) -> None:
    """What is written again carries all that are in force, and libxml2 compares each with each."""
    count = MAX_NAMESPACES_OF_ONE
    for most in (b"<a%s/>" % declared(count), b"<a%s><b%s/></a>" % (declared(count), declared(count, "b"))):
        assert parse((most + PADDING).decode().encode(codec), LIMIT).tag == "a"
    for more in (b"<a%s/>" % declared(count + 1), b"<a><b/><b%s/></a>" % declared(count + 1)):
        assert refusal((more + PADDING).decode().encode(codec))[0] == "xml.too_many_attributes"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("rows", [0, 10], ids=["few", "many"])
@pytest.mark.parametrize("place", [b"<a xmlns='%s'>", b'<a><c xmlns:c = "%s"/>'])
def test_names_of_namespaces_are_limited(place: bytes, rows: int, codec: str) -> None:
    """Every element under one copies its name, each time that it is looked at."""

    def given(length: int) -> bytes:
        whole = place % (b"u" * length) + (b"<r>%s</r>" % (b"<b/>" * 4_000)) * rows + b"</a>" + PADDING
        return (("\ufeff" if codec == "utf-16-be" else "") + whole.decode()).encode(codec)

    assert parse(given(MAX_NAMESPACE_BYTES), LIMIT).tag.endswith("a")
    assert refusal(given(MAX_NAMESPACE_BYTES + 1))[0] == "xml.namespace_too_long"


def test_many_elements_may_each_declare_theirs() -> None:
    """As some systems write it: the same namespace on every element."""
    assert len(parse(b"<a>" + b"<b xmlns='u' xmlns:c='v'/>" * 4_000 + b"</a>", LIMIT)) == 4_000
