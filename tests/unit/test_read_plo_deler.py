"""Every part of a PLO message: what makes it, and what looks like it and does not."""

import pytest
from judging import event
from plo_messages import (
    journaltekst,
    marked,
    medisinsk,
    notat,
    person,
    plo_xml,
    type_innhold,
    unit,
)

from adapters.messages.plo.deler import OVERSKRIFTER, faglige, felles
from adapters.messages.plo.edition import EDITIONS, Edition
from schemas.codes import KITH
from schemas.deler import DELER

ONLY_IN_EPIKRISE = {"vurdering"}


def ansvar(inside: str, date: str = "") -> str:
    godkjent = f"<GodkjentDato>{date}</GodkjentDato>" if date else ""
    return f"<AnsvarForRapport><AnsvarligRapport>{inside}</AnsvarligRapport>{godkjent}</AnsvarForRapport>"


def contact(inside: str) -> str:
    return (
        f"<KontaktpersonHelsepersonell><Kontaktperson>{inside}</Kontaktperson></KontaktpersonHelsepersonell>"
    )


def next_of_kin(inside: str = "") -> str:
    return f"<ParorendeForesatt>{inside}<Referanseperson/></ParorendeForesatt>"


def sent_document(code: str, answer: str) -> str:
    said = f'<Opplysning V="{code}" S="{KITH}8329"/><JaNei>{answer}</JaNei>'
    return f"<SendtDokument>{said}</SendtDokument>"


FELLES = [
    (ansvar(person()), {"ansvarlig"}),
    (ansvar(person("")), set()),
    (ansvar(person(" ", "tel:77000000")), set()),
    (ansvar(person(), "2026-02-07"), {"ansvarlig", "godkjent"}),
    (contact(person()), {"ansvarlig"}),
    (contact(person("", "tel:77000000")), {"kontakt"}),
    (contact(person("", "mailto:post@eksempel.no")), set()),
    (f"<TilknyttetEnhet><Kontaktenhet>{unit('77000000')}</Kontaktenhet></TilknyttetEnhet>", {"kontakt"}),
    (f"<TilknyttetEnhet><Kontaktenhet>{unit()}</Kontaktenhet></TilknyttetEnhet>", set()),
    (next_of_kin(), {"parorende"}),
    (
        next_of_kin("<FodselsarMindrearigParorende>2015</FodselsarMindrearigParorende>"),
        {"parorende", "barn"},
    ),
    (sent_document("3", "true"), {"resept"}),
    (sent_document("3", "false"), set()),
    (sent_document("1", "1"), set()),
]
"""Administrative elements -> the parts that they make, in every message."""


@pytest.mark.parametrize(("given", "parts"), FELLES)
def test_administrative_parts(given: str, parts: set[str]) -> None:
    """The same in a short message and in a report."""
    service = "<EksisterendeTjeneste><PrivatTjeneste>false</PrivatTjeneste></EksisterendeTjeneste>"
    tilbud = event(plo_xml("OrienteringOmTjenestetilbud", service, felles=given))
    assert set(tilbud.deler) == parts | {"tjenester"}
    assert set(event(plo_xml("TverrfagligEpikrise", type_innhold("11"), felles=given)).deler) == parts
    dead = "<TidsfestetHendelse><TidspunktForHendelse/><Anslag>false</Anslag></TidsfestetHendelse>"
    told = event(
        plo_xml(
            "Pasientlogistikk",
            f"<p:OrienteringOmDod>{dead}</p:OrienteringOmDod>",
            type_="LOG_DOD",
            felles=given,
        )
    )
    assert set(told.deler) == parts


@pytest.mark.parametrize(("answer", "holds"), [("true", True), ("1", True), ("false", False), ("0", False)])
def test_booleans_of_the_sending(answer: str, holds: bool) -> None:
    """A reservation and an answer count where they are true, not where they are mentioned."""
    sent = f"<ForbeholdOmVideresending>{answer}</ForbeholdOmVideresending>"
    sent += f"<SvarPaaForesporsel>{answer}</SvarPaaForesporsel>"
    raw = plo_xml("TverrfagligEpikrise", type_innhold("11"), sent=sent)
    assert event(raw).deler == (("forbehold", "svar") if holds else ())


def cave(*inside: str) -> str:
    words = "".join(
        f"<epj1:StikkordCave><epj1:CaveStikkord>{each}</epj1:CaveStikkord></epj1:StikkordCave>"
        for each in inside
    )
    return marked("epj1:Cave", "14.50001.0", marked("epj1:SakshodeCave", "13.10028.0", words), "EPJ sak")


def allergy(what: str) -> str:
    inside = f"<epj1:Allergi><epj1:AllergiskMot>{what}</epj1:AllergiskMot></epj1:Allergi>"
    return marked("epj1:Allerginotat", "13.11036.1", inside)


def diagnosis(inside: str) -> str:
    told = f"<Hoveddiagnose>true</Hoveddiagnose>{inside}"
    return f"<InfoMedisinskDiagnose><MedisinskDiagnose>{told}</MedisinskDiagnose></InfoMedisinskDiagnose>"


def nurse(inside: str, after: str = "") -> str:
    told = f"<InfoFraSykepleier>{inside}</InfoFraSykepleier>"
    return f"<Sykepleierdokumentasjon>{told}{after}</Sykepleierdokumentasjon>"


def follow_up(inside: str) -> str:
    return nurse(f"<OpplysningerRelevantOppfolging>{inside}</OpplysningerRelevantOppfolging>")


def aid(status: str) -> str:
    what = "<BetegnelseHjelpemiddel>Stol</BetegnelseHjelpemiddel>"
    told = f'<Status V="{status}"/><Hjelpemiddelbeskrivelse>{what}</Hjelpemiddelbeskrivelse>'
    told = f"<StatusHjelpemiddel>{told}</StatusHjelpemiddel>"
    return f"<OpplysningerOmHjelpemidler>{told}</OpplysningerOmHjelpemidler>"


def medicine(status: str) -> str:
    info = "<epj3:Forskrivningsinfo><epj3:Navn>A</epj3:Navn></epj3:Forskrivningsinfo>"
    told = f'<epj3:StatusTilForskrivningen V="{status}"/>{info}'
    return marked(
        "epj3:Legemiddelinfo",
        "13.10301.0",
        f"<epj3:ForenkletForskrivning>{told}</epj3:ForenkletForskrivning>",
    )


GIVEN = marked(
    "epj3:LegemidlerAdministrertVedOverforing",
    "13.10302.0",
    '<epj3:AdmAvHelsepersonell><epj3:AdmStart V="2026-02-07"/></epj3:AdmAvHelsepersonell>',
)
RESERVED = (
    "<InfoReservasjon><ReservasjonOnske><Gjelder>Innsyn</Gjelder><FramsattAv/><FramsattDato>2026-02-01"
    "</FramsattDato></ReservasjonOnske></InfoReservasjon>"
)
APPOINTMENT = (
    "<InfoKontrolltime><InformasjonOmTime><BestiltKontrolltime>true</BestiltKontrolltime></InformasjonOmTime>"
    "</InfoKontrolltime>"
)
FUNCTION = (
    "<InfoKartleggingFunksjonsniva><KartlagtFunksjon><Vurdering>3</Vurdering></KartlagtFunksjon>"
    "</InfoKartleggingFunksjonsniva>"
)
ILL_BEFORE = (
    "<InfoTidligereSykdommer><TidligereSykdomFragment><FunksjonshemmingKroniskSykdom>true"
    "</FunksjonshemmingKroniskSykdom><TidligereSykdom>Gikt</TidligereSykdom>"
    f'<Diagnosekode V="M10" S="{KITH}7110"/></TidligereSykdomFragment>'
    "</InfoTidligereSykdommer>"
)

FAGLIGE = [
    (medisinsk(cave("Morfin")), {"cave"}),
    (medisinsk(cave()), set()),
    (medisinsk(cave(" ")), set()),
    (medisinsk(allergy("Veps")), {"cave"}),
    (medisinsk(ILL_BEFORE), set()),
    (f"<InfoAndreViktigeOpplysninger>{allergy('Veps')}</InfoAndreViktigeOpplysninger>", {"cave"}),
    (diagnosis(f'<Diagnosekode V="I50" S="{KITH}7110"/>'), {"diagnose"}),
    (diagnosis('<Diagnosekode DN="Hjertesvikt"/>'), {"diagnose"}),
    (diagnosis("<DiagnoseBeskrivelse>Hjertesvikt</DiagnoseBeskrivelse>"), {"diagnose"}),
    (
        diagnosis("<Diagnosekode/><DiagnoseBeskrivelse> </DiagnoseBeskrivelse>"),
        set(),
    ),
    (medicine("3"), {"utlevert"}),
    (medicine("1"), set()),
    (
        follow_up("<HjelpLegemiddeladm>true</HjelpLegemiddeladm>"),
        {"hjelp_legemiddeladm", "trenger_legemiddelhjelp"},
    ),
    (follow_up("<HjelpLegemiddeladm>0</HjelpLegemiddeladm>"), {"hjelp_legemiddeladm"}),
    (
        follow_up("<BandasjemateriellEngangsutstyr>false</BandasjemateriellEngangsutstyr>"),
        {"bandasje_mangler"},
    ),
    (follow_up("<BandasjemateriellEngangsutstyr>true</BandasjemateriellEngangsutstyr>"), set()),
    (nurse("", GIVEN), {"gitt_i_dag", "utlevert"}),
    (FUNCTION, {"funksjon"}),
    ("<TjenesteBehov/>", {"tjenestebehov"}),
    (RESERVED, {"forbehold"}),
    (APPOINTMENT, {"kontrolltime"}),
    (aid("2"), {"hjelpemiddel_bestilt"}),
    (aid("1"), set()),
]
"""Elements of an utskrivningsrapport -> the parts that they make."""


@pytest.mark.parametrize("version", ["1.5", "1.6"])
@pytest.mark.parametrize(("given", "parts"), FAGLIGE)
def test_parts_of_a_report(given: str, parts: set[str], version: str) -> None:
    """What is there but blank is not there, and both versions tell the same."""
    raw = plo_xml("TverrfagligEpikrise", type_innhold("11") + given, version)
    assert set(event(raw).deler) == parts


def test_word_on_the_medicines() -> None:
    """MerknadTilLegemiddeladministrering, which 1.5 does not have, when it says something."""
    for text, parts in (("Resept er sendt", {"legemiddelmerknad"}), (" ", set())):
        said = f"<MerknadTilLegemiddeladministrering>{text}</MerknadTilLegemiddeladministrering>"
        raw = plo_xml("TverrfagligEpikrise", type_innhold("11") + follow_up(said), "1.6")
        assert set(event(raw).deler) == parts


@pytest.mark.parametrize(("heading", "part"), OVERSKRIFTER.items())
def test_headings(heading: tuple[str, str], part: str) -> None:
    """By list and code, among the doctor's words or the nurse's; not without a text."""
    kodeverk, code = heading
    list_ = kodeverk.removeprefix(KITH)
    as_heading = f'<epj2:Overskriftskode V="{code}" S="{kodeverk}"/>'
    nurses = nurse(journaltekst("Tekst", as_heading))

    def found(inside: str) -> set[str]:
        return set(event(plo_xml("TverrfagligEpikrise", type_innhold("11") + inside)).deler)

    assert found(medisinsk(notat("Tekst", list_, code))) == found(nurses) == {part}
    assert found(medisinsk(notat(" ", list_, code))) == set()
    assert found(medisinsk(notat("Tekst", "9143", code))) == set()
    assert found(medisinsk(notat("Tekst", list_, "77") + notat("Tekst"))) == set()


def test_a_kansellering_has_none() -> None:
    """Whatever it holds, it has no content to judge."""
    inside = type_innhold("11") + medisinsk(notat("Tekst", "9142", "OP"))
    raw = plo_xml("TverrfagligEpikrise", inside, felles=ansvar(person()), status="C")
    assert event(raw).deler == () and event(raw.replace(b'V="C"', b'V="N"')).deler == ("ansvarlig", "plan")


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.version)
def test_the_table_names_parts_that_there_are(edition: Edition) -> None:
    """All parts of schemas.deler but the epikrise's own, and none besides."""
    makes = {**felles(edition.po), **faglige(edition.po)}
    named = {part for each in makes.values() for part, _ in each} | set(OVERSKRIFTER.values())
    assert named == set(DELER) - ONLY_IN_EPIKRISE
