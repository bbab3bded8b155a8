"""Avtrykk: equal where the same is sent again under another MsgId, and nothing without the key."""

import re
from pathlib import Path

import pytest
from builders import epikrise_xml, head
from judging import EXAMPLES, OF_EXAMPLES, event
from lxml import etree
from simulated import by_hand

from broker.simulate.drugs import DRUGS
from broker.simulate.head import msghead
from broker.simulate.write import xml_of

_HEAD = (
    (rb"(<(?:\w+:)?MsgId>)[^<]*", rb"\g<1>5d2f2b52-7f0c-4d4c-9d7e-0a6b5c4d3e2f"),
    (rb"(<(?:\w+:)?GenDate>)[^<]*", rb"\g<1>2012-10-01T12:00:00"),
    (rb"(<GenDate V=)\"[^\"]*", rb'\g<1>"2012-10-01T12:00:00'),
)


def told(raw: bytes, **given: object) -> str:
    found = event(raw, agreement=OF_EXAMPLES, **given)
    assert isinstance(found.avtrykk, str)
    return found.avtrykk


def sent_again(raw: bytes) -> bytes:
    """With another MsgId and GenDate."""
    for pattern, other in _HEAD:
        raw = re.sub(pattern, other, raw, count=1)
    return raw


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_sent_again(path: Path) -> None:
    """Of every official example: another head, and another way to write it, is the same content."""
    raw = path.read_bytes()
    again = sent_again(raw)
    assert again != raw
    assert told(again) == told(raw)
    rewritten = etree.tostring(etree.fromstring(again), encoding="iso-8859-1")
    assert told(rewritten.replace(b"'", b'"', 6)) == told(raw)


def test_no_two_examples_are_one() -> None:
    """What is another document, or the same one changed or taken back, has another avtrykk."""
    by_avtrykk = {told(path.read_bytes()): path for path in EXAMPLES}
    assert len(by_avtrykk) == len(EXAMPLES)


def test_ids_of_fragments() -> None:
    """A komponentID made anew says nothing; the text beside it does."""
    raw = next(path for path in EXAMPLES if "Utskrivningsrapport_v1-6_Ny" in path.name).read_bytes()
    anew = re.sub(rb'komponentID="[^"]*"', b'komponentID="ny"', raw)
    assert anew != raw and told(anew) == told(raw)
    assert told(raw.replace(b"Marevan", b"Marevann", 1)) != told(raw)


def test_one_code_differs() -> None:
    """A value of an attribute counts as a text does."""
    innlagt = next(path for path in EXAMPLES if "Innlagt_pasient_v1-6_Ny" in path.name).read_bytes()
    other = re.sub(rb'(TidspunktForHendelse V="\d{4}-\d\d-\d\dT\d\d:)\d\d', rb"\g<1>59", innlagt)
    assert other != innlagt and told(other) != told(innlagt)


def test_attachment_differs() -> None:
    """The bytes of an attachment count, and not how its base64 is broken into lines."""
    raw = next(raw for path in EXAMPLES if b"Base64Container" in (raw := path.read_bytes()))
    start = raw.index(b">", raw.index(b"Base64Container ")) + 1
    assert told(raw[:start] + b"\r\n " + raw[start:]) == told(raw)
    other = raw[: start + 40] + (b"B" if raw[start + 40 : start + 41] == b"A" else b"A") + raw[start + 41 :]
    assert told(other) != told(raw)


def test_every_part_of_an_extract() -> None:
    """EPJ-innhold is several documents; what the second one says counts."""

    def extract(drugs: int, name: str) -> str:
        case = by_hand()
        said = {"sender": case.kommune.fastlege, "drugs": DRUGS[:drugs]}
        draft = case.put(name, "EPJ-EKSTRAKT", case.t0, case.kommune.pleie, **said)
        return told(xml_of(draft, case.patient))

    assert extract(2, "a") == extract(2, "b") != extract(3, "a")


def test_an_epikrise_within_a_head() -> None:
    """Its own MsgId, which stands below the head, is none of what it says."""
    one, two = (
        msghead("EPIKRISE", head(), etree.tostring(etree.fromstring(epikrise_xml()), encoding="unicode"))
        for _ in range(2)
    )
    assert event(one).avtrykk == event(two).avtrykk


def test_keyed() -> None:
    """Without the key it tells nothing: another key, another avtrykk."""
    raw = EXAMPLES[0].read_bytes()
    assert told(raw, pid_key=b"x" * 32) != told(raw)
