"""An avvik in words: a row, a line, or all that is known of it."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from broker import words
from broker.avvik_words import CHANGES, CONFIDENCE, REASONS, SEVERITY, rules, title
from broker.cli.screen import table
from broker.names import Names
from broker.signs import signed
from consumers.changes import TRUKKET_AV_PERSON
from schemas.agreements import Agreement
from schemas.avvik import Avvik

if TYPE_CHECKING:
    from rich.table import Table


def listed(found: Sequence[Avvik], agreement: Agreement, now: datetime) -> "Table":
    """The table of plo avvik list."""
    rows = table("avvik", "regel", "hva", "opphold", "kommune", "frist", "tilstand")
    rows.columns[2].min_width = len("legemiddelopplysninger")
    short = words.shorten("A", [str(one.id) for one in found])
    patients = words.shorten("P", [one.pid for one in found])
    names = Names(agreement)
    for one in found:
        stay = f"{patients[one.pid]} {words.stay(one.stay_from, one.stay_to, now)}".strip()
        rows.add_row(
            short[str(one.id)],
            one.rule,
            title(one),
            stay,
            names.short(one.party),
            words.short_moment(one.deadline, now) if one.deadline else "ved mottak",
            signed(words.standing(one.state, one.deadline, one.arrived_at, now)),
        )
    return rows


def summary(found: Sequence[Avvik], shown: int) -> str:
    """How many there are, and what to do next."""
    to_unn = sum(one.direction == "til_UNN" for one in found)
    more = f", viser {shown}" if len(found) > shown else ""
    first = words.shorten("A", [str(one.id) for one in found])[str(found[0].id)]
    return f" {words.number(len(found))} avvik ({to_unn} til UNN){more}. Vis ett: plo avvik show {first}"


def change_line(one: Avvik, agreement: Agreement, now: datetime) -> str:
    """One change on one line: when, which, what happened, and the sentence."""
    at = words.short_moment(one.changed_at, now)
    ids = f"A-{str(one.id)[:4].upper()}  {one.rule}  {one.change:<8}"
    return f" {at}  {ids}  {Names(agreement).short(one.party)}: {one.text}"


def explained(one: Avvik, history: Iterable[Avvik], agreement: Agreement, now: datetime) -> Iterator[str]:
    """Everything about one avvik: the answer, the reason, the rule, and what has happened."""
    short = f"A-{str(one.id)[:4].upper()}"
    yield f" {short}  {title(one)}   {words.standing(one.state, one.deadline, one.arrived_at, now)}"
    yield from textwrap.wrap(one.text, 96, initial_indent="   ", subsequent_indent="   ")
    for label, text in _facts(one, agreement, now).items():
        yield f"   {label:<10} {text}"
    yield "   historikk"
    told = list(history)
    for change in told or [one]:
        happened = f"{CHANGES[change.change]} · {title(change)}{_why(change)}"
        yield f"     {words.moment(change.changed_at, now)}  {happened}"
    if told and told[-1].version < one.version:
        yield "     (nyere endringer ble ikke funnet på Kafka: avviket er nå som øverst)"
    if not told:
        yield "     (bare siste endring: Kafka svarer ikke, eller har slettet de eldre)"
    if one.msg_ids:
        yield f" Følg meldingen: plo trace {one.msg_ids[0]}"


def _facts(one: Avvik, agreement: Agreement, now: datetime) -> dict[str, str]:
    """Label and text of what is known."""
    names = Names(agreement)
    rule = rules().get(one.rule)
    stay = words.stay(one.stay_from, one.stay_to, now) or "ukjente datoer"
    rows = {
        "opphold": f"P-{one.pid[:4].upper()}  {stay} · {names.of(one.hospital)} → {names.of(one.party)}",
        "frist": _deadline(one, now),
        "regel": f"{one.rule} versjon {one.rule_version}" + (f" · {rule.source}" if rule else ""),
        "kategori": f"{one.category} · alvorlighet {SEVERITY[one.severity]}",
        "avdekket": f"{words.moment(one.detected_at, now)}, automatisk, {CONFIDENCE[one.confidence]}"
        + (" · fra historikk" if one.historie else ""),
        "bygger på": ", ".join(one.msg_ids) or "–",
    }
    if one.hvorfor:
        rows["behandlet"] = f"av {one.behandlet_av}: {one.hvorfor}" if one.behandlet_av else one.hvorfor
    if one.ufullstendig:
        rows["merk"] = "pasienten har en strandet melding; avviket kan bygge på for lite (plo dlt list)"
    return rows


def _deadline(one: Avvik, now: datetime) -> str:
    if not one.deadline:
        return "vurdert ved mottak"
    at = one.arrived_at or now
    came = f" (kom {words.moment(one.arrived_at, now)})" if one.arrived_at else ""
    return f"{words.moment(one.deadline, now)}, {words.time_left(one.deadline, at)}{came}"


def _why(change: Avvik) -> str:
    """The reason of a change; who did it and why, where a person did."""
    reason = f": {REASONS.get(change.reason, change.reason)}" if change.reason else ""
    by_person = change.change in ("besvart", "lukket") or change.reason == TRUKKET_AV_PERSON
    if not (by_person and change.hvorfor):
        return reason
    who = f"{change.behandlet_av}: " if change.behandlet_av else ""
    return f"{reason} ({who}{change.hvorfor})"
