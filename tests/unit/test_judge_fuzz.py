"""Whatever comes in, a judgement comes out; and nothing of a patient comes with it."""

import random
from pathlib import Path

import pytest
from builders import MEDICINES, epikrise_xml, innlagt_xml, rapport_xml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from judging import EXAMPLES, OF_EXAMPLES, judged, official
from lxml import etree

from adapters.messages.judge import Judgement
from broker.simulate.people import Person
from schemas.events import MeldingAvvist

SMALL = [path for path in EXAMPLES if path.stat().st_size < 30_000]
VERDICTS = {"godtatt", "avvist", "ulesbar", "forbudt"}
CANARY = "Kanarifugl"
SECRET = Person(f"{CANARY}sen", CANARY, None, None, (("FNR", f"{CANARY}1"), ("XXX", f"{CANARY}2")))


def sound(raw: bytes) -> Judgement:
    """A judgement that keeps its promises."""
    judgement = judged(raw, agreement=OF_EXAMPLES)
    assert judgement.verdict in VERDICTS
    about_nobody = judgement.case is not None and judgement.case.pids is None  # what may come without patient
    told = {"godtatt": judgement.event is not None or about_nobody, "avvist": is_refusal(judgement)}
    assert told.get(judgement.verdict, judgement.event is None)
    assert (judgement.verdict == "godtatt") is (judgement.problems == ())
    for receipt in judgement.receipts:
        assert official().valid(etree.fromstring(receipt.xml))
    return judgement


def is_refusal(judgement: Judgement) -> bool:
    """It tells that the message was refused, where it is known who sent it to whom."""
    is_told = isinstance(judgement.event, MeldingAvvist)
    return is_told is bool(judgement.sender and judgement.case and judgement.case.parties.receiver_her)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SMALL), st.randoms(use_true_random=False), st.integers(1, 8))
def test_changed_bytes(path: Path, chance: random.Random, changes: int) -> None:
    """Bytes of an official example changed, taken out or repeated."""
    raw = bytearray(path.read_bytes())
    for _ in range(changes):
        at = chance.randrange(len(raw))
        piece = chance.randbytes(1) if chance.random() < 0.7 else bytes(raw[at : at + chance.randrange(200)])
        raw[at : at + chance.choice((0, 1, len(piece)))] = piece
    sound(bytes(raw))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SMALL), st.randoms(use_true_random=False))
def test_changed_trees(path: Path, chance: random.Random) -> None:
    """Elements taken out, repeated, moved or emptied, values replaced: still XML, seldom valid."""
    root = etree.fromstring(path.read_bytes())
    for _ in range(chance.randint(1, 4)):
        chosen = chance.choice([e for e in root.iter(etree.Element) if e.getparent() is not None] or [root])
        if chosen is not root:
            changed(chosen, chance)
    sound(etree.tostring(root))


def changed(element: etree._Element, chance: random.Random) -> None:
    parent = element.getparent()
    match chance.randrange(6):
        case 0:
            parent.remove(element)
        case 1:
            parent.append(element)
        case 2:
            parent.insert(0, etree.fromstring(etree.tostring(element)))
        case 3:
            element.clear()
        case 4:
            element.text = chance.choice(("", "0", "9999-12-31T23:59:59Z", "0001-01-01", "æ" * 300))
        case _:
            element.set("V", chance.choice(("", "9999-12-31", "0001-01-01T00:00:00Z", "C", "x" * 300, "1")))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
@example(b"\xff\xfe<\x00a\x00/\x00>\x00")
@example(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
def test_any_bytes(raw: bytes) -> None:
    """Bytes that were never a message."""
    assert sound(raw).verdict == "ulesbar"


@pytest.mark.parametrize(
    "day", ["9999-12-31", "0001-01-01", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"]
)
def test_ends_of_time(day: str) -> None:
    """Dates at which a time zone leads out of the calendar."""
    for raw in (innlagt_xml(innlagt=day), epikrise_xml(start=day, end=day), rapport_xml(innlagt=day)):
        born = raw.replace(b"1941-05-17", day[:10].encode())
        assert judged(born).verdict in VERDICTS


@pytest.mark.parametrize(
    "raw",
    [
        innlagt_xml(patient=SECRET),
        innlagt_xml(patient=SECRET, msg_id=CANARY, status=CANARY),
        innlagt_xml(patient=SECRET).replace(b"<Anslag>false", f"<Anslag>{CANARY}".encode()),
        epikrise_xml(patient=SECRET, text=CANARY, medicines=MEDICINES),
        rapport_xml(patient=SECRET, text=CANARY, attachment=CANARY),
        rapport_xml(patient=SECRET).replace(b'V="UTSKRIVNINGSRAPPORT"', f'V="{CANARY}"'.encode()),
        rapport_xml(patient=SECRET, innlagt=CANARY, utskrevet=CANARY),
    ],
    ids=range(7),
)
def test_nothing_of_the_patient(raw: bytes) -> None:
    """No value of a message is in a problem, an event, a key, a receipt's fact or anything printed."""
    judgement = judged(raw)
    named = str(judgement.msg_id).casefold()  # a MsgId is an id, whatever it says
    shown = [judgement.problems, judgement.event, judgement.key, judgement.message_type, judgement.case]
    assert CANARY not in f"{shown} {judgement!r}".replace(named, "")
    for receipt in judgement.receipts:
        assert CANARY not in str(receipt.event.model_dump(exclude={"apprec", "answers"}))
