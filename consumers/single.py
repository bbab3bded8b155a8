"""Single messages, as rules about the messages themselves look at them, and how each was answered. Pure.

Source: apprec.md §6 (the first AppRec of each receiver counts).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, Final, NotRequired, TypedDict, Unpack, get_args

from consumers.document import Document
from consumers.papers import Papers
from consumers.rule import LooseCheck, Rule
from consumers.stay import Stay
from schemas.agreements import Kind
from schemas.events import Event, KvitteringMottatt, MeldingAvvist

Doc = Document[Any]

ALLE: Final[frozenset[Kind]] = frozenset(get_args(Kind))
"""Every kind of party: whose a message is has no part in whether it is sound."""


class Own(TypedDict):
    """What a rule about messages says for itself, as in Rule; the rest all of them share."""

    id: str
    version: int
    name: str
    betyr: str
    source: str
    text: str
    pair: NotRequired[str]
    av: NotRequired[str]
    frister: NotRequired[tuple[str, ...]]
    bare_med: NotRequired[tuple[str, ...]]


def technical(check: LooseCheck, **own: Unpack[Own]) -> Rule:
    """A row of the table for a rule about messages themselves (rules.md §12.5 and §12.18)."""
    return Rule(
        **own,
        category="TEKNISK",
        severity="lav",
        confidence="hoy",
        check=check,
        loose=check,
        innhold=True,
        towards=ALLE,
        direction="ingen",
        teknisk=True,
    )


def messages(papers: Papers) -> Iterator[Doc]:
    """The documents that are judged here, without cancelled ones: an epikrise is so at one party only."""
    return (
        doc
        for doc in papers.documents()
        if doc.latest.type != "epikrise_mottatt.v1" or any([own is doc for own in papers.egne])
    )


def taken_back(papers: Papers) -> Iterator[tuple[Doc, ...]]:
    """The Kanselleringer of each document, by their own MsgIds; one that waits for its original is alone."""
    return (
        (replace(doc, series=doc.latest.msg_id),) if doc.waits else doc.kanselleringer
        for doc in (*messages(papers), *papers.kansellerte)
    )


def answerable(papers: Papers) -> Iterator[Doc]:
    """All that somebody is to answer with an AppRec: `messages`, and what takes others back."""
    return chain(messages(papers), *taken_back(papers))


def known(papers: Papers) -> Iterator[Doc]:
    """All that is known of the patient as seen from some papers, cancelled documents too."""
    yield from papers.kjent.documents if isinstance(papers, Stay) else papers.documents()
    yield from papers.kansellerte


def receivers(event: Event | MeldingAvvist) -> tuple[str, ...]:
    """Level-1 HER-ids of whoever a message is for, each once, the primary receiver first."""
    return tuple(dict.fromkeys((event.receiver, *event.copies))) if event.copies else (event.receiver,)


def first_answers(doc: Doc) -> Mapping[tuple[str, str], KvitteringMottatt]:
    """(MsgId, level-1 HER-id) -> the first AppRec of that party to that version."""
    found: dict[tuple[str, str], KvitteringMottatt] = {}
    for answer in doc.answers:
        found.setdefault((answer.answers, answer.sender), answer)
    return found


def only(doc: Doc, version: Event) -> Doc:
    """A document as one version of it: what a finding about that message rests on."""
    return doc if version is doc.latest else replace(doc, latest=version)
