"""The same message twice, and changes of messages that nobody knows.

Source: HISD 1154:2018 (N, M and C of one document refer to it) and HITS 1168:2016 (a MsgId is one message; a
repeated one is ignored). The limits have no source: rules.md §8 and §9 (acceptance test 22).
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Final

from consumers.deliveries import is_delivered
from consumers.papers import Papers
from consumers.rule import SECOND, Finding, Terms
from consumers.single import first_answers, messages, only, technical
from schemas.codes import APPREC_AVVIST

VINDU: Final = timedelta(days=7)
"""The same content sent further apart is sent for a reason."""
VENTETID: Final = timedelta(hours=24)
"""How long an M or a C may be ahead of its N."""


def dobbelt(papers: Papers, _: Terms) -> Iterator[Finding]:
    """The same content under several MsgIds, all delivered: sending again what was refused is right."""
    for doc in messages(papers):
        if not doc.twins:
            continue
        refused = {key for key, answer in first_answers(doc).items() if answer.status == APPREC_AVVIST}
        copies = [
            (time, each)
            for time, each in zip(doc.times, doc.versions, strict=True)
            if each.msg_id in (doc.first.msg_id, *doc.twins) and (each.msg_id, each.receiver) not in refused
        ]
        if any(later - time <= VINDU for (time, _), (later, _) in pairwise(copies)):
            yield Finding(doc.series, tuple(only(doc, each) for _, each in copies))


def uten_original(papers: Papers, terms: Terms) -> Iterator[Finding]:
    """An M or a C, and nothing is known that it can be about, or it may mean several."""
    waiting = (doc for doc in papers.kansellerte if doc.waits)
    grace = terms.agreement.frist("grace", terms.party.kommunenr).length
    for doc in (*messages(papers), *waiting):
        if not doc.has_original and is_delivered(doc.first, doc.reached):
            deadline = doc.sent + VENTETID
            yield Finding(doc.series, (doc,), deadline, deadline + grace + SECOND)


DOBBELT = technical(
    dobbelt,
    id="R-T06",
    version=1,
    name="Dobbeltsending",
    betyr="Det samme innholdet er sendt flere ganger med ulike MsgId.",
    source="HITS 1168:2016 §5",
    text="Det samme innholdet er sendt flere ganger, som ulike meldinger.",
)

UTEN_ORIGINAL = technical(
    uten_original,
    id="R-T07",
    version=1,
    name="Endring eller kansellering uten kjent original",
    betyr="En endring eller kansellering viser til en melding som aldri er kommet.",
    source="HISD 1154:2018",
    text="Endringen eller kanselleringen viser ikke til noen melding som er kjent, og må vurderes manuelt.",
)

RULES = (DOBBELT, UTEN_ORIGINAL)
