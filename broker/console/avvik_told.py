"""What the page of an avvik tells: what it is, why the rule says so, what it rests on, and the deadline."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from broker import words
from broker.answer_words import reason
from broker.avvik_words import CHANGES, CONFIDENCE, REASONS, SEVERITY, rules, title
from broker.console.avvik_lines import stands
from broker.console.avvik_words import DIRECTIONS
from broker.console.board_lines import name_of
from broker.console.desk import Desk
from broker.tracing.patient import Patient
from consumers.explain import explain
from consumers.papers import Papers
from consumers.rule import Rule
from schemas.agreements import Agreement
from schemas.avvik import Avvik
from schemas.codes import MELDINGSNAVN

UNITS: Final = {"h": "t", "d": "d", "min": "min"}
"""Of limits in the agreement file -> as people read them."""


class Rests(NamedTuple):
    """A message that the avvik rests on.

    Attributes:
        at: when it was sent, UTC; None when it is not in the history any more.
        note: "avvist" or "kansellert"; "" for what holds.
    """

    msg_id: str
    name: str
    at: datetime | None
    sender: str
    receiver: str
    note: str


class Change(NamedTuple):
    """A version of an avvik.

    Attributes:
        at: when it was changed, UTC.
        what, why: what happened, and its reason; "" where none is told.
        sign, kind, word: how it stood afterwards.
    """

    at: datetime
    what: str
    why: str
    sign: str
    kind: str
    word: str


def told(one: Avvik, found: Patient | None, desk: Desk, now: datetime) -> dict[str, Any]:
    """What is told of an avvik; `found`: its patient, with the stay where that is still there."""
    agreement, rule = desk.agreement, rules().get(one.rule)
    mark, kind, word = stands(one, now)
    return {
        "one": one,
        "short": f"A-{str(one.id)[:4].upper()}",
        "title": title(one),
        "mark": mark,
        "kind": kind,
        "word": word,
        "patient": f"P-{one.pid[:4].upper()}",
        "stay": words.stay(one.stay_from, one.stay_to, now) or "ukjente datoer",
        "stay_is_there": found is not None and not found.whole,
        "hospital": name_of(one.hospital, agreement),
        "party": name_of(one.party, agreement) if one.party else "ukjent",
        "rule": rule,
        "limits": list(limits(rule, one.kommune, agreement)) if rule else [],
        "why": why(one, found, agreement, now),
        "rests_on": list(_rests_on(one, found, agreement)),
        "severity": SEVERITY[one.severity],
        "withdrawn": _reason(one),
        "confidence": CONFIDENCE[one.confidence],
        "direction": DIRECTIONS[one.direction],
    }


def limits(rule: Rule, kommune: str | None, agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Each limit that the rule counts by: its name in the agreement file, and how long it is."""
    for key in rule.frister:
        text = str(agreement.frist(key, kommune))
        amount, _, unit = text.partition(" ")
        yield key, f"{amount} {UNITS[unit]}" if unit else text


def why(one: Avvik, found: Patient | None, agreement: Agreement, now: datetime) -> str:
    """Why the rule answers as it does now; "" where it does not find this any more, or has no stay to ask."""
    if found is None or found.whole:
        return ""
    (stay,) = found.stays
    answers = explain(stay, now, agreement, found.evaluation.svarer)
    answer = next((answer for answer in answers if answer.rule.id == one.rule), None)
    if answer is None or answer.answer not in ("ja", "vent"):
        return ""
    said = reason(answer, stay, now).rstrip(".")
    return f"{said[:1].upper()}{said[1:]}."


def _rests_on(one: Avvik, found: Patient | None, agreement: Agreement) -> Iterator[Rests]:
    """The messages, in the order of the avvik."""
    known = {rests.msg_id: rests for rests in _messages(found, agreement)} if found else {}
    for msg_id in one.msg_ids:
        yield known.get(msg_id, Rests(msg_id, "Melding", None, "", "", ""))


def _messages(found: Patient, agreement: Agreement) -> Iterator[Rests]:
    """Every version of every document of the patient."""
    papers: Iterable[Papers] = (*found.evaluation.stays, *found.evaluation.loose)
    for one in papers:
        for doc in (*one.documents(), *one.kansellerte):
            note = "avvist" if doc.refused else "kansellert" if doc.cancelled_at else ""
            for event, at in zip(doc.versions or (doc.latest,), doc.times or (doc.sent,), strict=True):
                name = MELDINGSNAVN.get(event.message_type, event.message_type)
                ends = (name_of(event.sender, agreement), name_of(event.receiver, agreement))
                yield Rests(event.msg_id, name, at, *ends, note)


def timeline(history: Sequence[Avvik], now: datetime) -> list[Change]:
    """The versions of an avvik, oldest first."""
    return [
        Change(one.changed_at, _happened(one), _reason(one), *stands(one, _seen(one, now))) for one in history
    ]


def _happened(one: Avvik) -> str:
    by = (
        f" av {one.behandlet_av}"
        if one.behandlet_av and one.change in ("besvart", "lukket", "trukket")
        else ""
    )
    return f"{CHANGES[one.change]}{by}: {title(one)}"


def _reason(one: Avvik) -> str:
    said = REASONS.get(one.reason, one.reason) if one.reason else ""
    return ". ".join(filter(None, (said, one.hvorfor or "")))


def _seen(one: Avvik, now: datetime) -> datetime:
    """How it stood then, not now."""
    return min(one.changed_at, now)
