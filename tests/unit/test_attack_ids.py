"""A sender writes a name, a number of a person or a whole list where an id belongs."""

from dataclasses import replace
from uuid import uuid5

import pytest
from builders import TROMSO, UNN, apprec_xml, epikrise_xml, innlagt_xml, utskrevet_xml
from judging import AGREEMENT, RECEIVED, codes, context, event, found, judged
from lxml import etree

from adapters.kafka.records import Incoming
from adapters.messages import sealed
from adapters.messages.judge import judge
from adapters.outgoing import RECEIVERS, records_of
from broker.simulate.head import Party
from consumers.route import of_message
from schemas.agreements import Agreement
from schemas.events import NAMESPACE

FNR, NAME = "13116900216", "ola nordmann"
ODD_HERS = ("90101,90001", "*", "../90001", "90001.avvik", "90001\n90101", "９０００１", FNR, "Ola")


def test_what_is_told_as_it_is() -> None:
    """A UUID with or without dashes, and up to nine digits; all else is 32 hex digits, the same each time."""
    for plain in ("8a2d1f3b-7a40-4d55-8d6e-4b7d5a7e9c01", "8a2d1f3b7a404d558d6e4b7d5a7e9c01", ""):
        assert sealed.reference(plain, b"k") == plain
    for plain in ("974793539", "59", ""):
        assert sealed.party(plain, b"k") == plain
    for seal in (sealed.reference, sealed.party):
        hidden = seal(FNR, b"k")
        assert len(hidden) == 32 and int(hidden, 16) and hidden == seal(FNR, b"k")
        assert hidden != seal(FNR, b"another key") and sealed.reference(hidden, b"k") == hidden
    assert sealed.reference(FNR, b"k") != sealed.party(FNR, b"k")


@pytest.mark.parametrize("msg_id", [NAME, FNR])
def test_msg_id(msg_id: str) -> None:
    """Refused, the MsgId stands in the AppRec alone; nothing computed from it can be found by trying."""
    judgement = judged(innlagt_xml(msg_id=msg_id))
    (receipt,) = judgement.receipts
    told = receipt.event.model_copy(update={"apprec": ""}).model_dump_json()
    assert msg_id not in told + judgement.msg_id and msg_id.encode() in receipt.xml
    guess = str(uuid5(NAMESPACE, f"{UNN.her}/{msg_id}"))
    assert guess not in {judgement.key, judged(innlagt_xml(msg_id=msg_id, patient=None)).key}


def test_msg_id_of_a_sender_that_is_exempted() -> None:
    """Taken over under its hash; the AppRec that answers it finds it, and so does a reference to it."""
    exempted = replace(AGREEMENT.parts[0], tillat_msgid_uten_uuid=True)
    agreement = Agreement(parts=(exempted, *AGREEMENT.parts[1:]))
    told = event(innlagt_xml(msg_id="Ola Nordmann"), agreement=agreement)
    answer = event(apprec_xml(answers=" OLA NORDMANN ", msg_id=FNR))
    later = event(innlagt_xml(conversation=("ola nordmann", FNR)), agreement=agreement)
    assert told.msg_id == answer.answers == later.conversation_id != NAME
    assert answer.msg_id == later.parent_id != FNR


def test_codes() -> None:
    """A code that could be a word or a number of a person is none."""
    told = event(utskrevet_xml(ut_til=FNR, uttilstand="Ola"))
    assert (told.ut_til, told.uttilstand) == (None, None)
    epikrise = event(epikrise_xml(adm_outcome=FNR, adm_cat="Ola", document_id=NAME))
    assert (epikrise.adm_outcome, epikrise.adm_cat) == (None, None) and epikrise.conversation_id != NAME
    assert event(apprec_xml(status="2", errors=("E36", FNR, "Nordmann"))).errors == ("E36",)
    assert codes(judged(apprec_xml(status="Ola"))) == ["apprec.no_original"]


@pytest.mark.parametrize("her", ODD_HERS)
def test_party_that_is_no_id(her: str) -> None:
    """As HER-id or any other: nobody gets a message through it, and nobody speaks as another with it."""
    raw = innlagt_xml(receiver=Party("x", her, orgnr=her), copies=(Party("y", her, orgnr=her),))
    judgement = judged(raw)
    record = records_of(judgement, raw, RECEIVED, (), "1")[0]
    (receiver,) = of_message(Incoming(record.topic, 0, 0, 0, record.key, record.value, record.headers))
    assert len(receiver) == 32 and receiver.isalnum() and dict(record.headers)[RECEIVERS] == receiver.encode()
    for speaks_for in (UNN.her, TROMSO.her):
        usual = context(speaks_for=frozenset({speaks_for}))
        assert judge(innlagt_xml(sender=Party("x", her, orgnr=her)), usual).verdict == "forbudt"


def test_speaking_through_level_2() -> None:
    """A service of another party is that party, when level 1 says nothing."""
    raw = innlagt_xml(sender=Party("Kommunen", "", "Medisinsk avdeling", UNN.service_her))
    assert judge(raw, context(speaks_for=frozenset({TROMSO.her}))).verdict == "forbudt"
    assert judge(raw, context(speaks_for=frozenset({UNN.her}))).verdict == "godtatt"


@pytest.mark.parametrize("what", ["name", "type", "gen_date", "sender_id"])
def test_what_is_mirrored_has_an_end(what: str) -> None:
    """However long an address, a type or a time is: its AppRec can be sent, or there is none."""
    long = "1" * 5_000_000
    root = etree.fromstring(innlagt_xml())
    places = {
        "name": "{*}MsgInfo/{*}Sender/{*}Organisation/{*}OrganisationName",
        "sender_id": "{*}MsgInfo/{*}Sender/{*}Organisation/{*}Ident/{*}Id",
        "gen_date": "{*}MsgInfo/{*}GenDate",
        "type": "{*}MsgInfo/{*}Type",
    }
    place = root.find(places[what])
    if what == "type":
        place.set("DN", long)
    else:
        place.text = f"2026-02-07T12:00:00.{long}" if what == "gen_date" else long
    judgement = judged(etree.tostring(root))
    assert all(len(receipt.xml) < 100_000 for receipt in judgement.receipts)
    assert bool(judgement.receipts) == (what in ("type", "gen_date"))


def test_the_apprec_mirrors_the_id_as_given() -> None:
    """What the sender needs in order to know its message again is not hidden from it."""
    judgement = judged(innlagt_xml(msg_id="Ola Nordmann", sender=replace(UNN, her="900.01")))
    answer = etree.fromstring(judgement.receipts[0].xml)
    assert found(answer, "a:OriginalMsgId/a:Id/text()") == ["Ola Nordmann"]
    assert found(answer, "a:Receiver/a:HCP/a:Inst/a:Id/text()") == ["900.01"]
