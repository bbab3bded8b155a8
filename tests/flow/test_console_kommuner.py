"""Who is limited to a kommune learns nothing of the others: by no list, number, file, link, search or word.

Harald of Harstad asks for every page twice: of a store with Harstad's alone, and of one with Tromsø's beside
it. The answers are the same, letter for letter, and so is what is said of Tromsø's things and of no things.
"""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from cases import case, incoming
from consoles import START, Browser, logged_in
from exchanges import helseopplysninger
from fakes import FakeProducer
from histories import AVTALE, HARSTAD, innlagt, klar, utskrevet
from sequels import History
from servers import free_port
from store_contract import avvik, claim
from two_patients import row as event_row

from adapters.kafka.records import Incoming, Record
from adapters.store import avvik as avvik_rows
from adapters.store import avvik_list, cases, claims, history, runs, users
from adapters.store.runs import Run
from broker.console.app import PAGES
from broker.console.sound import SAFE
from broker.console.who import Role
from broker.tracing.traced import Tracer
from consumers.settle import Settler
from schemas.avvik import Avvik

OURS, THEIRS = "5c10" + "0" * 60, "7f3a" + "0" * 60
ID: Final = "{}-0000-4000-8000-000000000000"
NOWHERE: Final = ID.format("00000000")
HER: Final = {OURS: HARSTAD, THEIRS: "90101"}
ALL_SEE: Final = {"/static/{digest}/{name}", "/strom"}
"""Files, and the stream (test_console_live)."""
ASKED: Final = {
    "/avvik": ("", "?tilstand=alle", "?kommune=5501", "?q=p-7f", "?sorter=kommune", "?side=2"),
    "/avvik/nye": ("?siden=1", "?siden=1&kommune=5501"),
    "/avvik.csv": ("?tilstand=alle", "?kommune=5501"),
    "/forlop": ("", "?kommune=5501", "?pasient=7f3a", "?enhet=90002", "?tilstand=mangler"),
    "/forlop/nye": ("?siden=1", "?siden=1&kommune=5501"),
    "/forlop.csv": ("", "?kommune=5501"),
    "/strandet": ("", "?tilstand=alle&vis=hver", "?avsender=90101&vis=hver", "?kode=bug"),
    "/strandet/nye": ("?fra=1", "?fra=1&avsender=90101"),
    "/meldinger": ("", "?avsender=90101", "?mottaker=90101", "?msgid=7"),
    "/meldinger/nye": ("?siden=1",),
    "/sok": ("?q=p-7f3a", "?q=p-", "?q=p-7", "?q=a-{avvik}", "?q=d-7f3a", f"?q={ID.format('7f3a0000')}"),
}
"""What is asked of a list, beside nothing at all."""


async def fill(browser: Browser, pid: str, *, late: bool) -> None:
    """A stay with its avvik, a dead letter, a message and a run of the kommune that has this patient."""
    desk, her, mark = browser.desk, HER[pid], pid[:4]
    events: History = [
        innlagt("2026-02-03T10:00", pid=pid, receiver=her, sender_service="90002" if late else None),
        helseopplysninger("2026-02-03T16:00", pid=pid, receiver=her),
        klar("2026-02-06", "2026-02-06T09:00", pid=pid, receiver=her),
        utskrevet("2026-02-07", "2026-02-07T13:00", pid=pid, receiver=her),
    ]
    settler = Settler(desk.store, FakeProducer(), desk.agreement, 1.0)  # type: ignore[arg-type] # a fake
    when = browser.clock.at + timedelta(minutes=late)
    msg_id = ID.format(f"{mark}0000")
    async with desk.store.begin() as conn:
        gids = await history.add(conn, [event_row(event) for event in events])
        await settler.settle(conn, gids, when)
        letter = case(
            1, dlq_id=msg_id, msg_id=msg_id, sender=her, code="bug" if late else "x", changed_at=when
        )
        await cases.save(conn, [letter])
    one = claim(2 if late else 1)._replace(
        msg_id=msg_id, sender=her, receivers="90001", pid=pid, claimed_at=when
    )
    await claims.take(desk.store, [one])
    who = "ola" if late else "kari"
    run = Run(mark, "kjor", who, "Prøver igjen", False, False, 50, 1, when, "", False, "", when)
    await runs.begin(desk.store, run, [letter])  # one that goes on is on the list of who may see it


def made(folder: Path, name: str) -> Path:
    """A folder in the folder."""
    (folder / name).mkdir()
    return folder / name


@asynccontextmanager
async def harald(folder: Path, *, both: bool) -> AsyncIterator[Browser]:
    """With Harstad's alone, or with Tromsø's as well."""
    roles, bootstrap = ("drift", "koordinator"), f"127.0.0.1:{free_port()}"
    async with logged_in(folder, *roles, kommuner=frozenset({"5503"}), kafka=bootstrap) as browser:
        await fill(browser, OURS, late=False)
        if both:
            await fill(browser, THEIRS, late=True)
        browser.clock.at = START + timedelta(minutes=10)
        yield browser


async def things(browser: Browser, pid: str) -> dict[str, str]:
    """What the parameters of addresses stand for, of one kommune."""
    bodies = await avvik_list.every(browser.desk.store, avvik_list.Wanted(pid=pid), limit=100)
    one = next(found for body in bodies if (found := Avvik.model_validate_json(body)).rule == "R-U14")
    mark = pid[:4]
    known = {"avvik": str(one.id), "stay_id": str(one.stay_id), "msg_id": ID.format(f"{mark}0000")}
    return {**known, "letter": known["msg_id"], "run": mark}


def path_of(route: str, of: dict[str, str]) -> str:
    """An address of the route; KeyError for a parameter that this test does not know: say here what it is."""
    of = {
        **of,
        "id": of["letter" if route.startswith("/strandet") else "avvik"],
        "kind": "csv",
        "liste": "frister",
        "user_id": "ola",
    }
    return re.sub(r"\{(\w+)\}", lambda found: of[found[1]], route)


def routes(*methods: str) -> Iterator[tuple[str, str]]:
    """Method and path of all that somebody who is no administrator may ask for."""
    for page in PAGES:
        for route in page.ROUTES:
            if route.endpoint.needs not in (None, Role.ADMIN) and route.path not in ALL_SEE:
                yield from ((method, route.path) for method in (route.methods or set()) & {*methods})


def plain(text: str) -> str:
    """A page without what is another one each time."""
    text = re.sub(r'(name="_csrf" value=|X-CSRF-Token": )"[^"]+"', "", text)
    return re.sub(r"127\.0\.0\.1:\d+", "", text)


async def pages(browser: Browser, ours: dict[str, str], theirs: str) -> dict[str, tuple[int, str, str]]:
    """Address -> status, where it leads and what it says."""
    found = {}
    for _, route in routes("GET"):
        if route.endswith(".xlsx"):
            continue  # a list that is here as CSV
        for query in ("", *ASKED.get(route, ())):
            address = path_of(route, ours) + query.format(avvik=theirs)
            answer = await browser.get(address)
            assert answer.status_code < 500, address
            found[address] = (answer.status_code, answer.headers.get("location", ""), plain(answer.text))
    return found


async def test_every_page_is_the_same_whatever_others_have(tmp_path: Path) -> None:
    """Lists, numbers, news, files, filters, search and details."""
    async with harald(made(tmp_path, "begge"), both=True) as browser:
        ours, theirs = await things(browser, OURS), (await things(browser, THEIRS))["avvik"][:8]
        beside = await pages(browser, ours, theirs)
    async with harald(made(tmp_path, "alene"), both=False) as browser:
        alone = await pages(browser, ours, theirs)
    assert len(alone) > 50 and sum(status == 200 for status, _, _ in alone.values()) > 30
    for address, answer in alone.items():
        assert beside[address] == answer, address


async def asked(browser: Browser, method: str, path: str, fields: dict[str, Any]) -> tuple[int, str]:
    """What is answered."""
    if method in SAFE:
        answer = await browser.get(path)
    else:
        answer = await browser.post(path, fields)
    return answer.status_code, plain(answer.text)


async def test_what_is_theirs_is_as_what_is_nowhere(tmp_path: Path) -> None:
    """Every address of a thing, looked at or acted upon: the same status and the same words."""
    async with harald(made(tmp_path, "begge"), both=True) as browser:
        theirs = await things(browser, THEIRS)
        nowhere = dict.fromkeys(theirs, NOWHERE)
        count = 0
        fields = {"begrunnelse": "Prøver meg", "gjort": "lukket", "gjor": "kast"}
        for method, route in routes("GET", "POST"):
            if "{" in route and "{kind}" not in route:
                told = [await asked(browser, method, path_of(route, of), fields) for of in (theirs, nowhere)]
                assert told[0] == told[1] and told[0][0] == 404, (method, route, told[0][0])
                count += 1
        assert count > 20
        letters = await cases.load(browser.desk.store, [theirs["letter"]])
        assert letters[theirs["letter"]].state == "apen"


async def test_a_decision_for_many_is_for_ones_own(tmp_path: Path) -> None:
    """Marked by hand, named in the form, or all of the list: another kommune's are not among them."""
    async with harald(made(tmp_path, "begge"), both=True) as browser:
        ours, theirs = await things(browser, OURS), await things(browser, THEIRS)
        both, why = [ours["letter"], theirs["letter"]], "Hører ikke til oss"
        for fields in ({"id": both}, {"ider": " ".join(both)}, {"omfang": "alle"}):
            page = await browser.post("/strandet/flere", {"gjor": "kast", **fields})
            assert page.status_code == 200 and theirs["letter"] not in page.text
            assert ours["letter"] in page.text
        await browser.post(
            "/strandet/kjoringer", {"gjor": "kast", "ider": " ".join(both), "begrunnelse": why}
        )
        (task,) = browser.desk.carried.values()
        await task
        found = await cases.load(browser.desk.store, both)
        assert [found[id_].state for id_ in both] == ["forkastet", "apen"]


async def test_a_stay_of_theirs_that_is_no_more(tmp_path: Path) -> None:
    """An old link to it says to Harald what every link to nothing says; to one of Tromsø that it is gone."""
    gone = avvik(7).model_copy(update={"pid": THEIRS, "stay_id": UUID(ID.format("7f3a7777"))})
    async with harald(made(tmp_path, "begge"), both=True) as browser:
        async with browser.desk.store.begin() as conn:
            await avvik_rows.upsert(conn, [(gone, gone.model_dump_json())])
            await users.set_roles(conn, "kari", "Kari", ["leser"], frozenset({"5503"}))
        told = [plain((await browser.get(f"/forlop/{id_}")).text) for id_ in (gone.stay_id, NOWHERE)]
        assert told[0] == told[1]
        async with browser.desk.store.begin() as conn:
            await users.set_roles(conn, "kari", "Kari", ["leser"], frozenset({"5501"}))
        assert "finnes ikke lenger slik" in (await browser.get(f"/forlop/{gone.stay_id}")).text


def on(topic: str, value: bytes = b"") -> Incoming:
    """A record of a topic."""
    return incoming(Record(topic, b"k", value))


def test_what_a_trace_leaves_out() -> None:
    """Avvik of other kommuner, and what other parties were given; who sees all sees all."""
    theirs, ours = (avvik(1, kommune=nr).model_dump_json().encode() for nr in ("5501", "5503"))
    rows = {
        on("avvik.v1", ours): True,
        on("avvik.v1", theirs): False,
        on(f"part.{HARSTAD}.avvik.v1"): True,
        on("part.90101.avvik.v1"): False,
        on("part.90101.meldinger.v1"): False,
        on("hendelser.v1"): True,
    }
    limits = (frozenset({"5503"}), None)
    limited, whole = (Tracer(None, None, AVTALE, 1, limit) for limit in limits)  # type: ignore[arg-type] # no store: asks none
    assert {one: limited._sees(one) for one in rows} == rows
    assert all(whole._sees(one) for one in rows)


async def test_a_trace_of_two_messages_of_one_name(tmp_path: Path) -> None:
    """Another sender's message has the same MsgId: the trace is of ours alone."""
    async with harald(made(tmp_path, "begge"), both=True) as browser:
        msg_id = ID.format("5c100000")
        before = plain((await browser.get(f"/meldinger/{msg_id}/spor")).text)
        same = claim(9)._replace(
            msg_id=msg_id, sender="90101", receivers="90001", claimed_at=browser.clock.at
        )
        await claims.take(browser.desk.store, [same])
        assert plain((await browser.get(f"/meldinger/{msg_id}/spor")).text) == before
        assert "Harstad" in before
