"""What each official example of PLO 1.6 tells is read; and the same of it as 1.5."""

import re
from typing import Any

import pytest
from judging import EXAMPLES, OF_EXAMPLES, event
from plo_told import TOLD

from schemas.events import Event


def own_fields(told: Event) -> dict[str, Any]:
    """What it tells beyond its head."""
    head = set(Event.model_fields) - {"deler", "vedlegg"}
    return {
        name: getattr(told, name)
        for name, field in type(told).model_fields.items()
        if name not in head and name != "type" and getattr(told, name) != field.default
    }


def raw(name: str) -> bytes:
    (path,) = [path for path in EXAMPLES if path.stem == name]
    return path.read_bytes()


def test_all_of_plo_are_here() -> None:
    """The 22 official files."""
    assert {path.stem for path in EXAMPLES if "plo_1_6" in path.parts} == set(TOLD) and len(TOLD) == 22


@pytest.mark.parametrize("name", TOLD)
def test_example(name: str) -> None:
    """Its type, its status, and its content; and nothing but that."""
    type_, status, fields = TOLD[name]
    told = event(raw(name), agreement=OF_EXAMPLES)
    assert (told.type, told.status, told.version) == (type_, status, "1.6")
    assert own_fields(told) == fields


IN_15 = (
    (r"2012-04-01", "2009-06-30"),
    (r"po/HelseopplysningerTilLege/", "po/Konsultasjon/"),
    (r"po/MedisinskeOpplysninger/", "po/OverforingMedisinskeOpplysninger/"),
    (r"(?s)<MerknadTil(\w+)>.*?</MerknadTil\1>", ""),
)
"""What a message of 1.6 says otherwise, or not at all, in 1.5."""
SOKNAD_15 = (
    (r"(?s)<TypeInnholdIMelding>.*?</TypeInnholdIMelding>", ""),
    (
        r"(?s)<OpplysningOpphold>.*</OpplysningOpphold>",
        "<OpplysningerTilSoknad><EgensoknadSendt>false</EgensoknadSendt></OpplysningerTilSoknad>",
    ),
)
"""What Helseopplysninger of 1.5 does not have: its kind, and when the patient will be ready."""


@pytest.mark.parametrize("name", TOLD)
def test_example_as_1_5(name: str) -> None:
    """The same message in the older version tells the same."""
    new = event(raw(name), agreement=OF_EXAMPLES)
    soknad = new.message_type == "HELSEOPPL_SOKNAD"
    text = raw(name).decode()
    for of, to in (*IN_15, *(SOKNAD_15 if soknad else ())):
        text = re.sub(of, to, text)
    old = event(text.encode(), agreement=OF_EXAMPLES)
    lost: dict[str, Any] = {"type_innhold": None, "forventet_utskrivningsklar": None} if soknad else {}
    lost |= {
        "avtrykk": old.avtrykk,
        "deler": tuple(part for part in new.deler if part != "legemiddelmerknad"),
    }
    assert old == new.model_copy(update={"version": "1.5", **lost})
