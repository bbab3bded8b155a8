"""Why a rule answers as it does for a stay, in words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from broker import words
from consumers.explain import GRACE, Answer
from consumers.papers import SHELF
from consumers.stay import Stay

ANSWERS: Final = {"ja": "JA", "vent": "vent", "nei": "nei", "uaktuell": "–", "av": "av"}
WHY_NOT: Final = {
    "kansellert": "oppholdet er kansellert",
    "annen_avsender": "avsenderen er ikke et sykehus i avtalefilen",
    "annen_part": "gjelder ikke slike parter",
    "ukjent_part": "parten står ikke i avtalefilen",
    "dagopphold": "gjelder ikke dagopphold og poliklinikk",
}
IN_GRACE: Final = "kom etter fristen, men innenfor slingringsmonnet"
SHELVES: Final[Mapping[str, str]] = {
    "innlagt": "melding om innlagt",
    "klar": "melding om utskrivningsklar",
    "avmeldt": "avmelding",
    "mottak": "svar om mottak",
    "utskrevet": "melding om utskrevet",
    "dodsfall": "melding om dødsfall",
    "helseopplysninger": "helseopplysninger",
    "innleggelsesrapporter": "innleggelsesrapport",
    "rapporter": "utskrivningsrapport",
    "oppsummert": "sammenfatning",
    "sammenfatninger": "sammenfatning",
    "egne": "epikrise",
    "epikriser": "epikrise",
    "utskrivende": "epikrise",
    "dialoger": "dialogmelding",
    "medisinske": "medisinske opplysninger",
    "tjenestetilbud": "orientering om tjenestetilbud",
    "kansellerte": "kansellert melding",
    "avviste": "melding avvist i mottaket",
    "til_lege": "helseopplysninger til lege",
    "fravar": "fraværsmelding",
    "epj_innhold": "EPJ-innhold",
}
"""What a rule may look for in a stay, in words."""
FACTS: Final[Mapping[str, tuple[str, str]]] = {
    "dod": ("pasienten døde", ""),
    "overflyttet": ("flyttet til et annet sykehus", ""),
    "nyfodt": ("nyfødt", ""),
    "forbehold": ("pasienten har reservert seg", ""),
    "bare_ikke_helse": ("har bare tjenester som ikke er helsetjenester", ""),
    "tjenester": ("har kommunale tjenester", "ingen kjente kommunale tjenester"),
    "t0": ("", "ukjent innleggelsestid"),
    "t1": ("", "ikke utskrevet"),
}
"""What a rule may ask of a stay: the words when it is so, and when it is not."""


def reason(one: Answer, stay: Stay, now: datetime) -> str:
    """Why a rule answers as it does."""
    if one.answer in ("uaktuell", "av"):
        return WHY_NOT.get(one.why, one.why)
    seen = "; ".join(dict.fromkeys(_seen(one.seen, stay, now)))
    if not one.findings:
        return f"{IN_GRACE}; {seen}" if one.why == GRACE else seen
    finding = one.findings[0]
    about = finding.text or one.rule.text
    if finding.deadline is None:
        return f"{about} Så på: {seen}."
    limit = f"frist {words.short_moment(finding.deadline, now)}"
    at = finding.arrived_at or now
    return f"{limit} ({words.time_left(finding.deadline, at)}); {seen}"


def _seen(names: Iterable[str], stay: Stay, now: datetime) -> Iterator[str]:
    for name in names:
        if name in SHELVES:
            docs = getattr(stay, name)
            yield ", ".join(came(doc, now) for doc in docs[:3]) if docs else f"ingen {SHELVES[name]}"
        elif name in FACTS:
            yield from filter(None, [FACTS[name][not getattr(stay, name)]])


def came(doc: Any, now: datetime) -> str:
    """A document and when it was sent; of what we refused its type is all that is known."""
    shelf = SHELVES[SHELF[doc.latest.type]] if doc.latest.type in SHELF else doc.latest.message_type
    refused = " (avvist)" if doc.refused else ""
    return f"{shelf or 'ukjent meldingstype'} {words.short_moment(doc.sent, now)}{refused}"
