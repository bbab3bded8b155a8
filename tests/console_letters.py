"""The console with an office for dead letters behind it: their Kafka is a fake, all else is real."""

import asyncio
import html
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from builders import TROMSO, UNN, innlagt_xml
from cases import letter
from consoles import Browser, logged_in
from letters import Office, office

from adapters.kafka.records import Record
from adapters.source import Source
from adapters.store import case_steps, cases
from adapters.store.case_steps import Step
from adapters.store.cases import Case

HTTP = Source("UNNs nøkkel", frozenset({UNN.her}))

WHY = {"begrunnelse": "Samme feil, rettet hos avsender"}
EVENT_AGAIN = "hendelser.v1.replay.detect"


@asynccontextmanager
async def at_work(folder: Path, *roles: str, **how: Any) -> AsyncIterator[tuple[Browser, Office]]:
    """Kari at the console with these roles, else drift; and everybody who deals with dead letters."""
    async with (
        logged_in(folder, *(roles or ("drift",)), **how) as browser,
        office(browser.desk.store, folder) as one,
    ):
        one.now.at = browser.clock.at
        browser.desk.letters = one.desk
        yield browser, one


async def keep(browser: Browser, several: Sequence[Case]) -> None:
    """Put cases in the store, without a letter on Kafka."""
    async with browser.desk.store.begin() as conn:
        await cases.save(conn, several)
        steps = [Step(one.dlq_id, "strandet", "0", one.first_failed_at, one.reader) for one in several]
        await case_steps.note(conn, steps)


def refused_xml(msg_id: str = "6f1c7a1e-2c0b-4b0e-9d55-0c7f6c1e0a11") -> bytes:
    """A message with an element that the schema does not know."""
    raw = innlagt_xml(msg_id=msg_id, sender=UNN, receiver=TROMSO)
    return raw.replace(b"<MsgInfo>", b"<MsgInfo><Tull/>", 1)


async def stranded(one: Office, raw: bytes | None = None) -> Case:
    """A message that the door refused, and its case."""
    await one.receive(refused_xml() if raw is None else raw, HTTP)
    return (await one.keep())[-1]


async def unread(one: Office, value: bytes = b'{"tull": 1}') -> Case:
    """A record on hendelser.v1 that detect could not read, and its case."""
    source = Record("hendelser.v1", b"k", value)
    await one.producer.send([letter(source)], 1.0)
    return (await one.keep())[-1]


def ids_of(page: str) -> str:
    """The letters that a decision is about."""
    return html.unescape(page.split('name="ider" value="')[1].split('"')[0])


async def several(one: Office, number: int) -> None:
    """So many records that detect could not read, and their cases."""
    for at in range(number):
        await unread(one, b'{"tull": %d}' % at)


async def decided(browser: Browser, what: str, ids: str, **more: str) -> str:
    """Start it; the address of its page."""
    answer = await browser.post("/strandet/kjoringer", {"gjor": what, "ider": ids, **WHY, **more})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def ended(browser: Browser, where: str) -> str:
    """Its page, when this console does no more with it."""
    await asyncio.wait([browser.desk.carried[where.rpartition("/")[2]]])
    return (await browser.get(where)).text
