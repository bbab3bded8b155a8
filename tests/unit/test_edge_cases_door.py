"""Points of rules.md §12 that are settled at the door, by number; and §9 on test messages."""

from dataclasses import replace
from typing import Any

import pytest
from builders import FASTLEGE, ILL, MEDICINES, TROMSO, UNN, innlagt_xml, rapport_xml, without_sender_id
from judging import AGREEMENT, codes, event, judged
from lxml import etree

from adapters.messages.namespaces import MSGHEAD, tag
from broker.simulate.head import Attachment
from schemas.agreements import Agreement

PRODUCTION = replace(AGREEMENT, produksjon=True)


def refused(raw: bytes, **given: Any) -> list[str]:
    """The codes of 8221 in the AppRec of a message that is refused."""
    judgement = judged(raw, **given)
    assert judgement.event is None or judgement.event.type == "melding_avvist.v1"
    return [problem.apprec for problem in judgement.problems]


def exempted() -> Agreement:
    parts = (replace(part, tillat_msgid_uten_uuid=part.her == UNN.her) for part in AGREEMENT.parts)
    return replace(AGREEMENT, parts=tuple(parts))


def test_12_9_sender_unknown() -> None:
    """No identifier at any level: X99 with words; not even an address: no AppRec at all."""
    nobody = judged(innlagt_xml(sender=without_sender_id()))
    assert refused(innlagt_xml(sender=without_sender_id())) == ["X99"]
    assert nobody.problems[0].text and nobody.receipts
    raw = innlagt_xml().replace(b"<Sender>", b"<Sender/><!--").replace(b"</Sender>", b"-->")
    assert judged(raw).receipts == ()


def test_12_10_msg_id_not_a_uuid() -> None:
    """E10; not of a party that the agreement exempts."""
    raw = innlagt_xml(msg_id="melding-1")
    assert refused(raw) == ["E10"]
    assert judged(raw, agreement=exempted()).verdict == "godtatt"


def test_12_11_unknown_receiver() -> None:
    """E21 only where all services of the receiver are known."""
    elsewhere = replace(TROMSO, service_her="99999")
    assert refused(innlagt_xml(receiver=elsewhere)) == ["E21"]
    parts = tuple(replace(part, tjenester=(), tjenester_er_alle=False) for part in AGREEMENT.parts)
    unregistered = replace(AGREEMENT, parts=parts)
    assert judged(innlagt_xml(receiver=elsewhere), agreement=unregistered).verdict == "godtatt"
    assert judged(innlagt_xml(receiver=replace(FASTLEGE, service_her="99999"))).verdict == "godtatt"


def test_12_12_hjelpenummer_alone_at_the_door() -> None:
    """Enough to be taken in, and weak; E36 where there is neither a number nor name, date and sex."""
    assert event(innlagt_xml(patient=ILL["hnr_alone"])).pid_type == "svak"
    assert event(innlagt_xml(patient=ILL["name_date_sex"])).pid_type == "svak"
    for person in ("empty", "only_date_and_sex", "nonsense"):
        assert refused(innlagt_xml(patient=ILL[person])) == ["E36"]


@pytest.mark.parametrize("name", ["UTF-8", "UTF-16", "ISO-8859-1", "ISO-8859-15", "windows-1252"])
def test_12_13_encodings(name: str) -> None:
    """The event is the same, whichever of them the message is written in."""
    raw = rapport_xml(text="Blåbærøl", msg_id="5d2f2b52-7f0c-4d4c-9d7e-0a6b5c4d3e2f")
    text = raw.decode().replace("UTF-8", name).encode(name)
    assert event(text) == event(raw)


def test_12_13_other_encodings_and_entities() -> None:
    """UTF-7 is T01, and so is any entity but the five of XML, before anything is validated."""
    assert refused(innlagt_xml().replace(b"UTF-8", b"UTF-7")) == ["T01"]
    assert refused(innlagt_xml().replace(b"<MIGversion>", b"<MIGversion>&aring;")) == ["T01"]
    assert event(rapport_xml(text="10 &lt; 20 &#230;", medicines=MEDICINES))


def test_12_14_several_structured_documents() -> None:
    """The first is the message, and the others hang on it."""
    root = etree.fromstring(innlagt_xml(attachments=(Attachment("Et bilde"),)))
    first, file = root.findall(tag(MSGHEAD, "Document"))
    (content,) = file.iter(tag(MSGHEAD, "Content"))
    (other,) = etree.fromstring(rapport_xml()).iter(tag(MSGHEAD, "Content"))
    content.getparent().replace(content, other)
    told = event(etree.tostring(root))
    assert (told.type, told.vedlegg) == ("pasient_innlagt.v1", ("xml",))
    assert codes(judged(etree.tostring(root))) == []
    assert first is not None


def test_testmeldinger_at_the_door() -> None:
    """Marked ones always; fictitious persons and synthetic numbers only where `produksjon` is on."""
    for raw in (innlagt_xml(patient=ILL["fnr_and_hnr"]), innlagt_xml()):
        assert (event(raw).test, event(raw, agreement=PRODUCTION).test) == (False, True)
    assert event(innlagt_xml(is_test=True)).test
