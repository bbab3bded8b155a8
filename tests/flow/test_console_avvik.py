"""Avvik in the console: the list, one of them, and what people do with them, judged as detect does."""

import csv
import io
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from consoles import Browser, logged_in
from exchanges import helseopplysninger
from fakes import FakeProducer
from histories import HARSTAD, innlagt, klar, utskrevet
from servers import free_port
from two_patients import row as event_row

from adapters.errors import Transient
from adapters.kafka.records import Record
from adapters.store import audit, avvik_list, history
from adapters.store.avvik import upsert
from adapters.store.avvik_list import Wanted
from adapters.store.history import EventRow
from broker.console import avvik_doing
from broker.console import avvik_list as the_list
from broker.console.avvik_lines import COLUMNS
from broker.console.avvik_pending import LONGEST
from broker.console.avvik_proposal import proposed
from consumers.settle import Settler
from schemas.avvik import Avvik
from schemas.behandling import AvvikBehandlet
from schemas.events import HENDELSER

TROMSO_PID, HARSTAD_PID = "7f3a" + "0" * 60, "5c10" + "0" * 60
WHY = "Avtalt på telefon."


def stay_of(pid: str, **where: str) -> list[Any]:
    """Out since the 7th, and what should have come has not."""
    return [
        innlagt("2026-02-03T10:00", pid=pid, **where),
        helseopplysninger("2026-02-03T16:00", pid=pid, **where),
        klar("2026-02-06", "2026-02-06T09:00", pid=pid, **where),
        utskrevet("2026-02-07", "2026-02-07T13:00", pid=pid, **where),
    ]


async def judge(browser: Browser, rows: Sequence[EventRow]) -> None:
    """Take events into the histories, and judge them at the console's time."""
    desk = browser.desk
    settler = Settler(desk.store, FakeProducer(), desk.agreement, 1.0)  # type: ignore[arg-type] # a fake
    async with desk.store.begin() as conn:
        gids = await history.add(conn, rows)
        await settler.settle(conn, gids, browser.clock())


class Line(FakeProducer):
    """Kafka, with detect behind it: what is told is judged at once, unless detect is `asleep`."""

    def __init__(self, browser: Browser) -> None:
        super().__init__()
        self.browser, self.asleep = browser, False
        self.refused: set[str] = set()

    async def send_each(self, groups: Sequence[Sequence[Record]], limit_s: float) -> list[Exception | None]:
        lost = [any(self._of(one) in self.refused for one in group) for group in groups]
        kept = [group for group, gone in zip(groups, lost, strict=True) if not gone]
        await super().send_each(kept, limit_s)
        if self.away:
            return [Transient("Kafka is away") for _ in groups]
        if not self.asleep:
            self.browser.clock.at += timedelta(seconds=1)
            await self.catch_up()
        return [Transient("not acknowledged") if gone else None for gone in lost]

    def _of(self, record: Record) -> str:
        return str(AvvikBehandlet.model_validate_json(record.value or b"").avvik)

    def facts(self) -> list[AvvikBehandlet]:
        """What was told, read as detect reads it."""
        found = [HENDELSER.validate_json(record.value or b"") for record in self.on("hendelser.v1")]
        return [one for one in found if isinstance(one, AvvikBehandlet)]

    async def catch_up(self) -> None:
        rows = [EventRow(str(one.id), one.pid, (), 0, one.model_dump_json()) for one in self.facts()]
        await judge(self.browser, rows)


@asynccontextmanager
async def found(
    folder: Path, *roles: str, kommuner: frozenset[str] | None = None
) -> AsyncIterator[tuple[Browser, Line]]:
    """A console with the avvik of two stays, one in Tromsø and one in Harstad; Kafka has nothing to read."""
    bootstrap = f"127.0.0.1:{free_port()}"
    async with logged_in(folder, *roles, kommuner=kommuner, kafka=bootstrap) as browser:
        line = Line(browser)
        browser.desk.producer = line  # type: ignore[assignment] # a fake
        events = [*stay_of(TROMSO_PID), *stay_of(HARSTAD_PID, receiver=HARSTAD)]
        await judge(browser, [event_row(event) for event in events])
        browser.clock.at += timedelta(minutes=1)
        yield browser, line


async def avvik(browser: Browser, **wanted: Any) -> list[Avvik]:
    """What the store has, of all kommuner, last changed first."""
    bodies = await avvik_list.every(browser.desk.store, Wanted(**wanted), limit=1000)
    return [Avvik.model_validate_json(body) for body in bodies]


async def one_of(browser: Browser, kommune: str = "5501") -> Avvik:
    """One that stands open."""
    return (await avvik(browser, kommune=kommune, states=frozenset({"apen"})))[0]


async def notes(browser: Browser) -> list[tuple[str, str, str, str]]:
    """Who did what with what and why, of avvik, oldest first."""
    async with browser.desk.store.read() as conn:
        return [
            (one.who, one.did, one.about, one.why)
            async for one in audit.chain(conn)
            if one.did.startswith("avvik.")
        ]


async def do(browser: Browser, one: Avvik, gjort: str, why: str = WHY, **more: str) -> Any:
    """The form of its page."""
    fields = {"gjort": gjort, "begrunnelse": why, **more}
    return await browser.post(f"/avvik/{one.id}", fields, on=f"/avvik/{one.id}")


def ids(page: str) -> list[str]:
    """The rows of the list, in order."""
    return re.findall(r'<th scope="row"><a href="/avvik/([0-9a-f-]{36})"', page)


async def test_the_list(tmp_path: Path) -> None:
    """A row for each: what it is, whose stay, the deadline and how it stands; counted; no pid in full."""
    async with found(tmp_path, "koordinator") as (browser, _):
        page = (await browser.get("/avvik")).text
        assert set(ids(page)) == {str(one.id) for one in await avvik(browser)}
        assert "P-7F3A" in page and "P-5C10" in page and "3.–7. feb." in page
        assert TROMSO_PID not in page and "style=" not in page and "onclick" not in page
        assert "Tromsø" in page and "✕" in page and " over" in page
        assert f'Åpent <span class="tall">{len(await avvik(browser, states=frozenset({"apen"})))}' in page
        assert 'name="valgt"' in page and 'data-strom="avvik"' in page


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", {}),
        ("?tilstand=apen", {"states": frozenset({"apen"})}),
        ("?tilstand=lukket", {"states": frozenset({"lukket"})}),
        ("?tilstand=alle", {}),
        ("?regel=r-u14", {"rules": frozenset({"R-U14"})}),
        ("?kommune=5503", {"kommune": "5503"}),
        ("?retning=fra_UNN", {"direction": "fra_UNN"}),
        ("?retning=til_UNN&kommune=5501", {"direction": "til_UNN", "kommune": "5501"}),
        ("?alvorlighet=hoy", {"severity": "hoy"}),
        ("?sikkerhet=middels", {"confidence": "middels"}),
        ("?type=teknisk", {"kind": "teknisk"}),
        ("?type=samhandling", {"kind": "samhandling"}),
        ("?fra=2026-02-12", {}),
        ("?fra=2026-02-13", {"rules": frozenset({"none"})}),
        ("?til=2026-02-12", {}),
        ("?til=2026-02-11", {"rules": frozenset({"none"})}),
        ("?fra=12t", {}),
        ("?q=utskrivningsrapport+mangl", {"rules": frozenset({"R-U14"})}),
        ("?q=P-7F3A", {"kommune": "5501"}),
        ("?q=p-7f3b", {"rules": frozenset({"none"})}),
        ("?q=hestehov", {"rules": frozenset({"none"})}),
        ("?q=R-U14", {"rules": frozenset({"R-U14"})}),
        ("?q=R-U14&regel=R-U12", {"rules": frozenset({"none"})}),
        ("?tilstand=tull&retning=tull&fra=tull&til=9999-12-31&sorter=tull&side=tull", {}),
        ("?fra=0001-01-01&til=0001-01-01", {}),
        ("?fra=99999d", {}),
        ("?side=2", {"rules": frozenset({"none"})}),
    ],
)
async def test_filters_stand_in_the_address(tmp_path: Path, query: str, wanted: dict[str, Any]) -> None:
    """Each filter; one that makes no sense asks for nothing; the file has the same rows as the page."""
    async with found(tmp_path) as (browser, _):
        answer = await browser.get(f"/avvik{query}")
        assert answer.status_code == 200
        expected = {str(one.id) for one in await avvik(browser, **wanted)}
        assert set(ids(answer.text)) == expected
        if "side" not in query:
            rows = list(
                csv.reader(io.StringIO((await browser.get(f"/avvik.csv{query}")).text), delimiter=";")
            )
            assert {row[-1] for row in rows[1:]} == expected


async def test_an_avvik_is_found_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    """As A-19C2, as the whole id with and without dashes."""
    async with found(tmp_path) as (browser, _):
        one = await one_of(browser)
        for text in (f"A-{one.id.hex[:12]}", f"a-{one.id}", str(one.id), one.id.hex, str(one.id)[:9]):
            assert ids((await browser.get("/avvik", params={"q": text})).text) == [str(one.id)], text


async def test_columns_sort_both_ways(tmp_path: Path) -> None:
    """By each column, and turned; a head says which, and leads to the other way."""
    async with found(tmp_path) as (browser, _):
        for sort in ("endret", "oppdaget", "frist", "alvorlighet", "regel", "kommune", "tilstand"):
            there = ids((await browser.get(f"/avvik?sorter={sort}")).text)
            back = ids((await browser.get(f"/avvik?sorter={sort}&vei=snudd")).text)
            assert sorted(there) == sorted(back)
        rules = [one.rule for one in await avvik(browser)]
        page = (await browser.get("/avvik?sorter=regel&vei=snudd")).text
        shown = re.findall(r'<td class="mono nowrap">(R-\w+)<', page)
        assert shown == sorted(rules, reverse=True) != sorted(rules)
        assert 'aria-sort="descending"' in page and 'href="?sorter=regel"' in page


async def test_pages_of_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the page there are more, and the next one has them."""
    async with found(tmp_path) as (browser, _):
        every = ids((await browser.get("/avvik")).text)
        monkeypatch.setattr(the_list, "page_of", lambda request, of=the_list.page_of: of(request, 3))
        pages = [ids((await browser.get(f"/avvik?side={number}")).text) for number in (1, 2)]
        assert pages == [every[:3], every[3:6]]
        assert 'rel="next"' in (await browser.get("/avvik")).text


async def test_only_what_one_may_see(tmp_path: Path) -> None:
    """Limited to Harstad: no row, page, history, news, file or action of Tromsø; nor of what is nowhere."""
    async with found(tmp_path, "koordinator", kommuner=frozenset({"5503"})) as (browser, line):
        theirs, ours = await one_of(browser, "5501"), await one_of(browser, "5503")
        page = (await browser.get("/avvik")).text
        assert "P-5C10" in page and "P-7F3A</span>" not in page and '<option value="5501"' not in page
        assert not ids((await browser.get("/avvik?kommune=5501")).text)
        assert TROMSO_PID[:8] not in (await browser.get("/avvik.csv")).text
        assert "P-7F3A" not in (await browser.get("/avvik.csv")).text
        for path in ("", "/nye", "/historikk"):
            assert (await browser.get(f"/avvik/{ours.id}{path}")).status_code == 200
            assert (await browser.get(f"/avvik/{theirs.id}{path}")).status_code == 404
        answer = await browser.post(f"/avvik/{theirs.id}", {"gjort": "lukket", "begrunnelse": WHY})
        assert answer.status_code == 404
        fields = {"valgt": [str(theirs.id), str(ours.id)], "gjort": "lukket", "begrunnelse": WHY}
        answer = await browser.post("/avvik", fields)
        assert answer.status_code == 200 and "ikke ditt å se" in answer.text
        assert [fact.avvik for fact in line.facts()] == [ours.id]
        for path in ("/avvik/tull", "/avvik/00000000-0000-0000-0000-000000000000", "/avvik/%00"):
            assert (await browser.get(path)).status_code == 404


async def test_one_avvik(tmp_path: Path) -> None:
    """The sentence, the reason, the rule with its source and limit, the deadline, messages, the stay."""
    async with found(tmp_path, "drift") as (browser, _):
        (one,) = await avvik(browser, kommune="5501", rules=frozenset({"R-U14"}))
        page = (await browser.get(f"/avvik/{one.id}")).text
        assert one.text in page and "ingen utskrivningsrapport" in page
        assert "R-U14" in page and "døgnslutt" in page and "Kilde" in page
        assert " over</dd>" in page and "UNN" in page and "Tromsø" in page
        assert f'href="/forlop/{one.stay_id}"' in page and f'href="/forlop/{one.stay_id}/spor"' in page
        assert all(f'href="/meldinger/{msg_id}"' in page for msg_id in one.msg_ids)
        assert "Melding om utskrevet pasient" in page and TROMSO_PID not in page
        assert 'name="begrunnelse"' not in page


async def test_a_reader_looks_and_does_nothing(tmp_path: Path) -> None:
    """No buttons, no links to messages; a form sent all the same is refused, and nothing is told."""
    async with found(tmp_path, "leser") as (browser, line):
        one = await one_of(browser)
        page = (await browser.get(f"/avvik/{one.id}")).text
        assert 'name="gjort"' not in page and "/meldinger/" not in page and "/spor" not in page
        assert 'name="valgt"' not in (await browser.get("/avvik")).text
        fields = {"gjort": "lukket", "begrunnelse": WHY, "valgt": str(one.id)}
        for path in (f"/avvik/{one.id}", "/avvik"):
            assert (await browser.post(path, fields)).status_code == 403
        assert not line.facts() and not await notes(browser)


@pytest.mark.parametrize(
    ("gjort", "state", "did"),
    [
        ("besvart", "besvart", "avvik.besvar"),
        ("lukket", "lukket", "avvik.lukk"),
        ("trukket", "trukket", "avvik.trekk"),
    ],
)
async def test_what_a_koordinator_does_is_told_and_shown(
    tmp_path: Path, gjort: str, state: str, did: str
) -> None:
    """A fact on hendelser.v1 as the command line writes it, a line of the audit log, and the new state."""
    async with found(tmp_path, "koordinator") as (browser, line):
        one = await one_of(browser)
        answer = await do(browser, one, gjort)
        assert answer.status_code == 303 and answer.headers["location"] == f"/avvik/{one.id}"
        (record,), (fact,) = line.on("hendelser.v1"), line.facts()
        assert (record.key, fact.avvik, fact.gjort) == (one.pid.encode(), one.id, gjort)
        assert (fact.av, fact.hvorfor) == ("kari", WHY)
        assert await notes(browser) == [("kari", did, str(one.id), WHY)]
        page = (await browser.get(f"/avvik/{one.id}")).text
        assert f"Avviket er {state}." in page and WHY in page
        assert (await avvik(browser, ids=frozenset({str(one.id)})))[0].state == state


async def test_what_is_not_judged_yet_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Registered, shown soon; done again it is the same; something weaker is refused; then it shows."""
    monkeypatch.setattr(avvik_doing, "WAIT_S", 0.0)
    async with found(tmp_path, "koordinator") as (browser, line):
        line.asleep, one = True, await one_of(browser)
        await do(browser, one, "lukket")
        page = (await browser.get(f"/avvik/{one.id}")).text
        assert "vises her straks" in page and "«Lukk» er registrert" in page
        assert (await do(browser, one, "lukket", "En gang til.")).status_code == 303
        refused = await do(browser, one, "besvart")
        assert refused.status_code == 409 and "allerede lukket" in refused.text
        assert len(line.facts()) == len(await notes(browser)) == 1
        browser.clock.at += timedelta(seconds=1)
        await line.catch_up()
        page = (await browser.get(f"/avvik/{one.id}")).text
        assert "er registrert" not in page and "– </span>" not in page and "lukket" in page


async def test_what_never_comes_can_be_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After ten minutes nobody waits for it any more."""
    monkeypatch.setattr(avvik_doing, "WAIT_S", 0.0)
    async with found(tmp_path, "koordinator") as (browser, line):
        line.asleep, one = True, await one_of(browser)
        await do(browser, one, "lukket")
        browser.clock.at += LONGEST
        assert "er registrert" not in (await browser.get(f"/avvik/{one.id}")).text
        await do(browser, one, "lukket")
        assert len(line.facts()) == 2


async def test_a_form_sent_twice_is_one_fact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when nobody remembers the first time: the fact has the same id, and the log one line."""
    monkeypatch.setattr(avvik_doing, "WAIT_S", 0.0)

    async def forgets(*_: Any) -> dict[Any, Any]:
        return {}

    async with found(tmp_path, "koordinator") as (browser, line):
        line.asleep, one = True, await one_of(browser)
        page = (await browser.get(f"/avvik/{one.id}")).text
        at = re.search(r'name="vist" value="(\d+)"', page)
        assert at
        monkeypatch.setattr(avvik_doing, "pending", forgets)
        for _ in range(2):
            browser.clock.at += timedelta(seconds=1)
            assert (await do(browser, one, "lukket", vist=at[1])).status_code == 303
        first, second = line.facts()
        assert first.id == second.id and len(await notes(browser)) == 1
        await do(browser, one, "lukket", vist="0")
        await do(browser, one, "lukket", vist="tull")
        assert len({fact.id for fact in line.facts()}) == 2


@pytest.mark.parametrize(
    ("before", "gjort", "says"),
    [
        ("besvart", "besvart", "allerede besvart"),
        ("lukket", "besvart", "allerede lukket"),
        ("lukket", "lukket", "allerede lukket"),
        ("trukket", "lukket", "er trukket"),
    ],
)
async def test_the_state_does_not_allow_it(tmp_path: Path, before: str, gjort: str, says: str) -> None:
    """Refused in words, nothing told; the button is not there either."""
    async with found(tmp_path, "koordinator") as (browser, line):
        one = await one_of(browser)
        await do(browser, one, before)
        assert f'name="gjort" value="{gjort}"' not in (await browser.get(f"/avvik/{one.id}")).text
        answer = await do(browser, one, gjort)
        assert answer.status_code == 409 and says in answer.text
        assert len(line.facts()) == len(await notes(browser)) == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"gjort": "lukket", "begrunnelse": ""}, "begrunnelse på 3 til"),
        ({"gjort": "lukket", "begrunnelse": "x" * 401}, "1 til 400 tegn"),
        ({"gjort": "lukket", "begrunnelse": "om 13116900216"}, "fødselsnummer"),
        ({"gjort": "slettet", "begrunnelse": WHY}, "Velg hva"),
        ({"begrunnelse": WHY}, "Velg hva"),
    ],
)
async def test_forms_that_cannot_be_kept(tmp_path: Path, fields: dict[str, str], says: str) -> None:
    """No reason, too long a one, one with a person's number, or nothing chosen: in words, nothing told."""
    async with found(tmp_path, "koordinator") as (browser, line):
        one = await one_of(browser)
        for path, more in ((f"/avvik/{one.id}", {}), ("/avvik?tilstand=apen", {"valgt": str(one.id)})):
            answer = await browser.post(path, {**fields, **more}, on=path)
            assert answer.status_code == 422 and says in answer.text
        assert f'value="{one.id}" aria-label="Velg' in answer.text and " checked" in answer.text
        assert not line.facts() and not await notes(browser)


async def test_many_at_once(tmp_path: Path) -> None:
    """Each a fact and a line of its own; the list comes back as it was filtered."""
    async with found(tmp_path, "koordinator") as (browser, line):
        picked = [str(one.id) for one in (await avvik(browser, states=frozenset({"apen"})))[:3]]
        fields = {"valgt": picked, "gjort": "lukket", "begrunnelse": WHY}
        answer = await browser.post("/avvik?tilstand=apen&sorter=frist", fields, on="/avvik")
        assert answer.status_code == 303 and answer.headers["location"] == "/avvik?tilstand=apen&sorter=frist"
        assert sorted(str(fact.avvik) for fact in line.facts()) == sorted(picked)
        assert sorted(about for _, _, about, _ in await notes(browser)) == sorted(picked)
        page = (await browser.get("/avvik?tilstand=lukket")).text
        assert "3 avvik er lukket." in page and sorted(ids(page)) == sorted(picked)


async def test_some_of_many(tmp_path: Path) -> None:
    """What could not be done is told one by one, and stays marked; the rest is done."""
    async with found(tmp_path, "koordinator") as (browser, line):
        good, gone, lost, *_ = await avvik(browser, states=frozenset({"apen"}))
        await do(browser, gone, "trukket")
        line.refused = {str(lost.id)}
        picked = [str(good.id), str(gone.id), str(lost.id), "tull"]
        fields = {"valgt": picked, "gjort": "besvart", "begrunnelse": WHY}
        answer = await browser.post("/avvik", fields, on="/avvik")
        assert answer.status_code == 200 and "1 avvik er besvart. 2 av 3 ble det ikke:" in answer.text
        assert "er trukket, og kan ikke behandles" in answer.text
        assert "gjort to ganger virker det én gang" in answer.text
        assert f'value="{lost.id}" aria-label="Velg A-' in answer.text and " checked" in answer.text
        assert [fact.avvik for fact in line.facts()] == [gone.id, good.id]
        assert [about for _, _, about, _ in await notes(browser)] == [str(gone.id), str(good.id)]


@pytest.mark.parametrize("picked", [[], ["tull"], [f"00000000-0000-0000-0000-{n:012}" for n in range(201)]])
async def test_none_or_too_many_are_marked(tmp_path: Path, picked: list[str]) -> None:
    """Nothing is done, in words."""
    async with found(tmp_path, "koordinator") as (browser, line):
        fields = {"valgt": picked, "gjort": "besvart", "begrunnelse": WHY}
        answer = await browser.post("/avvik", fields, on="/avvik")
        assert answer.status_code == 422 and "Merk 1 til 200 avvik" in answer.text
        assert not line.facts()


async def test_kafka_is_away(tmp_path: Path) -> None:
    """Nothing is registered, and the page says so; the reason stays in the form; the history says why."""
    async with found(tmp_path, "koordinator") as (browser, line):
        one = await one_of(browser)
        line.away = True
        answer = await do(browser, one, "lukket")
        assert answer.status_code == 503 and "Kafka bekreftet det ikke" in answer.text and WHY in answer.text
        browser.desk.producer = None
        answer = await do(browser, one, "lukket")
        assert answer.status_code == 503 and "ingenting er registrert" in answer.text
        assert not await notes(browser)
        piece = await browser.get(f"/avvik/{one.id}/historikk", headers={"hx-request": "true"})
        assert "Kafka svarer ikke" in piece.text and "oppdaget" in piece.text and "<html" not in piece.text
        browser.desk.health.saw("kafka", "svarer ikke", browser.clock())
        page = await browser.get(f"/avvik/{one.id}/historikk")
        assert "her står bare siste endring" in page.text and "<html" in page.text


async def test_what_is_new_waits_until_asked_for(tmp_path: Path) -> None:
    """Nothing at first; then how many of what is asked for; an open page hears of its own avvik alone."""
    async with found(tmp_path, "koordinator") as (browser, _):
        one, other = (await avvik(browser, kommune="5501", states=frozenset({"apen"})))[:2]
        page = (await browser.get("/avvik?kommune=5501&tilstand=alle")).text
        url = re.search(r'hx-get="(/avvik/nye[^"]+)"', page)
        assert url
        path = url[1].replace("&amp;", "&")
        assert not (await browser.get(path)).text.strip()
        mine = f"/avvik/{one.id}/nye?versjon={one.version}"
        await do(browser, other, "lukket")
        assert not (await browser.get(mine)).text.strip()
        await do(browser, one, "lukket")
        assert "2 avvik er nye eller endret" in (await browser.get(path)).text
        assert "kommune=5501" in (await browser.get(path)).text
        assert "endret siden du åpnet" in (await browser.get(mine)).text
        assert not (await browser.get(path.replace("5501", "5503"))).text.strip()
        assert not (await browser.get("/avvik/nye?siden=tull")).text.strip()


async def test_files_have_every_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of the list and not the page, with the columns named; one too long is refused in words."""
    async with found(tmp_path) as (browser, _):
        monkeypatch.setattr(the_list, "page_of", lambda request, of=the_list.page_of: of(request, 3))
        rows = list(csv.reader(io.StringIO((await browser.get("/avvik.csv")).text), delimiter=";"))
        assert rows[0][0].lstrip("\ufeff") == COLUMNS[0] and {len(row) for row in rows} == {len(COLUMNS)}
        assert len(rows) == 1 + len(await avvik(browser)) > 4
        assert TROMSO_PID not in str(rows) and "P-7F3A" in str(rows)
        assert (await browser.get("/avvik.xlsx")).content[:2] == b"PK"
        monkeypatch.setattr(the_list, "MOST", 3)
        answer = await browser.get("/avvik.csv")
        assert answer.status_code == 413 and "Velg et filter" in answer.text


async def test_empty_lists_say_what_would_be_there(tmp_path: Path) -> None:
    """Nothing at all, and nothing of what is asked for."""
    async with logged_in(tmp_path) as browser:
        assert "Alt som er ventet, er kommet i tide" in (await browser.get("/avvik")).text
        assert "Ta bort et filter" in (await browser.get("/avvik?kommune=5501")).text


async def test_nothing_of_a_text_is_read_as_html(tmp_path: Path) -> None:
    """Of filters, of reasons, and of what an avvik itself says."""
    nasty = "<script>alert(1)</script>"
    async with found(tmp_path, "koordinator") as (browser, _):
        one = await one_of(browser)
        await do(browser, one, "besvart", nasty)
        for path in ("/avvik", f"/avvik/{one.id}", f"/avvik/{one.id}/historikk"):
            page = (await browser.get(path, params={"q": nasty, "fra": nasty, "kommune": nasty})).text
            assert nasty not in page
        assert "&lt;script&gt;" in (await browser.get(f"/avvik/{one.id}")).text
        answer = await browser.post("/avvik", {"gjort": nasty, "begrunnelse": nasty}, on="/avvik")
        assert answer.status_code == 422 and nasty not in answer.text


async def test_a_stay_that_is_another_now(tmp_path: Path) -> None:
    """An old avvik still shows what it was, without a link to what is not there."""
    async with found(tmp_path) as (browser, _):
        one = await one_of(browser)
        old = one.model_copy(update={"id": UUID(int=1), "stay_id": UUID(int=2)})
        lost = old.model_copy(update={"id": UUID(int=3), "pid": "0" * 64, "msg_ids": ("borte",)})
        async with browser.desk.store.begin() as conn:
            await upsert(conn, [(each, each.model_dump_json()) for each in (old, lost)])
        for id_, says in ((old.id, "Oppholdet er endret"), (lost.id, "borte")):
            page = (await browser.get(f"/avvik/{id_}")).text
            assert says in page and f"/forlop/{old.stay_id}" not in page


async def test_words_to_ask_for_what_is_missing(tmp_path: Path) -> None:
    """For a message that has not come: from whom to whom, its name, the stay; no rule, nothing is sent."""
    async with found(tmp_path, "koordinator") as (browser, line):
        (one,) = await avvik(browser, kommune="5501", rules=frozenset({"R-U14"}))
        path = f"/avvik/{one.id}/dialogmelding"
        assert path in (await browser.get(f"/avvik/{one.id}")).text
        page = (await browser.get(path)).text
        assert "<dd>Tromsø</dd>" in page and 'value="Etterspør utskrivningsrapport"' in page
        text = page[page.index("<textarea") : page.index("</textarea>")]
        assert "3.–7. feb. Det var" in text and "ventet innen 7. feb.\n" in text and "R-U14" not in text
        assert "Ingenting sendes herfra" in page and not line.sent and not await notes(browser)
        await do(browser, one, "lukket")
        assert path not in (await browser.get(f"/avvik/{one.id}")).text
        assert (await browser.get(path)).status_code == 404
        back = proposed(
            one.model_copy(update={"direction": "fra_UNN"}), browser.desk.agreement, browser.clock()
        )
        assert back.receiver == "Tromsø" and back.sender.startswith("Universitetssykehuset")


async def test_words_to_ask_with_are_the_koordinators(tmp_path: Path) -> None:
    """A reader is refused; of another kommune there is nothing."""
    async with found(tmp_path) as (browser, _):
        (one,) = await avvik(browser, kommune="5501", rules=frozenset({"R-U14"}))
        assert (await browser.get(f"/avvik/{one.id}/dialogmelding")).status_code == 403
