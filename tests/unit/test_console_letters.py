"""The list of dead letters in the console: alike in one line, filters, pages, news, and who may see it."""

from datetime import timedelta
from pathlib import Path

import pytest
from cases import case
from console_letters import at_work, keep, unread

WHY = {"begrunnelse": "Rettet hos oss"}
FROM_UNN = {"code": "xsd.unexpected", "topic": "meldinger.v1", "reader": "receive"}


async def test_what_is_alike_is_one_line(tmp_path: Path) -> None:
    """Oldest first, with the number, what happened, from whom and since when; a click lists exactly these."""
    async with at_work(tmp_path) as (browser, _):
        alike = [case(number, **FROM_UNN) for number in range(3, 17)]
        await keep(
            browser, [case(40), *alike, case(41, state="lost"), case(1, error_class="BUG", code="bug")]
        )
        page = (await browser.get("/strandet")).text
        body = page.split("<tbody>")[1]
        assert body.count("<tr>") == 3
        assert (
            body.index("stoppet av en feil hos oss")
            < body.index("avvist av skjema")
            < body.index("ikke forstått")
        )
        assert "14 avvist av skjema fra " in page and "siden 12. feb. 14.08: samme feil" in page
        assert "16 strandede meldinger venter" in page
        address = body.split('href="')[2].split('"')[0].replace("&amp;", "&")
        group = (await browser.get(address)).text
        assert group.count('name="id"') == 14 and "Alle 14 som passer" in group


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {1, 2, 3, 4}),
        ("tilstand=parkert", {2}),
        ("tilstand=lost", {5}),
        ("tilstand=alle", {1, 2, 3, 4, 5}),
        ("kode=bug", {3}),
        ("kode=ingen", {4}),
        ("avsender=90101", {2}),
        ("avsender=ingen", {4}),
        ("emne=meldinger.v1", {2}),
        ("klasse=BUG", {3}),
        ("leser=receive", {2}),
        ("siden=2026-02-12T14:08", {3, 4}),
        ("til=2026-02-12T14:07", {1}),
        ("til=12.02.2026", {1, 2, 3, 4}),
        ("til=11.02.2026", set()),
        ("siden=tull", {1, 2, 3, 4}),
        ("siden=0001-01-01", {1, 2, 3, 4}),
        ("tilstand=tull&emne=tull", {1, 2, 3, 4}),
        ("avsender=90101&kode=bug", set()),
    ],
)
async def test_filters_live_in_the_address(tmp_path: Path, query: str, found: set[int]) -> None:
    """Each narrows; what means nothing does not, and is told of; the files hold the same rows."""
    async with at_work(tmp_path) as (browser, _):
        await keep(
            browser,
            [
                case(1),
                case(2, topic="meldinger.v1", reader="receive", sender="90101", state="parkert"),
                case(3, code="bug", error_class="BUG"),
                case(4, code="", sender=""),
                case(5, state="lost"),
            ],
        )
        page = (await browser.get(f"/strandet?vis=hver&{query}")).text
        assert {n for n in range(1, 6) if f'value="{case(n).dlq_id}"' in page} == found
        wrong = query in ("siden=tull", "siden=0001-01-01")
        assert ("Ikke en dato, og ikke brukt" in page) == wrong
        rows = (await browser.get(f"/strandet.csv?{query}")).text
        assert {n for n in range(1, 6) if case(n).dlq_id in rows} == found


async def test_pages_news_and_nothing(tmp_path: Path) -> None:
    """An empty list says what would be here; new ones wait behind a link; a page holds fifty."""
    async with at_work(tmp_path) as (browser, _):
        assert "Ingen strandede meldinger" in (await browser.get("/strandet")).text
        asked = "/strandet" + (await browser.get("/strandet")).text.split('hx-get="/strandet')[1].split('"')[
            0
        ].replace("&amp;", "&")
        assert "hent" not in (await browser.get(asked)).text
        later = browser.clock.at + timedelta(seconds=1)
        await keep(browser, [case(number, changed_at=later) for number in range(1, 54)])
        assert "53 nye eller endrede: hent dem" in (await browser.get(asked)).text
        first = (await browser.get("/strandet?vis=hver")).text
        assert first.count('name="id"') == 50 and "side=2" in first
        assert (await browser.get("/strandet?vis=hver&side=2")).text.count('name="id"') == 3
        assert "Ingen passer til det du har valgt" in (await browser.get("/strandet?kode=x.y")).text
        assert (await browser.get("/strandet/nye?fra=tull")).text.strip() == ""


@pytest.mark.parametrize("role", ["leser", "koordinator"])
async def test_who_may_not_come_here(tmp_path: Path, role: str) -> None:
    """Dead letters are for drift; others are told so, limited to a kommune or not."""
    async with at_work(tmp_path, role, kommuner=frozenset({"5501"})) as (browser, one):
        found = await unread(one)
        at = f"/strandet/{found.dlq_id}"
        for path in ("/strandet", "/strandet/nye", "/strandet.csv", at, f"{at}/prov", f"{at}/nytt"):
            assert (await browser.get(path)).status_code == 403, path
        for what in ("kjor", "kast", "angre"):
            assert (await browser.post(f"{at}/{what}", WHY)).status_code == 403
        assert "/strandet" not in (await browser.get("/min")).text


async def test_without_kafka_it_is_told(tmp_path: Path) -> None:
    """The list is there, nothing is run, and the page says why; also before Kafka has answered at all."""
    async with at_work(tmp_path) as (browser, one):
        found = await unread(one)
        at = f"/strandet/{found.dlq_id}"
        one.producer.away = True
        answer = await browser.post(f"{at}/kjor", {**WHY, "tving": "kjør likevel"}, on=at)
        assert answer.status_code == 422 and "Kafka svarer ikke akkurat nå" in answer.text
        browser.desk.letters = None
        assert "Kafka svarer ikke akkurat nå" in (await browser.get(f"{at}/prov")).text
        assert (await browser.get("/strandet")).status_code == 200
        assert [each.state for each in await one.cases()] == ["apen"]
