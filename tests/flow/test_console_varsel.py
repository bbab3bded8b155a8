"""A varsel in the console: sign and words on the board and on the page of a stay, filter, file."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from console_stays import tell
from consoles import START, Browser, logged_in
from exchanges import tilbakemelding
from histories import at, epikrise, innlagt, klar, utskrevet

from broker.console.forlop_cell import shown
from schemas.board import COLUMNS, Cell, Warned
from schemas.frister import DEFAULTS, Frist

OUT, IN, NEW = ("e1" + "0" * 62, "e2" + "0" * 62, "e3" + "0" * 62)
MARK = '<span class="varsel">!</span>'


def out() -> list[object]:
    """Told of after 5 h and answered after 4 h; out since the 10th, and no epikrise yet."""
    ready = klar("2026-02-10", "2026-02-09T10:00", fra="2026-02-08T10:00", pid=OUT)
    return [
        innlagt("2026-02-08T10:00", "2026-02-08T15:00", pid=OUT),
        ready,
        tilbakemelding(ready, "2026-02-09T14:00", pid=OUT),
        utskrevet("2026-02-10", "2026-02-10T13:00", pid=OUT),
    ]


async def ward(browser: Browser) -> None:
    """One with three varsler, one whose epikrise came a day late, and one who is new."""
    await tell(browser, out())
    others = [innlagt("2026-02-08T10:00", pid=IN), utskrevet("2026-02-09", "2026-02-09T13:00", pid=IN)]
    await tell(browser, [*others, epikrise("2026-02-10T12:00", ut="2026-02-09", pid=IN)])
    await tell(browser, [innlagt("2026-02-12T10:00", pid=NEW)])


def marked(page: str) -> list[str]:
    """Short pids of the rows with the sign of a varsel."""
    rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    return [found[1] for row in rows if MARK in row and (found := re.search(r'class="mono">(P-\w+)<', row))]


async def test_on_the_board(tmp_path: Path) -> None:
    """A sign, words for whoever hovers or listens, a line of explanation; and no other row has it."""
    async with logged_in(tmp_path) as browser:
        await ward(browser)
        page = (await browser.get("/forlop")).text
        assert sorted(marked(page)) == ["P-E100", "P-E200"]
        for words in (
            "kom i tide 8. feb. 15.00, men etter varselfristen (4 timer etter innleggelsen)",
            "kom i tide 9. feb. 14.00, men etter varselfristen (3 timer etter mottak av meldingen)",
            "kom i tide 10. feb. 12.00, men etter varselfristen (samme dag som utskrivningen)",
            "over varselfristen (samme dag som utskrivningen) siden 11. feb. 00.30",
        ):
            assert page.count(words) == 2  # on hover, and for a screen reader
        assert "varsel: over varselfristen, ikke over fristen" in page


async def test_counted_and_asked_for(tmp_path: Path) -> None:
    """Beside the other states, with how many; chosen, those rows are left."""
    async with logged_in(tmp_path) as browser:
        await ward(browser)
        page = (await browser.get("/forlop")).text
        assert re.search(r'href="\?tilstand=varsel">Varsel <span class="tall">2<', page)
        page = (await browser.get("/forlop?tilstand=varsel")).text
        assert sorted(marked(page)) == ["P-E100", "P-E200"] and "P-E300" not in page
        assert "2 opphold, varsel" in page


async def test_in_the_file(tmp_path: Path) -> None:
    """The cells in words, of the rows that are filtered."""
    async with logged_in(tmp_path) as browser:
        await ward(browser)
        answer = await browser.get("/forlop.csv?tilstand=varsel&pasient=e1")
        head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
        told = dict(zip(head, row, strict=True))
        assert all("varselfristen" in told[name] for name in ("INN", "SVAR", "EPI"))
        assert not any("varsel" in told[name] for name in COLUMNS if name not in ("INN", "SVAR", "EPI"))


async def test_on_the_page_of_a_stay(tmp_path: Path) -> None:
    """The limit is named where the message is awaited, and the brackets of the axis have the sign."""
    async with logged_in(tmp_path) as browser:
        await ward(browser)
        board = (await browser.get("/forlop?pasient=e1")).text
        found = re.search(r'href="(/forlop/[0-9a-f-]+)"', board)
        assert found
        page = re.sub(r"\s+", " ", (await browser.get(found[1])).text)
        waiting = re.search(r"<b>Epikrise</b>: (.*?)</li>", page)
        assert (
            waiting and "over varselfristen (samme dag som utskrivningen) siden 11. feb. 00.30." in waiting[1]
        )
        for name, sign in (("INN", "●!"), ("SVAR", "●!"), ("EPI", "○!")):
            assert re.search(rf">{name} {sign}</text>", page)
        assert "! varsel: over varselfristen, ikke over fristen." in page


async def test_it_comes_by_time_alone(tmp_path: Path) -> None:
    """Nothing is written: the same row is asked for a second later, and counted."""
    async with logged_in(tmp_path) as browser:
        ready = klar("2026-02-12", "2026-02-12T10:35", fra="2026-02-12T08:00", pid=NEW)
        await tell(browser, [innlagt("2026-02-12T08:00", pid=NEW), ready])
        browser.clock.at = at("2026-02-12T14:05")
        assert marked((await browser.get("/forlop?tilstand=varsel")).text) == []
        browser.clock.at += timedelta(seconds=1)
        assert marked((await browser.get("/forlop?tilstand=varsel")).text) == ["P-E300"]


WARNING = Warned(START, "log_innlagt.soft")


@pytest.mark.parametrize(
    ("cell", "after", "sign", "words"),
    [
        (Cell("ventet", warned=WARNING), -1, "", ", varsel fra 12. feb. 14.05 (1 time etter innleggelsen)"),
        (Cell("ventet", warned=WARNING), 0, "!", ", over varselfristen (1 time etter innleggelsen) siden"),
        (Cell("ventet", over=START, warned=WARNING), 0, "", "mangler"),
        (Cell("ventet"), 0, "", "ventes"),
        (Cell("kom", START, warned=WARNING, since="endret"), 0, "!", "innleggelsen), rettet siden"),
        (Cell("kom", START), 0, "", "kom i tide 12. feb. 14.05"),
    ],
)
def test_a_cell(cell: Cell, after: int, sign: str, words: str) -> None:
    """Sign and words one second before, and at the moment; the limit is the one of the agreement."""
    limits = {**DEFAULTS, "log_innlagt.soft": Frist(1, "h")}
    told = shown(cell, START + timedelta(seconds=after), limits)
    assert told.warned == sign and words in told.text
