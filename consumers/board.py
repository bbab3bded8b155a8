"""The felles forløpstavle: a row for each stay in transition, made of what evaluate found. Pure.

Source: rules.md §2 (what is expected), §3 (until when a stay is followed).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from consumers.attach import FOLLOW
from consumers.board_cells import Found, cells_of
from consumers.board_columns import BY_RULE
from consumers.document import Document
from consumers.evaluate import Evaluation
from consumers.found import HOSPITALS, terms_of
from consumers.ready_days import ready_spans
from consumers.rule import Finding
from consumers.stay import DAY, Stay
from schemas.agreements import Agreement
from schemas.board import BoardRow, Cell, Open

SILENT: Final = timedelta(days=90)
"""A stay of which nothing more is heard: nobody works on it any longer, whatever it was."""
OPEN: Final = ("apen", "levert_sent")
"""States of an avvik that nobody has dealt with (rules.md §4)."""

OFF: Final[Mapping[str, Callable[[Stay, Agreement], bool]]] = {
    "kansellert": lambda stay, _: stay.kansellert_at is not None,
    "dagopphold": lambda stay, _: stay.dagopphold,
    "annen_avsender": lambda stay, agreement: agreement.kind(stay.hospital) not in HOSPITALS,
    "ikke_kommune": lambda stay, agreement: agreement.kind(stay.party) != "kommune",
    "uten_tjenester": lambda stay, _: stay.uten_kommunale_tjenester,
}
"""Why a stay is on no board: no hospital and kommune follow a patient from one to the other."""

LEAVES: Final[Mapping[str, Callable[[Stay, datetime, bool], datetime | None]]] = {
    "fulgt_opp": lambda stay, *_: stay.end + FOLLOW if stay.end else None,
    "stille": lambda _, last, __: last + SILENT,
    "ferdig": lambda stay, last, done: max(stay.end, last) + DAY if done and stay.end else None,
}
"""When a row leaves the board, by stay, last message and whether all has come; the earliest counts.

fulgt_opp: the discharge is so long ago that nothing more belongs to the stay; stille: see SILENT;
ferdig: discharged and everything came; it is shown for one day more, so that people see that it did.
"""


def board(evaluation: Evaluation, agreement: Agreement, now: datetime) -> Iterator[BoardRow]:
    """The rows of one patient that are on the board at `now` (UTC), in the order of the stays."""
    stays = [stay for stay in evaluation.stays if not off(stay, agreement)]
    known = [(stay, [*stay.documents(), *stay.kansellerte]) for stay in stays]
    known = [(stay, docs) for stay, docs in known if _leaves(stay, _last(docs), done=False)[0] > now]
    if not known:
        return
    found, standing = _by_column(evaluation), _open(evaluation)
    for stay, docs in known:
        terms = terms_of(stay, agreement, evaluation.svarer)
        row = _row(stay, docs, cells_of(stay, terms, found.get(id(stay), {})), standing.get(stay.id, Open()))
        if row.leaves_at > now:
            yield row


def off(stay: Stay, agreement: Agreement) -> str:
    """A key of OFF; "" for a stay that is on the board."""
    return next((why for why, holds in OFF.items() if holds(stay, agreement)), "")


def _row(stay: Stay, docs: Sequence[Document[Any]], cells: tuple[Cell, ...], avvik: Open) -> BoardRow:
    last = _last(docs)
    leaves_at, why = _leaves(stay, last, done=all(cell.outcome != "ventet" for cell in cells))
    return BoardRow(
        stay_id=stay.id,
        pid=stay.pid,
        hospital=stay.hospital,
        party=stay.party,
        kommune=stay.kommune,
        unit=_unit(stay, docs),
        t0=stay.t0.utc if stay.t0 else None,
        t1=stay.t1.utc if stay.t1 else None,
        dead=stay.dod is not None,
        cells=cells,
        ready=ready_spans(stay),
        avvik=avvik,
        last_at=last,
        leaves_at=leaves_at,
        leaves_why=why,
    )


def _by_column(evaluation: Evaluation) -> Mapping[int, Found]:
    """id of the stay -> what was found in it, by column."""
    found: dict[int, dict[int, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for papers, rule, finding in evaluation.funn:
        if (place := BY_RULE.get(rule.key)) is not None:
            found[id(papers)][place].append(finding)
    return found


def _open(evaluation: Evaluation) -> dict[UUID, Open]:
    """Samhandlingsavvik that nobody has dealt with, of each stay."""
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    for one in evaluation.avvik:
        if one.kind == "samhandling" and one.state in OPEN:
            counts[one.stay_id][one.severity] += 1
    return {stay_id: Open(**count) for stay_id, count in counts.items()}


def _leaves(stay: Stay, last: datetime, *, done: bool) -> tuple[datetime, str]:
    """When the row leaves the board, UTC, and the key of LEAVES."""
    return min((at, why) for why, when in LEAVES.items() if (at := when(stay, last, done)))


def _last(docs: Iterable[Document[Any]]) -> datetime:
    """When the last message of the stay came, UTC."""
    last: datetime = max(event.received_at for doc in docs for event in (doc.latest, *doc.versions))
    return last


def _unit(stay: Stay, docs: Iterable[Document[Any]]) -> str | None:
    """The service that the hospital sent from last."""
    sent = [
        (doc.sent, doc.series, doc.latest.sender_service)
        for doc in docs
        if doc.latest.sender_service and doc.latest.sender == stay.hospital
    ]
    return max(sent)[2] if sent else None
