"""Random histories of one patient: every type of message, and all that may become of each.

Stays overlap or follow each other, at two hospitals and in two kommuner; messages are missing, early, late
or slow, changed, cancelled with and without reference, refused, of a backlog, tests, or under another
identifier; questions are asked and answered in and out of stays.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from exchanges import (
    dialog,
    epj_innhold,
    foresporsel,
    fravar,
    helseopplysninger,
    innleggelsesrapport,
    medisinske,
    mottak,
    sammenfatning,
    til_lege,
    tilbakemelding,
    tjenestetilbud,
)
from histories import (
    FASTLEGE,
    HARSTAD,
    KAD,
    TROMSO,
    UNN,
    avmeldt,
    dod,
    epikrise,
    innlagt,
    klar,
    utskrevet,
)
from histories import rapport as utskrivningsrapport
from hypothesis import strategies as st
from random_sequels import START, chains, day, hours, lags, moments, small, wall
from sequels import History


@st.composite
def stays(draw: st.DrawFn, stay: int) -> History:
    """What may be sent about one stay, each message there or not."""
    begin = (
        START + draw(st.sampled_from([timedelta(), timedelta(hours=5), timedelta(hours=30)])) + draw(hours)
    )
    end = begin + draw(st.sampled_from([timedelta(hours=4), timedelta(days=2), timedelta(days=10)]))
    sender, kommune = draw(st.sampled_from([UNN, UNN, KAD])), draw(st.sampled_from([TROMSO, TROMSO, HARSTAD]))
    out, back = {"sender": sender, "receiver": kommune}, {"sender": kommune, "receiver": sender}
    ut, inn = draw(st.sampled_from([wall, day]))(end), draw(st.sampled_from([wall(begin), day(begin), None]))
    event_1, told = draw(st.sampled_from([wall(begin), None])), draw(st.sampled_from([ut, None]))
    made: list[tuple[datetime, Callable[[str, str], Any]]] = [
        (begin, lambda s, n: innlagt(inn, s, navn=n, **out)),
        (
            begin,
            lambda s, n: helseopplysninger(s, draw(st.sampled_from([event_1, None])), told, navn=n, **out),
        ),
        (begin, lambda s, n: innleggelsesrapport(s, navn=n, **back)),
        (end, lambda s, n: klar(day(end), s, fra=event_1, navn=n, **out)),
        (end, lambda s, n: avmeldt(day(end), s, navn=n, **out)),
        (
            end,
            lambda s, n: utskrevet(ut, s, navn=n, uttilstand=draw(st.sampled_from(["1", "1", "2"])), **out),
        ),
        (end, lambda s, n: utskrivningsrapport(s, told, event_1, legemidler=draw(small), navn=n, **out)),
        (end, lambda s, n: sammenfatning(s, event_1, told, navn=n, **draw(st.sampled_from([out, back])))),
        (end, lambda s, n: discharged(draw, s, n, begin, end, sender, kommune)),
        (end, lambda s, n: dod(day(end), s, navn=n)),
    ]
    history: History = []
    for number, (when, make) in enumerate(made):
        if draw(st.integers(0, 3)) and (number < 9 or draw(st.booleans())):
            history += draw(chains(make(wall(when + draw(lags)), f"{stay}/{number}")))
    return history


def discharged(
    draw: st.DrawFn, s: str, n: str, begin: datetime, end: datetime, sender: str, kommune: str
) -> Any:
    """An epikrise of the stay."""
    told = {
        "adm_outcome": draw(st.sampled_from(["1", "1", "31", "2"])),
        "adm_cat": draw(st.sampled_from(["1", "1", "1", "3"])),
        "copies": draw(st.sampled_from([(kommune,), ()])),
    }
    return epikrise(s, wall(begin), wall(end), medisiner=(), sender=sender, navn=n, **told)


@st.composite
def talks(draw: st.DrawFn, history: History, number: int) -> History:
    """Something said about any of the messages, or about none; and what is told beside the stays."""
    to = draw(st.sampled_from([None, *(event for event in history if hasattr(event, "series"))]))
    pair = draw(st.sampled_from([(TROMSO, UNN), (UNN, TROMSO), (HARSTAD, KAD), (FASTLEGE, TROMSO)]))
    who, sendt = dict(zip(("sender", "receiver"), pair, strict=True)), wall(draw(moments))
    make: Callable[..., Any] = draw(
        st.sampled_from(
            [
                lambda **m: foresporsel(sendt, **m),
                lambda **m: dialog("HELSEFAGLIG", sendt, to, **m),
                lambda **m: dialog("SVAR", sendt, to, **m),
                lambda **m: tilbakemelding(to, sendt, **m),
                lambda **m: mottak(sendt, to, **m),
                lambda **m: tjenestetilbud(sendt, **m),
                lambda **m: til_lege(sendt, deler=("tjenester",), **m),
                lambda **m: medisinske(sendt, **m),
                lambda **m: fravar(sendt, **m),
                lambda **m: epj_innhold(sendt, **m),
            ]
        )
    )
    return draw(chains(make(navn=f"talk {number}", **who)))


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A history of up to three stays, with what was said meanwhile."""
    history: History = []
    for number in range(draw(st.integers(1, 3))):
        history += draw(stays(number))
    for number in range(draw(st.integers(0, 4))):
        history += draw(talks(history, number))
    return history
