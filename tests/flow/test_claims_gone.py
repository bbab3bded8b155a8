"""What comes when the claims of old messages have gone (consumers.retention): nobody knows that they came."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from builders import apprec_xml, innlagt_xml, rapport_xml, utskrevet_xml
from whole_line import HOSPITAL, SENDER, Line, opened_line

from adapters.store import ageing, claims, history, waiting
from consumers.retention import KEPT
from schemas.avvik import Avvik

MSG_ID = str(uuid4())
INNLAGT = innlagt_xml(**HOSPITAL, innlagt="2026-02-03T09:00:00", gen_date="2026-02-03T09:30:00")
UTSKREVET = utskrevet_xml(**HOSPITAL, dag="2026-02-07", gen_date="2026-02-07T12:40:00")


def rapport(msg_id: str = MSG_ID, **given: Any) -> bytes:
    return rapport_xml(**HOSPITAL, **{"msg_id": msg_id, "gen_date": "2026-02-07T12:30:00", **given})


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    """A line that took in a whole stay, so long ago that all claims have gone."""
    async with opened_line(tmp_path) as line:
        line.now.at = datetime(2026, 2, 7, 12, 41, tzinfo=UTC)
        await line.send(INNLAGT, rapport(), UTSKREVET)
        await line.door._ledger.close()
        line.now.at += KEPT + timedelta(days=1)
        await ageing.sweep(line.store, line.now(), line.now() - KEPT)
        assert await claims.find(line.store, [MSG_ID]) == []
        await line.clock.tick()
        yield line


def standing(line: Line) -> dict[str, Avvik]:
    """The avvik that stand, by rule."""
    newest = {one.id: one for one in line.avvik()}
    return {one.rule: one for one in newest.values() if one.state != "trukket"}


async def test_a_duplicate_changes_nothing(line: Line) -> None:
    """It is taken in as if new, and its event is the one that is there: what came first stands."""
    before = line.avvik()
    await line.send(rapport())
    assert line.avvik() == before


async def test_other_content_under_an_old_msg_id(line: Line) -> None:
    """That it is a conflict cannot be told any more; the history keeps what it had."""
    before, count = line.avvik(), await events(line)
    await line.send(rapport(gen_date="2026-02-07T13:30:00"))
    assert (line.avvik(), await events(line)) == (before, count)


async def events(line: Line) -> int:
    async with line.store.read() as conn:
        (gid,) = {one.pid for one in line.avvik()}
        return len((await history.histories(conn, [gid]))[gid])


async def test_a_kansellering_finds_what_it_means(line: Line) -> None:
    """The history remembers for the claims: what was in time is missing, and since now."""
    assert "R-U14" not in standing(line)
    await line.send(rapport(str(uuid4()), status="C", conversation=(MSG_ID, MSG_ID)))
    one = standing(line)["R-U14"]
    assert (one.state, one.detected_at) == ("apen", line.now())


async def test_an_apprec_waits_for_a_message_that_nobody_knows(line: Line) -> None:
    """It is told as unknown, and named again with its patient when the message is sent anew."""
    before = line.avvik()
    await line.door.receive(apprec_xml(answers=MSG_ID, status="2", errors=("X99",)), SENDER)
    (kept,) = await waiting.find(line.store, [MSG_ID])
    assert (kept.pid, line.avvik()) == (None, before)
    await line.send(rapport())
    assert "R-T02" in standing(line)
