"""What the board is called in bokmål: columns, states, and why a message is not expected."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from schemas.board import COLUMNS


class Head(NamedTuple):
    """A column: its name in full, and who sends it (sykehus or kommune)."""

    name: str
    sender: str


HEADS: Final[Mapping[str, Head]] = {
    "INN": Head("Melding om innlagt pasient", "sykehus"),
    "INR": Head("Innleggelsesrapport", "kommune"),
    "TV": Head("Tidligvarsel (helseopplysninger)", "sykehus"),
    "OH": Head("Oppdaterte helseopplysninger", "sykehus"),
    "KLAR": Head("Melding om utskrivningsklar pasient", "sykehus"),
    "SVAR": Head("Svar på utskrivningsklar", "kommune"),
    "UR": Head("Utskrivningsrapport", "sykehus"),
    "UT": Head("Melding om utskrevet pasient", "sykehus"),
    "EPI": Head("Epikrise", "sykehus"),
}

STATES: Final[Mapping[str, str]] = {
    "mangler": "Noe mangler",
    "venter": "Venter på noe",
    "varsel": "Varsel",
    "klar": "Ligger utskrivningsklar",
    "inne": "Inneliggende",
    "ute": "Utskrevet",
    "avvik": "Har åpne avvik",
}
"""What the board can be filtered by."""

SORTS: Final[Mapping[str, str]] = {
    "frist": "Frist, eldste først",
    "avvik": "Flest åpne avvik",
    "innlagt": "Sist innlagt",
    "klar": "Lengst utskrivningsklar",
    "sist": "Siste melding",
    "kommune": "Kommune",
}

WHY: Final[Mapping[str, str]] = {
    "avtalen": "ingen regel gjelder: vi ser ikke denne postkassen",
    "ukjent": "ikke aktuelt for dette oppholdet",
    "fra_for_fristen": "pasienten dro før fristen",
    "annet_sted": "pasienten dro et annet sted enn hjem",
    "uten_tjenester": "ingen kjente kommunale tjenester",
    "ikke_helse": "har bare tjenester som ikke er helsetjenester",
    "overflyttet": "flyttet til et annet sykehus",
    "dod": "pasienten døde",
    "nyfodt": "nyfødt",
    "forbehold": "pasienten har reservert seg",
    "ny_innleggelse": "innlagt på nytt",
    "avmeldt": "meldingen om utskrivningsklar er trukket",
    "ikke_utskrevet": "ikke utskrevet ennå",
    "ikke_innlagt": "ingen melding om innlagt er mottatt",
    "ikke_klar": "ikke meldt utskrivningsklar",
    "uten_behov": "ingen meldinger tyder på behov for tjenester",
    "ferske": "helseopplysningene er ferske nok",
    "ikke_kvittert": "mottakeren har ikke kvittert for meldingen",
}
"""Keys of consumers.why_not.WHY."""

TYPES: Final[Mapping[str, str]] = {
    "LOG_INNLAGT": "INN",
    "INNLEGGELSESRAPPORT": "INR",
    "HELSEOPPL_SOKNAD": "HO",
    "LOG_UTSKRIVNINGSKLAR": "KLAR",
    "LOG_AVMELDING": "AVM",
    "UTSKRIVNINGSRAPPORT": "UR",
    "LOG_UTSKREVET": "UT",
    "LOG_DOD": "DØD",
    "EPIKRISE": "EPI",
}
"""MsgInfo/Type/@V -> what stands beside its mark; of any other its first letters."""


def mark_of(message_type: str) -> str:
    """What stands beside the mark of a message."""
    return TYPES.get(message_type) or message_type.removeprefix("DIALOG_")[:3]


SINCE: Final[Mapping[str, str]] = {"endret": "rettet siden", "kansellert": "kansellert siden"}


def heads() -> list[tuple[str, Head]]:
    """The columns, in order."""
    return [(name, HEADS[name]) for name in COLUMNS]
