"""The words for what an avvik is; each is said the same everywhere."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from consumers.rules import RULES
from schemas.avvik import Avvik

if TYPE_CHECKING:
    from consumers.rule import Rule

CONFIDENCE: Final[Mapping[str, str]] = {"hoy": "sikker", "middels": "sannsynlig", "lav": "usikker"}
SEVERITY: Final[Mapping[str, str]] = {"hoy": "høy", "middels": "middels", "lav": "lav"}
CHANGES: Final[Mapping[str, str]] = {
    "oppdaget": "oppdaget",
    "endret": "endret",
    "trukket": "trukket tilbake",
    "besvart": "besvart",
    "lukket": "lukket",
}
REASONS: Final[Mapping[str, str]] = {
    "kansellert_opphold": "oppholdet er kansellert",
    "rettet_av_endring": "rettet av en endringsmelding",
    "opphold_endret": "oppholdet er et annet enn vi trodde",
    "forutsetning_borte": "forutsetningen er borte",
    "trukket_av_person": "trukket av en person",
    "frist_ute": "fristen er ute",
    "ved_mottak": "vurdert da meldingen kom",
    "tilbake": "det som tok det bort, gjelder ikke lenger",
    "for_usikkert": "for usikkert til å meldes, telles bare",
    "kom_sent": "meldingen kom, men etter fristen",
    "mangler_igjen": "meldingen som var kommet, er kansellert eller avvist",
    "svar_borte": "svaret gjelder ikke lenger",
    "ny_regelversjon": "regelen har en ny utgave",
    "ny_frist": "fristen er en annen",
    "nytt_innhold": "det som er galt, er noe annet enn før",
    "andre_meldinger": "bygger på flere eller andre meldinger",
    "nye_opplysninger": "nye opplysninger om oppholdet",
    "strandet": "en melding om pasienten er strandet",
    "ikke_strandet": "ingen melding om pasienten er strandet lenger",
    "funnet_for": "kunne vært funnet tidligere",
}
"""Why an avvik was withdrawn, found or changed (rules.md §4)."""


@cache
def rules() -> Mapping[str, "Rule"]:
    """Rule by id."""
    return {rule.id: rule for rule in RULES}


def title(avvik: Avvik) -> str:
    """What is wrong, in a few words."""
    rule = rules().get(avvik.rule)
    return rule.name if rule else avvik.text
