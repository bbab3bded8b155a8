"""Attacks on the console: each is tried, and comes to nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from consoles import PASSWORD, Browser, add_user, console, logged_in, token_of

from adapters.store import audit, users
from broker.console import accounts
from broker.console.app import build
from broker.console.login_form import own_path
from broker.console.oidc import oidc_of

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


async def noted(browser: Browser) -> list[tuple[str, str]]:
    """Who did what, of the audit log."""
    async with browser.desk.store.read() as conn:
        return [(one.who, one.did) async for one in audit.chain(conn)]


async def test_nobody_fills_the_audit_log(tmp_path: Path) -> None:
    """Of tries that are refused the first is noted: whoever goes on writes nothing more."""
    async with console(tmp_path) as browser:
        await add_user(browser.desk.store, "kari", "leser")
        for _ in range(20):
            await browser.log_in("kari", "galt passord her")
        assert await noted(browser) == [("kari", "innlogging.avvist")] * 6
        for number in range(60):
            await browser.log_in(f"ola{number}", "galt passord her")
        assert len(await noted(browser)) == 31


async def test_nobody_fills_the_store_from_outside(tmp_path: Path) -> None:
    """Coming back from the other login without having gone there, again and again."""
    async with console(tmp_path, oidc_issuer="https://idp.example", oidc_client_id="plo") as browser:
        browser.desk.oidc = oidc_of(browser.desk.settings)
        for number in range(20):
            assert (await browser.get(f"/logg-inn/retur?state={number}&code=x")).status_code == 401
        assert await noted(browser) == [("ukjent", "innlogging.avvist")] * 6


async def test_a_new_password_opens_what_others_tries_had_shut(tmp_path: Path) -> None:
    """What the page says that an administrator can do, helps."""
    async with console(tmp_path) as browser:
        await add_user(browser.desk.store, "kari", "leser")
        for _ in range(7):
            answer = await browser.log_in("kari", "galt passord her")
        assert "be en administrator om nytt passord" in answer.text
        new = "et helt nytt passord"
        await accounts.set_password(browser.desk.store, "kari", new, "alma", browser.clock.at)
        assert (await browser.log_in("kari", new)).status_code == 303


async def test_somebody_elses_tries_do_not_shut_her_out(tmp_path: Path) -> None:
    """From another address five wrong passwords are five of theirs; her sessions go on in any case."""
    async with logged_in(tmp_path) as browser:
        for _ in range(8):
            await from_address(browser, "203.0.113.9", "galt passord her")
        assert (await browser.get("/min")).status_code == 200
        assert (await from_address(browser, "192.0.2.1", PASSWORD)).status_code == 303


async def from_address(browser: Browser, address: str, password: str) -> httpx.Response:
    """A try from elsewhere."""
    transport = httpx.ASGITransport(app=build(browser.desk), client=(address, 1))
    base = browser.desk.settings.console_address
    async with httpx.AsyncClient(transport=transport, base_url=base) as client:
        return await Browser(browser.desk, browser.clock, client).log_in("kari", password)


async def test_every_cookie_is_ours_alone(tmp_path: Path) -> None:
    """Over https all of them, also light or dark and the sentence for the next page."""
    async with logged_in(tmp_path, console_url="https://plo.example") as browser:
        answers = [
            await browser.post("/min/tema", {"tema": "mork"}),
            await browser.post("/min/tema", {"tema": ""}),
            await browser.post("/logg-ut"),
            await browser.get("/logg-inn"),
            await browser.log_in("kari"),
        ]
        given = [line for answer in answers for line in answer.headers.get_list("set-cookie")]
        assert len(given) >= 7
        for line in given:
            assert line.startswith("__Host-plo") and "; Path=/" in line and "Domain" not in line, line
            assert "; Secure" in line and "; HttpOnly" in line and "; SameSite=lax" in line, line
        planted = await browser.another()
        planted.client.cookies.set("plo-beskjed", "Ring%2022%2022%2022", domain="plo.example")
        assert "Ring 22" not in (await planted.get("/logg-inn")).text
