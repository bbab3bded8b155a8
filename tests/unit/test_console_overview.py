"""Oversikt: the four numbers and their lines, the bars of a day, and how every part is."""

from datetime import timedelta
from pathlib import Path

import pytest
from consoles import START, logged_in
from store_contract import avvik, claim

from adapters.errors import Transient
from adapters.kafka.cluster import Cluster
from adapters.store import avvik as findings
from adapters.store import claims
from adapters.store.hourly import Lasted
from adapters.store.store import Store
from broker.console import levels
from broker.console.kafka_seen import KEPT, STEP, KafkaSeen
from broker.console.traffic import DAY, WIDTH, scale_of, traffic
from broker.run.beat import Beat

HOUR = timedelta(hours=1)


def test_what_stands_open_hour_by_hour() -> None:
    """From when it began to when it ended; its age grows, and is that of the oldest."""
    begin = levels.started(START)
    found = [Lasted(-1, 2, 5, begin - HOUR), Lasted(3, None, 2, begin + 3.5 * HOUR)]
    assert levels.standing(found) == [5, 5, 5, 0] + [2] * 21
    ages = levels.ages(found, START)
    assert [seconds / 3600 for seconds in ages[:5]] == [1, 2, 3, 0, 0.5]
    assert levels.oldest(found) == begin + 3.5 * HOUR
    assert levels.oldest([]) is None and levels.standing([]) == [0] * 25


def test_a_line_begins_at_zero() -> None:
    """A little is drawn low; nothing at all is a line along the bottom."""
    assert levels.spark([0, 0]).points == "2.0,26.0 118.0,26.0"
    assert levels.spark([10, 5]).points == "2.0,2.0 118.0,14.0"


def test_a_single_refusal_is_seen() -> None:
    """Among thousands, its part of the bar is not too small to see; an empty hour has no bar."""
    came = {(0, "godtatt"): 9_999, (0, "avvist"): 1, (1, "ulesbar"): 2}
    day = traffic(came, scale_of(START - 2 * DAY, START + 23 * HOUR))
    assert (day.received, day.rejected, day.top) == (10_002, 3, 10_000)
    assert day.bars[0].refused == 2 and day.bars[2].accepted == 0 and day.bars[0].clock == "14.00"


def test_the_lag_of_a_day_is_kept() -> None:
    """One sample for each step, the largest lag of it; and not more than a day of them."""
    seen = KafkaSeen()
    assert seen.behind is None
    for at, lag in enumerate((3, 90, 4)):
        seen.saw(Cluster(3, 3, {"detect": lag, "route": None}), START + at * timedelta(minutes=1))
    assert [lag for _, lag in seen.samples] == [90] and seen.behind == 4
    for at in range(200):
        seen.saw(Cluster(3, 3, {"detect": at}), START + at * STEP)
    assert len(seen.samples) == KEPT + 1


@pytest.mark.parametrize(
    ("age", "bars", "past", "of"),
    [
        (timedelta(), 12, 1, "et minutt"),
        (timedelta(minutes=11), 12, 12, "et minutt"),
        (timedelta(minutes=20), 21, 21, "et minutt"),
        (timedelta(minutes=30), 12, 7, "fem minutter"),
        (timedelta(hours=3), 13, 13, "et kvarter"),
        (timedelta(hours=7), 12, 8, "en time"),
        (timedelta(hours=23), 24, 24, "en time"),
    ],
)
def test_a_young_service_has_bars_from_its_first_message_on(
    age: timedelta, bars: int, past: int, of: str
) -> None:
    """From the left, in steps so small that there is something to see; what is to come has no times yet."""
    scale = scale_of(START - age, START)
    day = traffic({(0, "godtatt"): 1}, scale)
    assert (scale.bars, scale.past, day.of, day.since) == (bars, past, of, day.bars[0].clock)
    assert scale.start <= START - age < scale.start + scale.step
    assert [bar.label != "" for bar in day.bars] == [n % 3 == 0 and n < past for n in range(bars)]
    assert day.bars[-1].x + day.wide == pytest.approx(WIDTH, abs=0.1)


def test_after_a_day_the_bars_end_now() -> None:
    """24 hours, the last of them not over."""
    scale = scale_of(START - 2 * DAY, START)
    assert (scale.bars, scale.past, scale.young) == (24, 24, False)
    assert scale.start + 23 * scale.step <= START < scale.start + 24 * scale.step
    assert scale_of(None, START).bars == 12


async def test_an_empty_service_is_well(tmp_path: Path) -> None:
    """Nothing is wrong, nothing has come; and what is not known yet is said so."""
    async with logged_in(tmp_path) as browser:
        page = (await browser.get("/")).text
        assert 'class="galt"' not in page and "ingenting er strandet" in page
        assert "Ingen meldinger er kommet" in page and "Kafka har ikke svart på det ennå" in page
        assert "Regler og avvik</b>: kjører ikke; start med plo run" in page


async def test_the_numbers_are_those_of_the_users_kommuner(tmp_path: Path) -> None:
    """Who sees one kommune sees its avvik and its messages counted."""
    for kommuner, late, came in ((None, 2, 2), (frozenset({"5503"}), 1, 0)):
        folder = tmp_path / str(kommuner and "en")
        folder.mkdir()
        async with logged_in(folder, kommuner=kommuner) as browser:
            await _filled(browser.desk.store)
            page = (await browser.get("/")).text
            assert f"</span> {late}</p>" in page
            assert (f"{came} meldinger" in page) if came else ("Ingen meldinger er kommet" in page)
            assert ("i kommunene du ser" in page) == (kommuner is not None)


async def _filled(store: Store) -> None:
    """Two avvik over their deadline, of two kommuner, and two messages of one of them."""
    late = [
        avvik(n, kommune=k).model_copy(update={"deadline": START - HOUR})
        for n, k in ((1, "5501"), (2, "5503"))
    ]
    async with store.begin() as conn:
        await findings.upsert(conn, [(one, one.model_dump_json()) for one in late])
    await claims.take(
        store,
        [claim(1)._replace(claimed_at=START - HOUR), claim(2)._replace(claimed_at=START, verdict="avvist")],
    )


async def test_kafka_and_parts_in_words(tmp_path: Path) -> None:
    """Nodes, the last answer, each reader's lag; a part that says what is wrong with it; away since when."""
    async with logged_in(tmp_path) as browser:
        desk = browser.desk
        desk.kafka.saw(Cluster(2, 3, {"detect": 1_500, "route": None}), START)
        desk.settings.run_folder.mkdir(exist_ok=True)
        Beat(desk.settings.run_folder, "detect-0", "hendelser.v1").write("databasen svarer ikke")
        page = (await browser.get("/")).text
        assert "2 av 3 noder, siste svar nå" in page and "videresending har ikke lest noe" in page
        assert "Regler og avvik</b>: databasen svarer ikke" in page and page.count('class="galt"') == 1
        desk.health.saw("kafka", "Kafka is away", START - HOUR)
        page = (await browser.get("/")).text
        assert "<b>Kafka svarer ikke</b>, siden" in page and "fortsatt leses" in page


async def test_the_piece_tells_what_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """htmx gets the numbers alone; with the store away they stay, and the band says so."""
    async with logged_in(tmp_path) as browser:
        piece = await browser.get("/", headers={"hx-request": "true"})
        assert piece.text.lstrip().startswith("<p")

        async def away(*_: object) -> None:
            raise Transient("store: away")

        monkeypatch.setattr("broker.console.overview.hourly.stranded", away)
        answer = await browser.get("/", headers={"hx-request": "true"})
        assert answer.status_code == 503 and answer.headers["hx-retarget"] == "#borte"
        assert "Databasen svarer ikke" in answer.text and "<html" not in answer.text
