"""A message in the console with a real Kafka: what has happened to it, and its XML for who says why."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from cli_runner import EXAMPLES
from consoles import START, Browser, logged_in
from store_contract import pid

from adapters.claimcheck.ticket import Ticket
from adapters.kafka.deadletter import dead_letter
from adapters.kafka.producer import Producer
from adapters.kafka.reason import Failure
from adapters.kafka.records import Record, cloud_headers, encoded
from adapters.kafka.topics import apply
from adapters.store import audit, claims
from adapters.store.claims import Claim
from broker.claimcheck import vault_of
from broker.console.message_xml import SEEN, TAKEN
from broker.kafka_local import LocalKafka
from schemas.topics import AVVIK, HENDELSER, KVITTERINGER, MELDINGER, dlt

TOPICS = (MELDINGER, HENDELSER, KVITTERINGER, AVVIK, dlt(MELDINGER), dlt(HENDELSER))
FINE, REFUSED, LARGE, LOST = (f"00000000-0000-0000-0000-00000000000{n}" for n in range(1, 5))
BODY = b"""<?xml version='1.0'?><Melding><Navn>Kari &lt;Test&gt;</Navn><Tekst>
<p xmlns='http://www.w3.org/1999/xhtml' onclick='x'>Fikk <b>Paracet</b><script>alert(1)</script></p>
</Tekst></Melding>"""
STATUS = b'<Forsendelsesstatus V="N" DN="Ny"/>'
WHY = {"begrunnelse": "Sak 42: avsender spør"}


def broken() -> bytes:
    """An official example that lacks what it must have."""
    whole = next(EXAMPLES.rglob("Utskrivningsrapport_v1-6_Ny.xml")).read_bytes()
    assert STATUS in whole
    return whole.replace(STATUS, b"")


def claim(msg_id: str, raw: bytes, verdict: str = "godtatt") -> Claim:
    digest = hashlib.sha256(raw).hexdigest()
    return Claim(
        msg_id, "90001", "", digest, verdict, "UTSKRIVNINGSRAPPORT", START, b"", pid("a"), "90101", "http:k1"
    )


def record(msg_id: str, raw: bytes) -> Record:
    names = {"plo-msg-id": msg_id, "plo-her-sender": "90001", "plo-her-receivers": "90101"}
    headers = cloud_headers(msg_id, "melding.v1", START, "application/xml") + encoded(names.items())
    return Record(MELDINGER.name, pid("a").encode(), raw, headers)


@pytest.fixture
async def browser(kafka: LocalKafka, producer: Producer, tmp_path: Path) -> AsyncIterator[Browser]:
    """Somebody of drift, and four messages: accepted, refused, too large for Kafka, and no longer there."""
    await apply([kafka.address], TOPICS)
    async with logged_in(tmp_path, "drift", kafka=kafka.address) as browser:
        vault = vault_of(browser.desk.settings)
        ticket = Ticket.of(BODY + b"<!-- stor -->")
        vault.put(ticket.ref, BODY + b"<!-- stor -->")
        failure = Failure("PERMANENT_FORMAT", "xsd.missing", "Noe mangler.", "receive", apprec="T02")
        letter = dead_letter(record(REFUSED, broken()), failure, group="receive", version="1", now=START)
        large = ticket.instead(record(LARGE, b""))
        await producer.send([record(FINE, b"<other/>"), record(FINE, BODY), letter, large], 30)
        rows = [claim(FINE, BODY), claim(REFUSED, broken(), "avvist"), claim(LARGE, BODY + b"<!-- stor -->")]
        gone = claim(LOST, b"x")
        await claims.take(browser.desk.store, [*rows, gone])
        yield browser


def kept(folder: Path, ticket: Ticket) -> list[Path]:
    """Where a large message lies."""
    return list(folder.rglob(ticket.sha256))


async def noted(browser: Browser) -> list[tuple[str, str, str, str]]:
    """What the audit log tells of messages, oldest first."""
    async with browser.desk.store.read() as conn:
        rows = [one async for one in audit.chain(conn)]
    return [(one.who, one.did, one.about, one.why) for one in rows if one.did.startswith("melding.")]


async def test_the_xml_is_shown_for_a_reason(browser: Browser) -> None:
    """Escaped, its XHTML harmless; and each look is in the audit log."""
    form = await browser.get(f"/meldinger/{FINE}/xml")
    assert "Paracet" not in form.text and await noted(browser) == []
    for view in ("mottatt", "innrykk", "tull"):
        page = await browser.post(f"/meldinger/{FINE}/xml", {**WHY, "visning": view})
        assert page.status_code == 200
        assert "<i>&lt;Navn&gt;</i>Kari &amp;lt;Test" in page.text
        assert "<p>Fikk <b>Paracet</b></p>" in page.text and "<script>alert" not in page.text
    assert await noted(browser) == [("kari", SEEN, FINE, WHY["begrunnelse"])] * 3


async def test_a_file_is_the_very_bytes(browser: Browser) -> None:
    """As an attachment that no browser opens; noted apart from a look."""
    answer = await browser.post(f"/meldinger/{FINE}/xml/fil", WHY)
    assert answer.content == BODY
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f'attachment; filename="{FINE}.xml"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert await noted(browser) == [("kari", TAKEN, FINE, WHY["begrunnelse"])]


@pytest.mark.parametrize("path", ["xml", "xml/fil"])
async def test_nothing_without_a_reason(browser: Browser, path: str) -> None:
    """Too short, or one that names a patient; and nothing without the token of the form."""
    for why in ("", "x", "gjelder 13116900216"):
        answer = await browser.post(f"/meldinger/{FINE}/{path}", {"begrunnelse": why})
        assert answer.status_code == 422 and "Paracet" not in answer.text
    bare = await browser.client.post(f"/meldinger/{FINE}/{path}", data=WHY)
    assert bare.status_code == 403 and await noted(browser) == []


async def test_what_is_wrong_is_marked(browser: Browser) -> None:
    """All of it, judged as when it came, in both views at its place."""
    for view in ("mottatt", "innrykk"):
        page = (await browser.post(f"/meldinger/{REFUSED}/xml", {**WHY, "visning": view})).text
        assert "Hva som er galt" in page and "Forsendelsesstatus" in page and 'class="galt"' in page


async def test_what_lies_beside_kafka(browser: Browser, tmp_path: Path) -> None:
    """A large message is fetched; one that was changed there, or is gone, is told of and not noted."""
    answer = await browser.post(f"/meldinger/{LARGE}/xml/fil", WHY)
    assert answer.content == BODY + b"<!-- stor -->"
    (stored,) = kept(tmp_path, Ticket.of(answer.content))
    stored.write_bytes(b"noe annet")
    changed = await browser.post(f"/meldinger/{LARGE}/xml", WHY)
    assert changed.status_code == 404 and "endret siden" in changed.text
    stored.unlink()
    assert "ligger ikke i lageret" in (await browser.post(f"/meldinger/{LARGE}/xml", WHY)).text
    lost = await browser.post(f"/meldinger/{LOST}/xml", WHY)
    assert lost.status_code == 404 and "ikke funnet på Kafka" in lost.text
    assert [did for _, did, *_ in await noted(browser)] == [TAKEN]


async def test_all_that_has_happened(browser: Browser) -> None:
    """The timeline, as a piece of the page and as a page of its own."""
    piece = await browser.get(f"/meldinger/{FINE}/spor", headers={"hx-request": "true"})
    assert "mottatt" in piece.text and "meldinger.v1 [" in piece.text and "<html" not in piece.text
    assert "Alt som har skjedd" in (await browser.get(f"/meldinger/{FINE}/spor")).text
    assert "strandet" in (await browser.get(f"/meldinger/{REFUSED}/spor")).text


async def test_a_message_of_long_ago_is_found(browser: Browser, producer: Producer) -> None:
    """One that was sent again after it was claimed lies later than its claim says."""
    await producer.send([record("a", b"<x/>") for _ in range(50)], 30)
    early = claim(LOST.replace("4", "5"), BODY)._replace(claimed_at=START - timedelta(days=3))
    await producer.send([record(early.msg_id, BODY)], 30)
    await claims.take(browser.desk.store, [early])
    assert (await browser.post(f"/meldinger/{early.msg_id}/xml/fil", WHY)).content == BODY
