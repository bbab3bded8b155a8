"""Stays of many patients as messages, and what a sender of them may expect to find in the end.

Each patient has five messages: innlagt (too late), utskrivningsklar, utskrevet (too late), a rapport without
medicines, and the kommune's own AppRec of the first. Every third patient is known by two numbers, and no
message but the first has both, so that two pids become one group.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Any
from uuid import uuid4

from builders import apprec_xml, innlagt_xml, rapport_xml, utskrevet_xml, utskrivningsklar_xml
from judging import context
from service import HARSTAD, TROMSO, UNN, Service

from adapters.messages.judge import Judgement, judge
from broker.settings import SHIPPED
from broker.simulate.people import Person, person
from consumers.evaluate import evaluate
from schemas.agreements import load
from schemas.avvik import Standing
from schemas.events import AnyEvent, KvitteringMottatt
from schemas.tid import OSLO

PER_PATIENT = 5
_patients = count(1)
"""Never the same patient twice in one run of the tests."""


@dataclass(frozen=True)
class Message:
    """One message as it is sent.

    Attributes:
        patient: number of the patient; the messages of one belong together.
    """

    raw: bytes
    msg_id: str
    patient: int

    @cached_property
    def judged(self) -> Judgement:
        """What is to be made of it, but for pids: those rest on a secret."""
        return judge(self.raw, context(agreement=AGREEMENT, historie=True))


AGREEMENT = load(SHIPPED / "avtale_demo.toml")


def stay() -> Iterator[Message]:
    """The five messages of a new patient, the AppRec first."""
    number = next(_patients)
    who = person(number)
    known, other = _two_numbers(who) if number % 3 == 0 else (who, who)
    begin = datetime(2026, 1, 5, 10, tzinfo=OSLO) + timedelta(days=number % 40)
    end, kommune = begin + timedelta(days=4), (TROMSO, HARSTAD)[number % 2]

    def message(build: Callable[..., bytes], hours: int, **rest: Any) -> Message:
        parties = {"sender": UNN, "receiver": kommune, "gen_date": begin + timedelta(hours=hours)}
        given = {**parties, "msg_id": str(uuid4()), "patient": who, **rest}
        return Message(build(**given), given["msg_id"], number)

    admitted = message(innlagt_xml, 40, innlagt=begin, patient=known)
    turned = {"sender": kommune, "receiver": UNN, "answers": admitted.msg_id}
    yield message(apprec_xml, 41, **turned)
    yield admitted
    yield message(utskrivningsklar_xml, 72, innlagt=begin, klar=(begin + timedelta(days=3)).date())
    yield message(utskrevet_xml, 140, dag=end.date(), patient=other)
    yield message(rapport_xml, 96, innlagt=begin, utskrevet=end, medicines=(), patient=other)


def _two_numbers(who: Person) -> tuple[Person, Person]:
    """Somebody known by fødselsnummer and hjelpenummer, and by the latter alone."""
    hnr = ("HNR", str(13_000_000_000 + int(who.idents[0][1][:10])))
    return replace(who, idents=(*who.idents, hnr)), replace(who, idents=(hnr,))


def expected(service: Service, messages: Iterable[Message]) -> list[Standing]:
    """The avvik that stand when all has come, by id: judged and evaluated here, without store or Kafka."""
    key = (service.home / "pid.nokkel").read_bytes()
    histories: dict[int, list[AnyEvent]] = {}
    for one in messages:
        event = judge(one.raw, context(agreement=AGREEMENT, historie=True, pid_key=key)).event
        assert event is not None
        histories.setdefault(one.patient, []).append(event)
    now = datetime.now(UTC)
    found = (one for history in histories.values() for one in evaluate(told(history), now, AGREEMENT).avvik)
    return sorted(found, key=lambda one: one.id)


def told(history: list[AnyEvent]) -> list[AnyEvent]:
    """With the AppRecs under the pid of what they answer."""
    pids = {event.msg_id: event.pid for event in history if not isinstance(event, KvitteringMottatt)}
    return [
        event.model_copy(update={"pid": pids[event.answers]})
        if isinstance(event, KvitteringMottatt)
        else event
        for event in history
    ]
