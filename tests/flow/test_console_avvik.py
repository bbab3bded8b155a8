"""One avvik in the console: what its page says, and who may see it."""

from pathlib import Path
from uuid import UUID

from console_avvik import WHY, avvik, do, found, ids, notes, one_of
from console_stays import TROMSO_PID

from adapters.store.avvik import upsert


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
