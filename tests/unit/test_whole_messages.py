"""Our whole messages: valid by the official schemas, complete, and with heads like real ones."""

import pytest
from builders import PATIENT, TROMSO, UNN
from lxml import etree
from whole_heads import OWN_HEAD, WAYS
from whole_messages import RECORD, ROOTS, UNKNOWN, samples, type_of
from xmlschema.validators import XsdComplexType, XsdGroup
from xsd_sets import OFFICIAL, compiled, model

from adapters.messages.identify import payload_of
from adapters.messages.namespaces import MSGHEAD, PLO_15, plo, plo_20, tag
from adapters.messages.table import KNOWN

BRANCHES = range(6)
NUMBER = 26  # 8 of PLO 1.5, 7 of 1.6, 3 of 2.0, 2 dialogmeldinger, EPJ-ekstrakt, 3 epikriser, 2 AppRec
MH = {"mh": MSGHEAD}


def has_own_head(root: str) -> bool:
    return etree.QName(root).namespace in OWN_HEAD


def payload_in(message: bytes) -> etree._Element:
    whole = etree.fromstring(message)
    return whole if has_own_head(whole.tag) else payload_of(whole)


def test_every_root_of_the_table_is_here() -> None:
    """Every version of every message that we know by name, and all are names of the official set."""
    assert len(ROOTS) == NUMBER
    assert set(ROOTS) <= set(model(OFFICIAL).maps.elements)


@pytest.mark.parametrize("root", ROOTS)
def test_all_are_valid_by_the_official_schemas(root: str) -> None:
    """The minimal and the full one, by every branch; a message that lacks its MsgId or Id is not."""
    official = compiled(OFFICIAL)
    for branch in BRANCHES:
        for message in samples(root, branch):
            whole = etree.fromstring(message)
            assert official.validate(whole), official.error_log.last_error
            name = next(whole.iter("{*}MsgId", "{*}Id"))
            name.getparent().remove(name)
            assert not official.validate(whole)


@pytest.mark.parametrize("root", ROOTS)
def test_the_payload_is_the_one_asked_for(root: str) -> None:
    """Found as the broker finds it, and of the type of its row in the table."""
    for message in samples(root):
        whole, found = etree.fromstring(message), payload_in(message)
        assert found.tag == root
        types = KNOWN[root].types or (UNKNOWN, *KNOWN[tag(plo("Pasientlogistikk"), "Pasientlogistikk")].types)
        assert type_of(root, found) in types
        if not has_own_head(root):
            assert whole.xpath("string(mh:MsgInfo/mh:Type/@V)", namespaces=MH) == type_of(root, found)


@pytest.mark.parametrize("root", ROOTS)
def test_the_full_one_has_every_element_of_the_payload(root: str) -> None:
    """By one branch or another nothing of the first level is left out, and the minimal one has less."""
    kind = model(OFFICIAL).maps.elements[root].type
    assert isinstance(kind, XsdComplexType) and isinstance(kind.content, XsdGroup)
    declared = {element.name for element in kind.content.iter_elements()}
    pairs = [samples(root, branch) for branch in BRANCHES]
    assert {child.tag for _, full in pairs for child in payload_in(full)} == declared
    assert all(len(full) > 1.2 * len(minimal) for minimal, full in pairs)


@pytest.mark.parametrize("root", ROOTS)
def test_the_head_is_a_real_one(root: str) -> None:
    """Both levels of both parties by HER-id, a patient with synthetic fnr, an id of its own."""
    seen = set()
    for message in samples(root):
        told = etree.fromstring(message)
        texts = [node.text for node in told.iter("{*}Id", "{*}OffId", "{*}MsgId")]
        kind = type_of(root, payload_in(message))
        sender, receiver = WAYS.get(kind, (UNN, TROMSO))
        assert sender != receiver
        assert {sender.her, sender.service_her, receiver.her, receiver.service_her} <= set(texts)
        assert (PATIENT.idents[0][1] in texts) == (kind != "APPREC")
        seen.add(next(told.iter("{*}MsgId", "{*}Id")).text)
    assert len(seen) == 2


@pytest.mark.parametrize("date", [PLO_15, "2012-04-01"])
def test_pasientlogistikk_says_what_it_chose(date: str) -> None:
    """All five types come, each with its own choice."""
    root = tag(plo("Pasientlogistikk", date), "Pasientlogistikk")
    found = {type_of(root, payload_in(samples(root, branch)[0])) for branch in BRANCHES}
    assert found == set(KNOWN[root].types)


def test_pasientlogistikk_2_has_the_types_of_the_first_five() -> None:
    """The answer from kommunen has none that we know of."""
    root = tag(plo_20("Pasientlogistikk"), "Pasientlogistikk")
    found = {type_of(root, payload_in(samples(root, branch)[0])) for branch in BRANCHES}
    assert found - {UNKNOWN} == set(KNOWN[tag(plo("Pasientlogistikk"), "Pasientlogistikk")].types)


def test_an_extract_has_several_documents() -> None:
    """The tree of contents first, what it is about next, attachments last."""
    (root,) = (root for root in ROOTS if KNOWN[root].types == ("EPJ-EKSTRAKT",))
    for message, number in zip(samples(root), (1, len(RECORD)), strict=True):
        contents = etree.fromstring(message).findall(f".//{tag(MSGHEAD, 'Content')}")
        assert [content[0].tag for content in contents[: number + 1]] == [root, *RECORD[:number]]
        assert all(content[0].tag.endswith("}Base64Container") for content in contents[number + 1 :])


def test_the_same_each_time() -> None:
    """Nothing in a message depends on when it is made, or on what was made before it."""
    once = [samples(root) for root in ROOTS[:3]]
    assert [samples(root) for root in reversed(ROOTS[:3])] == once[::-1]
