"""What the rules say of a stay, in words: the lines of plo avvik explain."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from broker import words
from broker.cli.screen import WIDTH, columns
from broker.names import Names
from consumers.explain import Answer
from consumers.papers import SHELF
from consumers.stay import Stay
from schemas.agreements import Agreement

ANSWERS: Final = {"ja": "JA", "vent": "vent", "nei": "nei", "uaktuell": "–", "av": "av"}
WHY_NOT: Final = {
    "kansellert": "oppholdet er kansellert",
    "annen_avsender": "avsenderen er ikke et sykehus i avtalefilen",
    "annen_part": "gjelder ikke slike parter",
    "ukjent_part": "parten står ikke i avtalefilen",
    "dagopphold": "gjelder ikke dagopphold og poliklinikk",
}
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
    "bare_ikke_helse": ("har bare tjenester som ikke er helsetjenester", ""),
    "tjenester": ("har kommunale tjenester", "ingen kjente kommunale tjenester"),
    "t0": ("", "ukjent innleggelsestid"),
    "t1": ("", "ikke utskrevet"),
}
"""What a rule may ask of a stay: the words when it is so, and when it is not."""


def heading(stay: Stay, agreement: Agreement, now: datetime) -> str:
    """Which stay it is."""
    names = Names(agreement)
    first, last = (told.dato if told else None for told in (stay.t0, stay.t1))
    dates = words.stay(first, last, now) or "ukjente datoer"
    served = f"ja ({_came(stay.tjenester, now)})" if stay.tjenester else "ikke kjent"
    who = f"{names.of(stay.hospital)} → {names.of(stay.party)}"
    return f" P-{stay.pid[:4].upper()}  opphold {dates} · {who} · kommunale tjenester: {served}"


def lines(answers: Sequence[Answer], stay: Stay, now: datetime, *, everything: bool) -> Iterator[str]:
    """A line for each rule, findings first; what is of no matter is counted, unless `everything`."""
    shown = [one for one in answers if everything or _matters(one)]
    shown.sort(key=lambda one: list(ANSWERS).index(one.answer))
    room = max((len(one.rule.name) for one in shown), default=0)
    left = max(20, min(columns(), WIDTH + 20) - room - 22)
    for one in shown:
        first, *more = textwrap.wrap(reason(one, stay, now), left) or [""]
        yield f"   {one.rule.id:<6} {one.rule.name:<{room}}  {ANSWERS[one.answer]:<5} {first}".rstrip()
        yield from (f"{'':<{room + 18}} {line}" for line in more)
    if rest := len(answers) - len(shown):
        more_rules = words.counted(rest, "regel", "regler")
        yield f"   … {more_rules} til: uaktuelle, av, eller tekniske uten funn.  Alle: --alle"


def _matters(one: Answer) -> bool:
    return one.answer in ("ja", "vent") or (one.answer == "nei" and not one.rule.teknisk)


def reason(one: Answer, stay: Stay, now: datetime) -> str:
    """Why a rule answers as it does."""
    if one.answer in ("uaktuell", "av"):
        return WHY_NOT.get(one.why, one.why)
    seen = "; ".join(dict.fromkeys(_seen(one.seen, stay, now)))
    if not one.findings:
        return seen
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
            yield ", ".join(_came(doc, now) for doc in docs[:3]) if docs else f"ingen {SHELVES[name]}"
        elif name in FACTS:
            yield from filter(None, [FACTS[name][not getattr(stay, name)]])


def _came(doc: Any, now: datetime) -> str:
    """A document and when it was sent; of what we refused its type is all that is known."""
    shelf = SHELVES[SHELF[doc.latest.type]] if doc.latest.type in SHELF else doc.latest.message_type
    refused = " (avvist)" if doc.refused else ""
    return f"{shelf or 'ukjent meldingstype'} {words.short_moment(doc.sent, now)}{refused}"
