"""docs/abonnere.md is true: its Python program reads what we write."""

import asyncio
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from servers import kafka_server

from adapters.kafka.producer import Producer
from adapters.kafka.records import Record, cloud_headers
from adapters.kafka.topics import apply
from schemas.topics import AVVIK, party_topic

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "abonnere.md"
NOW = datetime(2026, 2, 12, 14, 5, tzinfo=UTC)
VALUE = b'{"change":"oppdaget","version":1,"rule":"R-U02","text":"Melding mangler."}'


async def test_the_program_of_the_guide(tmp_path: Path) -> None:
    """It prints each avvik once, also one that comes twice."""
    [program] = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    kafka = kafka_server(tmp_path)
    producer = Producer([kafka.address])
    try:
        topic = party_topic(AVVIK, "90001")
        await apply([kafka.address], (topic,))
        await producer.start()
        ids = ("first", "first", "second")
        headers = [cloud_headers(one, "avvik.v1", NOW, "application/json") for one in ids]
        await producer.send([Record(topic.name, b"k", VALUE, one) for one in headers], 10)
        command = [sys.executable, "-c", program, kafka.address, topic.name, "test"]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        assert process.stdout is not None
        async with asyncio.timeout(30):
            lines = [await process.stdout.readline() for _ in range(2)]
        await asyncio.sleep(0.3)
        process.terminate()
        rest = await process.stdout.read()
        await process.wait()
        assert lines == [b"oppdaget 1 R-U02 Melding mangler.\n"] * 2
        assert rest == b""
    finally:
        await producer.stop()
        kafka.stop()
