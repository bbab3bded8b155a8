"""POST /meldinger, health and metrics, spoken to as ASGI; the door is a fake."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import httpx
import pytest

from adapters.errors import Problem, Transient
from adapters.inbox.callers import Callers
from adapters.inbox.http import Intake
from adapters.messages.judge import Verdict
from adapters.receive import Receipt, Source

KNOWN = {"Authorization": "Bearer plo_riktig"}
LINE_3 = Problem("xsd.missing", "T02", "Noe mangler.", "/mh:MsgHead", 3, "MsgId")


@dataclass
class FakeDoor:
    """Answers what it is told to; remembers what it was given."""

    receipt: Receipt = field(default_factory=lambda: Receipt("godtatt", b"<AppRec/>", (), "id", False))
    failure: Exception | None = None
    given: list[tuple[bytes, Source]] = field(default_factory=list)

    async def receive(self, raw: bytes, source: Source) -> Receipt:
        self.given.append((raw, source))
        if self.failure:
            raise self.failure
        return self.receipt


async def find(token: str) -> Source | None:
    return {"plo_riktig": Source("nøkkel", frozenset({"90001"}))}.get(token)


async def well() -> str | None:
    return None


async def ill() -> str | None:
    return "svarte ikke på 2 s"


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor()


@pytest.fixture
async def client(door: FakeDoor) -> AsyncIterator[httpx.AsyncClient]:
    app = Intake(door.receive, Callers(find), {"kafka": well, "store": well}, max_bytes=100)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://plo") as client:
        yield client


async def test_the_answer_is_the_apprec(client: httpx.AsyncClient, door: FakeDoor) -> None:
    """200 with the AppRec, positive or negative; the door gets the bytes as they are."""
    answer = await client.post("/meldinger", content=b"\xef\xbb\xbf<x/>", headers=KNOWN)
    assert (answer.status_code, answer.content) == (200, b"<AppRec/>")
    assert answer.headers["content-type"].startswith("application/xml")
    assert door.given[0][0] == b"\xef\xbb\xbf<x/>" and door.given[0][1].speaks_for == frozenset({"90001"})


@pytest.mark.parametrize(
    ("verdict", "status"), [("godtatt", 202), ("ulesbar", 400), ("avvist", 400), ("forbudt", 403)]
)
async def test_without_an_apprec(
    client: httpx.AsyncClient, door: FakeDoor, verdict: Verdict, status: int
) -> None:
    """Where none is due 202 without body; where none can be made, a problem that names the place."""
    problems = () if verdict == "godtatt" else (LINE_3,)
    door.receipt = Receipt(verdict, b"", problems, "", False)
    answer = await client.post("/meldinger", content=b"<x/>", headers=KNOWN)
    assert answer.status_code == status
    if problems:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["problems"][0]["line"] == 3
    else:
        assert answer.content == b""


@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer plo_gal"}, {"Authorization": "Basic eDp5"}])
async def test_unknown_callers(client: httpx.AsyncClient, door: FakeDoor, given: dict[str, str]) -> None:
    """Without a key that we know nothing reaches the door."""
    answer = await client.post("/meldinger", content=b"<x/>", headers=given)
    assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
    assert not door.given


async def test_too_large_is_not_read_to_its_end(client: httpx.AsyncClient, door: FakeDoor) -> None:
    """413, announced or not; exactly at the limit is let in."""

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b"x" * 10

    assert (await client.post("/meldinger", content=b"x" * 101, headers=KNOWN)).status_code == 413
    assert (await client.post("/meldinger", content=chunks(), headers=KNOWN)).status_code == 413
    assert not door.given
    assert (await client.post("/meldinger", content=b"x" * 100, headers=KNOWN)).status_code == 200


async def test_away_means_come_again(client: httpx.AsyncClient, door: FakeDoor) -> None:
    """503 with Retry-After when Kafka or the store is away."""
    door.failure = Transient("Kafka")
    answer = await client.post("/meldinger", content=b"<x/>", headers=KNOWN)
    assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0


async def test_our_own_fault_tells_nothing_of_the_message(client: httpx.AsyncClient, door: FakeDoor) -> None:
    """An exception's text may quote the message: it goes no further."""
    door.failure = RuntimeError("13116900216")
    answer = await client.post("/meldinger", content=b"<x/>", headers=KNOWN)
    assert answer.status_code == 500 and "13116900216" not in answer.text


async def test_wrong_address_and_method(client: httpx.AsyncClient) -> None:
    """What is not there says where to go."""
    assert (await client.post("/", headers=KNOWN)).status_code == 404
    answer = await client.get("/meldinger", headers=KNOWN)
    assert answer.status_code == 405 and answer.headers["allow"] == "POST"
    gzipped = await client.post("/meldinger", content=b"", headers={**KNOWN, "Content-Encoding": "gzip"})
    assert gzipped.status_code == 415


async def test_readiness_names_what_is_ill(door: FakeDoor) -> None:
    """Ready only when everything answers; alive all the same."""
    app = Intake(door.receive, Callers(find), {"kafka": ill, "store": well}, max_bytes=100)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://plo") as client:
        ready = await client.get("/helse/klar")
        assert ready.status_code == 503
        assert json.loads(ready.content) == {"kafka": "svarte ikke på 2 s", "store": "ok"}
        assert (await client.get("/helse/lever")).status_code == 200
        assert b"plo_svartid_sekunder" in (await client.get("/metrics")).content
    app = replace(app, figures=False)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://plo") as client:
        assert (await client.get("/metrics")).status_code == 404  # they have a port of their own
        assert (await client.get("/helse/lever")).status_code == 200
