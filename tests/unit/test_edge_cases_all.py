"""Every row of the table of rules.md §9, and every point of §12, is a test of test_edge_cases_*.py."""

import ast
from pathlib import Path

import pytest

FILES = sorted(Path(__file__).parent.glob("test_edge_cases_*.py"))
TESTS = {
    node.name
    for file in FILES
    for node in ast.parse(file.read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef)
}
ROWS = {
    "Kansellering": ("kansellering", "kansellering_of_any_message", "kansellering_of_all_there_was"),
    "Endring (M)": ("endring",),
    "C before N (test 22)": ("c_before_n", "m_before_n"),
    "C without ConversationRef (test 21)": ("c_without_conversation_ref",),
    "Døde pasient": ("dode_pasient", "dode_pasient_and_the_duties", "dode_pasient_suppresses"),
    "Reinnleggelse samme dag": ("reinnleggelse_samme_dag",),
    "Internal transfer": ("internal_transfer",),
    "Pasient uten kommunale tjenester": ("pasient_uten_kommunale_tjenester_has_only_epikrise_rules",),
    "Ikke-helsetjenester (matombringing etc.)": ("ikke_helsetjenester",),
    "Poliklinikk/dagopphold": ("poliklinikk_and_dagopphold",),
    "Utskrivningsklar men ikke utskrevet": ("utskrivningsklar_men_ikke_utskrevet",),
    "Fødselsnummer mangler": ("fodselsnummer_mangler",),
    "Hjelpenummer / FH / D-nummer → later fnr": ("hjelpenummer_then_fnr",),
    "Bytte av fnr/kjønn": ("bytte_av_fnr",),
    "Meldinger i feil rekkefølge": ("meldinger_i_feil_rekkefolge",),
    "Duplikat MsgId": ("duplikat_msgid",),
    "Klokkeskew": ("klokkeskew", "klokkeskew_is_marked"),
    "Meldinger rundt sommertid": ("meldinger_rundt_sommertid",),
    "Dato uten klokkeslett": ("dato_uten_klokkeslett",),
    "Kun papir/telefon": ("kun_papir_eller_telefon",),
    "Testmeldinger": ("testmeldinger", "testmeldinger_at_the_door"),
    "Sikkerhetsadresse/gradert": ("sikkerhetsadresse",),
    "Sen publisering av lokal avtale": ("sen_publisering_av_lokal_avtale",),
    "Kommune byttes (sammenslåing/flytting)": ("kommune_byttes",),
}
"""Row of §9 -> its tests, without test_."""


@pytest.mark.parametrize("row", ROWS)
def test_rows_of_9(row: str) -> None:
    """The tests that the row names are there."""
    assert {f"test_{name}" for name in ROWS[row]} <= TESTS


@pytest.mark.parametrize("point", range(1, 23))
def test_points_of_12(point: int) -> None:
    """A test is named for it."""
    assert any(name.startswith(f"test_12_{point}_") for name in TESTS)
