"""Which services a report of PLO tells of: IPLOS tjenestetype (9151)."""

import pytest
from judging import event
from plo_messages import hendelse, plo_xml, type_innhold

from schemas.codes import KITH


def code(value: str, list_: str = "9151") -> str:
    return f'<IPLOStjenestetype V="{value}" S="{KITH}{list_}" DN="Tjeneste"/>'


def service(coded: str = "") -> str:
    named = "<BetegnelseTjeneste>Hjelp</BetegnelseTjeneste><PrivatTjeneste>false</PrivatTjeneste>"
    return f"<EksisterendeTjeneste>{coded}{named}</EksisterendeTjeneste>"


def need(coded: str = "") -> str:
    return f"<TjenesteBehov>{coded}<BetegnelseTjeneste>Hjelp</BetegnelseTjeneste></TjenesteBehov>"


@pytest.mark.parametrize("version", ["1.5", "1.6"])
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([service(code("5"))], ("5",)),
        ([service(code("5")), service(code("15")), service(code("5"))], ("15", "5")),
        ([service(code("5")), service()], ()),
        ([service(code("5")), service('<IPLOStjenestetype DN="Matombringing"/>')], ()),
        ([service(code("5", "9152"))], ()),
        ([service('<IPLOStjenestetype V="5"/>')], ()),
        ([service(code("Matombringing"))], ()),
    ],
)
def test_services_that_the_patient_has(given: list[str], told: tuple[str, ...], version: str) -> None:
    """Each code once, sorted; none where one service has no code of the list: then not all are known."""
    raw = plo_xml("OrienteringOmTjenestetilbud", "".join(given), version)
    assert event(raw).tjenester == told


APPLICATION = "<OpplysningerTilSoknad><EgensoknadSendt>false</EgensoknadSendt></OpplysningerTilSoknad>"
STAY = f"<OpplysningOpphold>{hendelse('3', '2026-02-07')}</OpplysningOpphold>"


@pytest.mark.parametrize(
    ("root", "version", "first"),
    [
        ("HelseopplysningerVedSoknad", "1.5", APPLICATION),
        ("HelseopplysningerVedSoknad", "1.6", type_innhold("1", "9140") + STAY),
        ("TverrfagligEpikrise", "1.5", type_innhold("11")),
        ("TverrfagligEpikrise", "1.6", type_innhold("11")),
        ("OverforingMedisinskeOpplysninger", "1.5", type_innhold("5", "9138")),
        ("OverforingMedisinskeOpplysninger", "1.6", type_innhold("5", "9138")),
    ],
)
def test_services_that_the_patient_needs(root: str, version: str, first: str) -> None:
    """The hospital and the fastlege tell of needs in the same codes; one without a code hides the others."""
    told = event(plo_xml(root, first + need(code("5")) + need(code("15")), version))
    assert told.tjenester == ("15", "5")
    assert event(plo_xml(root, first + need(code("5")) + need(), version)).tjenester == ()


def test_none_is_told_of() -> None:
    """An innleggelsesrapport without services; and one with, which is taken back."""
    assert event(plo_xml("Innleggelsesrapport")).tjenester == ()
    raw = plo_xml("Innleggelsesrapport", service(code("5")))
    assert event(raw).tjenester == ("5",)
    assert event(plo_xml("Innleggelsesrapport", service(code("5")), status="C")).tjenester == ()


def test_one_of_plo_20_says_nothing_of_the_others() -> None:
    """2.0 has room for one service: that it is named does not tell that it is the only one."""
    raw = plo_xml("HelseopplysningerSaksbehandling", service(code("5")), "2.0", first=type_innhold("1"))
    told = event(raw, plo20=True)
    assert told.deler == ("tjenester",) and told.tjenester == ()


@pytest.mark.parametrize("version", ["1.5", "1.6"])
def test_when_the_newest_of_them_began(version: str) -> None:
    """The last Startdato of what the patient has; what it needs has none."""
    first, last = (
        service().replace("</PrivatTjeneste>", f"</PrivatTjeneste><Startdato>{day}</Startdato>")
        for day in ("2024-01-01", "2026-02-05")
    )
    told = event(plo_xml("OrienteringOmTjenestetilbud", last + first + service(), version)).tjeneste_fra
    assert (told.dato.isoformat(), told.bare_dato) == ("2026-02-05", True)
    assert event(plo_xml("OrienteringOmTjenestetilbud", service(), version)).tjeneste_fra is None
