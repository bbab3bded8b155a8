"""Avtaler: parties and deadlines in force, with where each comes from; and of which file."""

import hashlib
import os
from pathlib import Path

from consoles import START, logged_in

from broker.console.agreements import EVERYBODY, OWN, STANDARD, file_of, limits
from broker.console.frist_words import NAMES, told
from schemas.agreements import Agreement
from schemas.frister import DEFAULTS, Frist


def test_every_limit_is_told_of() -> None:
    """By a name of its own, and a length that people read."""
    assert NAMES.keys() == DEFAULTS.keys() and len(set(NAMES.values())) == len(NAMES)
    shown = [told(Frist(1, "h")), told(Frist(3, "d")), told(Frist(0, "d")), told(Frist(60, "min"))]
    assert shown == ["1 time", "3 dager", "samme dag", "60 minutter"]


def test_where_a_limit_comes_from() -> None:
    """The kommune's before everybody's before the usual; and what the usual would be, where it differs."""
    frister = {
        None: {"apprec": Frist(48, "h"), "transport": Frist(60, "min")},
        "5501": {"apprec": Frist(4, "h")},
    }
    agreement = Agreement(frister=frister)
    of_one = {one.key: (one.shown, one.source, one.usual) for one in limits(agreement, "5501")}
    of_all = {one.key: (one.shown, one.source, one.usual) for one in limits(agreement, None)}
    assert of_one["apprec"] == ("4 timer", OWN, "96 timer")
    assert of_all["apprec"] == ("48 timer", EVERYBODY, "96 timer")
    assert of_one["transport"] == of_all["transport"] == ("60 minutter", EVERYBODY, "")
    assert of_one["grace"] == ("30 minutter", STANDARD, "")


async def test_the_page_for_all_and_for_one(tmp_path: Path) -> None:
    """Everybody may look; a party shows its own deadlines, and one that is none shows all."""
    async with logged_in(tmp_path) as browser:
        every = (await browser.get("/avtaler")).text
        one = (await browser.get("/avtaler?part=90101")).text
        odd = (await browser.get("/avtaler?part=<script>")).text
        assert "Harstad kommune</a>" in every and "Tromsø kommune har egne" in every
        assert "Harstad kommune</a>" not in one and OWN in one and "12 timer" in one
        assert "Harstad kommune</a>" in odd and "<script>" not in odd
        digest = hashlib.sha256(browser.desk.settings.agreements_file.read_bytes()).hexdigest()
        assert digest in every and "avtale_demo.toml" in every and "demoavtalen som følger med" in every
        assert (await browser.post("/avtaler", {})).status_code == 405


def test_a_file_that_is_another_now(tmp_path: Path) -> None:
    """Changed after it was read, or gone: the page says that what it shows is what was read."""
    path = tmp_path / "avtale.toml"
    path.write_text("produksjon = false")
    for seconds, newer in ((-60, False), (60, True)):
        os.utime(path, (START.timestamp() + seconds,) * 2)
        assert file_of(path, START).newer is newer
    path.unlink()
    assert file_of(path, START).newer and not file_of(path, START).sha256


async def test_both_lists_as_files(tmp_path: Path) -> None:
    """As they are filtered, with what kommuner have of their own; no other list, no other kind of file."""
    async with logged_in(tmp_path) as browser:
        parties = (await browser.get("/avtaler/parter.csv")).text.splitlines()
        limits_of_all = (await browser.get("/avtaler/frister.csv")).text
        limits_of_one = (await browser.get("/avtaler/frister.csv?part=90101")).text
        assert len(parties) == len(browser.desk.agreement.parts) + 1 and ";90101;5501;" in "".join(parties)
        assert f";{OWN};" in limits_of_all and f";{OWN};" in limits_of_one
        assert "\nalle;" in limits_of_all and "\nalle;" not in limits_of_one
        assert (await browser.get("/avtaler/parter.xlsx")).content.startswith(b"PK")
        for wrong in ("/avtaler/noe.csv", "/avtaler/parter.pdf"):
            assert (await browser.get(wrong)).status_code == 404
