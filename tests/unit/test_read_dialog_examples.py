"""Dialog messages: what is read of the official examples and of our own samples."""

from typing import Any

import pytest
from dialog_told import DEFAULTS, FELLES_DELER, NAMED, PHONE, notat, professional, role, told
from judging import EXAMPLES, OF_EXAMPLES, STANDARDS, event

from adapters.messages.namespaces import DIALOG_10, DIALOG_11

OWN = tuple(sorted((STANDARDS.parent / "domain/samples").glob("dialog_*.xml")))
FILES = {path.name: path for path in (*EXAMPLES, *OWN)}
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
