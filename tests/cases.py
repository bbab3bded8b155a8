"""Dead letters and their cases, for tests."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from adapters.kafka.deadletter import dead_letter
from adapters.kafka.reason import Failure
from adapters.kafka.records import Incoming, Record
from adapters.store import Store, case_search, cases
from adapters.store.case_search import Selection
from adapters.store.cases import Case

AT = datetime(2026, 2, 12, 13, 5, tzinfo=UTC)
FAILURE = Failure("PERMANENT_FORMAT", "event.unreadable", "Posten er ikke en hendelse vi kjenner.", "detect")


def case(number: int = 1, **other: Any) -> Case:
    """Case `number`: an event that detect could not read; the higher, the later."""
    at = AT + timedelta(minutes=number)
    made = Case(
        dlq_id=str(UUID(int=number << 96)),
        topic="hendelser.v1",
        partition_no=0,
        record_offset=number,
        letter_partition=0,
        letter_offset=number,
        reader="detect",
        stage="detect",
        error_class="PERMANENT_FORMAT",
        code="event.unreadable",
        apprec="",
        place="",
        message="Posten er ikke en hendelse vi kjenner.",
        msg_id=f"m-{number}",
        message_type="LOG_INNLAGT",
        sender="90001",
        size=9,
        sha256=hashlib.sha256(b"<content>").hexdigest(),
        first_failed_at=at,
        last_failed_at=at,
        attempts=1,
        state="apen",
        replay_n=0,
        failed_n=0,
        failures=0,
        edited_sha256="",
        changed_at=at,
    )
    return made._replace(**other)


def incoming(record: Record, offset: int = 0, partition: int = 0) -> Incoming:
    """A record as Kafka gives it."""
    at_ms = int(AT.timestamp() * 1000)
    return Incoming(record.topic, partition, offset, at_ms, record.key, record.value, record.headers)


def letter(source: Incoming | Record, failure: Failure = FAILURE, group: str = "detect") -> Record:
    """The dead letter of a record."""
    return dead_letter(source, failure, group=group, version="0.1.0", now=AT)


async def keep(store: Store, *several: Case) -> None:
    """Put them into the store."""
    async with store.begin() as conn:
        await cases.save(conn, several)


async def found(store: Store, **wanted: Any) -> list[int]:
    """The numbers of the cases meant, in the order given."""
    got = await case_search.find(store, Selection(**wanted), 100)
    return [one.record_offset for one in got]
