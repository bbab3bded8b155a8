"""Limits as people say them: what each is about, and how long it is."""

from collections.abc import Mapping
from typing import Final

from schemas.frister import DOGNSLUTT, Frist

NAMES: Final[Mapping[str, str]] = {
    "log_innlagt.soft": "Melding om innlagt pasient, varsel: etter innleggelsen",
    "log_innlagt.hard": "Melding om innlagt pasient: etter innleggelsen",
    "innleggelsesrapport": "Innleggelsesrapport: etter innleggelsen, eller mottak av meldingen om den",
    "tidligvarsel": "Tidligvarsel (helseopplysninger): etter innleggelsen",
    "helseoppl_for_utskrivningsklar": "Helseopplysninger: før melding om utskrivningsklar",
    "tilbakemelding.soft": "Svar på utskrivningsklar, varsel: etter mottak",
    "tilbakemelding.hard": "Svar på utskrivningsklar: etter mottak",
    "avmelding": "Avmelding av utskrivningsklar: etter at pasienten ikke lenger er det",
    "log_utskrevet": "Melding om utskrevet pasient: etter utskrivningen",
    "utskrivningsrapport": "Utskrivningsrapport: etter utskrivningen",
    "epikrise.kommune": "Epikrise til kommunen, varsel: etter utskrivningen",
    "epikrise.warn": "Epikrise, varsel: etter utskrivningen",
    "epikrise.hard": "Epikrise: etter utskrivningen",
    "apprec": "Applikasjonskvittering: etter at meldingen ble sendt",
    "apprec.warn": "Applikasjonskvittering, varsel: etter at meldingen ble sendt",
    "foresporsel.plo_fastlege": "Svar på forespørsel mellom kommune og fastlege",
    "foresporsel.sykehus": "Svar på forespørsel til eller fra sykehus",
    "foresporsel.haster": "Svar på forespørsel som haster",
    "helseoppl.max_alder": "Så gamle kan helseopplysningene være ved utskrivningsklar",
    "helseoppl.samtidig": "Så mye senere regnes helseopplysninger som samtidige",
    "transport": "Så lenge kan en melding være underveis før mottakstiden gjelder",
    "clock_skew": "Så langt fram kan sendetiden ligge før mottakstiden gjelder",
    "grace": "Legges til hver frist før et avvik meldes",
    "reinnleggelse": "Reinnleggelse: så lenge etter utskrivningen",
}
"""Key of rules.md §2 -> what it is, in the words of docs/avtaler.md."""

WARNINGS: Final[Mapping[str, str]] = {
    "log_innlagt.soft": "innleggelsen",
    "tilbakemelding.soft": "mottak av meldingen",
    "epikrise.kommune": "utskrivningen",
    "epikrise.warn": "utskrivningen",
}
"""Key of a warning limit that the board shows -> what its time runs from."""

UNITS: Final = {"min": ("minutt", "minutter"), "h": ("time", "timer"), "d": ("dag", "dager")}


def told(frist: Frist) -> str:
    """ "24 timer", "7 dager", "samme dag"."""
    if frist == DOGNSLUTT:
        return "samme dag"
    one, many = UNITS[frist.unit]
    return f"{frist.amount} {one if frist.amount == 1 else many}"


def warning(key: str, frist: Frist) -> str:
    """A warning limit, "4 timer etter innleggelsen", "samme dag som utskrivningen"."""
    return f"{told(frist)} {'som' if frist == DOGNSLUTT else 'etter'} {WARNINGS[key]}"
