"""Parts killed, Kafka away, everything killed, under load: afterwards everything is there exactly once."""

from collections.abc import Iterator

import httpx
import orjson
import pytest
from builders import innlagt_xml
from service import Service, running, until
from stress_check import check
from stress_traffic import Traffic, kill_in_turn

from broker.kafka_local import LocalKafka
from broker.run.parts import local_kafka
from broker.settings import Settings

PRODUCE_LIMIT_S = "3"
EVERY_PART = ("intake-0", "detect-0", "route-0")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("hjem"), PLO_PRODUCE_LIMIT_S=PRODUCE_LIMIT_S) as service:
        yield service


@pytest.fixture(scope="module")
def key(service: Service) -> str:
    return service.key(historikk=True)


def kafka_of(service: Service) -> LocalKafka:
    settings = Settings(
        home=service.home,
        kafka_port=service.kafka_port,
        kafka_controller_port=service.controller_port,
        kafka_jars=service.environment["PLO_KAFKA_JARS"],
    )
    return local_kafka(settings)


def test_every_part_killed_again_and_again(service: Service, key: str) -> None:
    """kill -9 of each part three times amid a thousand messages: counts before and after are equal."""
    traffic = Traffic(service, key, 1000)
    with traffic.flowing():
        killed = kill_in_turn(service, traffic, 9, EVERY_PART)
    found = check(service, key, traffic.sent, traffic.answered)
    assert set(killed.values()) == {3} and traffic.statuses[0]
    print(found)


def test_kafka_away_under_load(service: Service, key: str) -> None:
    """Without Kafka senders are told to wait, and everyone says why; with it all goes on, by itself."""
    kafka = kafka_of(service)
    before = {part: service.pid(part) for part in EVERY_PART}
    traffic = Traffic(service, key, 100, pause_s=0.05)
    with traffic.flowing():
        traffic.until_answered(50)
        kafka.stop()
        refused = service.post(innlagt_xml(), key)
        assert refused.status_code == 503 and int(refused.headers["retry-after"]) > 0
        says_why(service, "kafka")
        kafka.start(print)
        traffic.until_answered(len(traffic.answered) + 50)
    check(service, key, traffic.sent, traffic.answered)
    assert traffic.statuses[503]
    assert {part: service.pid(part) for part in EVERY_PART} == before, "a part died"


def says_why(service: Service, what: str) -> None:
    """Readiness and `plo status` tell that it is away."""

    def ready() -> httpx.Response:
        return httpx.get(f"{service.url}/helse/klar", timeout=30)

    until(lambda: ready().status_code == 503, 30, "still ready")
    assert ready().json()[what] != "ok"
    until(lambda: not any(service.parts()[part] for part in ("intake-0", "detect-0")), 30, "parts still well")
    rows = [orjson.loads(line) for line in service.plo("status", "--json", check=False).splitlines()]
    why = {row["name"]: row["why"] for row in rows if not row["healthy"]}
    assert {"intake-0", "detect-0"} <= why.keys() and what in why["intake-0"], why
