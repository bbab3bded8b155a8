"""The same message twice, and changes of messages that nobody knows.

Source: HISD 1154:2018 (N, M and C of one document refer to it) and HITS 1168:2016 (a MsgId is one message; a
repeated one is ignored). The limits have no source: rules.md §8 and §9 (acceptance test 22).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from consumers.acknowledged import given_at
from consumers.deliveries import is_delivered
from consumers.papers import Papers
from consumers.rule import SECOND, Finding, Terms
from consumers.single import Doc, first_answers, messages, only, technical
from consumers.twins import VINDU
from schemas.codes import APPREC_AVVIST
from schemas.events import Event

VENTETID: Final = timedelta(hours=24)
"""How long an M or a C may be ahead of its N."""


def dobbelt(papers: Papers, terms: Terms) -> Iterator[Finding]:
    """The same content under several MsgIds: sending again what was refused, or never answered, is right.

    Also where both name the same document, as an epikrise does by its ServProvId.
    """
    for doc in messages(papers):
        if len(doc.versions) > 1 and (copies := _copies(doc, terms)):
            yield Finding(doc.series, tuple(only(doc, each) for each in copies))


def _copies(doc: Doc, terms: Terms) -> list[Event]:
    """The versions that say what the one before, to the same receiver, said not long ago; and those."""
    refused = {key for key, answer in first_answers(doc).items() if answer.status == APPREC_AVVIST}
    to: dict[str, list[tuple[datetime, Event]]] = defaultdict(list)
    for time, each in zip(doc.times, doc.versions, strict=True):
        if (each.msg_id, each.receiver) not in refused:
            to[each.receiver].append((time, each))
    pairs = [pair for sent in to.values() for pair in pairwise(sent)]
    near = (
        (one, two)
        for (then, one), (now, two) in pairs
        if now - then <= VINDU and not _is_given_up(doc, one, then, now, terms)
    )
    found = {
        each.msg_id: each for one, two in near if _says(one, doc) == _says(two, doc) for each in (one, two)
    }
    return list(found.values())


def _is_given_up(doc: Doc, one: Event, then: datetime, now: datetime, terms: Terms) -> bool:
    """Without the AppRec of one who gives them, after the limit: the sender counts it as refused (R-T01)."""
    if one.receiver not in terms.svarer - terms.agreement.own or now <= terms.limit("apprec", then).deadline:
        return False
    answer = first_answers(doc).get((one.msg_id, one.receiver))
    return answer is None or given_at(answer, terms) > now


def _says(event: Event, doc: Doc) -> str:
    """The content, as far as it is known: without an avtrykk that two are twins is all that is."""
    twins = (doc.first.msg_id, *doc.twins)
    return event.avtrykk or (doc.first.msg_id if event.msg_id in twins else event.msg_id)


def uten_original(papers: Papers, terms: Terms) -> Iterator[Finding]:
    """An M or a C, and nothing is known that it can be about, or it may mean several."""
    waiting = (doc for doc in papers.kansellerte if doc.waits)
    grace = terms.length("grace")
    for doc in (*messages(papers), *waiting):
        if not doc.has_original and is_delivered(doc.first, doc.reached):
            deadline = doc.sent + VENTETID
            yield Finding(doc.series, (doc,), deadline, deadline + grace + SECOND)


DOBBELT = technical(
    dobbelt,
    id="R-T06",
    version=3,
    name="Dobbeltsending",
    betyr=(
        "Det samme innholdet er sendt til samme mottaker flere ganger innen sju døgn, med ulike MsgId og "
        "uten at mottakeren har avvist det eller latt være å kvittere innen fristen."
    ),
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
