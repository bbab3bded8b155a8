"""What people do with many avvik at once, from the list in the console."""

from pathlib import Path

import pytest
from console_avvik import WHY, avvik, do, found, ids, notes


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
