"""What the dead letter of a refused message says of it, for whoever looks at the topic with another tool."""

import pytest
from answering import Desk
from builders import TROMSO, UNN, innlagt_xml, rapport_xml

from adapters.kafka.records import text_of

GOOD = innlagt_xml(sender=UNN, receiver=TROMSO)
SYNTAX = "lxml.etree.XMLSyntaxError"


@pytest.mark.parametrize(
    ("raw", "code", "exception"),
    [
        (GOOD[:-20], "xml.not_well_formed", SYNTAX),
        (GOOD.replace(b"Medisinsk", b"&ukjent;"), "xml.entity", SYNTAX),
        (GOOD.replace(b"Medisinsk", b"\xff\xfe"), "xml.encoding", SYNTAX),
        (b"<!DOCTYPE x>" + GOOD, "xml.doctype", None),
        (GOOD.replace(b"<MsgId>", b"<Annet/><MsgId>"), "xsd", None),
    ],
)
async def test_the_exception_where_there_was_one(
    desk: Desk, raw: bytes, code: str, exception: str | None
) -> None:
    """What the parser raised, by the name that viewers show; what we found out ourselves raised nothing."""
    await desk.receive(raw)
    (letter,) = desk.producer.on("meldinger.v1.dlt")
    assert (text_of(letter.headers, "plo-dlq-code") or "").startswith(code)
    names = ("plo-dlq-exception", "kafka_dlt-exception-fqcn", "__connect.errors.exception.class.name")
    assert {text_of(letter.headers, name) for name in names} == {exception}


async def test_whom_it_was_for(desk: Desk) -> None:
    """The receiver alone, beside the list that has the copy receivers too."""
    raw = rapport_xml(sender=UNN, receiver=TROMSO, copies=("90301",)).replace(b"<MsgId>", b"<X/><MsgId>")
    await desk.receive(raw)
    (letter,) = desk.producer.on("meldinger.v1.dlt")
    assert text_of(letter.headers, "plo-her-receivers") == "90101,90301"
    assert text_of(letter.headers, "plo-her-receiver") == "90101"
