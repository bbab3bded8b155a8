"""Avvik in the console with a real Kafka: the history of one, and what is told of it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from avvik_found import AT, AVVIK
from cli_runner import run_plo
from consoles import Browser, logged_in
from servers import kafka_server

from adapters.kafka.producer import Producer
from adapters.kafka.records import Record
from adapters.store.avvik import upsert
from broker.console import avvik_doing
from broker.scan import Range, scan
from broker.tracing.reading import open_reader
from schemas.avvik import Avvik
from schemas.behandling import AvvikBehandlet
from schemas.topics import AVVIK as TOPIC
from schemas.topics import HENDELSER

PAGE = f"/avvik/{AVVIK.id}"
PIECE: dict[str, Any] = {"headers": {"hx-request": "true"}}


def version(number: int, **changed: Any) -> Avvik:
    at = AT + timedelta(hours=number)
    return AVVIK.model_copy(update={"version": number, "changed_at": at, **changed})


FIRST = version(1)
SECOND = version(2, change="besvart", state="besvart", behandlet_av="ola", hvorfor="Svart på telefon.")
THIRD = version(3, change="endret", state="besvart")


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("kafka")
    server = kafka_server(home / "kafka")
    env = {"PLO_HOME": str(home), "PLO_KAFKA": server.address}
    assert run_plo("topics", "apply", env=env).code == 0
    yield server.address
    server.stop()


@asynccontextmanager
async def stored(folder: Path, kafka: str, last: Avvik, *told: Avvik) -> AsyncIterator[Browser]:
    """A console on this Kafka, which has been told of some versions; the store has the last."""
    async with logged_in(folder, "koordinator", kafka=kafka) as browser:
        async with browser.desk.store.begin() as conn:
            await upsert(conn, [(last, last.model_dump_json())])
        producer = browser.desk.producer = Producer([kafka])
        await producer.start()
        try:
            key = AVVIK.pid.encode()
            records = [Record(TOPIC.name, key, one.model_dump_json().encode()) for one in told]
            await producer.send([Record(TOPIC.name, key, b"garbage"), *records], 30.0)
            yield browser
        finally:
            await producer.stop()


async def test_the_history_of_an_avvik(tmp_path: Path, kafka: str) -> None:
    """Each version once, oldest first; a store that knows more than Kafka has told yet says so."""
    other = FIRST.model_copy(update={"id": AVVIK.stay_id, "rule": "R-U17"})
    async with stored(tmp_path, kafka, SECOND) as browser:
        assert "eldre er slettet" in (await browser.get(f"{PAGE}/historikk", **PIECE)).text
    async with stored(tmp_path / "to", kafka, THIRD, FIRST, SECOND, other, SECOND) as browser:
        piece = (await browser.get(f"{PAGE}/historikk", **PIECE)).text
        assert piece.count("<li>") == 2 and "<html" not in piece and "Kafka svarer ikke" not in piece
        assert piece.index("oppdaget: Sen") < piece.index("besvart av ola") < piece.index("Svart på telefon.")
        assert "Nyere endringer" in piece


async def test_what_is_done_is_on_kafka(tmp_path: Path, kafka: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fact lies with the patient's events, whole, when the page says that it is registered."""
    monkeypatch.setattr(avvik_doing, "WAIT_S", 0.0)
    async with stored(tmp_path, kafka, FIRST) as browser:
        answer = await browser.post(PAGE, {"gjort": "lukket", "begrunnelse": "Tatt opp."}, on=PAGE)
        assert answer.status_code == 303
        reader = await open_reader([kafka])
        try:
            ranges = [Range(HENDELSER.name, None, AVVIK.pid.encode())]
            (record,) = [one async for one in scan(reader, ranges, set())]
        finally:
            await reader.stop()
        fact = AvvikBehandlet.model_validate_json(record.value or b"")
        assert (fact.avvik, fact.gjort, fact.av, fact.hvorfor) == (AVVIK.id, "lukket", "kari", "Tatt opp.")
        assert record.header("plo-avvik") == str(AVVIK.id)
