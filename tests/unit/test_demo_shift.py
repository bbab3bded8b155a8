"""What the demo sends of its wards from start to start: what is due, once, and a new ward when it is time."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broker.demo.shift import FRESH, RENEWED, Sent, Shift, begun, remembered, sent_file
from broker.demo.ward import planned
from broker.settings import Settings
from broker.simulate.message import Message

NOON = datetime(2026, 6, 10, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Clock:
    """A clock that is set by hand."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Sink:
    """Takes every message."""

    taken: list[Message] = field(default_factory=list)

    async def send(self, message: Message) -> None:
        self.taken.append(message)


def take_over(path: Path, clock: Clock) -> tuple[Shift, list[Message]]:
    """A start of the demo, and what it sends at once."""
    shift = begun(path, clock)
    sent = [message for group in shift.due() for message in group]
    shift.done(clock.now)
    return shift, sent


def test_the_first_start_sends_what_lies_before_it_as_a_backlog(tmp_path: Path) -> None:
    """Whole stays in groups, and none of it as if it were new."""
    shift = begun(tmp_path / "sendt", Clock())
    groups = shift.due()
    assert shift.is_new
    assert sum(map(len, groups)) == sum(one.at <= NOON for one in planned(NOON))
    assert len(groups) == len({one.stay for one in planned(NOON) if one.at <= NOON})
    assert not any(message.live for group in groups for message in group)


def test_a_second_start_sends_nothing_again(tmp_path: Path) -> None:
    """What was sent is remembered, and the stays go on where they were."""
    path, clock = tmp_path / "sendt", Clock()
    first, sent = take_over(path, clock)
    second, again = take_over(path, clock)
    assert sent
    assert again == []
    assert not second.is_new
    assert second.waiting == first.waiting


def test_a_start_that_is_ended_at_once_is_taken_up_again(tmp_path: Path) -> None:
    """The same patients, all of it once more where nobody knows what was sent; and no half ward is left."""
    path, clock = tmp_path / "sendt", Clock()
    take_over(path, clock)
    clock.now = NOON + RENEWED
    begun(path, clock)
    clock.now += MINUTE
    again, sent = take_over(path, clock)
    assert not again.is_new
    whole = {one.message.msg_id for one in planned(NOON + RENEWED) if one.at <= clock.now}
    assert whole <= {message.msg_id for message in sent}


def test_what_was_due_while_the_demo_was_away_is_a_backlog(tmp_path: Path) -> None:
    """Sent now as if it were new, it would count as late."""
    path, clock = tmp_path / "sendt", Clock()
    take_over(path, clock)
    clock.now = NOON + timedelta(hours=3)
    _, sent = take_over(path, clock)
    old = {one.message.msg_id for one in planned(NOON) if NOON < one.at < clock.now - FRESH}
    assert {message.msg_id for message in sent if not message.live} == old != set()


def test_a_new_ward_begins_when_the_old_one_is_old_and_an_ended_one_is_forgotten(tmp_path: Path) -> None:
    """Whoever starts the demo the next day sees every state again, beside those who were there."""
    path, clock = tmp_path / "sendt", Clock()
    take_over(path, clock)
    clock.now = NOON + RENEWED - MINUTE
    assert not begun(path, clock).is_new
    clock.now = NOON + RENEWED
    both, _ = take_over(path, clock)
    assert both.is_new
    assert [one.began for one in both.sent.wards] == [NOON, clock.now]
    clock.now = NOON + timedelta(days=30)
    take_over(path, clock)
    last, _ = take_over(path, clock)
    assert [one.began for one in last.sent.wards] == [clock.now]


async def test_each_message_is_sent_when_it_is_due_and_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then all of it has been sent once, and nothing waits."""
    monkeypatch.setattr("broker.demo.post.PACE_S", 0.0)
    path, clock, sink = tmp_path / "sendt", Clock(), Sink()
    shift, sent = take_over(path, clock)
    for one in [*shift.waiting]:
        clock.now = max(clock.now, one.at)
        shift.waiting, later = shift.waiting[:1], shift.waiting[1:]
        await shift.follow(sink.send)
        shift.waiting = later
    assert all(message.live for message in sink.taken)
    ids = [message.msg_id for message in sent + sink.taken]
    assert sorted(ids) == sorted(one.message.msg_id for one in planned(NOON))
    assert [one.until for one in remembered(path).wards] == [clock.now]


async def test_it_waits_until_something_is_due(tmp_path: Path) -> None:
    """Nothing is sent before its time."""
    sink = Sink()
    shift, _ = take_over(tmp_path / "sendt", Clock())
    task = asyncio.create_task(shift.follow(sink.send))
    await asyncio.sleep(0.05)
    task.cancel()
    assert sink.taken == []


def test_a_file_that_cannot_be_read_is_as_none(tmp_path: Path) -> None:
    """Half a file after a power cut must not end the demo: what is sent twice has one effect."""
    path = sent_file(Settings(home=tmp_path))
    assert remembered(path) == Sent()
    path.write_text('{"wards": [{"began": "2026-')
    assert remembered(path) == Sent()
    assert begun(path, Clock()).is_new
