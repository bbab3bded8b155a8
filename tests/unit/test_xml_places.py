"""An unknown element, wherever it stands: what is expected there is named, as libxml2 names it."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from broken_reports import GEN_DATE, HEAD, MSG_ID, REPORT, broken
from judging import EXAMPLES
from lxml import etree
from xsd_sets import OURS

from adapters.errors import Problem
from adapters.xml.explain import explain
from adapters.xml.names import prefixed
from adapters.xml.parse import parse
from adapters.xml.validate import Schema

NEXT = re.compile(r"Expected is (?:one of )?\( (.*?) ?\)")
UNLIMITED = "LegemidlerAdministrertVedOverforing"
"""A choice without limit, after which libxml2 names nothing; any of it may follow."""
EPIKRISE = next(path for path in EXAMPLES if path.name == "epikrise_v1.2_n.xml").read_bytes()


@cache
def schema() -> Schema:
    return Schema(OURS)


def told(raw: bytes) -> tuple[Problem, ...]:
    root = parse(raw, len(raw))
    assert not schema().valid(root)
    return explain(root, schema(), limit_s=20)


@pytest.mark.parametrize(
    ("stands", "changed", "expected", "advice"),
    [
        (b"<MsgInfo>", b"<MsgInfo><Tull/>", "mh:Type", "Fjern det."),
        (GEN_DATE, b"<Tull/>" + GEN_DATE, "mh:GenDate", "Fjern det."),
        (MSG_ID, b"<Tull/>" + MSG_ID, "mh:MsgId", "Fjern det."),
        (
            b"<Sender>",
            b"<Tull/><Sender>",
            "mh:ProcessingStatus, mh:RequestedPriority, mh:Ack eller mh:ConversationRef",
            "Rett navnet til et som kan stå her, eller fjern det.",
        ),
        (b"</MsgInfo>", b"<Tull/></MsgInfo>", "ikke noe mer i mh:MsgInfo", "Fjern det."),
    ],
)
def test_in_the_head(stands: bytes, changed: bytes, expected: str, advice: str) -> None:
    """At the start, between two that must follow each other, where others may stand, and at the end."""
    (problem,) = told(broken((stands, changed)))
    assert (problem.code, problem.path, problem.found) == ("xsd.unexpected", f"{HEAD}/mh:Tull", "mh:Tull")
    assert problem.expected == expected
    assert problem.text == f"«Tull» hører ikke hjemme her i «MsgInfo». {advice}"


def test_two_beside_each_other() -> None:
    """Each is told what should stand there instead of it."""
    problems = told(broken((MSG_ID, b"<Tull/><Vas/>" + MSG_ID)))
    assert [(one.found, one.expected) for one in problems] == [
        ("mh:Tull", "mh:MsgId"),
        ("mh:Vas", "mh:MsgId"),
    ]


def test_where_nothing_may_stand() -> None:
    """An element that has attributes alone."""
    kind = re.search(rb"<Type [^>]*?/>", REPORT)
    assert kind
    (problem,) = told(broken((kind[0], kind[0][:-2] + b"><Tull/></Type>")))
    assert problem.expected == "ingen elementer i mh:Type"


def everywhere(raw: bytes) -> Iterator[tuple[str, str, list[Problem]]]:
    """A message with a stranger in each place of each kind of list; what libxml2 says of it."""
    seen = set()
    for number, parent in enumerate(etree.fromstring(raw).iter(etree.Element)):
        tags = (parent.tag, *(child.tag for child in parent.iterchildren(etree.Element)))
        for at in range(len(tags)) if tags not in seen and len(tags) > 1 else ():
            root = etree.fromstring(raw)
            here = list(root.iter(etree.Element))[number]
            here.insert(at, etree.Element(f"{{{etree.QName(here).namespace}}}Tull"))
            if not schema().valid(root):
                said = next((one.message for one in schema().log(root) if "not expected" in one.message), "")
                yield f"{tags[0]} {at}", said, list(explain(root, schema(), limit_s=20))
        seen.add(tags)


@pytest.mark.parametrize("raw", [REPORT, EPIKRISE], ids=["plo", "epikrise"])
def test_as_libxml2_has_it(raw: bytes) -> None:
    """What is named may stand there by libxml2 too; where that names something, so do we."""
    asked = 0
    for place, said, problems in everywhere(raw):
        expected = problems[0].expected
        if not said:  # a wildcard, or text alone
            continue
        asked += 1
        assert len(problems) == 1 and problems[0].path.endswith(":Tull"), place
        named = NEXT.search(said)
        if named:
            allowed = {prefixed(name.strip()) for name in named[1].split(",")}
            assert set(re.split(", | eller ", expected)) <= allowed, place
        else:
            assert expected.startswith("ikke noe mer i ") or UNLIMITED in place, place
    assert asked > 100
