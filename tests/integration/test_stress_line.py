"""Parts killed, Kafka away, everything killed, under load: afterwards everything is there exactly once."""

from collections.abc import Iterator
from dataclasses import dataclass

import psutil
import pytest
from builders import innlagt_xml
from servers import jar_cache
from service import Service, until
from stress_check import check
from stress_kills import EVERY_PART, kill_in_turn
from stress_line import says_why
from stress_traffic import Traffic

from broker.kafka_local import LocalKafka

PRODUCE_LIMIT_S = "3"


@dataclass
class Place:
    """A running service, and its Kafka as a process of ours."""

    service: Service
    kafka: LocalKafka
    key: str


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    service = Service(tmp_path_factory.mktemp("hjem"), {"PLO_PRODUCE_LIMIT_S": PRODUCE_LIMIT_S})
    kafka = LocalKafka(service.home / "kafka", jar_cache(), service.kafka_port, service.controller_port)
    try:
        kafka.start(print)
        service.start()
        yield Place(service, kafka, service.key(historikk=True))
        service.stop()
    finally:
        kafka.stop()
        service.end()


def test_every_part_killed_again_and_again(place: Place) -> None:
    """kill -9 of each part three times amid a thousand messages: counts before and after are equal."""
    traffic = Traffic(place.service, place.key, 1000)
    with traffic.flowing():
        killed = kill_in_turn(traffic, 9, EVERY_PART)
    check(place.service, place.key, traffic.sent, traffic.answered)
    assert set(killed.values()) == {3} and traffic.statuses[0]


def test_kafka_away_under_load(place: Place) -> None:
    """Without Kafka senders are told to wait, and everyone says why; with it all goes on, by itself."""
    service = place.service
    before = {part: service.pid(part) for part in EVERY_PART}
    traffic = Traffic(service, place.key, 100, pause_s=0.05)
    with traffic.flowing():
        traffic.until_answered(50)
        place.kafka.stop()
        refused = service.post(raw := innlagt_xml(), place.key)
        assert refused.status_code == 503 and int(refused.headers["retry-after"]) > 0
        says_why(service, "kafka")
        place.kafka.start(print)
        traffic.until_answered(len(traffic.answered) + 50)
        assert service.post(raw, place.key).status_code == 200
    check(service, place.key, traffic.sent, traffic.answered)
    assert traffic.statuses[503]
    assert {part: service.pid(part) for part in EVERY_PART} == before, "a part died"


def test_kafka_and_the_supervisor_killed_at_once(place: Place) -> None:
    """The parts end by themselves, and `plo run` takes up everything where it was left."""
    service = place.service
    assert service.process is not None
    orphans = [psutil.Process(service.pid(part)) for part in EVERY_PART]
    traffic = Traffic(service, place.key, 100, pause_s=0.05)
    with traffic.flowing():
        traffic.until_answered(50)
        service.process.kill()
        place.kafka.kill()
        service.process.wait(10)
        until(lambda: not any(one.is_running() for one in orphans), 60, "parts are left running")
        place.kafka.start(print)
        service.start()
        traffic.until_answered(len(traffic.answered) + 50)
    check(service, place.key, traffic.sent, traffic.answered)
