"""Which of a message's documents is the message: the first structured one that is known (rules.md §12.14)."""

from collections.abc import Callable

import pytest
from builders import TROMSO, epikrise_xml, head, innlagt_xml, rapport_xml
from judging import codes, event, judged, official
from lxml import etree

from adapters.messages.namespaces import DIALOG_11, MSGHEAD, tag
from adapters.xml.names import path
from broker.simulate.head import Attachment, msghead
from schemas.events import DialogMottatt, EpikriseMottatt

PDF = Attachment("Et bilde")
DIALOG = f'<Dialogmelding xmlns="{DIALOG_11}"/>'


def documents(root: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = root.findall(tag(MSGHEAD, "Document"))
    return found


def turned(raw: bytes) -> bytes:
    """The same message with its documents the other way round, which the official schemas accept."""
    root = etree.fromstring(raw)
    found = documents(root)
    assert len(found) > 1
    for each in found:
        root.insert(1, each)
    assert official().valid(root)
    other: bytes = etree.tostring(root)
    return other


def enclosed(raw: bytes) -> str:
    """A message as it may stand within another."""
    inner: str = etree.tostring(etree.fromstring(raw), encoding="unicode")
    return inner


def innlagt_payload() -> str:
    (content,) = etree.fromstring(innlagt_xml()).iter(tag(MSGHEAD, "Content"))
    inner: str = etree.tostring(content[0], encoding="unicode")
    return inner


@pytest.mark.parametrize("build", [innlagt_xml, rapport_xml])
def test_files_may_come_first(build: Callable[..., bytes]) -> None:
    """Read and counted as with the files last."""
    raw = build(attachments=(PDF, PDF))
    assert event(turned(raw)) == event(raw)
    assert event(raw).vedlegg == ("pdf", "pdf")


def test_the_first_of_several_that_are_known() -> None:
    """The others are attachments, in documents of their own or in the same."""
    inside = event(msghead("DIALOG_HELSEFAGLIG", head(receiver=TROMSO), DIALOG + innlagt_payload()))
    assert isinstance(inside, DialogMottatt) and inside.vedlegg == ("xml",)
    other = judged(msghead("DIALOG_HELSEFAGLIG", head(receiver=TROMSO), innlagt_payload() + DIALOG))
    assert codes(other) == ["type.disagrees"]


def test_an_epikrise_that_hangs_on_a_dialogue() -> None:
    """What has a head of its own is the message only where there is no other; then it is read whole."""
    epikrise = epikrise_xml()
    dialog = event(msghead("DIALOG_HELSEFAGLIG", head(), enclosed(epikrise) + DIALOG))
    assert isinstance(dialog, DialogMottatt) and dialog.vedlegg == ("xml",)
    alone, usual = event(msghead("EPIKRISE", head(), enclosed(epikrise))), event(epikrise)
    assert isinstance(alone, EpikriseMottatt) and alone.innlagt
    of_head = {"id", "msg_id", "receiver_service", "sender_service", "conversation_id", "receiver", "sent_at"}
    by_prefix = {"avtrykk"}  # the head around it declares more
    assert alone.model_dump(exclude=of_head | by_prefix) == usual.model_dump(exclude=of_head | by_prefix)


def test_what_is_not_known_is_what_is_told_of() -> None:
    """The fault is at the structured document, and not at the file before it."""
    raw = turned(innlagt_xml(attachments=(PDF,))).replace(b"/2012-04-01", b"/2031-01-01")
    (problem,) = judged(raw).problems
    (payload,) = etree.fromstring(raw).iter("{*}Pasientlogistikk")
    assert (problem.code, problem.path, problem.line) == ("type.unknown", path(payload), payload.sourceline)
    assert "Pasientlogistikk" in problem.text and "Base64" not in str(problem)


def test_a_message_that_is_only_files() -> None:
    """None of its documents is a message."""
    root = etree.fromstring(innlagt_xml(attachments=(PDF,)))
    root.remove(documents(root)[0])
    (problem,) = judged(etree.tostring(root)).problems
    assert (problem.code, problem.found) == ("type.unknown", "bas:Base64Container")
