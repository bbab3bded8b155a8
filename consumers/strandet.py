"""<topic>.dlt → a case for each dead letter, for people to work with (deadletters.md §3.6)."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import structlog

from adapters import casework
from adapters.claimcheck.ticket import sha256_of, size_of
from adapters.failpoint import reach
from adapters.kafka.bad import Bad
from adapters.kafka.records import Incoming
from adapters.store import Store, case_steps, cases
from adapters.store.case_steps import Step, What
from adapters.store.cases import Case
from schemas.events import NAMESPACE
from schemas.topics import INTERNAL, dlt

GROUP = "strandet"
TOPICS = tuple(dlt(topic).name for topic in INTERNAL)
MOST = 512
"""Signs of a header that are kept."""
TEXTS = {
    "reader": "plo-dlq-group",
    "stage": "plo-dlq-stage",
    "error_class": "plo-dlq-class",
    "code": "plo-dlq-code",
    "apprec": "plo-dlq-apprec",
    "place": "plo-dlq-where",
    "message": "plo-dlq-message",
    "msg_id": "plo-msg-id",
    "message_type": "plo-message-type",
    "sender": "plo-her-sender",
}
"""Field of a case -> header that has it."""
STEP_OF: dict[str, What] = {"parkert": "parkert", "feilet": "feilet", "kjores": "feilet", "apen": "strandet"}

log = structlog.get_logger()


class Strandet:
    """The consumer of the dead-letter topics."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def handle(self, batch: Sequence[Incoming]) -> list[Bad]:
        """Keep a case for each; one that is read twice changes nothing. Refuses none."""
        now = self._now()
        letters = [letter_of(one, now) for one in batch]
        reach("strandet.read")
        async with self._store.begin() as conn:
            known = await cases.locked(conn, {one.dlq_id for one in letters})
            steps: list[Step] = []
            changed: dict[str, Case] = {}
            for letter in letters:
                after = casework.failed(known.get(letter.dlq_id), letter)
                if after:
                    known[letter.dlq_id] = changed[letter.dlq_id] = after
                    steps.append(step_of(after, letter))
            await cases.save(conn, changed.values())
            await case_steps.note(conn, steps)
        return []

    async def bury(self, bad: Sequence[Bad]) -> None:
        """A letter that trips over a fault of ours lies on its topic already: it is told of and passed by."""
        for one in bad:
            where = {"topic": one.incoming.topic, "offset": one.incoming.offset}
            log.error("letter.not_kept", **where, code=one.code, where=one.where)


def step_of(case: Case, letter: Case) -> Step:
    """That it failed, the first time or once more."""
    what = "strandet" if letter.failed_n == 0 else STEP_OF[case.state]
    return Step(case.dlq_id, what, str(letter.failed_n), letter.last_failed_at, letter.reader, letter.code)


def letter_of(record: Incoming, now: datetime) -> Case:
    """The case that this dead letter alone makes. Others may write to our topics: anything may be garbage."""
    n = max(0, _number(record, "plo-replay-n", 0))
    failed_at = _time(record, "last-failed-at") or _written(record, now)
    texts: dict[str, Any] = {field: _text(record, header) for field, header in TEXTS.items()}
    return Case(
        dlq_id=_id(record),
        topic=record.topic.removesuffix(".dlt"),
        partition_no=_number(record, "plo-dlq-original-partition", -1),
        record_offset=_number(record, "plo-dlq-original-offset", -1, 2**63 - 1),
        letter_partition=record.partition,
        letter_offset=record.offset,
        **texts,
        size=size_of(record),
        sha256=sha256_of(record),
        first_failed_at=_time(record, "first-failed-at") or failed_at,
        last_failed_at=failed_at,
        attempts=max(1, _number(record, "plo-dlq-attempts", 1)),
        state="apen",
        replay_n=n,
        failed_n=n,
        failures=min(n, 1),
        edited_sha256="",
        changed_at=now,
    )


def _id(record: Incoming) -> str:
    """Its plo-dlq-id; of one that has none, its place."""
    try:
        return str(UUID(record.header("plo-dlq-id") or ""))
    except ValueError:
        return str(uuid5(NAMESPACE, f"dlq/{record.topic}/{record.partition}/{record.offset}"))


def _text(record: Incoming, name: str) -> str:
    """Without what could command a terminal, or what a database does not take."""
    text = (record.header(name) or "")[:MOST]
    return "".join(sign if sign.isprintable() else "·" for sign in text)


def _number(record: Incoming, name: str, otherwise: int, most: int = 2**31 - 1) -> int:
    text = record.header(name) or ""
    known = text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= most
    return int(text) if known else otherwise


def _time(record: Incoming, name: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(record.header(f"plo-dlq-{name}") or "")
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None


def _written(record: Incoming, now: datetime) -> datetime:
    """When Kafka had it; a time that nobody can write is now."""
    try:
        return datetime.fromtimestamp(record.timestamp_ms / 1000, UTC) if record.timestamp_ms > 0 else now
    except (OverflowError, ValueError, OSError):
        return now
