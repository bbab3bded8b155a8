"""A dead letter edited in the console: from refused to run again."""

from datetime import timedelta
from pathlib import Path

from console_letters import at_work, keep, refused_xml, stranded, unread
from letter_edits import WHY, fields, log_of, opened, typed
from letters import Office

from adapters.store.cases import Case

EDITED = refused_xml().replace(b"<Tull/>", b"")


async def after(one: Office, found: Case) -> Case:
    return next(each for each in await one.cases() if each.dlq_id == found.dlq_id)


async def test_from_refused_to_run_again(tmp_path: Path) -> None:
    """Validated as it is typed, compared with signs, sent at the second click; the original is kept."""
    async with at_work(tmp_path) as (browser, one):
        found = await stranded(one)
        at, piece = f"/strandet/{found.dlq_id}/rediger", {"hx-request": "true"}
        page = await opened(browser, found)
        text = typed(page)
        as_is = await browser.post(f"{at}/valider", fields(found, text), on=at, headers=piece)
        assert 'data-linje="' in as_is.text and "xsd." in as_is.text and "<html" not in as_is.text
        right = fields(found, text.replace("<Tull/>", ""))
        verdict = await browser.post(f"{at}/valider", right, on=at, headers=piece)
        assert "Ingen feil." in verdict.text
        shown = await browser.post(f"{at}/forskjell", right, on=at)
        assert 'class="ut"' in shown.text and "&lt;Tull/&gt;" in shown.text
        assert one.producer.on("meldinger.v1.replay.receive") == []
        assert (await after(one, found)).edited_sha256 == ""
        assert (await browser.post(f"{at}/send", right, on=at)).status_code == 422
        done = await browser.post(f"{at}/send", {**right, **WHY}, on=at)
        assert done.headers["location"] == f"/strandet/{found.dlq_id}"
        (again,) = one.producer.on("meldinger.v1.replay.receive")
        assert again.value == EDITED and dict(again.headers)["plo-replay-edited"] == b"true"
        (original,) = one.producer.on("meldinger.v1.dlt")
        assert original.value == refused_xml()
        assert [did for did, _ in await log_of(browser, found)] == [
            "strandet: sett",
            "strandet: rettet",
            "strandet: kjort",
        ]
        page = (await browser.get(f"/strandet/{found.dlq_id}")).text
        assert "rettet" in page and "kari" in page and found.sha256[:12] in page


async def test_what_would_fail_is_forced_in_words(tmp_path: Path) -> None:
    """The difference tells of it; it is neither kept nor sent until they have written that they mean it."""
    async with at_work(tmp_path) as (browser, one):
        found = await unread(one)
        at = f"/strandet/{found.dlq_id}/rediger"
        assert typed(await opened(browser, found)) == '{"tull": 1}'
        wrong = fields(found, '{"tull": 2}', **WHY)
        shown = await browser.post(f"{at}/forskjell", wrong, on=at)
        assert "Den ville" in shown.text and "Skriv «kjør likevel»" in shown.text
        for more in ({}, {"tving": "ja"}):
            refused = await browser.post(f"{at}/send", {**wrong, **more}, on=at)
            assert refused.status_code == 422 and typed(refused.text) == '{"tull": 2}'
            assert one.producer.on("hendelser.v1.replay.detect") == []
            assert (await after(one, found)).edited_sha256 == ""
        done = await browser.post(f"{at}/send", {**wrong, "tving": "kjør likevel"}, on=at)
        assert done.status_code == 303
        (again,) = one.producer.on("hendelser.v1.replay.detect")
        assert again.value == b'{"tull": 2}'


async def test_two_at_the_same_letter(tmp_path: Path) -> None:
    """Who comes last is told, and keeps what they wrote."""
    async with at_work(tmp_path) as (browser, one):
        found = await unread(one)
        at = f"/strandet/{found.dlq_id}/rediger"
        await opened(browser, found)
        await keep(browser, [found._replace(edited_sha256="0" * 64)])
        assert (await browser.post(f"{at}/send", fields(found, "[]", **WHY), on=at)).status_code == 422
        await keep(browser, [found])
        stale = {**fields(found, '{"mitt": 1}', **WHY), "grunnlag": "0" * 64}
        for what in ("forskjell", "send"):
            answer = await browser.post(f"{at}/{what}", stale, on=at)
            assert answer.status_code == 422 and "Noen andre har rettet" in answer.text
            assert typed(answer.text) == '{"mitt": 1}'


async def test_the_same_as_before_is_nothing_to_send(tmp_path: Path) -> None:
    """Said, and the editor stays."""
    async with at_work(tmp_path) as (browser, one):
        found = await stranded(one)
        at = f"/strandet/{found.dlq_id}/rediger"
        text = typed(await opened(browser, found))
        answer = await browser.post(f"{at}/forskjell", fields(found, text), on=at)
        assert answer.status_code == 422 and "det samme som før" in answer.text
        back = await browser.post(f"{at}/videre", fields(found, "<ny/>"), on=at)
        assert back.status_code == 200 and typed(back.text) == "<ny/>"


async def test_kafka_away_keeps_the_edit(tmp_path: Path) -> None:
    """What was sent is kept with its reason, and can be run later."""
    async with at_work(tmp_path) as (browser, one):
        found = await stranded(one)
        at = f"/strandet/{found.dlq_id}/rediger"
        await opened(browser, found)
        one.producer.away = True
        answer = await browser.post(f"{at}/send", fields(found, EDITED, **WHY), on=at)
        assert answer.status_code == 422 and "Rettelsen er lagret, men ikke kjørt ennå" in answer.text
        one.producer.away = False
        here = f"/strandet/{found.dlq_id}"
        assert (await browser.post(f"{here}/kjor", WHY, on=here)).status_code == 303
        assert one.producer.on("meldinger.v1.replay.receive")[0].value == EDITED


async def test_an_edit_is_taken_back(tmp_path: Path) -> None:
    """With a reason; then the original is what would be run."""
    async with at_work(tmp_path) as (browser, one):
        found = await stranded(one)
        at, here = f"/strandet/{found.dlq_id}/rediger", f"/strandet/{found.dlq_id}"
        await opened(browser, found)
        one.producer.away = True
        await browser.post(f"{at}/send", fields(found, EDITED, **WHY), on=at)
        assert (await browser.post(f"{here}/angre", {}, on=here)).status_code == 422
        assert (await browser.post(f"{here}/angre", WHY, on=here)).status_code == 303
        assert (await after(one, found)).edited_sha256 == ""
        assert (await browser.post(f"{here}/angre", WHY, on=here)).status_code == 422


async def test_typing_fast_costs_little(tmp_path: Path) -> None:
    """Beyond a number the page waits and asks again by itself."""
    async with at_work(tmp_path) as (browser, one):
        found = await unread(one)
        at, piece = f"/strandet/{found.dlq_id}/rediger", {"hx-request": "true"}
        await opened(browser, found)
        for _ in range(15):
            answer = await browser.post(f"{at}/valider", fields(found, "{"), on=at, headers=piece)
            assert "venter litt" not in answer.text
        answer = await browser.post(f"{at}/valider", fields(found, "{"), on=at, headers=piece)
        assert "venter litt" in answer.text and "delay:3s" in answer.text
        browser.clock.at += timedelta(seconds=11)
        answer = await browser.post(f"{at}/valider", fields(found, "{"), on=at, headers=piece)
        assert "venter litt" not in answer.text
