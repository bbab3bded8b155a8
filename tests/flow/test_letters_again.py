"""Dead letters run again: for the one that failed, marked as such, with one effect however often."""

from collections.abc import Sequence

from cases import incoming
from cases import letter as buried
from letters import KARI
from letters_detect import AGAIN, Line, strand

from adapters.kafka.bad import Bad
from adapters.kafka.records import Incoming, text_of
from adapters.replays import Replays
from adapters.store import audit, case_steps
from broker.letters.again import record_again
from consumers.strandet import letter_of


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


async def test_dry_run_does_nothing(line: Line) -> None:
    """It says where each would go."""
    await strand(line)
    (case,) = await line.office.keep()
    (outcome,) = await line.office.run([case], dry_run=True)
    assert (outcome.topic, outcome.skipped) == (AGAIN, None)
    assert line.office.producer.on(AGAIN) == [] and await line.office.cases() == [case]


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
