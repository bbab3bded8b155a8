"""What may lie in a history without meaning anything to any rule, and a message of every type there is."""

from datetime import timedelta
from typing import Any, Final
from uuid import uuid5

from exchanges import (
    dialog,
    epj_innhold,
    fravar,
    helseopplysninger,
    innleggelsesrapport,
    medisinske,
    mottak,
    sammenfatning,
    til_lege,
    tjenestetilbud,
)
from histories import PID, avmeldt, dod, epikrise, innlagt, klar, msg, rapport, utskrevet
from hypothesis import strategies as st
from random_sequels import moments, wall
from sequels import History, avvist_her

from schemas.behandling import AvvikBehandlet
from schemas.events import NAMESPACE, Hendelse, KvitteringMottatt

LATER: Final = timedelta(days=30)
NAAR: Final = "2026-02-05T10:00"


def one_of_each() -> list[Any]:
    """A message of each of the 17 types."""
    plain = (innlagt(), klar(), avmeldt(), utskrevet(), dod(), rapport(), epikrise(), helseopplysninger())
    sent = (sammenfatning, tjenestetilbud, til_lege, medisinske, fravar, epj_innhold, mottak)
    return [*plain, innleggelsesrapport(), dialog("HELSEFAGLIG", NAAR), *(make(NAAR) for make in sent)]


@st.composite
def technical_alone(draw: st.DrawFn) -> Any:
    """What only rules about messages themselves read: some types, without parts that others look for, and
    any message that our own door refused.
    """
    sendt = draw(moments) - draw(st.sampled_from([LATER, timedelta()]))
    if draw(st.booleans()):
        return draw(st.sampled_from([medisinske, fravar, epj_innhold]))(wall(sendt))
    event = draw(st.sampled_from(one_of_each()))
    return avvist_her(
        event, draw(st.sampled_from(["T02", "E36", "S01", "E10"])), sent_at=sendt, received_at=sendt
    )


@st.composite
def bystanders(draw: st.DrawFn, history: History) -> list[Hendelse]:
    """Test messages; answers that come second, or to what is not there; handling of what never was."""
    answers = [event for event in history if isinstance(event, KvitteringMottatt)]
    made: list[Hendelse] = []
    for number, make in enumerate(draw(st.lists(st.sampled_from(one_of_each()), max_size=3))):
        made.append(make.model_copy(update={"id": uuid5(NAMESPACE, f"test {number}"), "test": True}))
        made.append(avvist_her(made[-1]))
    for answer in draw(st.lists(st.sampled_from(answers), max_size=2)) if answers else []:
        made.append(_again(answer, "borte", "answers", "borte"))
        made.append(_again(answer, "senere", "status", "1" if answer.status == "2" else "2"))
    made += draw(st.lists(st.builds(handling, moments), max_size=1))
    return made


def handling(when: Any) -> AvvikBehandlet:
    """Somebody has closed an avvik that there is not."""
    return AvvikBehandlet(
        id=uuid5(NAMESPACE, "lukket"),
        pid=PID,
        avvik=uuid5(NAMESPACE, "ingen"),
        gjort="lukket",
        av="koordinator",
        hvorfor="avklart",
        received_at=when,
    )


def _again(answer: KvitteringMottatt, name: str, field: str, value: str) -> KvitteringMottatt:
    """Another AppRec of the same party, a while later, in which one thing is another."""
    sent = (answer.sent_at or answer.received_at) + LATER
    more = {"received_at": answer.received_at + LATER, "sent_at": sent, field: value}
    return answer.model_copy(
        update={**more, "id": uuid5(answer.id, name), "msg_id": msg(f"{answer.id} {name}")}
    )
