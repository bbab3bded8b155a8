"""Dead letters of the consumers: a case, run again, handled or parked; Kafka is a fake."""

import asyncio
import os
import zipfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from builders import TROMSO, UNN, innlagt_xml, rapport_xml
from cases import incoming
from cases import letter as buried
from judging import AGREEMENT
from letters import KARI, Office, office
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters import metrics
from adapters.errors import Transient
from adapters.kafka.bad import Bad
from adapters.kafka.burial import Burial
from adapters.kafka.records import Incoming, Record, text_of
from adapters.receive import Source
from adapters.replays import Replays
from adapters.store import Store, audit, case_steps, cases, history
from broker.letters import edit
from broker.letters.again import record_again
from broker.letters.discard import discard
from broker.letters.export import export, target_of
from broker.letters.refused import Refused
from broker.letters.who import Who
from broker.stranding import count
from consumers.clock import Clock as Passing
from consumers.detect import Detect
from consumers.settle import Settler
from consumers.strandet import letter_of
from schemas.avvik import Avvik

SENDER = Source("prøve", frozenset({UNN.her, TROMSO.her}))
AGAIN = "hendelser.v1.replay.detect"


class Line:
    """The office, and the consumer `detect` with its clock."""

    def __init__(self, at: Office) -> None:
        self.office = at
        settler = Settler(at.store, at.producer, AGREEMENT, 1.0)  # type: ignore[arg-type] # a fake
        burial = Burial(at.producer, "detect", "1", at.now)  # type: ignore[arg-type] # a fake
        self.detect = Detect(at.store, settler, burial, at.now)
        self.clock = Passing(at.store, settler, lambda: frozenset({0}), at.now)
        self.replays = Replays(at.store, "detect", self.detect.handle, at.now)
        self.tripping = False

    async def read(self) -> None:
        """What `detect` does with all that is new; while it trips, each record of it is a bug."""
        batch = self.office.unread("hendelser.v1", AGAIN)
        if self.tripping:
            await self.detect.bury([Bad(one, "BUG", "bug", "Uventet feil.", attempts=3) for one in batch])
        else:
            await self.detect.bury(await self.replays.handle(batch))

    def avvik(self) -> list[Avvik]:
        return [Avvik.model_validate_json(one.value or b"") for one in self.office.producer.on("avvik.v1")]


@pytest.fixture
async def line(store: Store, tmp_path: Path) -> AsyncIterator[Line]:
    async with office(store, tmp_path) as made:
        yield Line(made)


async def strand(line: Line) -> None:
    """A report without medicines is told of; then an admission of the same patient trips `detect`."""
    await line.office.receive(rapport_xml(medicines=(), gen_date="2026-02-03T12:00:00"), SENDER)
    await line.read()
    line.tripping = True
    await line.office.receive(innlagt_xml(gen_date="2026-02-03T11:00:00"), SENDER)
    await line.read()
    line.tripping = False


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


async def test_run_again_and_handled_the_avvik_are_certain_again(line: Line) -> None:
    """Run for `detect` alone, keyed as it was; then resolved, and the clock takes `ufullstendig` back."""
    await strand(line)
    (case,) = await line.office.keep()
    assert line.avvik()[-1].ufullstendig
    (outcome,) = await line.office.run([case])
    assert (outcome.skipped, outcome.topic) == (None, AGAIN)
    (record,) = line.office.producer.on(AGAIN)
    original = line.office.producer.on("hendelser.v1")[1]
    assert (record.key, record.value) == (original.key, original.value)
    assert (await line.office.cases())[0].state == "kjores"
    await line.read()
    await line.clock.tick()
    (case,) = await line.office.cases()
    assert case.state == "lost"
    last = {one.id: one for one in line.avvik()}
    assert last and not any(one.ufullstendig for one in last.values())
    whos = [(one.what, one.who) for one in await case_steps.of(line.office.store, case.dlq_id)]
    assert whos == [("strandet", "detect"), ("kjort", "kari"), ("lost", "detect")]
    async with line.office.store.read() as conn:
        entry = await audit.head(conn)
    assert entry and (entry.who, entry.did, entry.about) == ("kari", "strandet: kjort", case.dlq_id)


async def test_run_again_says_so_in_its_headers(line: Line) -> None:
    """Of the failure nothing is left; which letter, which time, by whom and when is told."""
    await strand(line)
    await line.office.run(await line.office.keep())
    (record,) = line.office.producer.on(AGAIN)
    names = [name for name, _ in record.headers]
    assert not [one for one in names if one.startswith(("plo-dlq-", "kafka_dlt-", "__connect.errors."))]
    said = {name: (value or b"").decode() for name, value in record.headers if name.startswith("plo-replay-")}
    (case,) = await line.office.cases()
    assert said == {
        "plo-replay-of": case.dlq_id,
        "plo-replay-n": "1",
        "plo-replay-by": "kari",
        "plo-replay-at": "2026-02-03T12:00:00.000Z",
        "plo-replay-edited": "false",
        "plo-replay-original-sha256": case.sha256,
    }


async def test_the_same_replay_twice_has_one_effect(line: Line) -> None:
    """Somebody ran it before the note was made, and again: the second record is passed over."""
    await strand(line)
    (case,) = await line.office.keep()
    await line.office.run([case])
    await line.office.run([case], force=True)
    assert len(line.office.producer.on(AGAIN)) == 2
    handled: list[Incoming] = []

    async def handle(batch: Sequence[Incoming]) -> list[Bad]:
        handled.extend(batch)
        return []

    replays = Replays(line.office.store, "detect", handle, line.office.now)
    for record in line.office.unread(AGAIN):
        await replays.handle([record])
    assert len(handled) == 1
    steps = [one.what for one in await case_steps.of(line.office.store, case.dlq_id)]
    assert steps.count("lost") == 1


async def test_three_failures_park_it(line: Line) -> None:
    """Each failure adds to the one case under the one id; the fourth run needs force."""
    await strand(line)
    line.tripping = True
    for n in (1, 2, 3):
        (case,) = await line.office.keep()
        (outcome,) = await line.office.run([case])
        assert outcome.skipped is None
        await line.read()
        (case,) = await line.office.keep()
        assert (case.failures, case.attempts) == (n, 3 + 3 * n)
    assert case.state == "parkert"
    (outcome,) = await line.office.run([case])
    assert outcome.skipped and "parkert" in outcome.skipped.what
    line.tripping = False
    await line.office.run([case], force=True)
    await line.read()
    assert [one.state for one in await line.office.cases()] == ["lost"]


async def test_headers_do_not_grow_over_a_thousand_runs(line: Line) -> None:
    """Strip, run, fail: the thousandth letter is as large as the first, but for the digits of the number."""
    await strand(line)
    (letter,) = line.office.unread("hendelser.v1.dlt")
    sizes = []
    for n in range(1000):
        case = letter_of(letter, line.office.now())
        record = record_again(case, letter, KARI, line.office.now())
        assert text_of(record.headers, "plo-replay-n") == str(n + 1)
        letter = incoming(buried(incoming(record)))
        sizes.append(sum(len(name) + len(value or b"") for name, value in letter.headers))
    assert letter.topic == "hendelser.v1.dlt"
    assert max(sizes) - min(sizes) <= 3


async def test_what_would_fail_the_same_way_is_not_run(line: Line) -> None:
    """A record that is no event is refused beforehand; force runs it, and it fails again."""
    await line.detect.bury(
        await line.detect.handle([Incoming("hendelser.v1", 0, 7, 0, b"a" * 64, b'{"type":"tull"}', ())])
    )
    (case,) = await line.office.keep()
    (outcome,) = await line.office.run([case])
    assert outcome.skipped and "Den ville feilet" in outcome.skipped.what
    assert line.office.producer.on(AGAIN) == []
    await line.office.run([case], force=True)
    await line.read()
    (case,) = await line.office.keep()
    assert (case.state, case.failures) == ("feilet", 1)


async def test_discarded_with_a_reason_lets_go_of_the_patient(line: Line) -> None:
    """No reason, nothing done; afterwards the avvik are certain, and a record on its way is passed over."""
    await strand(line)
    (case,) = await line.office.keep()
    with pytest.raises(Refused):
        await discard(line.office.store, [case], Who("kari", ""), line.office.now)
    await line.office.run([case])
    assert [one.state for one in await discard(line.office.store, [case], KARI, line.office.now)] == [
        "forkastet"
    ]
    assert await discard(line.office.store, [case], KARI, line.office.now) == []
    await line.clock.tick()
    assert not {one.id: one for one in line.avvik()}.popitem()[1].ufullstendig
    known = await _events(line)
    await line.read()
    assert await _events(line) == known
    (outcome,) = await line.office.run([case._replace(state="forkastet")], force=True)
    assert outcome.skipped is not None


async def _events(line: Line) -> int:
    async with line.office.store.read() as conn:
        pids = {one.pid for one in line.avvik()}
        return sum(len(events) for events in (await history.histories(conn, pids)).values())


async def test_cut_off_before_the_note_nothing_is_lost(line: Line) -> None:
    """Kafka has it and the program is killed: the case is open, and what the consumer tells closes it."""
    await strand(line)
    (case,) = await line.office.keep()
    await line.office.run([case])
    async with line.office.store.begin() as conn:  # as if the note had never been made
        await cases.save(conn, [case])
    await line.office.run([case])
    await line.read()
    (case,) = await line.office.cases()
    assert (case.state, case.replay_n) == ("lost", 1)


async def test_cancelled_in_the_middle_the_note_is_made(line: Line) -> None:
    """Ctrl-C while Kafka answers: what was sent is noted, and what was not begun stays open."""
    await strand(line)
    (case,) = await line.office.keep()
    begun, go_on = asyncio.Event(), asyncio.Event()
    send = line.office.producer.send

    async def slow(records: list[Record], limit_s: float) -> None:
        begun.set()
        await go_on.wait()
        await send(records, limit_s)

    object.__setattr__(line.office.desk, "producer", type("Slow", (), {"send": staticmethod(slow)})())
    task = asyncio.create_task(line.office.run([case, case]))
    await begun.wait()
    task.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(line.office.producer.on(AGAIN)) == 1
    assert [one.state for one in await line.office.cases()] == ["kjores"]


async def test_without_kafka_nothing_is_noted(line: Line) -> None:
    """No acknowledgement, no note: the case stays as it was."""
    await strand(line)
    (case,) = await line.office.keep()
    line.office.producer.away = True
    with pytest.raises(Transient):
        await line.office.run([case])
    assert await line.office.cases() == [case]


async def test_dry_run_does_nothing(line: Line) -> None:
    """It says where each would go."""
    await strand(line)
    (case,) = await line.office.keep()
    (outcome,) = await line.office.run([case], dry_run=True)
    assert (outcome.topic, outcome.skipped) == (AGAIN, None)
    assert line.office.producer.on(AGAIN) == [] and await line.office.cases() == [case]


async def test_bytes_that_are_gone_are_told_of(line: Line) -> None:
    """Kafka has deleted the letter: it is skipped with what to do."""
    await strand(line)
    (case,) = await line.office.keep()
    line.office.desk.originals.gone.add(case.letter_offset)  # type: ignore[attr-defined]
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


async def test_a_note_that_fails_is_made_the_next_time(line: Line) -> None:
    """The store goes away after the effect: the batch is tried again, and has no second effect."""
    await strand(line)
    (case,) = await line.office.keep()
    await line.office.run([case])
    (record,) = line.office.unread(AGAIN)
    handled: list[Incoming] = []

    async def handle(batch: Sequence[Incoming]) -> list[Bad]:
        handled.extend(batch)
        return await line.detect.handle(batch)

    class Away(Store):
        """Away for writing, once."""

        def begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
            if handled and not line.tripping:
                line.tripping = True
                raise Transient("store")
            return line.office.store.begin()

    away = Away(line.office.store._engine)
    replays = Replays(away, "detect", handle, line.office.now)
    with pytest.raises(Transient):
        await replays.handle([record])
    before = await _events(line)
    await replays.handle([record])
    assert len(handled) == 2 and await _events(line) == before
    assert [one.state for one in await line.office.cases()] == ["lost"]


async def test_two_replays_in_one_batch_are_handled_one_after_the_other(line: Line) -> None:
    """The first closes the case; the second is passed over."""
    await strand(line)
    (case,) = await line.office.keep()
    for _ in range(2):
        await line.office.run([case], force=True)
    handled: list[Incoming] = []

    async def handle(batch: Sequence[Incoming]) -> list[Bad]:
        handled.extend(batch)
        return []

    batch = line.office.unread("hendelser.v1", AGAIN)
    await Replays(line.office.store, "detect", handle, line.office.now).handle(batch)
    assert len([one for one in handled if one.topic == AGAIN]) == 1


async def test_an_event_is_edited_and_held_to_its_patient(line: Line) -> None:
    """What is no event, or another patient's, is refused without a word of it; what is right is run."""
    await line.office.receive(rapport_xml(medicines=(), gen_date="2026-02-03T12:00:00"), SENDER)
    (event,) = line.office.unread("hendelser.v1")
    bad = Incoming("hendelser.v1", 0, 7, 0, event.key, b'{"type":"KANARIFUGL","FUGL":1}', ())
    await line.detect.bury(await line.detect.handle([bad]))
    (case,) = await line.office.keep()
    desk = line.office.desk
    other = (event.value or b"").replace(event.key or b"", b"b" * 64)
    for wrong, code in (
        (b'{"type":"FUGL"}', "json.union_tag_invalid"),
        (other, "json.key"),
        (b"\xff", "json."),
    ):
        draft = await edit.validated(desk, case, wrong, KARI)
        assert draft.faults[0].code.startswith(code)
        assert "FUGL" not in repr(draft.faults) and event.key and event.key.decode() not in repr(draft.faults)
    draft = await edit.validated(desk, case, event.value or b"", KARI)
    assert draft.faults == ()
    await line.office.run([await edit.keep(desk, draft, KARI)])
    await line.read()
    assert [one.state for one in await line.office.cases()] == ["lost"]
    assert [one.rule for one in line.avvik() if one.rule == "R-U03"]


@pytest.mark.parametrize("name", ["ut", "ut.zip"])
async def test_exported_for_the_owner_alone(line: Line, tmp_path: Path, name: str) -> None:
    """The bytes as they were, and what is known; who took them out is kept; nothing is written over."""
    await strand(line)
    found = await line.office.keep()
    target = tmp_path / name
    ended = [one async for one in export(line.office.desk, found, target_of(target), KARI)]
    assert ended == [(found[0], None)]
    files = sorted(target.iterdir()) if target.is_dir() else [target]
    assert {one.stat().st_mode & 0o777 for one in files} == {0o600}
    content = line.office.producer.on("hendelser.v1.dlt")[0].value
    if target.is_dir():
        assert [one.name for one in files] == [f"{found[0].dlq_id}.json", "saker.jsonl"]
        assert files[0].read_bytes() == content
    else:
        with zipfile.ZipFile(target) as archive:
            assert archive.read(f"{found[0].dlq_id}.json") == content
    steps = await case_steps.of(line.office.store, found[0].dlq_id)
    assert (steps[-1].what, steps[-1].who) == ("eksportert", "kari")
    with pytest.raises(Refused):
        target_of(target)


async def test_what_cannot_be_exported_is_told_of(line: Line, tmp_path: Path) -> None:
    """Kafka has deleted it: the rest is written. A zip that is cut off leaves nothing."""
    await strand(line)
    found = await line.office.keep()
    line.office.desk.originals.gone.add(found[0].letter_offset)  # type: ignore[attr-defined]
    ended = [one async for one in export(line.office.desk, found, target_of(tmp_path / "ut"), KARI)]
    assert ended[0][1] is not None
    writing = export(line.office.desk, found, target_of(tmp_path / "ut.zip"), KARI)
    await anext(writing)
    await writing.aclose()
    assert [name for name in os.listdir(tmp_path) if "zip" in name] == []


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
