"""When what happens, as PLO messages tell it: by code, by the message it stands in, or by its text."""

import pytest
from builders import PATIENT
from judging import event
from plo_messages import hendelse, plo_xml, type_innhold

from schemas.events import FravarMeldt, HelseopplysningerMottatt, UtskrivningsrapportMottatt
from schemas.tid import Tidspunkt

SENT = "2026-02-07T12:00:00"


def opphold(*hendelser: str) -> str:
    return "".join(f"<OpplysningOpphold>{each}</OpplysningOpphold>" for each in hendelser)


def described(text: str, at: str) -> str:
    return hendelse("", at).replace(
        "<Tidspunkt", f"<BeskrivelseAvHendelse>{text}</BeskrivelseAvHendelse><Tidspunkt"
    )


def days(*moments: Tidspunkt | None) -> list[int | None]:
    return [None if moment is None else moment.dato.day for moment in moments]


@pytest.mark.parametrize(
    ("hendelser", "innlagt", "klar"),
    [
        ((hendelse("1", "2026-02-03"), hendelse("3", "2026-02-08")), 3, 8),
        ((hendelse("5", "2026-02-09"),), None, 9),
        ((hendelse("5", "2026-02-09"), hendelse("3", "2026-02-08")), None, 8),
        ((hendelse("3", "2026-02-08"), hendelse("3", "2026-02-09")), None, 8),
        ((hendelse("2", "2026-02-09"), hendelse("", "2026-02-08")), None, None),
        ((hendelse("3", "").replace(' V=""', ""),), None, None),
    ],
)
def test_helseopplysninger(hendelser: tuple[str, ...], innlagt: int | None, klar: int | None) -> None:
    """Code 3 is the day expected, and code 5 where there is no 3; the first of each counts."""
    told = event(plo_xml("HelseopplysningerVedSoknad", type_innhold("1", "9140") + opphold(*hendelser)))
    assert isinstance(told, HelseopplysningerMottatt)
    assert days(told.innlagt, told.forventet_utskrivningsklar) == [innlagt, klar]


@pytest.mark.parametrize("status", ["N", "M", "C"])
@pytest.mark.parametrize("version", ["1.5", "1.6"])
def test_utskrivningsrapport(version: str, status: str) -> None:
    """By code where there is one, else by text; and in a kansellering too."""
    stay = opphold(
        described("Innlagt fra: bosted", "2026-02-01"),
        described("INNLAGT DATO", "2026-02-03"),
        hendelse("2", "2026-02-07T11:00:00"),
        described("Utskrevet dato", "2026-02-08"),
    )
    told = event(plo_xml("TverrfagligEpikrise", type_innhold("11") + stay, version, status=status))
    assert isinstance(told, UtskrivningsrapportMottatt) and told.type_innhold == "11"
    assert days(told.innlagt, told.utskrevet) == [3, 7]


def logistikk(choice: str, type_: str, *hendelser: str, version: str = "1.6", **rest: str) -> bytes:
    inside = f"<p:{choice}>{''.join(hendelser)}</p:{choice}>"
    return plo_xml("Pasientlogistikk", inside, version, type_=type_, **rest)


@pytest.mark.parametrize("version", ["1.5", "1.6"])
def test_alone_without_a_code(version: str) -> None:
    """The only event of a message is what the message is about; a newborn is told in both versions."""
    assert PATIENT.born is not None
    born = f"{PATIENT.born}T10:00:00"
    innlagt = event(logistikk("MeldingInnlagtPasient", "LOG_INNLAGT", hendelse("", born), version=version))
    assert innlagt.innlagt and innlagt.fodselsdag
    dod = event(logistikk("OrienteringOmDod", "LOG_DOD", hendelse("", "2026-02-07"), version=version))
    assert days(dod.dod) == [7]


def test_several_without_codes() -> None:
    """Then only their texts can tell."""
    given = described("Innlagt dato", "2026-02-03"), described("Klar", "2026-02-06")
    told = event(logistikk("MeldingUtskrivningsklarPasient", "LOG_UTSKRIVNINGSKLAR", *given))
    assert days(told.innlagt, told.utskrivningsklar) == [3, None]


def test_kansellering_keeps_its_time() -> None:
    """That of the official example does."""
    told = event(logistikk("MeldingInnlagtPasient", "LOG_INNLAGT", hendelse("1", SENT), status="C"))
    assert told.status == "C" and days(told.innlagt) == [7] and told.deler == ()


def test_fravar() -> None:
    """Fraværsmelding, which only 1.5 has, tells that there is one."""
    away = "<Fraversassistent><MottakerFravarende>true</MottakerFravarende></Fraversassistent>"
    told = event(plo_xml("MeldingFravar", away, "1.5"))
    assert isinstance(told, FravarMeldt) and (told.message_type, told.deler) == ("FRAVARSMELDING", ())
