"""Official examples with one thing taken out, through the real door: the rule that asks for it fires."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from judging import EXAMPLES, OF_EXAMPLES, event
from lxml import etree

from consumers.evaluate import evaluate
from schemas.agreements import Agreement, Part
from schemas.avvik import Standing

PARTIES = Agreement(
    parts=(
        Part("59", "Sykehuset", "helseforetak"),
        Part("91393", "Epikrisens sykehus", "helseforetak"),
        Part("99387", "Kommunen", "kommune", kommunenr="5501"),
        Part("91096", "Legen", "fastlege"),
    )
)
FILES = (
    *("cave", "epikrise_innhold", "helseopplysninger_innhold", "innleggelsesrapport_innhold", "kontakt"),
    *("medisinliste", "utskrivningsrapport_innhold"),
)
RULES = tuple(rule for name in FILES for rule in import_module(f"consumers.rules.{name}").RULES)
UTSKRIVNING, INNLEGGELSE, VARSEL, EPIKRISE, INNLAGT = (
    *("Utskrivningsrapport_v1-6_Ny", "Innleggelsesrapport_v1-6_Ny"),
    *("Helseopplysninger_Varsel_om_innlagt_pasient_v1-6_Ny", "epikrise_v1.2_n"),
    "Pasientlogistikk_Innlagt_pasient_v1-6_Ny",
)


def names(*locals_: str) -> str:
    return " | ".join(f"//*[local-name()='{name}']" for name in locals_)


def notat(code: str, list_: str) -> str:
    """Journal texts under a heading."""
    heading = f"*[local-name()='Overskriftskode'][@V='{code}'][contains(@S, '.{list_}')]"
    return f"//*[local-name()='Journaltekst'][{heading}]/*[local-name()='Notat']/text()"


def coded(name: str, *codes: str) -> str:
    """Elements with a child Type or Heading of one of the codes."""
    either = " or ".join(f"@V='{code}'" for code in codes)
    return f"//*[local-name()='{name}'][*[local-name()='Type' or local-name()='Heading'][{either}]]"


CURRENT = "//*[local-name()='ForenkletForskrivning'][not(*[local-name()='StatusTilForskrivningen'])]"


def standing(stem: str, path: str) -> tuple[Standing, ...]:
    """What the rules find in an example after everything that the path finds is taken out."""
    (file,) = [file for file in EXAMPLES if file.stem == stem]
    root = etree.fromstring(file.read_bytes())
    gone = root.xpath(path)
    assert gone
    for each in gone:
        if isinstance(each, etree._ElementUnicodeResult):
            each.getparent().text = ""
        else:
            each.getparent().remove(each)
    told = event(etree.tostring(root), agreement=OF_EXAMPLES)
    if stem == EPIKRISE:  # marked as a test, and its sender and receiver are one
        told = told.model_copy(update={"test": False, "receiver": "91096", "copies": ("99387",)})
    return evaluate([told], datetime(2100, 1, 1, tzinfo=UTC), PARTIES, RULES).avvik


@pytest.mark.parametrize(
    ("stem", "path", "told"),
    [
        (UTSKRIVNING, names("InfoMedisinskDiagnose"), {"R-U16": "mangler diagnoser:"}),
        (UTSKRIVNING, names("Cave", "Allerginotat"), {"R-U16": "mangler CAVE:"}),
        (UTSKRIVNING, notat("8", "9141"), {"R-U16": "mangler sykepleiesammenfatning:"}),
        (UTSKRIVNING, notat("OP", "9142"), {"R-U16": "mangler plan for videre oppfølging:"}),
        (UTSKRIVNING, names("InfoKontrolltime"), {"R-U16": "mangler opplysninger om kontrolltime:"}),
        (UTSKRIVNING, names("HjelpLegemiddeladm"), {"R-U16": "mangler behov for hjelp med legemidler:"}),
        (UTSKRIVNING, names("TeleCom"), {"R-U16": "telefonnummer", "R-U29": "Utskrivningsrapport mangler"}),
        (
            UTSKRIVNING,
            names("LegemidlerAdministrertVedOverforing"),
            {"R-U04": "mangler hvilke legemidler som er gitt samme dag:", "R-U27": "medisiner eller resept"},
        ),
        (UTSKRIVNING, f"{CURRENT}//*[local-name()='Bruk']", {"R-U04": "mangler bruk"}),
        (UTSKRIVNING, f"{CURRENT}//*[local-name()='Styrke']", {"R-U04": "mangler styrke:"}),
        (UTSKRIVNING, f"{CURRENT}//*[local-name()='DosVeiledEnkel']", {"R-U04": "mangler dosering:"}),
        (UTSKRIVNING, names("Legemiddelinfo"), {"R-U03": "mangler medisinliste:"}),
        (INNLEGGELSE, notat("AAI", "9142"), {"R-K03": "mangler årsak til innleggelsen:"}),
        (INNLEGGELSE, names("InfoMedisinskDiagnose"), {"R-K03": "mangler diagnoser:"}),
        (INNLEGGELSE, names("Cave", "Allerginotat"), {"R-K03": "mangler CAVE:"}),
        (INNLEGGELSE, names("EksisterendeTjeneste"), {"R-K03": "mangler tjenester pasienten har:"}),
        (INNLEGGELSE, notat("8", "9141"), {"R-K03": "mangler sykepleiesammenfatning:"}),
        (INNLEGGELSE, names("InfoKartleggingFunksjonsniva"), {"R-K03": "mangler funksjonsnivå:"}),
        (INNLEGGELSE, names("TilknyttetEnhet"), {"R-K03": "mangler telefonnummer til kontakt:"}),
        (INNLEGGELSE, names("ParorendeForesatt"), {"R-K03": "mangler pårørende:"}),
        (INNLEGGELSE, names("Legemiddelinfo"), {"R-K04": "mangler medisinliste:"}),
        (VARSEL, notat("1", "9145"), {"R-U07": "mangler pasientens status:"}),
        (VARSEL, notat("2", "9145"), {"R-U07": "mangler antatt forløp:"}),
        (VARSEL, names("Hendelsekode"), {"R-U07": "mangler forventet utskrivningsdato:"}),
        (VARSEL, names("TeleCom"), {"R-U07": "telefonnummer", "R-U29": "Helseopplysninger mangler"}),
        (INNLAGT, names("TeleCom"), {"R-U29": "Melding om innlagt pasient mangler telefonnummer"}),
        (EPIKRISE, names("ApprDate"), {"R-U19": "mangler dato for godkjenning:"}),
        (EPIKRISE, names("EndDateTime"), {"R-U19": "mangler dato for utskrivning:"}),
        (EPIKRISE, coded("InfItem", "H", "B"), {"R-U19": "mangler diagnose:"}),
        (EPIKRISE, coded("Comment", "VU", "OP"), {"R-U19": "mangler vurdering eller plan:"}),
        (EPIKRISE, coded("Comment", "OP"), {}),
        (
            EPIKRISE,
            "//*[local-name()='RelServProvider']",
            {"R-U19": "navn på ansvarlig helsepersonell og tel"},
        ),
    ],
)
def test_taken_out(stem: str, path: str, told: dict[str, str]) -> None:
    """These rules, no others, and each says what is missing."""
    avvik = standing(stem, path)
    assert {one.rule for one in avvik} == set(told)
    for one in avvik:
        assert told[one.rule] in one.text, one.text
