"""AppRecs that we write, of both versions: valid, mirrored exactly, whatever the addresses look like."""

from datetime import UTC, datetime

import pytest
from apprecs import EPIKRISE, ID, NOBODY, NOW, OLD, envelope, written
from builders import epikrise_xml, head
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import apprec, found, judged, nested

from adapters.messages.address import Address, Ident, Unit
from adapters.messages.apprec_version import ANSWERS, NEWEST, Answer
from adapters.messages.apprec_write import LONGEST_TYPE, apprec_xml


@pytest.mark.parametrize(
    ("answer", "role", "mig", "roles"),
    [
        (NEWEST, "PRIM", "v1.1 2012-02-15", ["PRIM", "AVS"]),
        (NEWEST, "COP", "v1.1 2012-02-15", ["COP", "AVS"]),
        (OLD, "PRIM", "1.0 2004-11-21", ["SPR", "RECEIVER"]),
        (OLD, "COP", "1.0 2004-11-21", ["COP", "RECEIVER"]),
        (EPIKRISE, "PRIM", "1.0 2004-11-21", ["REQ", "RECEIVER"]),
    ],
)
def test_frame(answer: Answer, role: str, mig: str, roles: list[str]) -> None:
    """Who wrote it, when, with which id and in which roles; GenDate names its zone."""
    root = written(envelope(), answer=answer, role=role)
    assert (found(root, "a:MIGversion/text()"), found(root, "*/a:Role/@V")) == ([mig], roles)
    assert all(found(root, "*/a:Role/@DN"))
    assert found(root, "a:SoftwareName/text() | a:SoftwareVersion/text()") == ["plo-broker", "1.0 <&>"]
    assert found(root, "a:GenDate/text()") == ["2026-07-01T12:00:00+02:00"]
    assert found(root, "a:Id/text()") == [ID]
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
    root, old = written(envelope(address), address), written(envelope(address), address, answer=OLD)
    assert nested(root.find("{*}Sender/{*}HCP")) == nested(root.find("{*}Receiver/{*}HCP"))
    assert nested(root.find("{*}Sender/{*}HCP")) == nested(old.find("{*}Sender/{*}HCP"))
    if address.unit.name:
        assert root.findtext("{*}Sender/{*}HCP/*/{*}Name") == address.unit.name


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=LONGEST_TYPE))
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
    """The type of the original, with the name it gave it, or none; an epikrise has one all the same."""
    assert dict(written(envelope(type_v=None))[-1][0].attrib) == {}
    for unnamed in (None, ""):
        assert dict(written(envelope(type_v=unnamed), answer=EPIKRISE)[-1][0].attrib) == {"V": "E"}
    newest = ANSWERS["epikrise", "1.2"]
    assert dict(written(envelope(type_v=None), answer=newest)[-1][0].attrib) == {"V": "EPIKRISE"}
    assert dict(written(envelope(type_v="E"), answer=newest)[-1][0].attrib) == {"V": "E"}
    root = apprec(judged(epikrise_xml()))
    assert dict(root[-1][0].attrib) == {"V": "EPIKRISE", "DN": "Epikrise"}


def test_nobody_to_answer() -> None:
    """Without a sender there is no AppRec to write."""
    with pytest.raises(ValueError, match="nobody"):
        apprec_xml(envelope()._replace(sender=None), NOBODY, NEWEST, "PRIM", "1", (), ID, NOW, "1")


def test_head_of_the_builders() -> None:
    """The builders give every message an id of its own."""
    assert head().msg_id != head().msg_id
