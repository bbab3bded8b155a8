"""PostgreSQL stopped, and killed, under load: afterwards everything is there exactly once."""

from collections.abc import Iterator

import pytest
from builders import innlagt_xml
from servers import Postgres
from service import Service, running
from stress_check import check
from stress_kills import EVERY_PART
from stress_line import says_why
from stress_traffic import Traffic


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("hjem"), PLO_DATABASE=postgres.url) as service:
        yield service


def test_stopped_and_killed_under_load(service: Service, postgres: Postgres) -> None:
    """Without the store senders are told to wait, and everyone says why; with it all goes on, by itself."""
    key = service.key(historikk=True)
    before = {part: service.pid(part) for part in EVERY_PART}
    traffic = Traffic(service, key, 100, pause_s=0.05)
    with traffic.flowing():
        for away in (postgres.stop, postgres.kill):
            traffic.until_answered(len(traffic.answered) + 50)
            away()
            refused = service.post(raw := innlagt_xml(), key)
            assert refused.status_code == 503 and int(refused.headers["retry-after"]) > 0
            says_why(service, "store")
            postgres.start()
            traffic.until_answered(len(traffic.answered) + 50)
            assert service.post(raw, key).status_code == 200
    check(service, key, traffic.sent, traffic.answered)
    assert traffic.statuses[503]
    assert {part: service.pid(part) for part in EVERY_PART} == before, "a part died"
