"""Dialog messages: parts, codes, questions and references of both versions."""

import pytest
from builders import TROMSO, UNN, head
from dialog_told import (
    DEFAULTS,
    FELLES_DELER,
    NAMED,
    PHONE,
    coded,
    foresporsel,
    notat,
    professional,
    role,
    told,
)
from judging import apprec, errors, event, judged
from whole_messages import samples

from adapters.messages.dialog_read import ROWS
from adapters.messages.namespaces import APPREC_10, APPREC_11, DIALOG_10, DIALOG_11, tag
from adapters.messages.row import Row
from broker.simulate.head import msghead
from schemas.codes import KITH
from schemas.events import DialogMottatt


@pytest.mark.parametrize(
    ("inside", "deler"),
    [
        ("", ()),
        (role(professional(NAMED)), ("ansvarlig",)),
        (role(professional(PHONE)), ("kontakt",)),
        (role(professional("<FamilyName> </FamilyName>")), ()),
        (role(professional('<TeleCom><fk1:TeleAddress V="mailto:a1@eksempel.no"/></TeleCom>')), ()),
        (role(f"<Person><GivenName>Kari</GivenName>{PHONE}</Person>"), FELLES_DELER),
        (role(professional(NAMED + PHONE), coded("RoleToPatient", "24")), ()),
        (role(professional(coded("RoleToPatient", " 24 ") + NAMED + PHONE)), ()),
        (role(professional(NAMED + PHONE), coded("RoleToPatient", "6")), FELLES_DELER),
        (
            role(professional(PHONE)) + role(professional(NAMED), coded("RoleToPatient", "24")),
            ("kontakt",),
        ),
        (foresporsel(), ("svar",)),
        (foresporsel(role(professional(NAMED + PHONE))), ("svar",)),
    ],
)
def test_parts_of_a_notat(inside: str, deler: tuple[str, ...]) -> None:
    """Who stands behind it is the sender's: neither the contact with the receiver, nor who once asked."""
    assert told(notat(inside)).deler == deler


def test_the_unit_of_the_sender() -> None:
    """1.1 can tell of a unit and its phone, with or without a person."""
    ident = '<fk1:Ident><fk1:Id>90102</fk1:Id><fk1:TypeId V="HER"/></fk1:Ident>'
    phone = '<fk1:TeleCom><fk1:TeleAddress V="tel:72727272"/></fk1:TeleCom>'
    unit = (
        f"<Kontaktenhet><fk1:OrganisationName>Sykepleie</fk1:OrganisationName>{ident}{phone}</Kontaktenhet>"
    )

    def deler(person: str, before: str = "") -> tuple[str, ...]:
        inside = role(f"<TilknyttetEnhet>{unit}{person}</TilknyttetEnhet>", before)
        return told(notat(inside), "DIALOG_HELSEFAGLIG", DIALOG_11).deler

    assert deler("") == ("kontakt",)
    assert deler(professional(NAMED)) == FELLES_DELER
    assert deler(professional(NAMED), coded("RoleToPatient", "24")) == ()


def test_a_question() -> None:
    """Of several, the first is told; any may be urgent, and who asks stands behind it."""
    asked = told(foresporsel() + foresporsel('<Hastegrad V="3"/>', "4"), "DIALOG_FORESPORSEL")
    assert (asked.foresporsel_kodeverk, asked.foresporsel, asked.haster) == ("9152", "8", True)
    assert (asked.tema, asked.deler) == (None, ())
    calm = told(foresporsel('<Hastegrad V="2"/>' + role(professional(NAMED))), "DIALOG_FORESPORSEL")
    assert (calm.haster, calm.deler) == (False, ("ansvarlig",))


def test_an_answer_is_not_urgent() -> None:
    """It repeats the question, which may have been."""
    answer = told(notat(foresporsel('<Hastegrad V="3"/>')), "DIALOG_SVAR")
    assert (answer.foresporsel, answer.haster, answer.deler) == ("8", False, ("svar",))


@pytest.mark.parametrize(
    ("tema", "expected"),
    [
        (coded("TemaKodet", "1", f"{KITH}9155"), ("9155", "1")),
        (coded("TemaKodet", " 6 ", f" {KITH}7322 "), ("7322", "6")),
        (coded("TemaKodet", "1", "2.16.578.1.12.4.1.4.1"), (None, "1")),
        (coded("TemaKodet", "1", f"{KITH}13116900216"), (None, "1")),
        ('<TemaKodet V="1" DN="Feil adressat"/>', (None, "1")),
        (f'<TemaKodet S="{KITH}8117" DN="Feil adressat"/>', ("8117", None)),
        (coded("TemaKodet", "13116900216", f"{KITH}8117"), ("8117", None)),
        (coded("TemaKodet", "Line Danser", f"{KITH}8117"), ("8117", None)),
    ],
)
def test_codes(tema: str, expected: tuple[str | None, str | None]) -> None:
    """A list goes by its number, and a value is told only when it can be nothing but a code."""
    found = told(notat(tema=tema) + notat())
    assert (found.tema_kodeverk, found.tema) == expected


def test_empty() -> None:
    """The schema lets a dialogmelding be empty."""
    found = told("", "DIALOG_NOTAT")
    assert found.model_dump(include=DEFAULTS.keys() | {"deler"}) == {**DEFAULTS, "deler": ()}


def test_several_references() -> None:
    """The conversation and the message answered are told; ids of documents are not."""
    first, previous = "2b9c7d1e-0000-4000-8000-000000000001", "2B9C7D1E-0000-4000-8000-000000000002"
    document = "2b9c7d1e-0000-4000-8000-000000000003"
    inside = f"<DokIdNotat>{document}</DokIdNotat>{foresporsel(f'<DokIdForesp>{document}</DokIdForesp>')}"
    found = told(notat(inside), "DIALOG_SVAR", conversation=(first, previous), sender=TROMSO, receiver=UNN)
    assert (found.conversation_id, found.parent_id, found.series) == (first, previous.lower(), first)
    assert document not in found.model_dump_json()


@pytest.mark.parametrize(
    "type_", ["DIALOG_AVVIK", "DIALOG_FORESPORSEL", "DIALOG_SVAR", "DIALOG_NOTAT", "DIALOG_HELSEFAGLIG"]
)
@pytest.mark.parametrize(("namespace", "version"), [(DIALOG_10, "1.0"), (DIALOG_11, "1.1")])
def test_each_type_in_each_version(type_: str, namespace: str, version: str) -> None:
    """Taken over, told as what it is, and answered in the version of the dialogmelding."""
    found = told(notat(), type_, namespace)
    assert (found.message_type, found.version, found.tema) == (type_, version, "1")
    judgement = judged(msghead(type_, head(), f'<Dialogmelding xmlns="{namespace}"/>'))
    assert errors(judgement) == []
    assert apprec(judgement).tag == tag({"1.0": APPREC_10, "1.1": APPREC_11}[version], "AppRec")


def test_the_status_of_a_referral_is_new_in_its_version() -> None:
    """DIALOG_STATUS_HENVISNING came with 1.1."""
    assert told("", "DIALOG_STATUS_HENVISNING", DIALOG_11).version == "1.1"
    old = judged(msghead("DIALOG_STATUS_HENVISNING", head(), f'<Dialogmelding xmlns="{DIALOG_10}"/>'))
    assert errors(old) == ["T99"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.version)
@pytest.mark.parametrize("branch", range(6))
def test_whole_messages(row: Row, branch: int) -> None:
    """The shortest and the fullest of each version are taken over; the fullest names who stands behind it."""
    short, full = (event(raw) for raw in samples(row.tag, branch))
    assert isinstance(short, DialogMottatt) and isinstance(full, DialogMottatt)
    assert (short.version, short.deler, short.conversation_id) == (row.version, (), None)
    is_notat = branch % 2 == 1
    assert full.deler == (("ansvarlig", "svar") if is_notat else ("ansvarlig",))
    assert full.conversation_id and full.parent_id and full.copies == ("90401",)
    assert full.message_type in row.types and short.message_type in row.types
