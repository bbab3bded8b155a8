"""Dead letters of the consumers become cases, once, and are counted; Kafka is a fake."""

from letters import KARI
from letters_detect import Line, strand

from adapters import metrics
from adapters.kafka.records import Record
from adapters.store import case_steps
from broker.letters.discard import discard
from broker.stranding import count


async def test_a_letter_becomes_a_case_once(line: Line) -> None:
    """Who failed, why, where and when; read a second time, nothing changes."""
    await strand(line)
    (case,) = await line.office.keep()
    assert (case.topic, case.reader, case.error_class, case.code) == (
        "hendelser.v1",
        "detect",
        "BUG",
        "bug",
    )
    assert (case.record_offset, case.letter_offset, case.attempts, case.state) == (1, 0, 3, "apen")
    line.office.read.clear()
    assert await line.office.keep() == [case]
    assert [one.what for one in await case_steps.of(line.office.store, case.dlq_id)] == ["strandet"]


async def test_bytes_that_are_gone_are_told_of(line: Line) -> None:
    """Kafka has deleted the letter: it is skipped with what to do."""
    await strand(line)
    (case,) = await line.office.keep()
    line.office.desk.originals.gone.add(case.letter_offset)  # type: ignore[attr-defined] # a fake
    (outcome,) = await line.office.run([case])
    assert outcome.skipped and "ikke lenger" in outcome.skipped.what


async def test_what_others_put_on_the_topic_is_a_case_too(line: Line) -> None:
    """Without any of our headers, with garbage in them: it can be seen and discarded, and not run."""
    garbage = (
        ("plo-dlq-id", b"\xff"),
        ("plo-dlq-group", b"\x00\x1b[2J" + b"x" * 2000),
        ("plo-dlq-attempts", b"-4"),
        ("plo-dlq-first-failed-at", b"9999-99-99"),
        ("plo-replay-n", "²".encode()),
        ("plo-dlq-original-offset", b"99999999999999999999999"),
    )
    line.office.producer.sent += [
        Record("avvik.v1.dlt", None, None),
        Record("hendelser.v1.dlt", b"k", b"v", garbage),
    ]
    found = await line.office.keep("hendelser.v1.dlt", "avvik.v1.dlt")
    assert len(found) == 2
    assert all((one.attempts, one.replay_n, one.record_offset) == (1, 0, -1) for one in found)
    assert not any(sign in one.reader for one in found for sign in "\x00\x1b")
    assert all(one.skipped for one in await line.office.run(found))
    assert len(await discard(line.office.store, found, KARI, line.office.now)) == 2


async def test_what_is_open_is_measured(line: Line) -> None:
    """How many of each code on each topic, none when they are dealt with, and how old the oldest is."""
    await strand(line)
    await line.office.keep()
    await count(line.office.store)
    measured = metrics.exposition().decode()
    assert 'plo_dlt_open{code="bug",topic="hendelser.v1"} 1.0' in measured
    await discard(line.office.store, await line.office.cases(), KARI, line.office.now)
    await count(line.office.store)
    measured = metrics.exposition().decode()
    assert 'plo_dlt_open{code="bug",topic="hendelser.v1"} 0.0' in measured
    assert "plo_dlt_oldest_seconds 0.0" in measured
