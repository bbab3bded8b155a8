"""The stays that the PLO messages between one hospital and one party add up to. Pure.

Source: rules.md §3, §12.6.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from consumers.admissions import Admission, admitted, withdrawn
from consumers.attach import place
from consumers.document import Document
from consumers.moments import starts, told
from consumers.parties import kommunenr
from consumers.stay import Stay
from consumers.untold import untold
from schemas.agreements import Agreement
from schemas.events import EpikriseMottatt, PasientInnlagt, PasientUtskrevet

Docs = list[Document[Any]]


class Kinds(NamedTuple):
    """The documents of one pair by what each does to a stay: open it, open it in vain, end it, or fill it."""

    innlagt: Docs
    cancelled: Docs
    utskrevet: Docs
    others: Docs


def stays_between(
    hospital: str,
    party: str,
    docs: Docs,
    epikriser: Sequence[Document[EpikriseMottatt]],
    agreement: Agreement,
) -> list[Stay]:
    """The stays of one pair; `epikriser` of that hospital only date admissions that nothing else tells of.

    Of what is cancelled `docs` holds LOG_INNLAGT alone: what it opened is a stay that says so.
    """
    new = partial(Stay, hospital, party, kommunenr(party, agreement))
    innlagt, cancelled, utskrevet, others = _by_kind(docs)
    known = (starts(doc) for doc in (*innlagt, *cancelled))
    dated = untold(known, (*others, *utskrevet), epikriser)
    begun = [*(Admission(starts(doc), doc) for doc in innlagt), *dated]
    found, loose = admitted(new, begun, utskrevet)
    if cancelled:
        found += withdrawn(new, cancelled, found)
    placed = {id(one.doc) for one in dated}
    _place_all((doc for doc in (*loose, *others) if id(doc) not in placed), found, new)
    for stay in found:
        stay.revive()
    _say_what_came_next(found)
    return found


def _by_kind(docs: Docs) -> Kinds:
    kinds = Kinds([], [], [], [])
    for doc in docs:
        if isinstance(doc.latest, PasientInnlagt):
            (kinds.cancelled if doc.cancelled_at else kinds.innlagt).append(doc)
        else:
            (kinds.utskrevet if isinstance(doc.latest, PasientUtskrevet) else kinds.others).append(doc)
    return kinds


def _place_all(docs: Iterable[Document[Any]], found: list[Stay], new: "partial[Stay]") -> None:
    for doc in sorted(docs, key=_exactness):
        stay = place(doc, found)
        if stay is None:
            stay = new()
            found.append(stay)
        stay.add(doc)


def _say_what_came_next(found: Iterable[Stay]) -> None:
    """Tell each stay of one pair which came before it, and which LOG_INNLAGT after it."""
    after: Document[PasientInnlagt] | None = None
    later: Stay | None = None
    living = (stay for stay in found if not stay.kansellert_at)
    for stay in sorted(living, key=lambda s: s.begin, reverse=True):
        stay.neste = after
        if later:
            later.forrige = stay
        later = stay
        after = stay.innlagt[0] if stay.innlagt else after


def _exactness(doc: Document[Any]) -> tuple[bool, bool, datetime, str]:
    """What tells of an admission first, then what tells of another date, then the rest."""
    innlagt, utskrevet = told(doc.latest, "innlagt"), told(doc.latest, "utskrevet")
    known = innlagt or utskrevet
    return (innlagt is None, known is None, known.utc if known else doc.sent, doc.series)
