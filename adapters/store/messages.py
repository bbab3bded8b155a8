"""Messages as people look for them: the claims on them, newest first, in pages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, column, func, literal, or_, select, table, true, tuple_

from adapters.store.claims import ROWS
from adapters.store.moments import micros, moment
from adapters.store.picking import among, begins, equal
from adapters.store.store import Store

CLAIMS = table("claims", *map(column, ("seq", *ROWS.columns)))
C = CLAIMS.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages; what is empty or None asks for nothing.

    Attributes:
        parties: level-1 HER-ids that the user is limited to, as sender or receiver; None: all.
        msg_id: how it begins.
        sender, receiver: level-1 HER-ids; the receiver of an older message may not be known.
        types: MsgInfo/Type/@V, any of these.
        verdicts: any of these.
        since, until: claimed at or after, and before, UTC.
    """

    parties: frozenset[str] | None = None
    msg_id: str = ""
    sender: str | None = None
    receiver: str | None = None
    types: frozenset[str] = frozenset()
    verdicts: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None

    def later(self, moment: datetime) -> "Wanted":
        """The same, but nothing from before this moment."""
        return replace(self, since=max(moment, self.since or moment))


class Place(NamedTuple):
    """Where a page ends: the next one begins after it."""

    claimed_at: int
    seq: int


class Message(NamedTuple):
    """A line of the list.

    Attributes:
        place: in the list.
        receivers: level-1 HER-ids, the receiver before the copy receivers; empty where it is not known.
        pid: of the patient, where there is one.
        source: over what it came; "" where nobody knows.
        variant: the sha256 of another content under the same MsgId; "" for the first.
    """

    place: Place
    msg_id: str
    sender: str
    receivers: tuple[str, ...]
    message_type: str
    verdict: str
    claimed_at: datetime
    pid: str | None
    source: str
    variant: str


_LINE = (
    C.claimed_at,
    C.seq,
    C.msg_id,
    C.sender,
    C.receivers,
    C.message_type,
    C.verdict,
    C.pid,
    C.source,
    C.variant,
)


async def listed(store: Store, wanted: Wanted, limit: int = 50, after: Place | None = None) -> list[Message]:
    """One page, newest first, from `after` on."""
    begin = true() if after is None else tuple_(C.claimed_at, C.seq) < tuple_(*map(literal, after))
    page = (
        select(C.seq)
        .where(conditions(wanted), begin)
        .order_by(C.claimed_at.desc(), C.seq.desc())
        .limit(limit)
    )
    async with store.read() as conn:
        seqs = list((await conn.execute(page)).scalars())
        found = await conn.execute(select(*_LINE).where(C.seq.in_(seqs)))
        return sorted((_message(row) for row in found), key=lambda one: one.place, reverse=True)


async def every(store: Store, wanted: Wanted, limit: int) -> list[Message]:
    """As `listed`, for more at a time than one statement has room to name: the database sorts whole rows."""
    query = select(*_LINE).where(conditions(wanted)).order_by(C.claimed_at.desc(), C.seq.desc())
    async with store.read() as conn:
        return [_message(row) for row in await conn.execute(query.limit(limit))]


async def count(store: Store, wanted: Wanted, most: int = 10_000) -> int:
    """How many are wanted, `most` at most: beyond it nobody leafs."""
    few = select(C.seq).where(conditions(wanted)).limit(most).subquery()
    async with store.read() as conn:
        found: int = (await conn.execute(select(func.count()).select_from(few))).scalar_one()
    return found


async def refused(store: Store, pids: Iterable[str]) -> list[Message]:
    """Messages of these patients that were not accepted, oldest first: no event tells of them."""
    query = select(*_LINE).where(C.pid.in_(sorted(pids)), C.verdict != "godtatt")
    async with store.read() as conn:
        return sorted(map(_message, await conn.execute(query)))


def _message(row: Iterable[Any]) -> Message:
    at, seq, msg_id, sender, receivers, type_, verdict, pid, source, variant = row
    hers = tuple(filter(None, (receivers or "").split(",")))
    return Message(
        Place(at, seq), msg_id, sender, hers, type_, verdict, moment(at), pid, source or "", variant
    )


def conditions(wanted: Wanted) -> ColumnElement[bool]:
    """Whether a claim is wanted."""
    limits = [] if wanted.parties is None else [_is_party(her) for her in sorted(wanted.parties)]
    return and_(
        true() if wanted.parties is None else or_(literal(False), *limits),
        begins(C.msg_id, wanted.msg_id),
        equal(C.sender, wanted.sender),
        true() if wanted.receiver is None else _is_receiver(wanted.receiver),
        among(C.message_type, wanted.types),
        among(C.verdict, wanted.verdicts),
        true() if wanted.since is None else C.claimed_at >= micros(wanted.since),
        true() if wanted.until is None else C.claimed_at < micros(wanted.until),
    )


def _is_party(her: str) -> ColumnElement[bool]:
    return or_(C.sender == her, _is_receiver(her))


def _is_receiver(her: str) -> ColumnElement[bool]:
    return ("," + C.receivers + ",").contains(f",{her},", autoescape=True)
