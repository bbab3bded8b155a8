"""The dialogmeldinger that we write: valid by both sets of schemas, whatever people write in them."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import context, official, schema
from lxml import etree

from adapters.messages.dialog import Contact, Conversation, Doctor, Head, Organisation, Party, Patient
from adapters.messages.dialog import Responsible as Person
from adapters.messages.dialog_codes import ID_TYPER, PROFESJONER, ROLLER
from adapters.messages.dialog_write import avvik_xml, helsefaglig_xml
from adapters.messages.identify import identify, payload_of
from adapters.messages.msghead import envelope
from adapters.messages.patient import pids
from schemas.codes import KITH

ORIGINAL = "8A2D1F3B-7A40-4D55-8D6E-4B7D5A7E9C01"
KOMMUNE = Party(Organisation("Eksempel kommune", "90101"), Organisation("Pleie- og omsorgstjeneste", "90102"))
SYKEHUS = Party(Organisation("Eksempelsykehuset HF", "90001"), Organisation("Medisinsk avdeling", "90002"))
LEGE = Party(Organisation("Eksempel legekontor", "90301"), Doctor("Lege", "Rita", "90302"))
PATIENT = Patient("Danser", "Line", (("FNR", "13116900216"),))
HEAD = Head(
    UUID("0d3c8a1e-50c0-4b43-9a77-1b6b9a8e1102"),
    datetime(2026, 7, 3, 12, 0, 5, tzinfo=UTC),
    KOMMUNE,
    SYKEHUS,
    PATIENT,
)
NURSE = Person("Eksempel", "Kari", "77 00 00 00", profession="SP")
DOCTOR_THERE = Contact("LE")

NAMES = {
    "mh": "http://www.kith.no/xmlstds/msghead/2006-05-24",
    "fk1": "http://www.kith.no/xmlstds/felleskomponent1",
    "a": "http://www.kith.no/xmlstds/dialog/2006-10-11",
    "h": "http://www.kith.no/xmlstds/dialog/2013-01-23",
}

anything = st.text(st.characters(), min_size=1)
something = anything.filter(lambda text: bool(text.strip()))
maybe = st.just("") | anything
organisations = st.builds(Organisation, something, something)
parties = st.builds(Party, organisations, organisations | st.builds(Doctor, something, something, something))
numbers = st.tuples(st.sampled_from(sorted(ID_TYPER)), something)
patients = st.builds(
    Patient, something, something, st.lists(numbers, min_size=1, max_size=3).map(tuple), maybe
)
moments = st.integers(-2_000_000_000, 7_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
heads = st.builds(Head, st.uuids(), moments, parties, parties, patients)
professions = st.sampled_from(sorted(PROFESJONER))
people = st.builds(
    Person,
    something,
    something,
    st.from_regex(r"\A\+?[0-9]{3,5}[ .()-]{0,3}[0-9]{1,5}\Z"),
    st.sampled_from(sorted(ROLLER)),
    st.just("") | professions,
    maybe,
)
threads = st.builds(Contact, professions, maybe, maybe) | st.builds(Conversation, something, something)


def read(xml: bytes) -> etree._Element:
    """What we wrote, after both sets of schemas have taken it."""
    root = etree.fromstring(xml)
    assert official().valid(root), official().log(root)
    assert schema().valid(root), schema().log(root)
    return root


def found(root: etree._Element, path: str) -> list[str]:
    return [str(each) for each in root.xpath(path, namespaces=NAMES)]


def told(text: str) -> str:
    """The text as it may stand in XML."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


@settings(max_examples=150, deadline=None)
@given(heads, threads, something, something, people, st.none() | organisations)
def test_any_helsefaglig_is_valid_and_says_what_was_written(
    head: Head, thread: Any, tema: str, text: str, person: Person, unit: Organisation | None
) -> None:
    """No text can break out of its element, and none is lost."""
    root = read(helsefaglig_xml(head, thread, tema, text, replace(person, unit=unit)))
    assert found(root, "//h:Notat/h:Tema/text()") == [told(tema)]
    assert "".join(found(root, "//h:Notat/h:TekstNotatInnhold//text()")) == told(text)
    assert found(root, "//mh:Patient/mh:FamilyName/text()") == [told(head.patient.family)]
    assert found(root, "//fk1:OrganisationName/text()") == ([told(unit.name)] if unit else [])
    assert found(root, "//fk1:TeleAddress/@V") == [f"tel:{person.tel}"]
    assert len(found(root, "//h:RollerRelatertNotat/h:RoleToPatient/@V")) == 1 + isinstance(thread, Contact)


@settings(max_examples=150, deadline=None)
@given(heads, something, something, people)
def test_any_avvik_is_valid_and_says_what_was_written(
    head: Head, answers: str, text: str, person: Person
) -> None:
    """The same for the other one; both references are the message that it answers."""
    root = read(avvik_xml(head, answers, "1", text, person))
    assert "".join(found(root, "//a:Notat/a:TekstNotatInnhold//text()")) == told(text)
    assert found(root, "//mh:ConversationRef/*/text()") == [told(answers)] * 2


def test_helsefaglig_new_dialogue() -> None:
    """A new one has no reference, and says which profession at the receiver it is for."""
    root = read(helsefaglig_xml(HEAD, DOCTOR_THERE, "Medisinliste", "Vi mangler den.", NURSE))
    assert found(root, "//mh:MsgInfo/mh:Type/@*") == ["DIALOG_HELSEFAGLIG", "Helsefaglig dialog"]
    assert found(root, "//mh:GenDate/text()") == ["2026-07-03T14:00:05+02:00"]
    assert found(root, "//mh:ConversationRef") == []
    assert found(root, "//h:TemaKodet/@*") == ["6", "Henvendelse om pasient", f"{KITH}7322"]
    assert found(root, "//h:RollerRelatertNotat/h:RoleToPatient/@V") == ["9", "24"]
    assert found(root, "//h:TypeHealthcareProfessional/@V") == ["SP", "LE"]
    assert found(root, "//fk1:TeleAddress/@V") == ["tel:77000000"]


def test_helsefaglig_goes_on() -> None:
    """A later message refers to the first and to the one before, each in its place, as they were given."""
    later = Conversation(first=ORIGINAL, previous=str(HEAD.msg_id))
    root = read(helsefaglig_xml(HEAD, later, "Medisinliste", "Takk.", NURSE))
    assert found(root, "//mh:RefToConversation/text()") == [ORIGINAL]
    assert found(root, "//mh:RefToParent/text()") == [str(HEAD.msg_id)]
    assert found(root, "//h:RollerRelatertNotat/h:RoleToPatient/@V") == ["9"]


def test_avvik() -> None:
    """Type, version and theme are those of the official example."""
    root = read(avvik_xml(HEAD, ORIGINAL, "1", "Bor ikke her.", NURSE))
    assert found(root, "//mh:MsgInfo/mh:Type/@V") == ["DIALOG_AVVIK"]
    assert found(root, "//a:TemaKodet/@*") == ["1", "Feil adressat", f"{KITH}8117"]
    assert found(root, "//mh:ConversationRef/*/text()") == [ORIGINAL] * 2


@pytest.mark.parametrize("receiver", [SYKEHUS, LEGE], ids=["service", "doctor"])
def test_we_read_what_we_write(receiver: Party) -> None:
    """Parties on both levels, patient, references and kind come out of our own reader as they went in."""
    head = replace(HEAD, receiver=receiver)
    thread = Conversation(ORIGINAL, ORIGINAL)
    root = etree.fromstring(helsefaglig_xml(head, thread, "Tema", "Tekst", NURSE))
    told = envelope(root)
    assert told.sender is not None and told.receiver is not None
    assert (told.sender.her, told.sender.service) == ("90101", "90102")
    assert (told.receiver.her, told.receiver.service) == (
        receiver.virksomhet.her,
        receiver.below.her,
    )
    assert (told.key, told.sent_at) == (str(HEAD.msg_id), HEAD.generated)
    assert (told.conversation_id, told.parent_id) == (ORIGINAL.lower(), ORIGINAL.lower())
    assert pids(told.patient, context().pid_key).pid_type == "fnr"
    assert identify(root, payload_of(root), told.type_v).message_type == "DIALOG_HELSEFAGLIG"


@pytest.mark.parametrize(
    "make",
    [
        lambda: helsefaglig_xml(HEAD, DOCTOR_THERE, " ", "Tekst", NURSE),
        lambda: helsefaglig_xml(HEAD, DOCTOR_THERE, "Tema", "\n", NURSE),
        lambda: avvik_xml(HEAD, "", "1", "Tekst", NURSE),
        lambda: avvik_xml(HEAD, ORIGINAL, "1", "", NURSE),
        lambda: avvik_xml(HEAD, ORIGINAL, "99", "Tekst", NURSE),
        lambda: avvik_xml(HEAD, ORIGINAL, "1", "Tekst", replace(NURSE, unit=KOMMUNE.virksomhet)),
        lambda: replace(NURSE, phone="KANARIFUGL"),
        lambda: replace(NURSE, phone=""),
        lambda: replace(NURSE, family=""),
        lambda: replace(NURSE, role="24"),
        lambda: replace(NURSE, profession="KANARIFUGL"),
        lambda: Contact("KANARIFUGL"),
        lambda: Organisation("KANARIFUGL", ""),
        lambda: Doctor("KANARIFUGL", "", "90302"),
        lambda: replace(PATIENT, idents=()),
        lambda: replace(PATIENT, idents=(("KANARIFUGL", "13116900216"),)),
        lambda: replace(PATIENT, idents=(("FNR", ""),)),
        lambda: Conversation(first="KANARIFUGL", previous=""),
        lambda: replace(HEAD, generated=HEAD.generated.replace(tzinfo=None)),
    ],
)
def test_what_the_standards_demand_cannot_be_left_out(make: Any) -> None:
    """An error says which part is wrong, and never with what was given."""
    with pytest.raises(ValueError, match=r"is required|is not in|has no|is no telephone") as error:
        make()
    assert "KANARIFUGL" not in str(error.value) and "13116900216" not in str(error.value)


def test_nothing_shows_what_it_holds() -> None:
    """Printed, none of the parts tells of a person."""
    for part in (PATIENT, NURSE, HEAD, Contact("LE", "Lege", "Rita"), LEGE):
        assert not re.search("Danser|13116900216|Eksempel|Rita|77 ?00 ?00 ?00", repr(part))
