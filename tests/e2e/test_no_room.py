"""A service that gets nothing written: it says so, loses nothing, and goes on when there is room."""

import os
import resource
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from servers import kafka_server
from service import Service, running, until
from ward import WARD, messages

LIMIT_S = 60.0


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """With a Kafka that has all the room it wants."""
    kafka = kafka_server(tmp_path / "kafka")
    try:
        with running(tmp_path / "hjem", PLO_KAFKA=kafka.address) as service:
            yield service
    finally:
        kafka.stop()


def pids(service: Service) -> dict[str, int]:
    return {part: service.pid(part) for part in service.parts()}


def room_for_files(pid: int, most_bytes: int) -> None:
    """What the disk would say: nothing may be written beyond so many bytes of a file."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))


def counted(service: Service) -> int:
    """How often the intake has told a sender to come again."""
    lines = httpx.get(f"{service.url}/metrics").text.splitlines()
    return next(int(float(one.split()[1])) for one in lines if one.startswith("plo_inntak_utilgjengelig_tot"))


def test_no_part_falls_and_everything_goes_on(service: Service) -> None:
    """503 while nothing can be written, 200 for the same message afterwards, by the same processes."""
    key, before = service.key(historikk=True), pids(service)
    xml = [one for _, one in messages(datetime.now(UTC), WARD[-2:])]
    assert service.post(xml[0], key).status_code == 200
    for pid in before.values():
        room_for_files(pid, 0)
    assert [service.post(one, key).status_code for one in xml[1:4]] == [503] * 3
    assert counted(service) == 3
    until(
        lambda: service.plo("status", check=False).count("svarer ikke") == len(before),
        LIMIT_S,
        service.screen,
    )
    assert all(os.path.exists(f"/proc/{pid}") for pid in before.values())
    for pid in before.values():
        room_for_files(pid, resource.RLIM_INFINITY)
    until(lambda: service.post(xml[1], key).status_code == 200, LIMIT_S, service.screen)
    assert [service.post(one, key).status_code for one in xml[1:]] == [200] * len(xml[1:])
    until(lambda: "R-U" in service.plo("avvik", "list"), LIMIT_S, service.screen)
    assert pids(service) == before
    until(lambda: "✕" not in service.plo("status", check=False), LIMIT_S, service.screen)
