"""Poison on every topic we read: the consumers go on, and each bad record is a dead letter with a reason."""

from collections.abc import Iterator

import pytest
from service import Service, running, until
from stress_check import check
from stress_messages import stay
from stress_poison import poison
from stress_topics import everything, write

from adapters.kafka.records import Incoming, Record
from schemas.topics import INTERNAL

GROUPS = {"hendelser.v1": "detect"}
REASONS = ("class", "code", "message", "stage", "version", "attempts", "first-failed-at", "payload-sha256")
BURIED_S = 90.0

Place = tuple[str, int, int]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("hjem")) as service:
        yield service


def letters(service: Service) -> dict[Place, Incoming]:
    """The dead letters, by where the record was."""
    found = everything(service.bootstrap, *(f"{topic.name}.dlt" for topic in INTERNAL))
    return {place_of(one): one for one in found}


def place_of(letter: Incoming) -> Place:
    topic, partition, offset = (
        letter.header(f"plo-dlq-original-{name}") or "" for name in ("topic", "partition", "offset")
    )
    return topic, int(partition), int(offset)


def test_good_records_behind_poison_are_handled(service: Service) -> None:
    """Every bad record of every partition is buried unchanged, with its reason, and the rest goes its way."""
    key = service.key(historikk=True)
    bad = list(poison())
    places = write(service.bootstrap, bad)
    messages = [one for _ in range(6) for one in stay()]
    answers = {one.msg_id: service.post(one.raw, key) for one in messages}
    assert {answer.status_code for answer in answers.values()} <= {200, 202}
    check(service, key, messages, {msg_id: answer.content for msg_id, answer in answers.items()})
    until(lambda: letters(service).keys() >= set(places), BURIED_S, "not all poison is buried")
    found = letters(service)
    assert len(found) == len(bad)
    for place, (record, _) in zip(places, bad, strict=True):
        unchanged(found[place], record)
    assert all(service.parts().values())


def unchanged(letter: Incoming, record: Record) -> None:
    """Bytes and headers are as they were, with the reason behind them."""
    assert letter.topic == f"{record.topic}.dlt"
    assert (letter.key, letter.value or b"") == (record.key, record.value or b"")
    assert (letter.header("plo-dlq-original-value") == "null") == (record.value is None)
    assert letter.headers[: len(record.headers)] == record.headers
    assert all(letter.header(f"plo-dlq-{name}") for name in REASONS)
    assert letter.header("plo-dlq-class") == "PERMANENT_FORMAT"
    assert letter.header("plo-dlq-group") == GROUPS.get(record.topic, "route")
