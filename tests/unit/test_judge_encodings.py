"""Encodings through the judgement: read as declared, bytes kept as they came, lies told of in words."""

import codecs
import hashlib

import pytest
from builders import ILL, PATIENT, innlagt_xml, rapport_xml
from judging import RECEIVED, apprec, found, judged

from adapters.outgoing import records_of
from broker.simulate.head import Party

NAME = "Blåbærøya sjukeheim"
RECEIVER = Party(NAME, "90101", "Sjukepleietenesta", "90102")
TEXT = rapport_xml(receiver=RECEIVER, patient=PATIENT, text="Får Eksemplin.").decode()


def encoded(name: str, codec: str, bom: bytes = b"", declared: bool = True) -> bytes:
    """The same message in another encoding, with and without a declaration and a byte order mark."""
    whole = TEXT if declared else TEXT[TEXT.index("<MsgHead") :]
    return bom + whole.replace("UTF-8", name).encode(codec)


READ = {
    "UTF-8": encoded("UTF-8", "utf-8"),
    "utf-8": encoded("utf-8", "utf-8"),
    "UTF-8 with BOM": encoded("UTF-8", "utf-8", codecs.BOM_UTF8),
    "UTF-8 not declared": encoded("", "utf-8", declared=False),
    "BOM and nothing declared": encoded("", "utf-8", codecs.BOM_UTF8, declared=False),
    "ISO-8859-1": encoded("ISO-8859-1", "latin-1"),
    "ISO-8859-15": encoded("ISO-8859-15", "iso8859-15"),
    "windows-1252": encoded("windows-1252", "cp1252"),
    "UTF-16 little": encoded("UTF-16", "utf-16-le", codecs.BOM_UTF16_LE),
    "UTF-16 big": encoded("UTF-16", "utf-16-be", codecs.BOM_UTF16_BE),
    "UTF-16 not declared": encoded("", "utf-16-le", codecs.BOM_UTF16_LE, declared=False),
}
NOT_TAKEN, MARK, OTHER, UNMARKED = "ikke tas imot", "BOM for ett tegnsett", "ikke skrevet i", "ingen BOM for"
SAID = {
    "UTF-8, is ISO-8859-1": OTHER,
    "nothing, is ISO-8859-1": OTHER,
    "UTF-16, is UTF-8": NOT_TAKEN,
    "UTF-8, is UTF-16": MARK,
    "UTF-16 without BOM": UNMARKED,
    "ISO-8859-1, has the BOM of UTF-8": MARK,
    "US-ASCII, is UTF-8": OTHER,
    "UTF-7": NOT_TAKEN,
    "UTF-32": UNMARKED,
    "nonsense": NOT_TAKEN,
}
LIES = {
    "UTF-8, is ISO-8859-1": encoded("UTF-8", "latin-1"),
    "nothing, is ISO-8859-1": encoded("", "latin-1", declared=False),
    "UTF-16, is UTF-8": encoded("UTF-16", "utf-8"),
    "UTF-8, is UTF-16": encoded("UTF-8", "utf-16-le", codecs.BOM_UTF16_LE),
    "UTF-16 without BOM": encoded("UTF-16", "utf-16-le"),
    "ISO-8859-1, has the BOM of UTF-8": encoded("ISO-8859-1", "utf-8", codecs.BOM_UTF8),
    "US-ASCII, is UTF-8": encoded("US-ASCII", "utf-8"),
    "UTF-7": encoded("UTF-7", "utf-8"),
    "UTF-32": encoded("UTF-32", "utf-32"),
    "nonsense": encoded("tull", "utf-8"),
}


@pytest.mark.parametrize("raw", READ.values(), ids=READ)
def test_read_as_declared(raw: bytes) -> None:
    """The patient and the receiver's name are the same whatever the encoding; the AppRec is UTF-8."""
    judgement = judged(raw)
    assert judgement.verdict == "godtatt"
    assert judgement.key == judged(READ["UTF-8"]).key
    assert found(apprec(judgement), "a:Sender/a:HCP/a:Inst/a:Name/text()") == [NAME]
    assert NAME.encode() in judgement.receipts[0].xml


@pytest.mark.parametrize("raw", [*READ.values(), *LIES.values()], ids=[*READ, *LIES])
def test_bytes_are_kept(raw: bytes) -> None:
    """What goes on, or is set aside, is what came: mark, declaration and line endings."""
    raw = raw.replace(b"\n", b"\r\n")
    judgement = judged(raw)
    first = records_of(judgement, raw, RECEIVED, (), "1")[0]
    assert first.value == raw and judgement.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize("lie", LIES)
def test_wrongly_declared(lie: str) -> None:
    """T01 in words that say what is wrong and what may be used; nobody is answered."""
    judgement = judged(LIES[lie])
    (problem,) = judgement.problems
    assert (judgement.verdict, judgement.receipts) == ("ulesbar", ())
    assert (problem.code, problem.apprec) == ("xml.encoding", "T01")
    assert SAID[lie] in problem.text and "ISO-8859-1" in problem.text
    assert "Blåb" not in problem.text


def test_letters_outside_the_encoding() -> None:
    """Written as numbers, they are the same letters: Sámi names in ISO-8859-1."""
    plain = innlagt_xml(patient=ILL["name_date_sex"]).decode().replace("Ada", "Áŋŋá")
    latin = plain.replace("UTF-8", "ISO-8859-1").encode("latin-1", "xmlcharrefreplace")
    assert judged(latin).key == judged(plain.encode()).key
