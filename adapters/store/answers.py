"""Which receiver has answered which message: the first AppRec of each counts (apprec.md §6)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from adapters.store.moments import micros, moment
from adapters.store.rows import Shape, run, run_all, run_keys
from adapters.store.store import Store


class Exchange(NamedTuple):
    """What is unique: a message, and one of those that it is for.

    `sender` and `receiver` are level-1 HER-ids, `service` the receiver's level 2, empty where none is given.
    """

    msg_id: str
    sender: str
    receiver: str
    service: str


class Awaited(NamedTuple):
    """A message that a receiver is to answer.

    Attributes:
        message_type: MsgInfo/Type/@V.
        document_id: ServProvId of an epikrise, empty for other messages.
        sent_at: GenDate, UTC.
    """

    exchange: Exchange
    message_type: str
    document_id: str
    sent_at: datetime


class Given(NamedTuple):
    """What is known once an AppRec has come.

    Attributes:
        first: id of the event of the AppRec that came first.
        sent_at: GenDate of the message, UTC; None as long as it has not come.
    """

    first: str
    sent_at: datetime | None


_KEY = "msg_id, sender, receiver, service"
AWAITED = Shape(
    msg_id="text",
    sender="text",
    receiver="text",
    service="text",
    message_type="text",
    document_id="text",
    sent_at="bigint",
)
GIVEN = Shape(msg_id="text", sender="text", receiver="text", service="text", answer_id="text")
_COLUMNS = ", ".join(f"a.{name}" for name in AWAITED.columns)

# Sorted by key, as claims are: two processes with the same keys never wait for each other for ever.
AWAIT = f"""
    INSERT INTO answers ({AWAITED.names}) SELECT {AWAITED.names} FROM {{rows}} WHERE true
    ON CONFLICT ({_KEY}) DO UPDATE SET message_type = excluded.message_type,
        document_id = excluded.document_id, sent_at = excluded.sent_at"""  # noqa: S608
GIVE = f"""
    INSERT INTO answers ({_KEY}, message_type, document_id, answer_id)
    SELECT {_KEY}, '', '', answer_id FROM {{rows}} WHERE true
    ON CONFLICT ({_KEY}) DO UPDATE SET answer_id = COALESCE(answers.answer_id, excluded.answer_id)
    RETURNING {_KEY}, answer_id, sent_at"""  # noqa: S608
OF_DOCUMENT = f"""
    SELECT {_COLUMNS} FROM {{rows}} JOIN answers a ON a.document_id = r.value AND a.document_id <> ''
    WHERE a.sent_at IS NOT NULL ORDER BY a.sent_at, a.msg_id"""  # noqa: S608
# An answer that names no service is its whole organisation's; so is a message that names none.
UNANSWERED = f"""
    SELECT {_COLUMNS} FROM {{rows}} CROSS JOIN answers a
    WHERE a.answer_id IS NULL AND a.sent_at <= r.before AND NOT EXISTS (
        SELECT 1 FROM answers b WHERE b.msg_id = a.msg_id AND b.sender = a.sender
        AND b.receiver = a.receiver AND b.answer_id IS NOT NULL AND (a.service = '' OR b.service = ''))
    ORDER BY a.sent_at, a.msg_id, a.receiver, a.service LIMIT {{most}}"""  # noqa: S608


async def expect(store: Store, awaited: Iterable[Awaited]) -> None:
    """Note what is to be answered; what is noted already, answered or not, stays as it is."""
    rows = {one.exchange: (*one.exchange, *one[1:3], micros(one.sent_at)) for one in awaited}
    if rows:
        async with store.write() as conn:
            await run_all(conn, AWAIT, AWAITED, sorted(rows.values()))


async def give(store: Store, answers: Sequence[tuple[Exchange, str]]) -> dict[Exchange, Given]:
    """Note AppRecs by the ids of their events, in the order in which they came; the first one stays."""
    first: dict[Exchange, str] = {}
    for exchange, answer_id in answers:
        first.setdefault(exchange, answer_id)
    rows = [(*exchange, answer_id) for exchange, answer_id in sorted(first.items())]
    async with store.write() as conn:
        found = await run_all(conn, GIVE, GIVEN, rows)
    return {Exchange(*row[:4]): Given(row[4], _moment(row[5])) for row in found}


async def of_documents(store: Store, document_ids: Iterable[str]) -> list[Awaited]:
    """The messages with these document ids, in the order in which they were sent."""
    async with store.read() as conn:
        return [_awaited(row) for row in await run_keys(conn, OF_DOCUMENT, document_ids)]


async def unanswered(store: Store, before: datetime, limit: int) -> list[Awaited]:
    """What was sent at `before` or earlier, and nobody has answered, oldest first."""
    async with store.read() as conn:
        rows = await run(conn, UNANSWERED, Shape(before="bigint"), [(micros(before),)], most=limit)
        return [_awaited(row) for row in rows]


def _awaited(row: Sequence[Any]) -> Awaited:
    return Awaited(Exchange(*row[:4]), row[4], row[5], moment(row[6]))


def _moment(at: int | None) -> datetime | None:
    return None if at is None else moment(at)
