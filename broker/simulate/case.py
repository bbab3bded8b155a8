"""One stay while it is being thought up: its dates, its messages, and what must be found of it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import uuid5

from broker.simulate.draft import Draft
from broker.simulate.drugs import Drug
from broker.simulate.head import Party
from broker.simulate.local import MINUTE, day_of
from broker.simulate.people import Person
from broker.simulate.world import Kommune
from schemas.events import NAMESPACE

EDITION: Final = 3
"""Part of every MsgId. Count up when a message changes: the old id with new content is a conflict (E10)."""


@dataclass(slots=True)
class Wrong:
    """An avvik that must stand at the end.

    Attributes:
        about: a message that it rests on, where the rule alone does not tell it from another.
    """

    rule: str
    about: Draft | None = None


@dataclass(slots=True, eq=False)
class Case:
    """One stay.

    Attributes:
        name: unique in the simulation; MsgIds are made of it.
        t0, tk, t1: admission, ready for discharge, discharge; UTC.
        drafts: by the name that faults and noise know them by; others are told by their own keys.
        wrong: what must be found.
        touched: names of drafts that a fault has changed; noise leaves them alone.
        story: what kind of stay it is, for whom reads the truth.
        version: of PLO, 1.5 or 1.6.
        live: it will be posted, so that GenDate counts as received.
        leg: counts the hospitals of one illness; drafts of different legs may have had the same names.
        extra: further AppRecs: what they answer, who sends them, when, with which errors.
    """

    name: str
    chance: Random
    patient: Person
    hospital: Party
    kommune: Kommune
    t0: datetime
    tk: datetime
    t1: datetime
    live: bool = False
    leg: int = 1
    story: str = "vanlig"
    version: str = "1.6"
    drugs: tuple[Drug, ...] = ()
    drafts: dict[str, Draft] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    extra: list[tuple[Draft, Party, datetime, tuple[str, ...]]] = field(default_factory=list)

    @property
    def last_day(self) -> date:
        """The day of discharge, in Oslo."""
        return day_of(self.t1)

    def put(self, name: str, kind: str, when: datetime, to: Party | None = None, **rest: Any) -> Draft:
        """A new message, from the hospital unless told otherwise."""
        sender = rest.pop("sender", self.hospital)
        receiver = to or self.kommune.pleie
        rest = {"msg_id": self.msg_id(name), "version": self.version, **rest}
        draft = Draft(kind, when, sender, receiver, **rest)
        self.drafts[name] = draft
        return draft

    def again(self, name: str, of: str, when: datetime, **rest: Any) -> Draft:
        """A later version of a message, or the same one anew."""
        old = self.drafts[of]
        own = {"lacks": set(old.lacks), "holds": set(old.holds), "answers": dict(old.answers)}
        new = {"at": when, "msg_id": self.msg_id(name), "received": None, "spoilt": ""}
        draft = replace(old, **{**new, **own, **rest})
        self.drafts[name] = draft
        return draft

    def drop(self, *names: str) -> None:
        """Messages that are never sent."""
        for name in names:
            self.drafts.pop(name, None)

    def lose(self, name: str) -> None:
        """A message that is missing at the end: never sent, or cancelled right after."""
        draft = self.drafts[name]
        if self.some(0.7):
            self.drop(name)
        else:
            self.again(f"{name}_c", name, draft.at + 10 * MINUTE, status="C", above=draft)

    def delay(self, name: str, when: datetime) -> None:
        """A message that is late: sent then, or sent in time and so long under way (rules.md §12.2)."""
        draft = self.drafts[name]
        if self.live or self.some(0.7):
            draft.at = when
        else:
            draft.received = when

    def expect(self, rule: str, about: Draft | None = None) -> None:
        """Write down what must be found."""
        self.wrong.append(Wrong(rule, about))

    def msg_id(self, name: str) -> str:
        """The same name is the same id."""
        return str(uuid5(NAMESPACE, f"simulate/{EDITION}/{self.name}/{self.leg}/{name}"))

    def between(self, least: timedelta, most: timedelta) -> timedelta:
        """Some time between the two, in whole minutes."""
        return timedelta(minutes=self.chance.randint(int(least.total_seconds() // 60), _minutes(most)))

    def after(self, moment: datetime, least: timedelta, most: timedelta) -> datetime:
        """Some time after a moment."""
        return moment + self.between(least, most)

    def some(self, share: float) -> bool:
        """True in that share of cases."""
        return self.chance.random() < share


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def untouched(case: Case, *names: str) -> str | None:
    """One of these drafts that nothing has changed; it is touched from now on."""
    free = [name for name in names if name in case.drafts and name not in case.touched]
    if not free:
        return None
    name = case.chance.choice(free)
    case.touched.add(name)
    return name
