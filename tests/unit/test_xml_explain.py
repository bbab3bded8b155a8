"""What a sender is told about a message that breaks its schema: each fault, where, and what was expected."""

import threading
from pathlib import Path

import pytest
from broken_reports import (
    ALONE,
    CAVE,
    FAULTS,
    GEN_DATE,
    HEAD,
    MSG_ID,
    STANDARDS,
    VERSION,
    broken,
)
from lxml import etree

from adapters.errors import Problem
from adapters.xml.explain import MOST, explain
from adapters.xml.parse import parse
from adapters.xml.validate import Schema

REPO = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", params=["own", "official"])
def schema(request: pytest.FixtureRequest) -> Schema:
    """Our own XSDs and the published ones: the words must not depend on which is used."""
    return Schema(REPO / "schemas" / "xsd" if request.param == "own" else STANDARDS / "xsd")


def tree(*changes: tuple[bytes, bytes]) -> etree._Element:
    return parse(broken(*changes), 10**7)


def found(schema: Schema, *changes: tuple[bytes, bytes]) -> tuple[Problem, ...]:
    root = tree(*changes)
    assert not schema.valid(root)
    return explain(root, schema, limit_s=5)


@pytest.mark.parametrize(("change", "place", "words", "found_kind", "expected"), FAULTS)
def test_each_kind_of_fault_has_its_code_place_and_words(
    schema: Schema,
    change: tuple[bytes, bytes],
    place: tuple[str, str, int],
    words: str,
    found_kind: str,
    expected: str | None,
) -> None:
    """One fault gives one problem: T02, a code, XPath, line, a sentence, what stands there, what should."""
    (problem,) = found(schema, change)
    code, path, line = place
    assert (problem.code, problem.apprec, problem.path, problem.line) == (f"xsd.{code}", "T02", path, line)
    assert words in problem.text and problem.text.endswith(".")
    assert problem.found == found_kind
    assert expected is None or problem.expected == expected


def test_an_enumeration_names_what_there_is_to_choose_from(schema: Schema) -> None:
    """The category of a fragment of a patient record is one of the few that its schema lists."""
    (problem,) = found(
        schema, (b'm1:informasjonskategori="Cave/allergier"', b'm1:informasjonskategori="Tull"')
    )
    assert (problem.code, problem.path) == ("xsd.enumeration", f"{CAVE}/@m1:informasjonskategori")
    assert "Cave/allergier" in problem.expected and "Tull" not in problem.text


def test_another_root_is_named(schema: Schema) -> None:
    """A document that is no message at all gets one problem."""
    root = parse(b"<faktura xmlns='urn:x'><a/></faktura>", 1000)
    (problem,) = explain(root, schema)
    assert (problem.code, problem.path) == ("xsd.root", "/?:faktura")


def test_three_faults_give_three_problems_by_line(schema: Schema) -> None:
    """All faults are listed, those of one parent too, in the order of the file."""
    problems = found(schema, (VERSION, b""), (MSG_ID, b""), (ALONE, b"<BorAlene>ja</BorAlene>"))
    assert [(p.code, p.line) for p in problems] == [
        ("xsd.missing", 9),
        ("xsd.missing", 11),
        ("xsd.datatype", 70),
    ]


def test_the_faults_of_one_parent_are_told_apart(schema: Schema) -> None:
    """Missing, unknown, repeated and misplaced children of MsgInfo at once."""
    problems = found(
        schema,
        (VERSION, b""),
        (b"</MsgInfo>", b"<Tull/></MsgInfo>"),
        (GEN_DATE, GEN_DATE * 2),
        (MSG_ID + b"\n\t\t<Sender>", b"<Sender>"),
        (b"</Sender>", b"</Sender>" + MSG_ID),
    )
    codes = {p.code for p in problems}
    assert codes == {"xsd.missing", "xsd.unexpected", "xsd.too_many", "xsd.order"}


@pytest.mark.parametrize(
    "date",
    [b"2018-13-45T10:00:00", b"20180101", b"0000-00-00T00:00:00", b"2018-02-30T10:00:00",
     b"2018-01-01T25:00:00", b"2018-01-01T10:00:00+99:00", b" ", b"2018-01-01T10:00", b"9" * 1900],
)  # fmt: skip
def test_odd_dates_are_wrong_and_nothing_more(schema: Schema, date: bytes) -> None:
    """Whatever stands in GenDate, the problem is GenDate."""
    problem = found(schema, (GEN_DATE, b"<GenDate>" + date + b"</GenDate>"))[0]
    assert (problem.code, problem.path) == ("xsd.datatype", f"{HEAD}/mh:GenDate")


def test_what_xmlschema_cannot_read_is_still_explained(schema: Schema) -> None:
    """An unknown xsi:type makes xmlschema fail; libxml2's coarser list is given, and says it is coarse."""
    problems = found(schema, (b"<MsgInfo>", b'<MsgInfo xsi:type="tull">'))
    assert problems[0].path == HEAD
    assert problems[-1].code == "xsd.incomplete"


def test_without_time_the_coarse_list_is_given(schema: Schema) -> None:
    """With no time at all there is still a place, a line and a sentence for each."""
    root = tree((MSG_ID, b""), (ALONE, b"<BorAlene>ja</BorAlene>"))
    *problems, note = explain(root, schema, limit_s=0)
    assert [(p.code, p.line) for p in problems] == [("xsd.unexpected", 11), ("xsd.datatype", 70)]
    assert problems[0].expected == "mh:MsgId"
    assert note.code == "xsd.incomplete"


def test_at_most_as_many_as_asked_for(schema: Schema) -> None:
    """A message with very many faults gives the first of them and a note."""
    problems = explain(
        tree((b"<OpplysningOpphold>", b"<OpplysningOpphold/>" * 90 + b"<OpplysningOpphold>")), schema
    )
    assert len(problems) == MOST
    assert problems[-1].code == "xsd.incomplete"


def test_line_numbers_go_past_65535(schema: Schema) -> None:
    """libxml2 keeps 16 bits of a line number; beyond them it is right to a line or two."""
    (problem,) = found(schema, (b"<MsgInfo>", b"\n" * 70_000 + b"<MsgInfo>"), (MSG_ID, b""))
    assert abs(problem.line - 70_011) <= 2


def test_names_that_could_hold_a_number_are_not_repeated(schema: Schema) -> None:
    """An unknown element or attribute is named, unless its name looks like data."""
    problems = found(schema, (b"<MsgInfo>", b'<MsgInfo p15076500565="x"><P15076500565/>'))
    assert {p.code for p in problems} == {"xsd.attribute", "xsd.unexpected"}
    assert "150765" not in str(problems)


def test_threads_explain_their_own_message(schema: Schema) -> None:
    """Several threads share a schema; each is told about its own message."""
    wrong: list[str] = []

    def work(path: str, *change: tuple[bytes, bytes]) -> None:
        root = tree(*change)
        for _ in range(15):
            if [p.path for p in explain(root, schema, limit_s=20)] != [path]:
                wrong.append(path)
            if explain(root, schema, limit_s=0)[0].path.startswith(path) is False:
                wrong.append(path)

    threads = [
        threading.Thread(target=work, args=(f"{HEAD}/mh:GenDate", (GEN_DATE, b"<GenDate/>"))),
        threading.Thread(
            target=work, args=(f"{HEAD}/mh:MIGversion", (VERSION, b"<MIGversion>1</MIGversion>"))
        ),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
