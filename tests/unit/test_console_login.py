"""Logging in and out of the console, as a person meets it."""

from datetime import timedelta
from pathlib import Path

from argon2 import PasswordHasher
from consoles import PASSWORD, add_user, console, logged_in

from adapters.store import audit, users
from broker.console import passwords


async def test_a_page_asks_for_login_and_comes_back(tmp_path: Path) -> None:
    """Who is not logged in is sent to the form, and afterwards to the page that was asked for."""
    async with console(tmp_path) as browser:
        answer = await browser.get("/min?a=1")
        assert (answer.status_code, answer.headers["location"]) == (303, "/logg-inn?neste=/min%3Fa%3D1")
        await add_user(browser.desk.store, "kari", "leser")
        answer = await browser.log_in("kari", neste="/min?a=1")
        assert (answer.status_code, answer.headers["location"]) == (303, "/min?a=1")


async def test_min_side(tmp_path: Path) -> None:
    """Whoever is logged in sees who they are, what they may do, and the way out."""
    async with logged_in(tmp_path, "koordinator", kommuner=frozenset({"5501"})) as browser:
        page = (await browser.get("/min")).text
        assert "Kari" in page and "besvarer, lukker og trekker avvik" in page and "5501" in page
        out = await browser.post("/logg-ut")
        assert out.headers["location"] == "/logg-inn"
        assert (await browser.get("/min")).status_code == 303


async def test_wrong_passwords_and_unknown_names_are_told_alike(tmp_path: Path) -> None:
    """The answer does not say whether the name is somebody's."""
    async with console(tmp_path) as browser:
        await add_user(browser.desk.store, "kari", "leser")
        told = []
        for name in ("kari", "ola"):
            answer = await browser.log_in(name, "noe helt annet")
            assert answer.status_code == 401
            told.append(answer.text.replace(name, "NAVN"))
        assert told[0] == told[1]


async def test_a_session_ends_without_use_and_in_any_case(tmp_path: Path) -> None:
    """Half an hour without use, or twelve hours in all; use renews the first only."""
    async with logged_in(tmp_path) as browser:
        for _ in range(28):
            browser.clock.at += timedelta(minutes=25)
            assert (await browser.get("/min")).status_code == 200
        browser.clock.at += timedelta(minutes=25)
        assert (await browser.get("/min")).status_code == 303
        await browser.log_in("kari")
        browser.clock.at += timedelta(minutes=31)
        assert (await browser.get("/min")).status_code == 303


async def test_an_open_page_alone_keeps_nobody_logged_in(tmp_path: Path) -> None:
    """What a page fetches by itself does not count as use."""
    async with logged_in(tmp_path) as browser:
        for _ in range(2):
            browser.clock.at += timedelta(minutes=20)
            last = await browser.get("/min", headers={"x-plo-selv": "1"})
        assert last.status_code == 303


async def test_a_new_password_ends_every_session(tmp_path: Path) -> None:
    """The old one is asked for; after the change all log in anew, and only the new one works."""
    async with logged_in(tmp_path) as browser:
        other = await browser.another()
        assert (await other.log_in("kari")).status_code == 303
        new = {"nytt": "et ganske nytt passord", "igjen": "et ganske nytt passord"}
        assert (await browser.post("/min/passord", {"gammelt": "feil passord her", **new})).status_code == 422
        assert (await browser.post("/min/passord", {"gammelt": PASSWORD, **new})).status_code == 303
        assert (await other.get("/min")).status_code == 303
        assert (await browser.log_in("kari")).status_code == 401
        assert (await browser.log_in("kari", new["nytt"])).status_code == 303


async def test_light_and_dark_are_chosen_and_remembered(tmp_path: Path) -> None:
    """The choice is in the page before any of it is drawn."""
    async with logged_in(tmp_path) as browser:
        assert "data-tema" not in (await browser.get("/min")).text
        await browser.post("/min/tema", {"tema": "mork"})
        assert '<html lang="nb" data-tema="mork">' in (await browser.get("/min")).text
        await browser.post("/min/tema", {"tema": '"><script>'})
        assert "data-tema" not in (await browser.get("/min")).text


async def test_login_failure_and_logout_are_noted(tmp_path: Path) -> None:
    """The audit log tells of all three; a name that nobody has is not in it: it may be a password."""
    async with console(tmp_path) as browser:
        await add_user(browser.desk.store, "kari", "leser")
        await browser.log_in("hemmelig-passord", "x" * 20)
        await browser.log_in("kari", "x" * 20)
        await browser.log_in("kari")
        await browser.post("/logg-ut")
        async with browser.desk.store.read() as conn:
            rows = [(one.who, one.did) async for one in audit.chain(conn)]
    refused = "innlogging.avvist"
    assert rows == [("ukjent", refused), ("kari", refused), ("kari", "innlogging"), ("kari", "utlogging")]


async def test_the_store_away_is_told_in_words(tmp_path: Path) -> None:
    """A page while the store is away: 503, since when, and that nothing is lost; then all is well again."""
    async with logged_in(tmp_path) as browser:
        store, browser.desk.opened = browser.desk.opened, None
        answer = await browser.get("/min")
        assert answer.status_code == 503 and "Ingenting er tapt" in answer.text and "Databasen" in answer.text
        browser.desk.opened = store
        assert (await browser.get("/min")).status_code == 200


def test_passwords_are_kept_as_argon2id() -> None:
    """With 64 MiB and 3 passes (RFC 9106), another salt each time; a name that nobody has takes as long."""
    kept = passwords.make(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$") and kept != passwords.make(PASSWORD)
    assert passwords.nobody().startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.fits(PASSWORD, kept) and not passwords.fits(PASSWORD + "x", kept)
    assert not passwords.fits("", None) and not passwords.fits("", "tull")


async def test_an_old_hash_is_made_anew_at_login(tmp_path: Path) -> None:
    """A password that was hashed with other parameters works, and is kept with today's from then on."""
    async with console(tmp_path) as browser:
        await add_user(browser.desk.store, "kari", "leser")
        old = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
        async with browser.desk.store.begin() as conn:
            await users.set_password(conn, "kari", old)
        for _ in range(2):
            assert (await browser.log_in("kari")).status_code == 303
            await browser.post("/logg-ut")
        async with browser.desk.store.read() as conn:
            kari = await users.find(conn, "kari")
        assert kari and kari.password and ",t=1," in kari.password
