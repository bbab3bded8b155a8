"""One decision for many dead letters: foreseen, carried out, followed and cut off. Kafka is a fake."""

from pathlib import Path

import pytest
from cases import case
from console_letters import EVENT_AGAIN, WHY, at_work, decided, ended, ids_of, keep, several

from adapters.store import audit
from broker.console.letters_runs import AT_ONCE, look


async def test_foreseen_and_run(tmp_path: Path) -> None:
    """The number and the target are told before; each is run once, with the reason, at the rate."""
    async with at_work(tmp_path) as (browser, one):
        await several(one, 3)
        seen = await browser.post(
            "/strandet/flere?emne=hendelser.v1", {"omfang": "alle", "gjor": "kjor"}, on="/strandet"
        )
        assert "Kjøre 3 meldinger på nytt?" in seen.text and "kjøres ikke" in seen.text
        assert one.producer.on(EVENT_AGAIN) == []
        ids = ids_of(seen.text)
        assert (await browser.post("/strandet/kjoringer", {"gjor": "kjor", "ider": ids})).status_code == 422
        page = await ended(browser, await decided(browser, "kjor", ids))
        assert "Ferdig" in page and "0 kjørt på nytt, 3 ikke" in page and one.producer.on(EVENT_AGAIN) == []
        where = await decided(browser, "kjor", ids, tving="kjør likevel", takt="200")
        page = await ended(browser, where)
        assert "3 kjørt på nytt" in page and WHY["begrunnelse"] in page and "load delay" not in page
        assert len(one.producer.on(EVENT_AGAIN)) == 3
        async with browser.desk.store.read() as conn:
            log = await audit.latest(conn, 9, None, {"did": "strandet: kjort"})
        assert [(row.who, row.why) for row in log] == [("kari", WHY["begrunnelse"])] * 3


async def test_only_those_that_are_marked(tmp_path: Path) -> None:
    """What is not ticked stays; nothing ticked does nothing."""
    async with at_work(tmp_path) as (browser, _):
        await keep(browser, [case(1), case(2), case(3), case(4, state="lost")])
        ticked = {"omfang": "valgte", "gjor": "kast", "id": [case(1).dlq_id, case(4).dlq_id, "tull"]}
        seen = await browser.post("/strandet/flere", ticked, on="/strandet?vis=hver")
        assert "Forkaste 2 meldinger?" in seen.text and "Den er lukket fra før" in seen.text
        page = await ended(browser, await decided(browser, "kast", ids_of(seen.text)))
        assert "1 forkastet, 1 ikke" in page
        rows = (await browser.get("/strandet.csv?tilstand=forkastet")).text
        assert case(1).dlq_id in rows and case(2).dlq_id not in rows
        none = await browser.post("/strandet/flere", {"omfang": "valgte", "gjor": "kast"}, on="/strandet")
        assert "Ingen er valgt" in none.text
        assert (await browser.post("/strandet/kjoringer", {"ider": "", **WHY})).status_code == 422


async def test_cut_off_in_the_middle(tmp_path: Path) -> None:
    """What is done is done, the rest is open, and the same again does the rest."""
    async with at_work(tmp_path) as (browser, one):
        await several(one, 3)
        ids = " ".join(each.dlq_id for each in await one.cases())
        where = await decided(browser, "kjor", ids, tving="kjør likevel", takt="1")
        piece = (await browser.get(where, headers={"hx-request": "true"})).text
        assert "Går" in piece and "Avbryt" in piece and "<html" not in piece
        assert (await browser.post(f"{where}/avbryt", {})).status_code == 303
        page = await ended(browser, where)
        assert "Avbrutt" in page and "Ingenting er tapt" in page
        states = sorted(each.state for each in await one.cases())
        assert states == ["apen", "apen", "kjores"]
        left = " ".join(each.dlq_id for each in await one.cases() if each.state == "apen")
        await ended(browser, await decided(browser, "kjor", left, tving="kjør likevel", takt="200"))
        assert {each.state for each in await one.cases()} == {"kjores"}
        assert len(one.producer.on(EVENT_AGAIN)) == 3


async def test_kafka_goes_away_in_the_middle(tmp_path: Path) -> None:
    """Said; it goes on by itself when Kafka is back. What is given up needs no Kafka."""
    async with at_work(tmp_path) as (browser, one):
        await several(one, 2)
        ids = " ".join(each.dlq_id for each in await one.cases())
        one.producer.away = True
        where = await decided(browser, "kjor", ids, tving="kjør likevel")
        page = await ended(browser, where)
        assert "fortsetter av seg selv" in page and "2 gjenstår" in page
        assert where in (await browser.get("/strandet")).text
        one.producer.away = False
        await look(browser.desk)
        assert "2 kjørt på nytt" in await ended(browser, where)
        assert where not in (await browser.get("/strandet")).text
        browser.desk.letters = None
        seen = await browser.post("/strandet/flere", {"ider": ids, "gjor": "kjor"}, on="/strandet")
        assert "Kafka svarer ikke" in seen.text
        assert "2 forkastet" in await ended(browser, await decided(browser, "kast", ids))


async def test_security_among_them(tmp_path: Path) -> None:
    """Drift does the rest; those of SECURITY are left, and told of."""
    async with at_work(tmp_path) as (browser, _):
        await keep(browser, [case(1), case(2, error_class="SECURITY")])
        ids = f"{case(1).dlq_id} {case(2).dlq_id}"
        page = await ended(browser, await decided(browser, "kast", ids))
        assert "1 forkastet, 1 ikke" in page and "bare behandles av en administrator" in page
        assert case(2).dlq_id in (await browser.get("/strandet.csv?tilstand=apen")).text


async def test_not_too_many_at_a_time(tmp_path: Path) -> None:
    """Refused in words; a run that nobody knows is told of."""
    async with at_work(tmp_path) as (browser, one):
        await several(one, 2)
        ids = " ".join(each.dlq_id for each in await one.cases())
        runs = [await decided(browser, "kjor", ids, tving="kjør likevel", takt="1") for _ in range(AT_ONCE)]
        answer = await browser.post("/strandet/kjoringer", {"gjor": "kast", "ider": ids, **WHY})
        assert answer.status_code == 422 and "mange kjøringer" in answer.text
        for where in runs:
            await browser.post(f"{where}/avbryt", {})
            await ended(browser, where)
        gone = await browser.get("/strandet/kjoringer/tull")
        assert gone.status_code == 404 and "ikke her lenger" in gone.text


@pytest.mark.parametrize("role", ["leser", "koordinator"])
async def test_others_decide_nothing(tmp_path: Path, role: str) -> None:
    """Neither see nor start nor stop."""
    async with at_work(tmp_path, role) as (browser, _):
        await keep(browser, [case(1)])
        for path in ("flere", "kjoringer", "kjoringer/x/avbryt"):
            answer = await browser.post(f"/strandet/{path}", {"ider": case(1).dlq_id, **WHY})
            assert answer.status_code == 403
        assert (await browser.get("/strandet/kjoringer/x")).status_code == 403
