"""What a shadow run found, for people and for programs."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from broker import words
from broker.avvik_words import title
from broker.cli.screen import show, table, write_json
from broker.names import Names
from broker.reprocess.difference import Difference, fields_of, kind_of
from broker.reprocess.rerun import Rerun
from broker.signs import signed
from schemas.agreements import Agreement
from schemas.avvik import Avvik

SIGNS: Final = {"ny": "✕ ny", "borte": "✓ borte", "endret": "↻ endret"}
FIELDS: Final[Mapping[str, str]] = {
    "rule": "regel",
    "rule_version": "utgave av regelen",
    "state": "tilstand",
    "deadline": "frist",
    "arrived_at": "når den kom",
    "severity": "alvorlighet",
    "confidence": "sikkerhet",
    "category": "kategori",
    "direction": "retning",
    "party": "part",
    "kommune": "kommune",
    "stay_id": "opphold",
    "stay_from": "oppholdets start",
    "stay_to": "oppholdets slutt",
    "msg_ids": "meldingene den bygger på",
    "text": "teksten",
    "ufullstendig": "om noe er strandet",
}
"""Field of an avvik -> what a person calls it; others are not told of by name."""


def tell(
    agreement: Agreement, done: Rerun, found: Sequence[Difference], unread: set[str], *, as_json: bool
) -> None:
    """Print all of it."""
    if as_json:
        write_json(map(_row, found))
        print(*_sums(done, found, unread), sep="\n", file=sys.stderr)
        return
    if found:
        _table(agreement, found)
    for line in _sums(done, found, unread):
        show(line)


def _row(one: Difference) -> dict[str, Any]:
    """One line of --json: the change, and what stood before."""
    return {
        "kind": kind_of(one),
        "fields": fields_of(one),
        "before": one.before.model_dump(mode="json", exclude_none=True) if one.before else None,
        "after": one.after.model_dump(mode="json", exclude_none=True),
    }


def _table(agreement: Agreement, found: Sequence[Difference]) -> None:
    rows = table("hva", "avvik", "regel", "navn", "pasient", "kommune", "forskjell")
    short = words.shorten("A", [str(one.after.id) for one in found])
    patients = words.shorten("P", [one.after.pid for one in found])
    names = Names(agreement)
    for one in sorted(found, key=lambda one: (kind_of(one), one.after.rule, str(one.after.id))):
        after = one.after
        rows.add_row(
            signed(SIGNS[kind_of(one)]),
            short[str(after.id)],
            after.rule,
            title(after),
            patients[after.pid],
            names.short(after.party),
            ", ".join(_changes(one)),
        )
    show(rows)


def _changes(one: Difference) -> Iterator[str]:
    """What is another than before, with the deadlines and states themselves."""
    if kind_of(one) != "endret" or one.before is None:
        return
    for name in fields_of(one):
        if name == "deadline":
            yield f"frist {_deadline(one.before, one.after)} → {_deadline(one.after, one.before)}"
        elif name == "state":
            yield f"{words.STATES[one.before.state]} → {words.STATES[one.after.state]}"
        elif name in FIELDS:
            yield FIELDS[name]


def _deadline(avvik: Avvik, other: Avvik) -> str:
    return words.short_moment(avvik.deadline, other.changed_at) if avvik.deadline else "ingen"


def _sums(done: Rerun, found: Sequence[Difference], unread: set[str]) -> Iterator[str]:
    """What was run, what would be another, and what to look at next."""
    count = Counter(map(kind_of, found))
    patients = words.counted(len(done.pids), "pasient", "pasienter")
    yield f" Kjørt på nytt: {words.counted(done.messages, 'post', 'poster')} om {patients}."
    for (then, now), number in sorted(done.outcomes.items()):
        if then != now:
            yield f"   {words.counted(number, 'melding', 'meldinger')} som ble {then}, ville blitt {now}."
    if done.gone:
        yield f"   {words.counted(done.gone, 'melding', 'meldinger')} kunne ikke leses: innholdet er slettet."
    if unread:
        yield f"   Ikke lest til slutten: {', '.join(sorted(unread))}. Prøv igjen, eller se plo status."
    if not found:
        yield " Ingen avvik ville blitt annerledes."
        return
    told = ", ".join(f"{words.number(count[kind])} {word}" for kind, word in MANY.items() if count[kind])
    yield f" Avvik som ville blitt annerledes: {told}. De ligger på skygge.avvik.v1; de ekte er urørt."


MANY: Final = {"ny": "nye", "borte": "borte", "endret": "endret"}
