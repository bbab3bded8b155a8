"""Judging in tests: one context, with the parties of the builders as own."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from builders import FASTLEGE, TROMSO, UNN
from lxml import etree

from adapters.messages.judge import Context, Judgement, judge
from adapters.xml.validate import Schema
from schemas.agreements import Agreement, Part

ROOT = Path(__file__).parents[1]
STANDARDS = ROOT.parent / "shared" / "standards"
EXAMPLES = tuple(sorted((STANDARDS / "examples").rglob("*.xml")))
RECEIVED = datetime(2026, 2, 7, 11, 30, tzinfo=UTC)

AGREEMENT = Agreement(
    parts=(
        Part(
            UNN.her, UNN.name, "helseforetak", egen=True, tjenester=(UNN.service_her,), tjenester_er_alle=True
        ),
        Part(
            TROMSO.her,
            TROMSO.name,
            "kommune",
            egen=True,
            kommunenr="5501",
            tjenester=("90102", "90103"),
            tjenester_er_alle=True,
        ),
        Part(FASTLEGE.her, FASTLEGE.name, "fastlege", egen=True),
    )
)
EXAMPLE_RECEIVERS = ("59", "62", "91096", "91393", "99387")
"""Level-1 HER-ids that the official examples are sent to."""
OF_EXAMPLES = Agreement(
    parts=tuple(Part(her, f"Part {her}", "helseforetak", egen=True) for her in EXAMPLE_RECEIVERS)
)


@cache
def schema() -> Schema:
    """Our own schemas."""
    return Schema(ROOT / "schemas" / "xsd")


@cache
def official() -> Schema:
    """The official schemas, for what we write."""
    return Schema(STANDARDS / "xsd")


def context(**given: Any) -> Context:
    """A context in which anyone may bring anything."""
    usual = Context(
        agreement=AGREEMENT,
        schema=schema(),
        pid_key=b"k" * 32,
        max_bytes=20_000_000,
        received_at=RECEIVED,
        historie=False,
        speaks_for=None,
        software_version="0.1",
    )
    return replace(usual, **given)


def judged(raw: bytes, **given: Any) -> Judgement:
    """A message judged in that context."""
    return judge(raw, context(**given))


def event(raw: bytes, **given: Any) -> Any:
    """The event of a message that must be accepted."""
    judgement = judged(raw, **given)
    assert judgement.problems == () and judgement.verdict == "godtatt"
    return judgement.event


def codes(judgement: Judgement) -> list[str]:
    """Our codes of what is wrong, in order."""
    return [problem.code for problem in judgement.problems]


def apprec(judgement: Judgement, number: int = 0) -> etree._Element:
    """An AppRec that was given, after it has been held against the official schema."""
    root = etree.fromstring(judgement.receipts[number].xml)
    assert official().valid(root), official().log(root)
    return root


def errors(judgement: Judgement, number: int = 0) -> list[str]:
    """Codes in an AppRec, which is negative where there are any, and explains each."""
    root = apprec(judgement, number)
    given = found(root, "a:Error/@V")
    assert found(root, "a:Status/@V") == ["2" if given else "1"]
    assert len(found(root, "a:Error/@OT")) == len(given)
    return given


def found(root: etree._Element, path: str) -> list[str]:
    """Texts or values in an AppRec; `path` with the prefix a."""
    return [str(each) for each in root.xpath(path, namespaces={"a": root.nsmap[None]})]


def nested(element: etree._Element) -> Any:
    """An element as names, values and texts, so that two can be compared whatever their namespace."""
    name = etree.QName(element).localname
    return name, dict(element.attrib), (element.text or "").strip(), [nested(each) for each in element]
