"""What a sender is told about a message that breaks its schema: each fault, where, and what was expected."""

import threading
from pathlib import Path

import pytest

from adapters.xml.explain import explain
from adapters.xml.parse import parse
from adapters.xml.validate import Schema

REPO = Path(__file__).resolve().parents[2]
STANDARDS = REPO.parent / "shared" / "standards"
REPORT = next(STANDARDS.rglob("Utskrivningsrapport_v1-6_Ny.xml")).read_bytes()
HEAD = "/mh:MsgHead/mh:MsgInfo"
PAYLOAD = "/mh:MsgHead/mh:Document/mh:RefDoc/mh:Content/p8:TverrfagligEpikrise"
MSG_ID = b"<MsgId>52c04610-0818-11e8-b566-0800200c9a66</MsgId>"
VERSION = b"<MIGversion>v1.2 2006-05-24</MIGversion>"
GEN_DATE = b"<GenDate>2018-02-02T15:40:23</GenDate>"
ALONE = b"<BorAlene>true</BorAlene>"
HER = b'<TypeId V="HER" DN="HER-id" S="2.16.578.1.12.4.1.1.9051"/>'
KIND = b'm1:basiskomponenttype="EPJ sak"'
SENDER = f"{HEAD}/mh:Sender/mh:Organisation/mh:Ident"
PATIENT = f"{PAYLOAD}/po:TilleggsopplysningPasient"
CAVE = f"{PAYLOAD}/po:MedisinskfagligeOpplysninger/epj1:Cave"
STATUS = b'<Forsendelsesstatus V="N" DN="Ny"/>'


@pytest.fixture(scope="module", params=["own", "official"])
def schema(request):
    """Our own XSDs and the published ones: the words must not depend on which is used."""
    return Schema(REPO / "schemas" / "xsd" if request.param == "own" else STANDARDS / "xsd")


def broken(*changes: tuple[bytes, bytes]):
    """The official utskrivningsrapport with something replaced, once each."""
    raw = REPORT
    for old, new in changes:
        assert old in raw, old
        raw = raw.replace(old, new, 1)
    return parse(raw, 10**7)


def found(schema: Schema, *changes: tuple[bytes, bytes]):
    root = broken(*changes)
    assert not schema.valid(root)
    return explain(root, schema, limit_s=5)


# change; code, path, line; words of the sentence; expected (None: not compared)
FAULTS = [
    (
        (MSG_ID, b""),
        ("missing", HEAD, 11), "«MsgId» mangler i «MsgInfo»", "mh:MsgId",
    ),
    (
        (STATUS, b""),
        ("missing", f"{PAYLOAD}/po:InformasjonOmForsendelsen", 65), "først", "po:Forsendelsesstatus",
    ),
    (
        (GEN_DATE + b"\n\t\t" + MSG_ID, MSG_ID + GEN_DATE),
        ("order", f"{HEAD}/mh:GenDate", 9), "foran «MsgId»", "mh:GenDate foran mh:MsgId",
    ),
    (
        (b"<Id>59</Id>\n\t\t\t\t\t" + HER, HER + b"<Id>59</Id>"),
        ("order", f"{SENDER}/mh:Id", 15), "foran «TypeId»", "mh:Id foran mh:TypeId",
    ),
    (
        (b"</MsgInfo>", b"<Tull/></MsgInfo>"),
        ("unexpected", f"{HEAD}/mh:Tull", 58), "«Tull» hører ikke hjemme", "",
    ),
    (
        (MSG_ID, MSG_ID * 2),
        ("too_many", f"{HEAD}/mh:MsgId[2]", 10), "en gang for mye", "",
    ),
    (
        (GEN_DATE, b"<GenDate>02.02.2018</GenDate>"),
        ("datatype", f"{HEAD}/mh:GenDate", 9),
        "«GenDate» har ikke gyldig innhold", "dato og klokkeslett, for eksempel 2026-02-12T14:05:00",
    ),
    (
        (b'V="2018-02-02T15:30:01"', b'V="i dag"'),
        ("datatype", "/mh:MsgHead/mh:Document/mh:RefDoc/mh:IssueDate/@V", 61),
        "«V» på «IssueDate»", "dato, eventuelt med klokkeslett: 2026-02-12 eller 2026-02-12T14:05:00",
    ),
    (
        (ALONE, b"<BorAlene/>"),
        ("datatype", f"{PATIENT}/po:BorAlene", 70), "«BorAlene»", "true eller false",
    ),
    (
        (b'S="2.16.578.1.12.4.1.1.9051"', b'S="2..16"'),
        ("datatype", f"{SENDER}/mh:TypeId/@S", 16), "OID", None,
    ),
    (
        (VERSION, b"<MIGversion>1</MIGversion>"),
        ("fixed", f"{HEAD}/mh:MIGversion", 8), "«MIGversion» har feil verdi", "v1.2 2006-05-24",
    ),
    (
        (KIND, b'm1:basiskomponenttype="x"'),
        ("fixed", f"{CAVE}/@m1:basiskomponenttype", 136), "«EPJ sak»", "EPJ sak",
    ),
    (
        (KIND, b""),
        ("attribute_missing", CAVE, 136), "mangler på «Cave»", "m1:basiskomponenttype",
    ),
    (
        (b'<Sex V="1"', b'<Sex v="1"'),
        ("attribute", f"{HEAD}/mh:Patient/mh:Sex/@v", 47), "«v» hører ikke hjemme", None,
    ),
    (
        (b"<MsgInfo>", b'<MsgInfo xsi:q="1">'),
        ("attribute", f"{HEAD}/@xsi:q", 6), "«q»", None,
    ),
    (
        (b"po/TverrfagligEpikrise/2012-04-01", b"po/TverrfagligEpikrise/1999-04-01"),
        ("namespace", PAYLOAD.replace("p8:", "?:"), 64), "«TverrfagligEpikrise» har et navnerom", None,
    ),
    (
        (b"<MsgInfo>", b"<MsgInfo>hei"),
        ("text", HEAD, 6), "ikke ha tekst", None,
    ),
    (
        (ALONE, b"<BorAlene>true<a/></BorAlene>"),
        ("unexpected", f"{PATIENT}/po:BorAlene", 70), "bare ha tekst", "true eller false",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "place", "words", "expected"), FAULTS)
def test_each_kind_of_fault_has_its_code_place_and_words(schema, change, place, words, expected):
    """One fault gives one problem: T02, a code of its own, XPath, line, a sentence, and what to write."""
    (problem,) = found(schema, change)
    code, path, line = place
    assert (problem.code, problem.apprec, problem.path, problem.line) == (f"xsd.{code}", "T02", path, line)
    assert words in problem.text and problem.text.endswith(".")
    assert expected is None or problem.expected == expected


def test_an_enumeration_names_what_there_is_to_choose_from(schema):
    """The category of a fragment of a patient record is one of the few that its schema lists."""
    (problem,) = found(
        schema, (b'm1:informasjonskategori="Cave/allergier"', b'm1:informasjonskategori="Tull"')
    )
    assert (problem.code, problem.path) == ("xsd.enumeration", f"{CAVE}/@m1:informasjonskategori")
    assert "Cave/allergier" in problem.expected and "Tull" not in problem.text


def test_another_root_is_named(schema):
    """A document that is no message at all gets one problem."""
    root = parse(b"<faktura xmlns='urn:x'><a/></faktura>", 1000)
    (problem,) = explain(root, schema)
    assert (problem.code, problem.path) == ("xsd.root", "/?:faktura")


def test_three_faults_give_three_problems_by_line(schema):
    """All faults are listed, those of one parent too, in the order of the file."""
    problems = found(schema, (VERSION, b""), (MSG_ID, b""), (ALONE, b"<BorAlene>ja</BorAlene>"))
    assert [(p.code, p.line) for p in problems] == [
        ("xsd.missing", 9),
        ("xsd.missing", 11),
        ("xsd.datatype", 70),
    ]


def test_the_faults_of_one_parent_are_told_apart(schema):
    """Missing, unknown, repeated and misplaced children of MsgInfo at once."""
    problems = found(
        schema,
        (VERSION, b"<Tull/>"),
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
def test_odd_dates_are_wrong_and_nothing_more(schema, date):
    """Whatever stands in GenDate, the problem is GenDate."""
    problem = found(schema, (GEN_DATE, b"<GenDate>" + date + b"</GenDate>"))[0]
    assert (problem.code, problem.path) == ("xsd.datatype", f"{HEAD}/mh:GenDate")


def test_what_xmlschema_cannot_read_is_still_explained(schema):
    """An unknown xsi:type makes xmlschema fail; libxml2's coarser list is given, and says it is coarse."""
    problems = found(schema, (b"<MsgInfo>", b'<MsgInfo xsi:type="tull">'))
    assert problems[0].path == HEAD
    assert problems[-1].code == "xsd.incomplete"


def test_without_time_the_coarse_list_is_given(schema):
    """With no time at all there is still a place, a line and a sentence for each."""
    root = broken((MSG_ID, b""), (ALONE, b"<BorAlene>ja</BorAlene>"))
    *problems, note = explain(root, schema, limit_s=0)
    assert [(p.code, p.line) for p in problems] == [("xsd.unexpected", 11), ("xsd.datatype", 70)]
    assert problems[0].expected == "mh:MsgId"
    assert note.code == "xsd.incomplete"


def test_at_most_as_many_as_asked_for(schema):
    """A message with very many faults gives the first of them and a note."""
    problems = explain(
        broken((b"<OpplysningOpphold>", b"<OpplysningOpphold/>" * 90 + b"<OpplysningOpphold>")), schema
    )
    assert len(problems) == 50
    assert problems[-1].code == "xsd.incomplete"


def test_line_numbers_go_past_65535(schema):
    """libxml2 keeps 16 bits of a line number; beyond them it is right to a line or two."""
    (problem,) = found(schema, (b"<MsgInfo>", b"\n" * 70_000 + b"<MsgInfo>"), (MSG_ID, b""))
    assert abs(problem.line - 70_011) <= 2


def test_names_that_could_hold_a_number_are_not_repeated(schema):
    """An unknown element or attribute is named, unless its name looks like data."""
    problems = found(schema, (b"<MsgInfo>", b'<MsgInfo p15076500565="x"><P15076500565/>'))
    assert {p.code for p in problems} == {"xsd.attribute", "xsd.unexpected"}
    assert "150765" not in str(problems)


def test_threads_explain_their_own_message(schema):
    """Several threads share a schema; each is told about its own message."""
    wrong: list[str] = []

    def work(path: str, *change: tuple[bytes, bytes]) -> None:
        root = broken(*change)
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
