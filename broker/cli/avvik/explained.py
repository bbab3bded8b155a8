"""What the rules say of a stay, in words: the lines of plo avvik explain."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime

from broker import words
from broker.answer_words import ANSWERS, came, reason
from broker.cli.screen import WIDTH, columns
from broker.names import Names
from consumers.explain import Answer
from consumers.stay import Stay
from schemas.agreements import Agreement


def heading(stay: Stay, agreement: Agreement, now: datetime) -> str:
    """Which stay it is."""
    names = Names(agreement)
    first, last = (told.dato if told else None for told in (stay.t0, stay.t1))
    dates = words.stay(first, last, now) or "ukjente datoer"
    served = f"ja ({came(stay.tjenester, now)})" if stay.tjenester else "ikke kjent"
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
