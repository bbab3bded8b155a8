"""Who may come where: every route, every method, every role. A new page is in no row, and fails here."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from consoles import Browser, console, logged_in
from pydantic import ValidationError

from broker.console.app import PAGES
from broker.console.who import HAS, Role, User
from broker.settings_console import OidcRole

LEAST: Final = {
    "/static/{digest}/{name}": None,
    "/logg-inn": None,
    "/logg-inn/oidc": None,
    "/logg-inn/retur": None,
    "/logg-ut/oidc": None,
    "/brukere": Role.ADMIN,
    "/revisjon": Role.ADMIN,
    "/strandet": Role.DRIFT,
    "/meldinger": Role.DRIFT,
    "/forlop": Role.LESER,
    "/forlop/{stay_id}/spor": Role.DRIFT,
    "/avvik": Role.LESER,
    "/avvik/{id}/dialogmelding": Role.KOORDINATOR,
    "POST /avvik": Role.KOORDINATOR,
    "/": Role.LESER,
    "/hjem": Role.LESER,
    "/logg-ut": Role.LESER,
    "/min": Role.LESER,
    "/strom": Role.LESER,
    "/borte": Role.LESER,
    "/sok": Role.LESER,
    "/avtaler": Role.LESER,
}
"""Path, or method and path, with all that lies under it -> the least that one must be; None: anybody."""
LEAVING: Final = {"/logg-ut", "/min/logg-ut-alle"}
ENDLESS: Final = {"/strom"}
KNOWN: Final = {"kind": "csv", "liste": "frister", "user_id": "kari", "digest": "x", "name": "plo.css"}


def routes() -> Iterator[tuple[str, str, Role | None]]:
    """Method, path, and whom the handler says that it is for."""
    for page in PAGES:
        for route in page.ROUTES:
            yield from ((method, route.path, route.endpoint.needs) for method in route.methods - {"HEAD"})


def least(method: str, path: str) -> Role | None:
    """What the table says; KeyError for what it does not know."""
    found = [key for key in LEAST if _covers(key.removeprefix(f"{method} "), path)]
    return LEAST[max(found, key=lambda key: (len(key.removeprefix(f"{method} ")), " " in key))]


def _covers(key: str, path: str) -> bool:
    return path == key or (key != "/" and path.startswith((f"{key}/", f"{key}.")))


def test_every_route_is_for_whom_the_table_says() -> None:
    """The mark on each handler, and that none is under a path which the table does not know."""
    assert sum(1 for _ in routes()) > 60
    for method, path, needs in routes():
        assert needs is least(method, path), (method, path)


async def came(browser: Browser, method: str, path: str) -> int:
    """The status of an answer to somebody with a token that is theirs."""
    address = re.sub(r"\{(\w+)\}", lambda found: KNOWN.get(found[1], "0" * 8), path)
    if method == "GET":
        return (await browser.get(address)).status_code
    return (await browser.post(address)).status_code


@pytest.mark.parametrize("role", list(Role))
async def test_every_role_comes_where_it_may(tmp_path: Path, role: Role) -> None:
    """And nowhere else, whatever the method; GET first, as a POST changes things."""
    async with logged_in(tmp_path, role) as browser:
        refused = 0
        for method, path, needs in sorted(routes(), key=lambda row: row[0]):
            if needs is None or path in LEAVING | ENDLESS:
                continue
            status = await came(browser, method, path)
            assert (status == 403) is (role not in HAS[needs]), (method, path, status)
            assert status not in (401, 500), (method, path, status)
            refused += status == 403
        assert bool(refused) is (role is not Role.ADMIN)


async def test_nobody_comes_anywhere(tmp_path: Path) -> None:
    """Who is not logged in is sent to the login, or told to."""
    async with console(tmp_path) as browser:
        for method, path, needs in routes():
            if needs is not None:
                answer = await browser.client.request(method, path, headers={"accept": "text/html"})
                to_login = answer.status_code == 303 and answer.headers["location"].startswith("/logg-inn")
                assert to_login if method == "GET" else answer.status_code == 401, (method, path)


async def test_no_get_changes_anything(tmp_path: Path) -> None:
    """The store is byte for byte the same after every GET there is: what changes something is a POST."""
    async with logged_in(tmp_path, "admin") as browser:
        before = await dumped(browser)
        for method, path, needs in routes():
            if method == "GET" and needs is not None and path not in ENDLESS:
                await came(browser, "GET", path)
                await browser.client.head(path)
        assert await dumped(browser) == before


async def dumped(browser: Browser) -> list[str]:
    """Every row of the store."""
    async with browser.desk.store.read() as conn:
        driver = (await conn.get_raw_connection()).driver_connection
        assert driver is not None
        return [line async for line in driver.iterdump()]


async def test_every_form_needs_its_sessions_token(tmp_path: Path) -> None:
    """Each POST there is: without a token, with an invented one, with that of another session."""
    async with logged_in(tmp_path, "admin") as browser:
        other = await browser.another()
        await other.log_in("kari")
        theirs = re.findall(r'name="_csrf" value="([^"]+)"', (await other.get("/min")).text)[0]
        before = await dumped(browser)
        count = 0
        for method, path, needs in routes():
            if method == "POST" and needs is not None:
                for fields in ({}, {"_csrf": "x" * 32}, {"_csrf": theirs}):
                    answer = await browser.client.post(re.sub(r"\{\w+\}", "kari", path), data=fields)
                    assert answer.status_code == 403, (path, fields)
                answer = await browser.client.post(path, headers={"x-csrf-token": theirs})
                assert answer.status_code == 403, path
                count += 1
        assert count > 20 and await dumped(browser) == before


async def test_an_administrator_of_some_kommuner_is_none(tmp_path: Path) -> None:
    """They would give themselves the rest: users and the audit log are of all kommuner, or not seen."""
    async with logged_in(tmp_path, "admin", kommuner=frozenset({"5503"})) as browser:
        for path in ("/brukere", "/brukere/kari", "/revisjon", "/revisjon.csv", "/revisjon/kontroll"):
            assert (await browser.get(path)).status_code == 403, path
        mine = {"navn": "Kari", "rolle": "admin", "kommuner": ""}
        assert (await browser.post("/brukere/kari", mine)).status_code == 403
        assert (await browser.get("/strandet")).status_code == 200
        assert "5503" in (await browser.get("/min")).text


async def test_admin_and_kommuner_cannot_be_combined(tmp_path: Path) -> None:
    """Told where it is asked for: in the form, and in the settings."""
    async with logged_in(tmp_path, "admin") as browser:
        fields = {"bruker": "ola", "rolle": "admin", "kommuner": "5501", "passord": "et langt nok passord"}
        answer = await browser.post("/brukere", fields)
        assert answer.status_code == 422 and "Rollen admin gjelder alle kommuner" in answer.text
    with pytest.raises(ValidationError, match="gjelder alle kommuner"):
        OidcRole(claim="groups", verdi="x", roller=("admin",), kommuner=("5501",))


def test_security_is_decided_by_who_sees_all() -> None:
    """The same of what only administrators may decide."""
    one = User("u", "U", frozenset({Role.ADMIN}), frozenset({"5501"}))
    assert one.may(Role.DRIFT) and one.may(Role.KOORDINATOR) and not one.may(Role.ADMIN)
