"""AppRecs that we write: valid, mirrored exactly, whatever the addresses look like."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from builders import epikrise_xml, head
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import apprec, found, judged, nested, official
from lxml import etree

from adapters.errors import Problem
from adapters.messages.address import Address, Ident, Unit
from adapters.messages.apprec_write import MOST_ERRORS, apprec_xml
from adapters.messages.envelope import Envelope

ID = "8a2d1f3b-7a40-4d55-8d6e-4b7d5a7e9c01"
NOW = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
NOBODY = Address(Unit("Inst"))


def envelope(sender: Address = NOBODY, **rest: str | datetime | None) -> Envelope:
    usual = Envelope("LOG_INNLAGT", None, "x", "x", "2026-02-07T12:00:00", None, sender, NOBODY)
    return replace(usual, **rest)


def written(env: Envelope, answering: Address = NOBODY, errors: tuple[Problem, ...] = ()) -> etree._Element:
    status = "2" if errors else "1"
    root = etree.fromstring(apprec_xml(env, answering, "PRIM", status, errors, ID, NOW, "1.0 <&>"))
    assert official().valid(root), official().log(root)
    return root


def test_frame() -> None:
    """Who wrote it, when, with which id; GenDate names its zone."""
    root = written(envelope())
    assert found(root, "a:MIGversion/text()") == ["v1.1 2012-02-15"]
    assert found(root, "a:SoftwareName/text() | a:SoftwareVersion/text()") == ["plo-broker", "1.0 <&>"]
    assert found(root, "a:GenDate/text()") == ["2026-07-01T12:00:00+02:00"]
    assert found(root, "a:Id/text()") == [ID]
    assert found(root, "*/a:Role/@V") == ["PRIM", "AVS"]
    assert found(root, "a:Status/@DN") == ["OK"]


@pytest.mark.parametrize(
    "address",
    [
        NOBODY,
        Address(Unit("Inst", "", Ident("", None))),
        Address(Unit("Inst", None, Ident(None, "HER", "HER-id"))),
        Address(Unit("Inst", "A", Ident("1", "HER"), (Ident(None), Ident("2", "ENH", "Org", "1.2")))),
        Address(Unit("Inst"), (Unit("HCPerson"), Unit("Dept", "D"), Unit("Dept", None, Ident("3", "LAV")))),
        Address(Unit("HCProf", "Rita Lege", Ident("90302", "HER"))),
        Address(Unit("Inst", " A & <B> \"C\" 'd' ]]> \r\n\t", Ident(" 1 ", ' H"E\nR '))),
    ],
    ids=range(7),
)
def test_odd_addresses(address: Address) -> None:
    """Whatever is missing or strange, the AppRec follows its schema."""
    root = written(envelope(address), address)
    assert nested(root.find("{*}Sender/{*}HCP")) == nested(root.find("{*}Receiver/{*}HCP"))
    if address.unit.name:
        assert root.findtext("{*}Sender/{*}HCP/*/{*}Name") == address.unit.name


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])))
def test_any_text_is_mirrored_exactly(text: str) -> None:
    """Names, ids and types come back as they were."""
    address = Address(Unit("Inst", text, Ident(text, "HER", text)))
    root = written(envelope(address, msg_id=text, type_dn=text))
    assert (root.findtext("{*}Receiver/{*}HCP/{*}Inst/{*}Name") or "") == text
    assert (root.findtext("{*}OriginalMsgId/{*}Id") or "") == text
    assert root.find("{*}OriginalMsgId/{*}MsgType").get("DN") == text


@pytest.mark.parametrize(
    ("given_date", "sent_at", "issued"),
    [
        ("2026-02-07T12:00:00", None, "2026-02-07T12:00:00"),
        ("2007-01-20T04:30:47.0Z", None, "2007-01-20T04:30:47.0Z"),
        ("2009-09-10T11:31:54.148+02:00", None, "2009-09-10T11:31:54.148+02:00"),
        ("2026-02-07", datetime(2026, 2, 6, 23, tzinfo=UTC), "2026-02-06T23:00:00+00:00"),
        ("2026-02-30T12:00:00", None, "2026-07-01T12:00:00+02:00"),
        ("2026-02-07T12:00:00+14:01", None, "2026-07-01T12:00:00+02:00"),
        ("i går", None, "2026-07-01T12:00:00+02:00"),
        ("", None, "2026-07-01T12:00:00+02:00"),
    ],
)
def test_issue_date(given_date: str, sent_at: datetime | None, issued: str) -> None:
    """GenDate as it stands; what is no date and time gives way to the nearest that is."""
    root = written(envelope(gen_date=given_date, sent_at=sent_at))
    assert found(root, "a:OriginalMsgId/a:IssueDate/text()") == [issued]


def test_type_as_given() -> None:
    """The type of the original, with the name it gave it, or none."""
    assert dict(written(envelope(type_v=None))[-1][0].attrib) == {}
    root = apprec(judged(epikrise_xml()))
    assert dict(root[-1][0].attrib) == {"V": "EPIKRISE", "DN": "Epikrise"}


def problem(number: int) -> Problem:
    return Problem("xsd.missing", "T02", f'Feil "{number}" & mer.', path="/mh:MsgHead", line=number)


def test_errors() -> None:
    """Each error has its code, the list's name for it, and words that say where."""
    root = written(envelope(), errors=(problem(7), Problem("msgid.not_uuid", "E10", "Ikke UUID.")))
    assert [dict(each.attrib) for each in root.iterfind("{*}Error")] == [
        {
            "V": "T02",
            "S": "2.16.578.1.12.4.1.1.8221",
            "DN": "XML validerer ikke",
            "OT": 'Feil "7" & mer. (/mh:MsgHead, linje 7)',
        },
        {
            "V": "E10",
            "S": "2.16.578.1.12.4.1.1.8221",
            "DN": "Ugyldig meldingsidentifikator",
            "OT": "Ikke UUID.",
        },
    ]


@pytest.mark.parametrize("many", [MOST_ERRORS, MOST_ERRORS + 1, 50])
def test_many_errors(many: int) -> None:
    """An AppRec stays small: what does not fit is counted in its last error."""
    texts = found(written(envelope(), errors=tuple(map(problem, range(1, many + 1)))), "a:Error/@OT")
    assert len(texts) == MOST_ERRORS
    left = many - MOST_ERRORS + 1
    assert texts[-1] == (f"Og {left} feil til." if many > MOST_ERRORS else texts[-1])
    assert ("til." in texts[-1]) is (many > MOST_ERRORS)


def test_nobody_to_answer() -> None:
    """Without a sender there is no AppRec to write."""
    with pytest.raises(ValueError, match="nobody"):
        apprec_xml(replace(envelope(), sender=None), NOBODY, "PRIM", "1", (), ID, NOW, "1")


def test_head_of_the_builders() -> None:
    """The builders give every message an id of its own."""
    assert head().msg_id != head().msg_id
