"""Claims: the unique rows that decide which message came first (architecture.md §3.6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros, moment
from adapters.store.rows import Shape, run, run_all, run_keys
from adapters.store.store import Store


class Key(NamedTuple):
    """What is unique: MsgId in lower case, sender's level-1 HER-id, and which content of that MsgId.

    `variant` is "" for the first content, else the sha256 of another.
    """

    msg_id: str
    sender: str
    variant: str


class Claim(NamedTuple):
    """One message that somebody is taking over, and the answer it gets.

    Attributes:
        msg_id, sender, variant: see Key.
        sha256: of the bytes, hex.
        verdict: of the judgement.
        message_type: MsgInfo/Type/@V.
        claimed_at: when we took it in, UTC.
        receipts: the AppRecs, as the caller packs them.
        pid: of the patient, where there is one.
        receivers: level-1 HER-ids with commas, the receiver before the copy receivers.
        source: over what it came, see adapters.receive.Source.
    """

    msg_id: str
    sender: str
    variant: str
    sha256: str
    verdict: str
    message_type: str
    claimed_at: datetime
    receipts: bytes
    pid: str | None = None
    receivers: str | None = None
    source: str | None = None

    @property
    def key(self) -> Key:
        return Key(self.msg_id, self.sender, self.variant)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the store says: the claim as stored, whether this call made it, whether it is carried out."""

    claim: Claim
    fresh: bool
    done: bool


KEYS = Shape(msg_id="text", sender="text", variant="text")
ROWS = Shape(
    **dict.fromkeys(("msg_id", "sender", "variant", "sha256", "verdict", "message_type"), "text"),
    claimed_at="bigint",
    receipts="bytea",
    **dict.fromkeys(("pid", "receivers", "source"), "text"),
)

# Sorted by key: two processes with the same keys wait for each other in one order, and never for ever.
INSERT = (
    f"INSERT INTO claims ({ROWS.names}) SELECT {ROWS.names} FROM {{rows}} WHERE true"  # noqa: S608
    " ON CONFLICT DO NOTHING RETURNING msg_id, sender, variant"
)
SELECT = f"""
    SELECT {", ".join(f"c.{name}" for name in ROWS.columns)}, u.seq IS NULL AS done
    FROM {{rows}} JOIN claims c ON {{same}} LEFT JOIN unfinished u ON u.seq = c.seq
    ORDER BY c.seq"""  # noqa: S608
SAME = "c.msg_id = r.msg_id AND c.sender = r.sender AND c.variant = r.variant"
STORED = SELECT.replace("{same}", SAME)
OF_MSG_ID = SELECT.replace("{same}", "c.msg_id = r.value")
DONE = f"DELETE FROM unfinished WHERE seq IN (SELECT c.seq FROM {{rows}} JOIN claims c ON {SAME})"  # noqa: S608
UNRESOLVED = f"""
    SELECT {", ".join(f"c.{name}" for name in ROWS.columns)}, false
    FROM {{rows}} CROSS JOIN unfinished u JOIN claims c ON c.seq = u.seq
    WHERE c.claimed_at < r.before ORDER BY c.claimed_at LIMIT {{most}}"""  # noqa: S608


def _row(claim: Claim) -> tuple[Any, ...]:
    return (*claim[:6], micros(claim.claimed_at), *claim[7:])


def _claimed(row: Sequence[Any]) -> Claimed:
    *columns, done = row
    columns[6] = moment(columns[6])
    return Claimed(Claim(*columns), fresh=False, done=bool(done))


async def _insert(conn: AsyncConnection, claims: Iterable[Claim]) -> set[Key]:
    """The keys that were not there before: these are ours."""
    return {Key(*row) for row in await run_all(conn, INSERT, ROWS, [_row(claim) for claim in sorted(claims)])}


async def take(store: Store, claims: Sequence[Claim]) -> list[Claimed]:
    """Insert or read each claim, in the order given; the first writer wins, also between processes.

    One statement, and so one transaction, when all are new. What another holds is read by a second one, whose
    snapshot is taken after the other's commit: the insert has waited for it.
    """
    first: dict[Key, Claim] = {}
    for claim in claims:
        first.setdefault(claim.key, claim)
    async with store.write() as conn:
        ours = await _insert(conn, first.values())
        theirs = [key for key in first if key not in ours]
        found = [_claimed(row) for row in await run_all(conn, STORED, KEYS, theirs)]
    known = {claimed.claim.key: claimed for claimed in found}
    return [_answer(claim, first[claim.key], known) for claim in claims]


def _answer(claim: Claim, first: Claim, known: dict[Key, Claimed]) -> Claimed:
    """Of two equal keys in one batch the first is fresh, and the other sees it."""
    return known.get(claim.key) or Claimed(first, fresh=claim is first, done=False)


async def done(store: Store, keys: Iterable[Key]) -> None:
    """Mark claims as carried out; unknown keys are ignored."""
    async with store.write() as conn:
        await run_all(conn, DONE, KEYS, sorted(set(keys)))


async def unresolved(store: Store, before: datetime, limit: int) -> list[Claim]:
    """Claims older than `before` that nobody has carried out (*uavklart*), oldest first."""
    async with store.read() as conn:
        rows = await run(conn, UNRESOLVED, Shape(before="bigint"), [(micros(before),)], most=limit)
        return [_claimed(row).claim for row in rows]


async def find(store: Store, msg_ids: Iterable[str]) -> list[Claimed]:
    """Every claim on these MsgIds, of any sender, first come first."""
    async with store.read() as conn:
        return [_claimed(row) for row in await run_keys(conn, OF_MSG_ID, msg_ids)]
