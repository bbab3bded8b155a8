"""What the demo has seen, as rows of its table. Pure: times are arguments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from broker import words
from broker.avvik_words import REASONS, title
from broker.demo.settle import Settling
from broker.names import Names
from schemas.avvik import Avvik
from schemas.codes import APPREC_OK, MELDINGSNAVN
from schemas.events import KvitteringSendt

AGAIN = "↻ som før"
"""Outcome of a message that was taken over before: the same AppRec, and no second effect."""
PID_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that happened.

    Attributes:
        at: when, by our clock.
        what: the message, or the avvik with its rule.
        stay: "P-7F3A", or nothing.
        dates: of the stay.
        outcome: sign and word.
        avvik: it is an avvik, and not a message.
    """

    at: datetime
    what: str
    kommune: str
    stay: str
    outcome: str
    dates: str = ""
    frist: str = ""
    avvik: bool = False


@dataclass(slots=True)
class Board:
    """All receipts and avvik so far.

    Attributes:
        notes: what to add to the name of a message, by MsgId.
        answered: MsgId -> row of its latest receipt.
        apprecs: MsgId -> the AppRecs it has got, XML.
        refused: MsgIds of messages that were refused.
        quiet: MsgIds of messages that are no row of their own when all is well: they come by the dozen.
    """

    names: Names
    notes: Mapping[str, str]
    answered: dict[str, Row] = field(default_factory=dict)
    apprecs: dict[str, set[str]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    quiet: set[str] = field(default_factory=set)
    repeated: int = 0
    settling: Settling = field(default_factory=Settling)
    _pids: set[str] = field(default_factory=set)

    def receipt(self, sent: KvitteringSendt, key: str) -> Row | None:
        """The row of a message; None where it is quiet, or an earlier receipt said the same.

        `key` is that of the record.
        """
        self.apprecs.setdefault(sent.answers, set()).add(sent.apprec)
        accepted = sent.status == APPREC_OK
        outcome = "✓ godtatt" if accepted else f"✗ avvist {' '.join(dict.fromkeys(sent.errors))}"
        known = self.answered.get(sent.answers)
        if known and known.outcome == outcome:
            return None
        if not accepted:
            self.refused.add(sent.answers)
        name = MELDINGSNAVN.get(sent.message_type, "Ukjent melding")
        row = Row(
            at=sent.sent_at,
            what=", ".join(filter(None, (name, self.notes.get(sent.answers, "")))),
            kommune=self._kommune(sent),
            stay=self._patient(key) if len(key) == PID_LENGTH else "–",
            outcome=outcome,
        )
        self.answered[sent.answers] = row
        return None if accepted and sent.answers in self.quiet else row

    def again(self, msg_id: str, at: datetime) -> Row:
        """The row of a message that was sent once more."""
        self.repeated += 1
        return replace(self.answered[msg_id], at=at, outcome=AGAIN)

    def settled(self, at: float, now: datetime) -> Iterator[Row]:
        """The rows of the avvik that have stood for long enough to be shown."""
        return (self._avvik(one, now) for one in self.settling.ready(at))

    @property
    def summary(self) -> str:
        """What it adds up to, in a sentence."""
        shown: Mapping[UUID, Avvik] = self.settling.shown
        gone = sum(one.state == "trukket" for one in shown.values())
        messages = words.counted(len(self.answered), "melding", "meldinger")
        parts = [
            f"{messages}: {len(self.answered) - len(self.refused)} godtatt, {len(self.refused)} avvist",
            f"{len(shown) - gone} avvik" + (f", {gone} trukket" if gone else ""),
        ]
        if self.repeated:
            parts.append(f"{self.repeated} gjentatt")
        return " · ".join(parts)

    def _kommune(self, sent: KvitteringSendt) -> str:
        """The kommune of the two that a receipt is between: the one column that tells patients' homes."""
        kind = self.names.agreement.kind
        hers = (her for her in (sent.sender, sent.receiver) if kind(her) == "kommune")
        return self.names.short(next(hers, sent.sender))

    def _avvik(self, one: Avvik, now: datetime) -> Row:
        why = f": {REASONS.get(one.reason, one.reason)}" if one.reason and one.change == "trukket" else ""
        return Row(
            at=one.changed_at,
            what=f"{one.rule} {title(one)}{why}",
            kommune=self.names.short(one.party),
            stay=self._patient(one.pid),
            outcome=words.standing(one.state, one.deadline, one.arrived_at, now),
            dates=words.stay(one.stay_from, one.stay_to, now),
            frist=words.short_moment(one.deadline, now) if one.deadline else "ved mottak",
            avvik=True,
        )

    def _patient(self, pid: str) -> str:
        self._pids.add(pid)
        return words.shorten("P", self._pids)[pid]
