"""The codes that a dialogmelding of ours can hold, and what people call them (apprec.md §7)."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.codes import ID_ENHET, ID_PERSON, KITH

ROLLER: Mapping[str, str] = MappingProxyType(
    {
        "1": "Pasientansvarlig lege",
        "3": "Behandlingsansvarlig lege",
        "6": "Fastlege",
        "9": "Primærkontakt",
        "10": "Utskrivende lege",
        "11": "Utskrivende sykepleier",
        "18": "Koordinator",
        "19": "Kontaktlege",
        "21": "Helsefaglig kontakt",
    }
)
"""9034: what the one who answers for a dialogmelding can be to the patient."""
PROFESJONER: Mapping[str, str] = MappingProxyType(
    {
        "LE": "Lege",
        "SP": "Sykepleier",
        "VP": "Vernepleier",
        "HP": "Hjelpepleier",
        "FT": "Fysioterapeut",
        "ET": "Ergoterapeut",
        "JO": "Jordmor",
        "PS": "Psykolog",
    }
)
"""9060: professions that a dialogmelding is from or for."""
ID_TYPER: Mapping[str, str] = MappingProxyType(
    {"FNR": "Fødselsnummer", "DNR": "D-nummer", "HNR": "Hjelpenummer", "FHN": "Felles hjelpenummer"}
)
"""8116: numbers of patients."""
AVVIK: Mapping[str, str] = MappingProxyType({"1": "Feil adressat"})
"""8117: why a message that was taken over cannot be used; the one code that is known to be in use."""

Coded = tuple[str, str, str]
"""@V, @DN and @S."""

HENVENDELSE_OM_PASIENT: Coded = ("6", "Henvendelse om pasient", f"{KITH}7322")
KONTAKT_HOS_MOTTAKER: Coded = ("24", "Kontakt hos mottaker", f"{KITH}9034")
HER: Coded = ("HER", "HER-id", ID_ENHET)
HPR: Coded = ("HPR", "HPR-nummer", ID_PERSON)


def rolle(value: str) -> Coded:
    """A role of 9034."""
    return value, ROLLER[value], f"{KITH}9034"


def avvik(value: str) -> Coded:
    """A code of 8117."""
    return value, AVVIK[value], f"{KITH}8117"


def person_id(value: str) -> Coded:
    """A type of 8116."""
    return value, ID_TYPER[value], ID_PERSON
