"""Dead letters that are not just run again: discarded, edited or exported, with a reason."""

import os
import zipfile
from pathlib import Path

import pytest
from builders import rapport_xml
from letters import KARI
from letters_detect import SENDER, Line, stored_events, strand

from adapters.kafka.records import Incoming
from adapters.store import case_steps
from broker.letters import edit
from broker.letters.discard import discard
from broker.letters.export import export, target_of
from broker.letters.refused import Refused
from broker.letters.who import Who


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
    known = await stored_events(line)
    await line.read()
    assert await stored_events(line) == known
    (outcome,) = await line.office.run([case._replace(state="forkastet")], force=True)
    assert outcome.skipped is not None


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
    line.office.desk.originals.gone.add(found[0].letter_offset)  # type: ignore[attr-defined] # a fake
    ended = [one async for one in export(line.office.desk, found, target_of(tmp_path / "ut"), KARI)]
    assert ended[0][1] is not None
    writing = export(line.office.desk, found, target_of(tmp_path / "ut.zip"), KARI)
    await anext(writing)
    await writing.aclose()
    assert [name for name in os.listdir(tmp_path) if "zip" in name] == []
