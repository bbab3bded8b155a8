"""PLO 2.0: refused with words that say so until the setting is on, and then read like the others."""

from typing import Any

import pytest
from judging import codes, event, judged
from plo_messages import hendelse, marked, notat, person, plo_xml, type_innhold

from adapters.messages.judgement import Context
from broker.settings import Settings
from schemas.events import (
    HelseopplysningerMottatt,
    MottakAvklart,
    PasientInnlagt,
    PasientUtskrevet,
    SammenfatningMottatt,
)

AT = "2026-02-07T11:00:00"
INNHOLD = type_innhold("1", "9999")


def logistikk(choice: str, inside: str, type_: str = "LOG_INNLAGT", **rest: Any) -> bytes:
    return plo_xml("Pasientlogistikk", f"<p:{choice}>{inside}</p:{choice}>", "2.0", type_=type_, **rest)


def innlagt(**rest: Any) -> bytes:
    return logistikk("MeldingInnlagtPasient", hendelse("1", AT, text=True), **rest)


def answer(*moments: str, type_: str = "LOG_TILBAKEMELDING") -> bytes:
    inside = "".join(hendelse("", each, text=True) for each in moments)
    return logistikk("TilbakemeldingUtskrivningsklarPasient", inside, type_)


@pytest.mark.parametrize(
    "raw",
    [
        innlagt(),
        plo_xml("Sammenfatning", "", "2.0", first=INNHOLD),
        plo_xml("HelseopplysningerSaksbehandling", "", "2.0", first=INNHOLD),
    ],
)
def test_refused_until_switched_on(raw: bytes) -> None:
    """T10, with the setting to be switched on and the version to be used instead; and off is how it comes."""
    (problem,) = judged(raw).problems
    assert (problem.code, problem.apprec) == ("type.unsupported", "T10")
    assert all(word in problem.text for word in ("versjon 2.0", "PLO_PLO20", "versjon 1.6"))
    assert judged(raw, plo20=True).verdict == "godtatt"
    assert Context.__dataclass_fields__["plo20"].default is Settings().plo20 is False


def test_the_setting_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """PLO_PLO20."""
    monkeypatch.setenv("PLO_PLO20", "true")
    assert Settings().plo20


def test_time_is_a_text() -> None:
    """TidspunktForHendelse holds its time, with or without a zone, where 1.x has it in V."""
    local, zoned = (
        event(innlagt(), plo20=True),
        event(innlagt().replace(b"11:00:00<", b"10:00:00Z<"), plo20=True),
    )
    assert isinstance(local, PasientInnlagt) and local.version == "2.0"
    assert local.innlagt is not None and local.innlagt.utc.isoformat() == "2026-02-07T10:00:00+00:00"
    assert zoned.innlagt == local.innlagt and not local.innlagt.bare_dato


def test_utskrevet_without_ut_til() -> None:
    """UtTil may be left out in 2.0."""
    inside = '<UtskrevetTil><Uttilstand V="1"/></UtskrevetTil>' + hendelse("2", AT, text=True)
    told = event(logistikk("MeldingOmUtskrevetPasient", inside, "LOG_UTSKREVET"), plo20=True)
    assert isinstance(told, PasientUtskrevet)
    assert told.utskrevet and (told.uttilstand, told.ut_til) == ("1", None)


def test_answer_of_kommunen() -> None:
    """Its times in the order given; a type that 8279 does not have is told as none."""
    told = event(answer("2026-02-09T08:00:00", "2026-02-08T08:00:00"), plo20=True)
    assert isinstance(told, MottakAvklart) and told.message_type == ""
    assert [each.dato.day for each in told.tidspunkter] == [9, 8]


@pytest.mark.parametrize("type_", ["LOG_UTSKREVET", "EPIKRISE", "SAMMENFATNING"])
def test_types(type_: str) -> None:
    """A type of 8279 must be that of the content; of others the content decides."""
    judgement = judged(innlagt(type_=type_), plo20=True)
    if type_ == "SAMMENFATNING":
        assert isinstance(judgement.event, PasientInnlagt) and judgement.message_type == "LOG_INNLAGT"
    else:
        assert codes(judgement) == ["type.disagrees"]


def test_answer_has_no_type_of_the_others() -> None:
    """It is none of the five that 8279 has."""
    assert codes(judged(answer(AT, type_="LOG_UTSKRIVNINGSKLAR"), plo20=True)) == ["type.disagrees"]


HANDLING = (
    '<BistandLegemiddelhandtering><HjelpTilLegemiddelhandtering V="1"/></BistandLegemiddelhandtering>'
    "<LegemidlerUtdelt><LegemiddelinntakIDag>Tatt</LegemiddelinntakIDag>"
    "<LegemidlerUtdeltTilPasient>Ja</LegemidlerUtdeltTilPasient></LegemidlerUtdelt>"
    "<AvtaleOmAdmLegemidler><AvtaleAdmLegemidler>true</AvtaleAdmLegemidler>"
    "<AvtaleAdmMultidose>false</AvtaleAdmMultidose></AvtaleOmAdmLegemidler>"
    "<Legemiddelgjennomgang/><Reseptinformasjon><eResept>true</eResept></Reseptinformasjon>"
)
STIKKORD = "<epj1:StikkordCave><epj1:CaveStikkord>Morfin</epj1:CaveStikkord></epj1:StikkordCave>"
PARTS = {
    marked("epj1:Cave", "14.50001.0", marked("epj1:SakshodeCave", "13.10028.0", STIKKORD), "EPJ sak"): {
        "cave"
    },
    notat("Tekst", "9142", "OP"): {"plan"},
    f"<BistandLegemiddelhandteringOgGjennomgang>{HANDLING}</BistandLegemiddelhandteringOgGjennomgang>": {
        "gitt_i_dag",
        "hjelp_legemiddeladm",
        "resept",
        "utlevert",
    },
    "<OpplysningerRelevantOppfolging><BandasjemateriellEngangsutstyr>0</BandasjemateriellEngangsutstyr>"
    "</OpplysningerRelevantOppfolging>": {"bandasje_mangler"},
}
"""Elements of a Sammenfatning, in their order, and the parts that each makes."""


def test_sammenfatning() -> None:
    """Its kind, and its parts, which stand elsewhere than in 1.x: each alone, and all together."""
    inside = f"<Kontaktperson>{person(phone='tel:77000000')}</Kontaktperson>"
    felles = f"<KontaktpersonHelsepersonell>{inside}</KontaktpersonHelsepersonell>"
    for element, parts in PARTS.items():
        assert set(event(plo_xml("Sammenfatning", element, "2.0", first=INNHOLD), plo20=True).deler) == parts
    told = event(plo_xml("Sammenfatning", "".join(PARTS), "2.0", first=INNHOLD, felles=felles), plo20=True)
    assert isinstance(told, SammenfatningMottatt) and told.type_innhold == "1"
    assert set(told.deler) == {"ansvarlig", "kontakt"}.union(*PARTS.values())


def test_helseopplysninger_til_saksbehandling() -> None:
    """The same event as in 1.x, without times: 2.0 has no place for them."""
    raw = plo_xml("HelseopplysningerSaksbehandling", notat("Tekst", "9145", "1"), "2.0", first=INNHOLD)
    told = event(raw, plo20=True)
    assert isinstance(told, HelseopplysningerMottatt) and told.deler == ("pasientstatus",)
    assert (told.type_innhold, told.innlagt, told.forventet_utskrivningsklar) == ("1", None, None)


@pytest.mark.parametrize(("status", "deler"), [("N", ("svar",)), ("M", ("svar",)), ("C", ())])
def test_status(status: str, deler: tuple[str, ...]) -> None:
    """Found below FellesAdministrativeOpplysninger, and only there."""
    told = event(innlagt(status=status, sent="<SvarPaaForesporsel>true</SvarPaaForesporsel>"), plo20=True)
    assert (told.status, told.deler) == (status, deler)
