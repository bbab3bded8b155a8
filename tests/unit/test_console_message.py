"""The page of a message: verdict, reasons, AppRec, what it belongs to; for those who may see it."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from consoles import START, logged_in
from histories import innlagt, klar, utskrevet
from store_contract import claim

from adapters.store import cases, claims, history
from adapters.store.cases import Case
from adapters.store.claims import Claim
from adapters.store.history import EventRow

APPREC = (
    b'<AppRec xmlns="http://www.kith.no/xmlstds/apprec/2012-02-15"><Status V="2" DN="Avvist"/>'
    b'<Error V="T02" S="2.16.578.1.12.4.1.1.8221" DN="Feil" OT="Mangler &lt;Status&gt;"/></AppRec>'
)
MSG = str(UUID(int=1))


def made(**more: Any) -> Claim:
    usual = {"sender": "90001", "receivers": "90101,90201", "claimed_at": START, "source": "http:k1"}
    return claim(1)._replace(**{**usual, **more})


def case(msg_id: str, sha256: str = "0" * 64) -> Case:
    return Case(
        str(UUID(int=0xABCD)), "meldinger.v1", 0, -1, 0, 1, "receive", "receive", "PERMANENT_FORMAT",
        "xsd.missing", "T02", "", "Noe mangler.", msg_id, "EPIKRISE", "90001", 1, sha256, START, START, 1,
        "apen", 0, 0, 0, "", START,
    )  # fmt: skip


async def test_an_accepted_message(tmp_path: Path) -> None:
    """Its verdict first; parties by name; an AppRec that is none is shown as the text that it is."""
    async with logged_in(tmp_path, "drift") as browser:
        await claims.take(browser.desk.store, [made(receipts=b"<AppRec/>\x00\xff<script>")])
        page = (await browser.get(f"/meldinger/{MSG.upper()}")).text
        assert "</span> godtatt</span>: den er tatt imot" in page and "Tromsø kommune" in page
        assert "Harstad kommune" in page and ", kopi" in page and "HTTP, nøkkel k1" in page
        assert "&lt;AppRec/&gt;" in page and "<script>" not in page
        assert f'href="/meldinger/{MSG}/xml"' in page and "Ingen opphold" in page


async def test_a_refused_message_says_why(tmp_path: Path) -> None:
    """What its AppRec told the sender; the XML of that is escaped and indented."""
    async with logged_in(tmp_path, "drift") as browser:
        await claims.take(browser.desk.store, [made(verdict="avvist", receipts=APPREC)])
        page = (await browser.get(f"/meldinger/{MSG}")).text
        assert "</span> avvist</span>: Mangler &lt;Status&gt;" in page and ">T02</span>" in page
        assert "<span>  &lt;Status V=&#34;2&#34;" in page


async def test_a_dead_letter_says_why(tmp_path: Path) -> None:
    """Where nobody was answered; also that of what could not be read, which has no MsgId."""
    odd = "sha256:" + "a" * 64
    async with logged_in(tmp_path, "drift") as browser:
        unread = made(msg_id=odd, sender="", verdict="ulesbar", receipts=b"")
        await claims.take(browser.desk.store, [made(verdict="avvist", receipts=b""), unread])
        async with browser.desk.store.begin() as conn:
            await cases.save(conn, [case(MSG), case("", "a" * 64)._replace(dlq_id=str(UUID(int=5)))])
        for msg_id in (MSG, odd.replace(":", "%3A")):
            page = (await browser.get(f"/meldinger/{msg_id}")).text
            assert ": Noe mangler." in page and "Strandet: " in page


async def test_a_second_content_of_a_msgid(tmp_path: Path) -> None:
    """Both are shown, each with its own XML."""
    other = "b" * 64
    async with logged_in(tmp_path, "drift") as browser:
        await claims.take(
            browser.desk.store, [made(), made(variant=other, sha256=other, verdict="avvist", receipts=APPREC)]
        )
        page = (await browser.get(f"/meldinger/{MSG}")).text
        assert "Annet innhold med samme MsgId" in page and f"/xml?utgave={other}" in page
        assert (await browser.get(f"/meldinger/{MSG}/xml?utgave={other}")).status_code == 200
        assert (await browser.get(f"/meldinger/{MSG}/xml?utgave=tull")).status_code == 404


async def test_what_it_belongs_to(tmp_path: Path) -> None:
    """The stay it is part of, and no other of the patient; not for who sees another kommune only."""
    told = [innlagt("2026-02-03T10:00"), klar("2026-02-06", "2026-02-06T09:00"), utskrevet("2026-02-07")]
    first = told[0]
    async with logged_in(tmp_path, "drift") as browser:
        rows = [EventRow(str(one.id), str(one.pid), (), 0, one.as_json().decode()) for one in told]
        async with browser.desk.store.begin() as conn:
            await history.add(conn, rows)
        taken = made(msg_id=first.msg_id, pid=str(first.pid))
        await claims.take(browser.desk.store, [taken])
        page = (await browser.get(f"/meldinger/{first.msg_id}")).text
        assert "Oppholdet <a href=" in page and "3.–7. feb." in page


@pytest.mark.parametrize("path", ["", "/xml", "/spor"])
async def test_another_kommunes_message_is_not_there(tmp_path: Path, path: str) -> None:
    """Nor is one that nobody sent; and only drift sees any."""
    async with logged_in(tmp_path, "drift", kommuner=frozenset({"5503"})) as browser:
        rows = [made(receivers="90101"), made(msg_id="b", receivers="90101,90201")]
        await claims.take(browser.desk.store, rows)
        assert (await browser.get(f"/meldinger/{MSG}{path}")).status_code == 404
        assert (await browser.get(f"/meldinger/b{path}")).status_code == 200
        assert (await browser.get(f"/meldinger/c{path}")).status_code == 404
    other = tmp_path / "leser"
    other.mkdir()
    async with logged_in(other, "leser", "koordinator") as browser:
        assert (await browser.get(f"/meldinger/{MSG}{path}")).status_code == 403


async def test_kafka_away_is_told(tmp_path: Path) -> None:
    """The page and its timeline are there from the store; the XML is not, and nothing is noted."""
    async with logged_in(tmp_path, "drift", kafka="127.0.0.1:1") as browser:
        await claims.take(browser.desk.store, [made()])
        assert (await browser.get(f"/meldinger/{MSG}")).status_code == 200
        assert "Kafka svarer ikke" in (await browser.get(f"/meldinger/{MSG}/spor")).text
        answer = await browser.post(f"/meldinger/{MSG}/xml", {"begrunnelse": "Sak 42"})
        assert answer.status_code == 503 and "Kafka svarer ikke" in answer.text
