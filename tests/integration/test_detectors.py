"""Several detectors, and detectors that were down: the avvik are those of one that never slept."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from bench.stays import stay
from consuming import new_topic
from detecting import Detecting
from store_contract import DATABASES, new_url

from adapters.kafka.producer import Producer
from adapters.kafka.topics import apply
from broker.kafka_local import LocalKafka
from schemas.avvik import Avvik
from schemas.events import AnyEvent
from schemas.topics import AVVIK, HENDELSER

MISSING = {1: "epikrise_mottatt.v1", 3: "utskrivningsrapport_mottatt.v1", 4: "dialog_mottatt.v1"}
"""Number of a stay, modulo 6 -> what is never sent."""
RULES = {"R-K05", "R-U02", "R-U03", "R-U12", "R-U14", "R-U17"}
"""What there is to find."""
STEP, DAYS, DOWN = timedelta(hours=8), timedelta(days=14), timedelta(days=2)


def messages() -> list[AnyEvent]:
    """Of eighteen stays of as many patients: some come late, and some never."""
    told = ((number, event) for number in range(18) for event in stay(number))
    sent = [event for number, event in told if event.type != MISSING.get(number % 6)]
    return sorted(sent, key=lambda event: event.received_at)


MESSAGES = messages()
MOMENTS = [MESSAGES[0].received_at + number * STEP for number in range(DAYS // STEP)]


async def lived_through(
    detecting: Detecting, detectors: int = 1, down: timedelta | None = None
) -> list[Avvik]:
    """What stands in the end; the messages come when they came, also while everybody is down."""
    stop = MOMENTS[0] + down if down else MOMENTS[-1] + STEP
    before = [moment for moment in MOMENTS if moment < stop]
    after = [moment for moment in MOMENTS if moment >= stop + DOWN]
    told = await tell(detecting, 0, before[0])
    async with detecting.at_work(detectors) as working:
        for moment in before:
            told = await tell(detecting, told, moment)
            await working.until(moment, told)
    if after:
        told = await tell(detecting, told, after[0])
        async with detecting.at_work(detectors) as working:
            for moment in after:
                told = await tell(detecting, told, moment)
                await working.until(moment, told)
    return [one for one in await detecting.known() if one.state != "trukket"]


async def tell(detecting: Detecting, told: int, moment: datetime) -> int:
    """Let it be a moment, and put what has come by then on the topic; how many messages that is in all."""
    detecting.now.at = moment
    came = sum(event.received_at <= moment for event in MESSAGES)
    await detecting.tell(MESSAGES[told:came])
    return came


def facts(avvik: Sequence[Avvik]) -> list[tuple[object, ...]]:
    """All but which version it is, and when that came."""
    return [(one.id, one.rule, one.state, one.deadline, one.msg_ids, one.detected_at) for one in avvik]


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize(
    ("detectors", "down"),
    [(2, None), (1, timedelta(days=2, hours=12)), (2, timedelta(days=9, hours=12))],
    ids=["two", "down while messages come", "down while limits pass"],
)
async def test_as_one_that_never_slept(
    kafka: LocalKafka,
    producer: Producer,
    tmp_path: Path,
    database: str,
    detectors: int,
    down: timedelta | None,
) -> None:
    """The same avvik, found at the same time."""
    await apply([kafka.address], (AVVIK,))
    found = []
    for number, how in enumerate([(1, None), (detectors, down)]):
        (folder := tmp_path / str(number)).mkdir()
        topic = await new_topic(kafka, HENDELSER.partitions)
        found.append(await lived_through(Detecting(kafka, new_url(database, folder), producer, topic), *how))
    assert facts(found[1]) == facts(found[0])
    assert {one.rule for one in found[0]} == RULES
