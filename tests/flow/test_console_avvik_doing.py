"""What people do with one avvik in the console, judged as detect does."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from console_avvik import WHY, avvik, do, found, notes, one_of

from broker.console import avvik_doing
from broker.console.avvik_pending import LONGEST


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
