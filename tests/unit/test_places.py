"""Faults that are told the same of every message get their place in the one at hand."""

from dataclasses import replace

import pytest
from builders import (
    ILL,
    TROMSO,
    epikrise_xml,
    innlagt_xml,
    rapport_xml,
    without_sender_id,
)
from decision_samples import REFUSED, sender_left_out
from judging import apprec, context, found, judged
from lxml import etree

INFO = "/mh:MsgHead/mh:MsgInfo"
PAYLOAD = "/mh:MsgHead/mh:Document/mh:RefDoc/mh:Content/p8:TverrfagligEpikrise"
STATUS = f"{PAYLOAD}/po:InformasjonOmForsendelsen/po:Forsendelsesstatus/@V"


@pytest.mark.parametrize(
    ("raw", "code", "path", "kind"),
    [
        (innlagt_xml(msg_id="x"), "msgid.not_uuid", f"{INFO}/mh:MsgId", "ett ord"),
        (epikrise_xml(msg_id="x1"), "msgid.not_uuid", "/e:Message/e:MsgId", "bokstaver og siffer"),
        (innlagt_xml(msg_id=""), "msgid.missing", f"{INFO}/mh:MsgId", "tomt"),
        (sender_left_out(), "sender.missing", f"{INFO}/mh:Sender", "ingen"),
        (innlagt_xml(sender=without_sender_id()), "sender.no_id", f"{INFO}/mh:Sender", "mh:Organisation"),
        (rapport_xml(status="X"), "status.unknown", STATUS, "ett ord"),
        (epikrise_xml(status="X"), "status.unknown", "/e:Message/e:ServRprt/e:ServType/@V", "ett ord"),
        (epikrise_xml(patient=ILL["empty"]), "patient.insufficient", "/e:Message/e:ServRprt/e:Patient", None),
        (innlagt_xml(patient=None), "patient.insufficient", INFO, "ingenting"),
        (REFUSED["apprec"], "apprec.no_original", "/ar:AppRec/ar:OriginalMsgId", None),
    ],
)
def test_the_place_and_the_kind(raw: bytes, code: str, path: str, kind: str | None) -> None:
    """XPath, line, and what stands there; where nothing does, the element that should have held it."""
    problem = next(problem for problem in judged(raw).problems if problem.code == code)
    assert problem.path == path and problem.line > 0
    assert problem.found == kind if kind else problem.found


def test_a_receiver_that_is_not_there() -> None:
    """By its place too, and in its own AppRec and no other."""
    wrong = replace(TROMSO, service_her="99999")
    (problem,) = judged(innlagt_xml(receiver=wrong)).problems
    assert (problem.code, problem.path) == ("receiver.unknown_service", f"{INFO}/mh:Receiver")
    both = judged(innlagt_xml(receiver=wrong, copies=["90301"]))
    assert [found(apprec(both, number), "a:Error/@V") for number in range(2)] == [["E21"], []]


def test_everything_that_is_refused_says_where() -> None:
    """Every situation of the decision table, and every problem of it."""
    for situation, raw in REFUSED.items():
        given = context(patients=lambda _: False) if situation == "patient.unknown" else context()
        for problem in judged(raw, patients=given.patients).problems:
            assert problem.line > 0, (situation, problem.code)
            assert problem.path or problem.code.startswith("xml."), (situation, problem.code)
            assert problem.found, (situation, problem.code)


def test_a_message_that_is_refused_by_name_says_where() -> None:
    """PLO 2.0 while it is off; several patients; nothing at all in the message."""
    off = innlagt_xml().replace(
        b"www.kith.no/xmlstds/po/Pasientlogistikk/2012-04-01",
        b"ehelse.no/xmlstds/po/Pasientlogistikk/2016-05-30",
    )
    (problem,) = judged(off).problems
    assert (problem.code, problem.found) == ("type.unsupported", "p1:Pasientlogistikk")
    assert problem.path.endswith("/mh:Content/p1:Pasientlogistikk")
    root = etree.fromstring(innlagt_xml())
    for content in root.findall(".//{*}Content"):
        content.getparent().remove(content)
    (empty,) = judged(etree.tostring(root)).problems
    assert (empty.code, empty.line > 0) == ("type.no_payload", True)
    assert (empty.path, empty.found) == ("/mh:MsgHead/mh:Document/mh:RefDoc", "mh:IssueDate, mh:MsgType")
    assert empty.expected == "en fagmelding i mh:Document/mh:RefDoc/mh:Content"
