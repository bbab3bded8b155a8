"""Whether the patient had municipal services when a stay began, and what tells so. Pure.

Source: rules.md §3, strongest first: a report of admission from the kommune; services told of within twelve
months; LOG_INNLAGT, which is sent for known users only; helseopplysninger. Which of them are
no health services: §9.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, Final

from consumers.document import Document
from consumers.stay import Stay
from schemas.agreements import Agreement
from schemas.events import Event, TjenestetilbudMottatt
from schemas.tjenester import MedTjenester

YEAR: Final = timedelta(days=365)
"""How long a service that was told of is thought to last."""
TJENESTER: Final = "tjenester"
"""The part EksisterendeTjeneste of a report."""
TJENESTEBEHOV: Final = "tjenestebehov"
"""The part TjenesteBehov."""


def telling(docs: Iterable[Document[Any]]) -> list[Document[Any]]:
    """The documents that tell which services the patient has, in order of sending."""
    told = [
        doc for doc in docs if isinstance(doc.latest, TjenestetilbudMottatt) or TJENESTER in doc.latest.deler
    ]
    return sorted(told, key=_order)


def evidence(stay: Stay, told: Sequence[Document[Any]]) -> Document[Any] | None:
    """The strongest evidence that the party of a stay gave the patient services; `told` is telling(…)."""
    newest = _newest(told, stay.begin, stay.end, stay.party)
    shelves = (stay.innleggelsesrapporter, [newest] if newest else [], stay.innlagt, stay.helseopplysninger)
    return next((min(docs, key=_order) for docs in shelves if docs), None)


def bare_ikke_helse(stay: Stay, told: Sequence[Document[Any]], ikke_helse: frozenset[str]) -> bool:
    """Whether messages name the patient's services, and all are of the codes `ikke_helse` (9151).

    A single service of another code, or of none, and a need of one that is told in the stay, say otherwise.
    """
    newest = _newest(told, stay.begin, stay.end, stay.party)
    has = [*telling(stay.innleggelsesrapporter), *([newest] if newest else [])]
    if not has or not all(_names_only(doc.latest, ikke_helse) for doc in has):
        return False
    needs = (doc.latest for doc in stay.documents() if TJENESTEBEHOV in doc.latest.deler)
    return all(_names_only(event, ikke_helse) for event in needs)


def giver(told: Sequence[Document[Any]], begin: datetime, end: datetime, agreement: Agreement) -> str | None:
    """The kommune last told of as giving the patient services between two moments, level-1 HER-id."""
    newest = _newest(told, begin, end)
    if newest is None:
        return None
    both = (newest.latest.sender, newest.latest.receiver)
    return next((her for her in both if agreement.kind(her) == "kommune"), None)


def _names_only(event: Event, codes: frozenset[str]) -> bool:
    named = event.tjenester if isinstance(event, MedTjenester) else ()
    return bool(named) and codes.issuperset(named)


def _newest(
    told: Sequence[Document[Any]], begin: datetime, end: datetime | None, her: str | None = None
) -> Document[Any] | None:
    """The last of `told` that lasts between two moments; `her`: that this party sent or got."""
    until = bisect_right(told, end, key=attrgetter("sent")) if end else len(told)
    since = bisect_left(told, begin - YEAR, key=attrgetter("sent"))
    lasting = reversed(told[since:until])
    return next((doc for doc in lasting if her in (None, doc.latest.sender, doc.latest.receiver)), None)


def _order(doc: Document[Any]) -> tuple[datetime, str]:
    return doc.sent, doc.series
