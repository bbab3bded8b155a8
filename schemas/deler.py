"""The parts of a message's content that rules ask for, as an event names those that are there.

A text rather than an enumeration in the events, so that a new part breaks no reader (docs/adr/0003).
"""

from types import MappingProxyType
from typing import Final

DELER: Final = MappingProxyType(
    {
        "ansvarlig": "who is responsible or the contact person is named",
        "antatt_forlop": "antatt forløp, journal text 9145/2 (HIS 1144:2014)",
        "arsak": "årsak til innleggelse, journal text 9142/AAI",
        "bandasje_mangler": "BandasjemateriellEngangsutstyr is false: nothing sent along",
        "barn": "a child under age among the next of kin, FodselsarMindrearigParorende",
        "cave": "a StikkordCave or Allerginotat; in an epikrise InfItem CAVE",
        "diagnose": "a diagnosis with a code or a text",
        "forbehold": "ForbeholdOmVideresending is true, or a reservation is told",
        "funksjon": "functional level",
        "gitt_i_dag": "LegemidlerAdministrertVedOverforing",
        "godkjent": "the date of approval",
        "hjelp_legemiddeladm": "HjelpLegemiddeladm is told, whatever it says",
        "hjelpemiddel_bestilt": "an aid with status 2 bestilt (8230)",
        "kontakt": "a unit or person of the sender with a phone",
        "kontrolltime": "InfoKontrolltime",
        "legemiddelmerknad": "MerknadTilLegemiddeladministrering with a text; there is none before 1.6",
        "parorende": "ParorendeForesatt",
        "pasientstatus": "pasientens status, journal text 9145/1",
        "plan": "plan for oppfølging, journal text 9142/OP; in an epikrise Comment OP",
        "praktisk": "praktiske opplysninger, journal text 9141/14",
        "problem": "problemstilling, journal text 9142/PROB",
        "resept": "SendtDokument 3 (8329): a prescription was sent",
        "svar": "SvarPaaForesporsel is true, or a Notat that holds the question it answers",
        "sykepleiesammenfatning": "sykepleiesammenfatning, journal text 9141/8",
        "tjenestebehov": "TjenesteBehov",
        "tjenester": "EksisterendeTjeneste",
        "trenger_legemiddelhjelp": "HjelpLegemiddeladm is true",
        "utlevert": "medicines were handed out or given",
        "vurdering": "assessment, Comment VU of an epikrise",
    }
)
"""Name -> what it means; sources: rules.md R-U04, U07, U09, U10, U16, U19, U25-U29, R-K03, K10, R-T14."""
