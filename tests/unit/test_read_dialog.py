"""What a dialogmelding tells: its subject by code, whether it asks or answers, and who stands behind it."""

from typing import Any

import pytest
from builders import TROMSO, UNN, head
from judging import EXAMPLES, OF_EXAMPLES, STANDARDS, apprec, errors, event, judged
from whole_messages import samples

from adapters.messages.dialog_read import ROWS
from adapters.messages.namespaces import APPREC_10, APPREC_11, DIALOG_10, DIALOG_11, FELLES, tag
from adapters.messages.row import Row
from broker.simulate.head import msghead
from schemas.codes import KITH
from schemas.events import DialogMottatt

OWN = tuple(sorted((STANDARDS.parent / "domain/samples").glob("dialog_*.xml")))
FILES = {path.name: path for path in (*EXAMPLES, *OWN)}
FELLES_DELER = ("ansvarlig", "kontakt")
NAMED = "<FamilyName>Lin</FamilyName><GivenName>Rita</GivenName>"
PHONE = '<TeleCom><fk1:TeleAddress V="tel:72727272"/></TeleCom>'

TOLD: dict[str, dict[str, Any]] = {
    "Dialogmelding_avvik_v1-0.xml": {
        "message_type": "DIALOG_AVVIK",
        "version": "1.0",
        "tema_kodeverk": "8117",
        "tema": "1",
        "parent_id": "96cadc00-0118-11e8-8f1a-0800200c9a66",
        "conversation_id": "96cadc00-0118-11e8-8f1a-0800200c9a66",
    },
    "Dialogmelding_foresporsel_PLO_v1-0.xml": {
        "message_type": "DIALOG_FORESPORSEL",
        "version": "1.0",
        "foresporsel_kodeverk": "9152",
        "foresporsel": "99",
    },
    "Dialogmelding_svar_foresporsel_PLO_v1-0.xml": {
        "message_type": "DIALOG_SVAR",
        "version": "1.0",
        "tema_kodeverk": "9069",
        "tema": "5",
        "foresporsel_kodeverk": "9152",
        "foresporsel": "99",
        "deler": (*FELLES_DELER, "svar"),
        "parent_id": "f0f88210-0111-11e8-8f1a-0800200c9a66",
        "conversation_id": "f0f88210-0111-11e8-8f1a-0800200c9a66",
    },
    "Helsefaglig dialog.xml": {
        "message_type": "DIALOG_HELSEFAGLIG",
        "version": "1.1",
        "tema_kodeverk": "7322",
        "tema": "6",
        "parent_id": "d14ea2f3-d796-4d7b-8271-a4480d2b4035",
        "conversation_id": "d14ea2f3-d796-4d7b-8271-a4480d2b4035",
    },
    "Helsefaglig dialog_angi profesjon hos mottaker.xml": {
        "message_type": "DIALOG_HELSEFAGLIG",
        "version": "1.1",
        "tema_kodeverk": "7322",
        "tema": "6",
    },
    "Status_paa_henvisning-InnkaltEtterViderehenvisning.xml": {
        "message_type": "DIALOG_STATUS_HENVISNING",
        "version": "1.1",
        "tema_kodeverk": "9148",
        "tema": "1",
        "copies": ("56704",),
        "parent_id": "810200d0-2d17-11e8-b566-0800200c9a66",
        "conversation_id": "87ef6130-2d17-11e8-b566-0800200c9a66",
    },
    "dialog_avvik_1.0.xml": {
        "message_type": "DIALOG_AVVIK",
        "version": "1.0",
        "tema_kodeverk": "8117",
        "tema": "1",
        "parent_id": "8a2d1f3b-7a40-4d55-8d6e-4b7d5a7e9c01",
        "conversation_id": "8a2d1f3b-7a40-4d55-8d6e-4b7d5a7e9c01",
    },
    "dialog_helsefaglig_1.1.xml": {
        "message_type": "DIALOG_HELSEFAGLIG",
        "version": "1.1",
        "tema_kodeverk": "7322",
        "tema": "6",
    },
}
"""What each official example and sample says, read by hand; what is not here has its default."""

DEFAULTS = {
    name: DialogMottatt.model_fields[name].default
    for name in ("tema_kodeverk", "tema", "foresporsel_kodeverk", "foresporsel", "haster", "copies")
}


def told(payload: str, type_: str = "DIALOG_NOTAT", namespace: str = DIALOG_10, **rest: Any) -> DialogMottatt:
    """The event of a dialogmelding with this content."""
    root = f'<Dialogmelding xmlns="{namespace}" xmlns:fk1="{FELLES}">{payload}</Dialogmelding>'
    found = event(msghead(type_, head(**rest), root))
    assert isinstance(found, DialogMottatt)
    return found


def coded(name: str, value: str, code_list: str = f"{KITH}9155") -> str:
    return f'<{name} V="{value}" S="{code_list}"/>'


def notat(inside: str = "", tema: str = coded("TemaKodet", "1")) -> str:
    return f"<Notat>{tema}{inside}</Notat>"


def foresporsel(inside: str = "", value: str = "8") -> str:
    return f"<Foresporsel>{coded('TypeForesp', value, f'{KITH}9152')}{inside}</Foresporsel>"


def role(person: str, before: str = "") -> str:
    return f"<RollerRelatertNotat>{before}{person}</RollerRelatertNotat>"


def professional(inside: str) -> str:
    return f"<HealthcareProfessional>{inside}</HealthcareProfessional>"


@pytest.mark.parametrize("name", TOLD)
def test_examples(name: str) -> None:
    """Each official example and sample gives what stands in it."""
    found = event(FILES[name].read_bytes(), agreement=OF_EXAMPLES)
    references: dict[str, Any] = {"parent_id": None, "conversation_id": None, "deler": FELLES_DELER}
    expected = {**DEFAULTS, **references, **TOLD[name], "type": "dialog_mottatt.v1", "status": "N"}
    assert found.model_dump(include=set(expected)) == expected


def test_no_example_is_forgotten() -> None:
    """Six official ones, and two of our own."""
    dialogs = [path.name for path in (*EXAMPLES, *OWN) if "dialog" in str(path).lower()]
    assert sorted(dialogs) == sorted(TOLD) and len(TOLD) == 8


@pytest.mark.parametrize(
    ("type_", "namespace"), [("DIALOG_NOTAT", DIALOG_10), ("DIALOG_HELSEFAGLIG", DIALOG_11)]
)
def test_one_code_for_both_versions(type_: str, namespace: str) -> None:
    """The same content tells the same."""
    found = told(notat(role(professional(NAMED + PHONE))), type_, namespace)
    assert (found.tema_kodeverk, found.tema, found.deler) == ("9155", "1", FELLES_DELER)


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
