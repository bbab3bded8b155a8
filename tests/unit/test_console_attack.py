"""Attacks on the console: each is tried, and comes to nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from consoles import PASSWORD, add_user, console, logged_in, token_of

from adapters.store import users
from broker.console.login_form import own_path

EVIL = "https://evil.example"


async def posted(client: httpx.AsyncClient, **how: Any) -> int:
    """What an attempt to log Kari out everywhere is answered with."""
    return (await client.post("/min/logg-ut-alle", **how)).status_code


async def test_csrf(tmp_path: Path) -> None:
    """Without the session's token, with another's, or from another site nothing is done."""
    async with logged_in(tmp_path) as browser:
        right = {"_csrf": token_of((await browser.get("/min")).text)}
        for fields in ({}, {"_csrf": ""}, {"_csrf": "x" * 32}, {"_csrf": "æ"}):
            assert await posted(browser.client, data=fields) == 403
        for headers in (
            {"origin": EVIL},
            {"origin": "null"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
        ):
            assert await posted(browser.client, data=right, headers=headers) == 403
        assert (await browser.get("/min")).status_code == 200
        headers = {"origin": "http://127.0.0.1:8490", "sec-fetch-site": "same-origin"}
        assert await posted(browser.client, data=right, headers=headers) == 303


async def test_csrf_token_of_another_session(tmp_path: Path) -> None:
    """Each session has its own: that of somebody else, or of one's own earlier session, does not fit."""
    async with logged_in(tmp_path) as browser:
        earlier = token_of((await browser.get("/min")).text)
        other = await browser.another()
        await other.log_in("kari")
        assert await posted(other.client, data={"_csrf": earlier}) == 403


async def test_nobody_is_logged_in_by_another_site(tmp_path: Path) -> None:
    """The login form has a token of its own browser (login CSRF)."""
    async with console(tmp_path) as browser:
        await add_user(browser.desk.store, "kari", "leser")
        form = {"bruker": "kari", "passord": PASSWORD}
        assert (await browser.client.post("/logg-inn", data=form)).status_code == 403
        token = token_of((await browser.get("/logg-inn")).text)
        stranger = await browser.another()
        answer = await stranger.client.post("/logg-inn", data=form | {"_csrf": token})
        assert answer.status_code == 403


async def test_session_fixation(tmp_path: Path) -> None:
    """A token that was planted before the login is not the one after it, and does not live."""
    async with logged_in(tmp_path) as browser:
        planted = browser.client.cookies["plo"]
        await browser.post("/logg-ut")
        browser.client.cookies.set("plo", planted, domain="127.0.0.1", path="/")
        await browser.log_in("kari")
        assert planted not in {cookie.value for cookie in browser.client.cookies.jar}
        thief = await browser.another()
        thief.client.cookies.set("plo", planted)
        assert (await thief.get("/min")).status_code == 303


async def test_a_stolen_cookie_is_worth_nothing_after_logout(tmp_path: Path) -> None:
    """The session is gone where it counts, not only in the browser."""
    async with logged_in(tmp_path) as browser:
        thief = await browser.another()
        thief.client.cookies.set("plo", browser.client.cookies["plo"])
        assert (await thief.get("/min")).status_code == 200
        await browser.post("/logg-ut")
        assert (await thief.get("/min")).status_code == 303


async def test_who_is_shut_out_is_out_at_once(tmp_path: Path) -> None:
    """Also with a living session, and the right password does not help."""
    async with logged_in(tmp_path) as browser:
        async with browser.desk.store.begin() as conn:
            await users.disable(conn, "kari", browser.clock.at)
        assert (await browser.get("/min")).status_code == 303
        assert (await browser.log_in("kari")).status_code == 401


async def test_cookies_are_kept_from_scripts_and_other_sites(tmp_path: Path) -> None:
    """HttpOnly, SameSite, and over https Secure with a name that no other host can set."""
    for address, name in ((None, "plo"), ("https://plo.example", "__Host-plo")):
        given = {"console_url": address} if address else {}
        async with console(tmp_path / name, **given) as browser:
            await add_user(browser.desk.store, "kari", "leser")
            answer = await browser.log_in("kari")
            (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{name}=")]
            assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
            assert ("Secure" in cookie) is (address is not None) and "Domain" not in cookie
            hsts = (await browser.get("/min")).headers.get("strict-transport-security")
            assert bool(hsts) is (address is not None)


@pytest.mark.parametrize(
    "neste",
    [
        *(
            EVIL,
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "///evil.example",
            "javascript:alert(1)",
        ),
        *(
            "/\t/evil.example",
            "/\r\nSet-Cookie: a=b",
            "http:evil.example",
            " //evil.example",
            "/%0d%0aX: y\n",
        ),
    ],
)
async def test_open_redirect_and_header_injection(tmp_path: Path, neste: str) -> None:
    """After the login one stays here, whatever ?neste= says, and no header can be added through it."""
    assert own_path(neste) == ""
    async with console(tmp_path) as browser:
        await add_user(browser.desk.store, "kari", "leser")
        answer = await browser.log_in("kari", neste=neste)
        assert answer.headers["location"] == "/hjem"
        assert "x" not in answer.headers and not any("a=b" in one for one in answer.headers.values())
        again = await browser.client.get("/logg-inn", params={"neste": neste})
        usual = await browser.client.get("/logg-inn")
        assert again.headers["location"] == usual.headers["location"]


async def test_brute_force(tmp_path: Path) -> None:
    """The sixth try within a quarter of an hour is refused, even with the right password; then it works."""
    async with console(tmp_path) as browser:
        await add_user(browser.desk.store, "kari", "leser")
        told = [(await browser.log_in("kari", f"galt passord nr {n}")).status_code for n in range(6)]
        assert told == [401] * 5 + [429]
        assert (await browser.log_in("kari")).status_code == 429
        browser.clock.at += timedelta(minutes=16)
        assert (await browser.log_in("kari")).status_code == 303
