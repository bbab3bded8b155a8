"""The code values we act on, each list with its number; unknown values are kept, never refused.

Sources: the lists are named in the standards as kodeverk 2.16.578.1.12.4.1.1.<number>.
"""

from types import MappingProxyType
from typing import Final

KITH = "2.16.578.1.12.4.1.1."
"""Root of the OID of every kodeverk named by number below."""

FH_NUMMER = "2.16.578.1.12.4.1.4.3"
"""OID of felles hjelpenummer as a type of identifier (HIS 1001:2010)."""

ID_PERSON: Final = KITH + "8116"
ID_ENHET: Final = KITH + "9051"
HENDELSESKODE: Final = KITH + "9121"
IPLOS_TJENESTETYPE: Final = KITH + "9151"
APPREC_FEIL_OID: Final = KITH + "8221"

# 7309 Tjenestetype: the three that HISD 1154:2018 allows
NY: Final = "N"
ENDRING: Final = "M"
KANSELLERING: Final = "C"

# 9121 Hendelseskode for logistikkopplysninger
INNLAGT: Final = "1"
UTSKREVET: Final = "2"
UTSKRIVNINGSKLAR: Final = "3"
AVMELDT: Final = "4"
FORVENTET_UTSKRIVNINGSKLAR: Final = "5"
DOD: Final = "13"

# 9104 Status til forskrivningen
SEPONERING: Final = "2"

# 8233 InfItem/Type and 8311 Comment/Heading in an epikrise
LEGEMIDDELBEHANDLING: Final = "MEDB"
MEDISINERING: Final = "ME"

# 8112 Rolle til mottaker, and the roles of AppRec 1.1
KOPIMOTTAKER: Final = "COP"

# 8113 Prosesstatus and 8323 Meldingsstatus that mark a test
PROSESS_TEST: Final = "T"
MELDING_TEST: Final = "TEST"

# 8258 Status of an AppRec
APPREC_OK: Final = "1"
APPREC_AVVIST: Final = "2"

APPREC_STATUS: Final = MappingProxyType({APPREC_OK: "OK", APPREC_AVVIST: "Avvist"})

# 8221 (HIS 80415:2012 §5): those we give
APPREC_FEIL: Final = MappingProxyType(
    {
        "T01": "Ikke XML / ikke 'well formed' / uleselig",
        "T02": "XML validerer ikke",
        "T10": "Støtter ikke meldingsformatet",
        "T99": "Annen feil på format",
        "S01": "Feil på signatur",
        "S02": "Ugyldig sertifikat",
        "S03": "Tilbaketrukket sertifikat",
        "S99": "Annen feil på signatur eller sertifikat",
        "E10": "Ugyldig meldingsidentifikator",
        "E21": "Mottaker finnes ikke",
        "E35": "Pasienten finnes ikke i mottakersystemet",
        "E36": "Pasientopplysninger er utilstrekkelige",
        "X99": "Annen feil",
    }
)

MELDINGSNAVN: Final = MappingProxyType(
    {
        "LOG_INNLAGT": "Melding om innlagt pasient",
        "LOG_UTSKRIVNINGSKLAR": "Melding om utskrivningsklar pasient",
        "LOG_AVMELDING": "Avmelding av utskrivningsklar pasient",
        "LOG_UTSKREVET": "Melding om utskrevet pasient",
        "LOG_DOD": "Orientering om dødsfall",
        "HELSEOPPL_SOKNAD": "Helseopplysninger",
        "INNLEGGELSESRAPPORT": "Innleggelsesrapport",
        "UTSKRIVNINGSRAPPORT": "Utskrivningsrapport",
        "HELSEOPPLYSNINGER_LEGE": "Helseopplysninger til lege",
        "MEDISINSKE_OPPLYSNINGER": "Medisinske opplysninger",
        "ORIENTERING_TJENESTETILBUD": "Orientering om tjenestetilbud",
        "FRAVARSMELDING": "Fraværsmelding",
        "DIALOG_FORESPORSEL": "Forespørsel",
        "DIALOG_SVAR": "Svar på forespørsel",
        "DIALOG_NOTAT": "Notat",
        "DIALOG_AVVIK": "Tilbakemelding om feil i mottatt melding",
        "DIALOG_HELSEFAGLIG": "Helsefaglig dialog",
        "DIALOG_STATUS_HENVISNING": "Status på henvisning",
        "EPJ-EKSTRAKT": "Kommunikasjon av EPJ-innhold",
        "EPIKRISE": "Epikrise",
        "APPREC": "Applikasjonskvittering",
    }
)
"""8279 Meldingens funksjon, and what people call it."""
