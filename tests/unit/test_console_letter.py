"""One dead letter in the console: told of in words, run again or given up."""

from datetime import timedelta
from pathlib import Path

import pytest
from cases import AT, case
from console_letters import at_work, keep, stranded, unread
from consoles import logged_in

from adapters.store import audit, cases
from broker.console.letters_told import where
from broker.letters.refused import Refused

WHY = {"begrunnelse": "Rettet hos oss"}


async def test_one_letter_is_told_of_in_words(tmp_path: Path) -> None:
    """What is wrong and where, who did what, and what running it again would do; never its content."""
    async with at_work(tmp_path) as (browser, one):
        found = await stranded(one)
        page = (await browser.get(f"/strandet/{found.dlq_id}")).text
        for told in (
            "avvist av skjema",
            "Feil form",
            "mh:MsgInfo/mh:Tull</p>",
            "linje 2",
            found.sha256,
            "receive",
        ):
            assert told in page
        assert "Tull/" not in page and "● åpen" in page.replace("</span>", "").replace(
            '<span aria-hidden="true">', ""
        )
        piece = await browser.get(f"/strandet/{found.dlq_id}/prov", headers={"hx-request": "true"})
        assert "feilet på samme måte" in piece.text and "<html" not in piece.text
        assert 'class="linjenr">linje ' in piece.text
        assert "<html" in (await browser.get(f"/strandet/{found.dlq_id}/prov")).text


async def test_run_again_and_given_up(tmp_path: Path) -> None:
    """What would fail is not run unless it is asked for in words; both need a reason, and are in the log."""
    async with at_work(tmp_path) as (browser, one):
        found = await unread(one)
        at = f"/strandet/{found.dlq_id}"
        assert (await browser.post(f"{at}/kjor", {}, on=at)).status_code == 422
        refused = await browser.post(f"{at}/kjor", WHY, on=at)
        assert refused.status_code == 422 and "ville feilet" in refused.text and "plo dlt" not in refused.text
        assert one.producer.on("hendelser.v1.replay.detect") == []
        wrong = await browser.post(f"{at}/kjor", {**WHY, "tving": "ja"}, on=at)
        assert wrong.status_code == 422 and "skriv «kjør likevel»" in wrong.text
        done = await browser.post(f"{at}/kjor", {**WHY, "tving": "Kjør likevel"}, on=at)
        assert done.headers["location"] == at
        (again,) = one.producer.on("hendelser.v1.replay.detect")
        assert dict(again.headers)["plo-replay-by"] == b"kari"
        page = (await browser.get(at)).text
        assert "Kjøres på nytt hos" in page and "kjørt på nytt nr. 1" in page and "Rettet hos oss" in page
        gone = await browser.post(f"{at}/kast", WHY, on=at)
        assert gone.status_code == 303
        page = (await browser.get(at)).text
        assert "forkastet" in page and "saken er ferdig" in page
        twice = await browser.post(f"{at}/kast", WHY, on=at)
        assert twice.status_code == 422 and "lukket fra før" in twice.text
        async with browser.desk.store.read() as conn:
            log = await audit.latest(conn, 9, None, {"about": found.dlq_id})
        assert [(row.did, row.who) for row in log] == [
            ("strandet: forkastet", "kari"),
            ("strandet: kjort", "kari"),
        ]


async def test_the_page_says_when_the_letter_is_another(tmp_path: Path) -> None:
    """A link waits for whoever reads it; nothing jumps."""
    async with at_work(tmp_path) as (browser, one):
        found = await unread(one)
        page = (await browser.get(f"/strandet/{found.dlq_id}")).text
        asked = "/strandet" + page.split('hx-get="/strandet')[1].split('"')[0]
        assert (await browser.get(asked)).text.strip() == ""
        await keep(browser, [found._replace(state="lost", changed_at=AT + timedelta(days=1))])
        assert "Den er endret: ✓ løst" in (await browser.get(asked)).text


async def test_security_is_for_administrators(tmp_path: Path) -> None:
    """Drift sees that it is there, and may neither run it nor give it up."""
    async with at_work(tmp_path / "a") as (browser, _):
        await keep(browser, [case(1, error_class="SECURITY", code="sender.not_allowed")])
        at = f"/strandet/{case(1).dlq_id}"
        page = (await browser.get(at)).text
        assert "bare en administrators å behandle" in page and f'action="{at}/' not in page
        for what in ("kjor", "kast"):
            assert (await browser.post(f"{at}/{what}", WHY, on=at)).status_code == 422
        assert (await cases.load(browser.desk.store, [case(1).dlq_id]))[case(1).dlq_id].state == "apen"
    async with at_work(tmp_path / "b", "admin") as (browser, _):
        await keep(browser, [case(1, error_class="SECURITY", code="sender.not_allowed")])
        assert (await browser.post(f"{at}/kast", WHY, on=at)).status_code == 303


async def test_no_token_nothing_done(tmp_path: Path) -> None:
    """A form that is not ours does nothing."""
    async with at_work(tmp_path) as (browser, one):
        found = await unread(one)
        answer = await browser.client.post(f"/strandet/{found.dlq_id}/kast", data=WHY)
        assert answer.status_code == 403
        assert (await one.cases())[0].state == "apen"


async def test_gone_from_kafka(tmp_path: Path) -> None:
    """What Kafka has no longer is told of, and can be given up."""
    async with at_work(tmp_path) as (browser, one):
        found = await unread(one)
        one.desk.originals.gone.add(found.letter_offset)  # type: ignore[attr-defined] # a fake
        page = (await browser.get(f"/strandet/{found.dlq_id}/prov")).text
        assert "ligger ikke lenger på" in page
        assert (await browser.get("/strandet/finnes-ikke")).status_code == 404
        assert (await browser.get(f"/strandet/{'x' * 5000}")).status_code == 404


async def test_whatever_a_header_holds_is_text(tmp_path: Path) -> None:
    """Markup in any of them is shown as it is, in lists, addresses, files and details."""
    evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'"
    names = ("reader", "stage", "error_class", "code", "apprec", "place", "message", "msg_id", "sender")
    async with at_work(tmp_path) as (browser, _):
        await keep(browser, [case(1, message_type=evil, **dict.fromkeys(names, evil))])
        for path in ("/strandet", "/strandet?vis=hver", f"/strandet/{case(1).dlq_id}"):
            page = (await browser.get(path)).text
            assert "<script>alert" not in page and "<img" not in page.split("<main")[1], path
        tried = await browser.get(f"/strandet/{case(1).dlq_id}/prov")
        assert tried.status_code == 200 and "<script>alert" not in tried.text


async def test_advice_is_for_the_console() -> None:
    """What is refused is told without commands for the terminal."""
    from broker.console.letters_desk import told

    assert told(Refused("Nei.", "Se hvorfor: plo dlt show. Vent litt.")) == "Nei. Vent litt."
    assert told(Refused("Nei.")) == "Nei."


async def test_a_reader_without_kafka(tmp_path: Path) -> None:
    """Nobody who is not drift finds the place, also where there is nothing."""
    async with logged_in(tmp_path, "leser") as browser:
        assert (await browser.get("/strandet")).status_code == 403


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("/a/b:12", (12, "/a/b")),
        ("/mh:a/mh:b:12:7", (12, "/mh:a/mh:b")),
        ("/mh:a", (0, "/mh:a")),
        ("", (0, "")),
        ("12", (12, "")),
        ("/a:12:b", (0, "/a:12:b")),
    ],
)
def test_where_it_is(place: str, told: tuple[int, str]) -> None:
    """Line and path, however much of them is known."""
    assert where(place) == told
