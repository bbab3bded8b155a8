"""What may become of a message, drawn at random: slow, changed, refused, cancelled, sent again."""

from datetime import datetime, timedelta
from typing import Any

from histories import at
from hypothesis import strategies as st
from sequels import History, avvist_her, endring, igjen, kansellering, kvittering

from schemas.tid import OSLO

START = at("2026-03-25T08:00")  # the clock goes forward on the 29th
END = START + timedelta(days=120)

MAY_CHANGE = ("utskrivningsrapport", "epikrise", "helseopplysninger", "innleggelsesrapport", "sammenfatning")
"""The types that have an Endring (HISD 1154:2018)."""

hours = st.one_of(st.integers(0, 40), st.integers(0, 60 * 24)).map(lambda h: timedelta(hours=h))
small = st.integers(0, 1)
lags = st.sampled_from([timedelta(minutes=5), timedelta(hours=26), timedelta(days=9)])
moments = st.integers(0, 120 * 24 * 2).map(lambda half: START + timedelta(minutes=30 * half))


def wall(moment: datetime) -> str:
    """Oslo wall clock, as histories.py wants it."""
    return moment.astimezone(OSLO).replace(tzinfo=None).isoformat()


def day(moment: datetime) -> str:
    """The Oslo date."""
    return wall(moment)[:10]


codes = st.sampled_from([("T02",), ("E36",), ("S01",), ("E21",), ("E10",), ("T02", "E10")])
"""Of 8221, that our own door gives."""


def refused_here(message: Any, answer: str, errors: tuple[str, ...]) -> History:
    """Refused at our own door, so that nothing else is known of it; and perhaps answered by another."""
    fact = avvist_her(message, *errors)
    return [fact, kvittering(message, "2" if answer == "avvist" else "1")] if answer else [fact]


@st.composite
def chains(draw: st.DrawFn, first: Any) -> History:
    """A message and perhaps what became of it: slow, changed, cancelled, refused."""
    lag = draw(st.sampled_from([timedelta(), timedelta(), timedelta(minutes=50), timedelta(hours=20)]))
    marks: dict[str, Any] = draw(
        st.sampled_from([{}, {}, {}, {"historie": True}, {"test": True}, {"pid": "2" * 64}])
    )
    avtrykk = draw(st.sampled_from([None, "a" * 32, "b" * 32]))
    first = first.model_copy(update={"received_at": first.sent_at + lag, "avtrykk": avtrykk, **marks})
    if draw(st.integers(0, 9)) == 0:
        return refused_here(first, draw(st.sampled_from(["", "godtatt", "avvist"])), draw(codes))
    chain: History = [first]
    later = first.sent_at
    for _ in range(draw(st.integers(0, 2))):
        later += draw(st.sampled_from([timedelta(), timedelta(hours=2), timedelta(days=9)]))
        what = draw(st.sampled_from(["M", "C", "bare C", "avvist", "godtatt", "igjen"]))
        if what == "M" and first.type.startswith(MAY_CHANGE):
            more: dict[str, Any] = {"legemidler": 2} if hasattr(first, "legemidler") else {}
            more |= {"avtrykk": avtrykk and "c" * 32}
            chain.append(endring(chain[-1] if hasattr(chain[-1], "series") else first, wall(later), **more))
        elif what == "igjen":
            chain.append(igjen(first, wall(later)))
        elif what == "C":
            chain.append(kansellering(first, wall(later)))
        elif what == "bare C":
            chain.append(kansellering(first, wall(later), conversation_id=None, parent_id=None))
        else:
            chain.append(kvittering(first, "2" if what == "avvist" else "1", wall(later)))
    return chain
