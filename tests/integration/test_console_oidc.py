"""Login at another server, with a real one: there, back, roles, logout, and what is refused."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from consoles import ADDRESS, Browser, console
from joserfc.jwk import ECKey
from oidc_server import CLIENT, SECRET, OidcServer

from adapters.store import audit, users
from broker.console.discovery import OidcError
from broker.console.oidc import oidc_of

ROLES = [
    {"claim": "groups", "verdi": "koordinator", "roller": ["koordinator"], "kommuner": ["5501"]},
    {"claim": "groups", "verdi": "drift", "roller": ["drift"]},
]


@pytest.fixture(scope="module")
def server() -> Iterator[OidcServer]:
    """One for all of these."""
    started = OidcServer(ADDRESS)
    started.start()
    yield started
    started.stop()


@pytest.fixture
async def browser(server: OidcServer, tmp_path: Path) -> AsyncIterator[Browser]:
    """A console that knows the server, now."""
    settings = {"oidc_issuer": server.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    async with console(tmp_path, **settings, oidc_roles=ROLES, oidc_name="Sykehuset") as opened:
        opened.clock.at = datetime.now(UTC)
        opened.desk.oidc = oidc_of(opened.desk.settings)
        yield opened


@asynccontextmanager
async def with_key(server: OidcServer, folder: Path, **settings: Any) -> AsyncIterator[Browser]:
    """A console that the server knows by its key alone, as HelseID does."""
    file = folder / "oidc.jwk"
    file.write_text(json.dumps(server.key.as_dict(private=True)))
    usual = {"oidc_issuer": server.issuer, "oidc_client_id": f"{CLIENT}-key", "oidc_key": file}
    async with console(folder, oidc_roles=ROLES, **{**usual, **settings}) as opened:
        opened.clock.at = datetime.now(UTC)
        opened.desk.oidc = oidc_of(opened.desk.settings)
        yield opened


async def there(start: str, name: str) -> str:
    """Log in at the server as `name`; the address it sends the browser back to."""
    async with httpx.AsyncClient(follow_redirects=True) as client:
        url, form = start, dict[str, str]()
        for _ in range(6):
            answer = await _until_back(client, url, form)
            if isinstance(answer, str):
                return answer
            action = re.search(r'action="([^"]+)"', answer.text)
            assert action
            url = str(answer.url.join(action[1]))
            form = dict(re.findall(r'name="(prompt)" value="(\w+)"', answer.text))
            form |= {"login": name, "password": "x"} if form["prompt"] == "login" else {}
    raise AssertionError("the server never came back")


async def _until_back(client: httpx.AsyncClient, url: str, form: dict[str, str]) -> httpx.Response | str:
    """The server's next page, or the address of ours that it leads to."""
    client.follow_redirects = False
    answer = await (client.post(url, data=form) if form else client.get(url))
    while answer.is_redirect:
        to = str(answer.url.join(answer.headers["location"]))
        if to.startswith(ADDRESS):
            return to
        answer = await client.get(to)
    assert answer.is_success, answer.text
    return answer


def path_of(url: str) -> str:
    """An address of ours without its host."""
    return url.removeprefix(ADDRESS)


async def log_in(browser: Browser, name: str, neste: str = "/min") -> httpx.Response:
    """From our form to the server and back."""
    out = await browser.get(f"/logg-inn/oidc?neste={neste}")
    return await browser.get(path_of(await there(out.headers["location"], name)))


async def test_there_and_back(browser: Browser) -> None:
    """The groups give roles and kommuner, also when they change; one comes to the page that was asked for."""
    assert "Logg inn med Sykehuset" in (await browser.get("/logg-inn")).text
    answer = await log_in(browser, "kari.koordinator")
    assert (answer.status_code, answer.headers["location"]) == (303, "/min")
    page = (await browser.get("/min")).text
    assert "Kari.koordinator" in page and "besvarer, lukker og trekker avvik" in page and "5501" in page
    assert "Bytt passord" not in page
    both = await browser.another()
    await log_in(both, "ola.koordinator.drift")
    assert (
        "ser meldinger og XML" in (await both.get("/min")).text
        and "5501" not in (await both.get("/min")).text
    )
    async with browser.desk.store.read() as conn:
        assert [one.origin for one in await users.every(conn)] == ["oidc", "oidc"]


async def test_what_is_asked_for(browser: Browser) -> None:
    """A code, with PKCE (S256), state and nonce that are new each time; here by a server without PAR."""
    await told_once(browser, pushed_authorization_request_endpoint=None)
    asked = [
        parse_qs(urlsplit((await browser.get("/logg-inn/oidc")).headers["location"]).query) for _ in range(2)
    ]
    assert asked[0]["code_challenge_method"] == ["S256"] and asked[0]["response_type"] == ["code"]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name] and len(asked[0][name][0]) >= 43


async def told_once(browser: Browser, **other: Any) -> None:
    """Change what the server has said of itself, as long as the console remembers it."""
    oidc = browser.desk.oidc
    assert oidc
    described = await oidc.server.described(browser.clock.at)
    described.update(other)


async def test_without_par(browser: Browser) -> None:
    """A server that does not announce it is asked through the browser, and the login works."""
    await told_once(browser, pushed_authorization_request_endpoint=None)
    assert (await log_in(browser, "kari.drift")).status_code == 303


async def test_begun_at_the_server_itself(browser: Browser) -> None:
    """PAR: the browser takes along nothing but where the rest was left."""
    asked = parse_qs(urlsplit((await browser.get("/logg-inn/oidc")).headers["location"]).query)
    assert asked.keys() == {"client_id", "request_uri"}


async def test_known_by_a_key(server: OidcServer, tmp_path: Path) -> None:
    """private_key_jwt at both ends, and DPoP with the server's nonce: the server takes nothing less."""
    async with with_key(server, tmp_path) as browser:
        answer = await log_in(browser, "kari.drift")
        assert (answer.status_code, answer.headers["location"]) == (303, "/min")
        assert "ser meldinger og XML" in (await browser.get("/min")).text


@pytest.mark.parametrize("wrong", ["another key", "a secret", "no DPoP", "no PAR", "old", "another server"])
async def test_what_the_server_takes_from_nobody(server: OidcServer, tmp_path: Path, wrong: str) -> None:
    """Each is refused by the server itself, told in words, and nobody is logged in."""
    other = {"oidc_key": None, "oidc_client_secret": SECRET} if wrong == "a secret" else {}
    async with with_key(server, tmp_path, **other) as browser:
        assert browser.desk.oidc
        if wrong == "another key":
            key = ECKey.generate_key("P-256", {"kid": "vår"})
            browser.desk.oidc.client = replace(browser.desk.oidc.client, key=key)
        changed: dict[str, dict[str, Any]] = {
            "no DPoP": {"dpop_signing_alg_values_supported": []},
            "no PAR": {"pushed_authorization_request_endpoint": None},
            "another server": {"issuer": "https://evil.example"},
        }
        if wrong == "another server":
            browser.desk.oidc.issuer = browser.desk.oidc.server.issuer = server.issuer
            found = (await browser.desk.oidc.server.described(browser.clock.at)) | changed[wrong]
            with pytest.raises(OidcError):
                await browser.desk.oidc.client.push(found, {"response_type": "code"}, browser.clock.at)
            return
        await told_once(browser, **changed.get(wrong, {}))
        browser.clock.at -= timedelta(minutes=10 if wrong == "old" else 0)
        assert await refused_somewhere(browser)
        assert (await browser.get("/min")).status_code == 303


async def refused_somewhere(browser: Browser) -> bool:
    """Out, there and back: whether it ended without a session."""
    out = await browser.get("/logg-inn/oidc")
    if out.status_code == 401:
        return "lyktes ikke" in out.text
    back = await browser.get(path_of(await there(out.headers["location"], "kari.drift")))
    return back.status_code == 401 and "lyktes ikke" in back.text


async def test_what_everybody_must_have(server: OidcServer, tmp_path: Path) -> None:
    """A claim that says how surely somebody is known, as HelseID's security level."""
    async with with_key(server, tmp_path, oidc_required={"groups": "hoyt"}) as browser:
        answer = await log_in(browser, "kari.drift")
        assert answer.status_code == 401 and "ikke slik det kreves her" in answer.text
        assert (await log_in(await browser.another(), "ola.drift.hoyt")).status_code == 303


async def test_out_of_both(browser: Browser) -> None:
    """The logout here ends the session here, and offers the way out there."""
    await log_in(browser, "kari.drift")
    assert (await browser.post("/logg-ut")).headers["location"] == "/logg-inn?ut=1"
    assert "/logg-ut/oidc" in (await browser.get("/logg-inn?ut=1")).text
    out = (await browser.get("/logg-ut/oidc")).headers["location"]
    async with httpx.AsyncClient() as client:
        assert (await client.get(out)).is_success


async def test_mixed_up_state(browser: Browser) -> None:
    """The answer to another browser's login, an invented one, or the same one twice does not log in."""
    out = await browser.get("/logg-inn/oidc")
    back = path_of(await there(out.headers["location"], "kari.drift"))
    thief = await browser.another()
    await thief.get("/logg-inn/oidc")
    assert (await thief.get(back)).status_code == 401
    assert (await browser.get(back.replace("state=", "state=x"))).status_code == 401
    assert (await browser.get(back)).status_code == 303
    assert (await browser.get(back)).status_code == 401
    async with browser.desk.store.read() as conn:
        why = [one.why async for one in audit.chain(conn) if one.did == "innlogging.avvist"]
    assert why == ["oidc: state"] * 3


async def test_another_servers_answer(browser: Browser) -> None:
    """The answer says whom it is from (RFC 9207); a code of another server is not used here."""
    out = await browser.get("/logg-inn/oidc")
    back = path_of(await there(out.headers["location"], "kari.drift"))
    mixed = re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Fevil.example", back)
    assert mixed != back
    assert (await browser.get(mixed)).status_code == 401


async def test_a_code_of_another_login(browser: Browser) -> None:
    """A code that was got with another challenge is refused by the server."""
    first = path_of(await there((await browser.get("/logg-inn/oidc")).headers["location"], "kari.drift"))
    second = path_of(await there((await browser.get("/logg-inn/oidc")).headers["location"], "kari.drift"))
    code = parse_qs(urlsplit(first).query)["code"][0]
    assert (await browser.get(re.sub(r"code=[^&]+", f"code={code}", second))).status_code == 401


async def test_a_stranger_and_one_shut_out(browser: Browser) -> None:
    """Known there is not known here; and who is shut out here stays so, whatever the server says."""
    answer = await log_in(browser, "per")
    assert answer.status_code == 401 and "har ingen rolle her" in answer.text
    await log_in(browser, "kari.drift")
    async with browser.desk.store.begin() as conn:
        (kari,) = await users.every(conn)
        await users.disable(conn, kari.id, browser.clock.at)
    answer = await log_in(browser, "kari.drift")
    assert answer.status_code == 401 and "stengt ute" in answer.text


async def test_new_keys_at_the_server(browser: Browser, server: OidcServer) -> None:
    """The server comes back with other keys: the next login asks for them, and works."""
    await log_in(browser, "kari.drift")
    server.stop()
    server.start()
    browser.clock.at += timedelta(seconds=31)
    assert (await log_in(browser, "kari.drift")).status_code == 303


async def test_the_server_away(browser: Browser, server: OidcServer) -> None:
    """Said in words; the password login is there all the same."""
    server.stop()
    answer = await browser.get("/logg-inn/oidc")
    assert (
        answer.status_code == 401 and "hos Sykehuset lyktes ikke" in answer.text and "Passord" in answer.text
    )
    server.start()
