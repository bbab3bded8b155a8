"""Applikasjonskvittering (AppRec): that it comes, in time, and in the version the message asks for.

Source: HITS 1168:2016: every message is answered, and the answer is back within 96 h of its GenDate; later
the sender counts it as refused, and a positive answer is still taken (§5). The message decides the version
of the answer (§8.2).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from consumers.acknowledged import given_at
from consumers.papers import Papers
from consumers.rule import Finding, Terms
from consumers.single import Doc, answerable, first_answers, only, receivers, technical
from schemas.codes import APPREC_AVVIST
from schemas.events import Event, KvitteringMottatt

NYE: Final = {"epikrise_mottatt.v1": "1.2", "dialog_mottatt.v1": "1.1"}
"""Type of event -> version of its messages that is answered with AppRec 1.1; of all others 1.6."""


class Awaited(NamedTuple):
    """One message to one receiver that answers.

    Attributes:
        version: the message, one of the document's.
        sent: when, UTC.
        her: level-1 HER-id of the receiver.
        answer: its first AppRec; None where there is none.
    """

    doc: Doc
    version: Event
    sent: datetime
    her: str
    answer: KvitteringMottatt | None

    @property
    def subject(self) -> str:
        """What is told of."""
        return f"{self.version.msg_id}/{self.her}"


def manglende(papers: Papers, terms: Terms) -> Iterator[Finding]:
    """A receiver has not answered a message within the limit, and usually answers."""
    for one in _awaited(papers, terms):
        if one.answer is None:
            limit = terms.limit("apprec", one.sent)
            yield Finding(one.subject, (only(one.doc, one.version),), limit.deadline, limit.over)


def sen(papers: Papers, terms: Terms) -> Iterator[Finding]:
    """The first answer of a receiver came after the limit, and was positive."""
    for one in _awaited(papers, terms):
        if one.answer and one.answer.status != APPREC_AVVIST:
            limit, came = terms.limit("apprec", one.sent), given_at(one.answer, terms)
            if came >= limit.over:
                rests_on = (only(one.doc, one.version),)
                yield Finding(one.subject, rests_on, limit.deadline, arrived_at=came)


def feil_versjon(papers: Papers, _: Terms) -> Iterator[Finding]:
    """A message that asks for AppRec 1.1 was answered with 1.0."""
    for doc in answerable(papers):
        if all([answer.version != "1.0" for answer in doc.answers]):  # nearly always
            continue
        new = [each for each in doc.versions if each.version == NYE.get(each.type, "1.6")]
        old = {answer.answers for answer in first_answers(doc).values() if answer.version == "1.0"}
        wrong = [only(doc, each) for each in new if each.msg_id in old]
        if wrong:
            yield Finding(doc.series, tuple(wrong))


def _awaited(papers: Papers, terms: Terms) -> Iterator[Awaited]:
    """Not towards own parties: the broker answers for them at once."""
    answering = terms.svarer - terms.agreement.own
    for doc in answerable(papers):
        given = first_answers(doc)
        for version, sent in zip(doc.versions, doc.times, strict=True):
            for her in receivers(version):
                if her in answering:
                    yield Awaited(doc, version, sent, her, given.get((version.msg_id, her)))


MANGLENDE = technical(
    manglende,
    id="R-T01",
    version=2,
    name="Manglende applikasjonskvittering",
    betyr="En mottaker som pleier å kvittere, har ikke kvittert for meldingen.",
    frister=("apprec",),
    source="HITS 1168:2016 §5",
    text="Applikasjonskvittering er ikke mottatt elektronisk innen fristen, så meldingen regnes som avvist.",
)

SEN = technical(
    sen,
    id="R-T12",
    version=2,
    name="For sen positiv applikasjonskvittering",
    betyr="Positiv applikasjonskvittering kom etter fristen.",
    frister=("apprec",),
    source="HITS 1168:2016 §5",
    text="Positiv applikasjonskvittering kom etter fristen.",
    pair="R-T01",
)

FEIL_VERSJON = technical(
    feil_versjon,
    id="R-T11",
    version=2,
    name="Feil versjon av applikasjonskvitteringen",
    betyr="Meldingen krever applikasjonskvittering 1.1, og ble besvart med 1.0.",
    source="HITS 1168:2016 §8.2",
    text="Meldingen ble besvart med en eldre versjon av applikasjonskvitteringen enn den krever.",
)

RULES = (MANGLENDE, SEN, FEIL_VERSJON)
