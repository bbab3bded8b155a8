"""What the console refuses, it refuses in words, with every header, and in bokmål."""

import re
from pathlib import Path

import httpx
import pytest
from console_letters import at_work, stranded
from consoles import ADDRESS, Browser, console, logged_in, token_of
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from broker.console.app import PAGES, build
from broker.console.headers import FIXED, POLICY
from broker.console.who import Role, needs


@needs(Role.LESER)
async def failing(_: Request) -> Response:
    """A page with a mistake in it."""
    raise ValueError("KANARIFUGL")


class Failing:
    """A module with that page."""

    ROUTES = (Route("/feil", failing),)


async def failed(browser: Browser) -> httpx.Response:
    """What our own mistake is answered with."""
    app = build(browser.desk, (*PAGES, Failing))  # type: ignore[arg-type] # a class as module
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        client.cookies.set("plo", browser.client.cookies["plo"])
        return await client.get("/feil")


async def test_our_own_mistake_tells_nothing(tmp_path: Path) -> None:
    """500 in words, without the exception's text."""
    async with logged_in(tmp_path) as browser:
        answer = await failed(browser)
    assert answer.status_code == 500 and "Noe gikk galt" in answer.text and "KANARI" not in answer.text


async def test_every_answer_has_the_headers(tmp_path: Path) -> None:
    """Pages, files, redirects, refusals of each kind, and our own mistakes; kept is only what has a hash."""
    async with logged_in(tmp_path, "leser") as browser:
        style = re.findall(r'href="(/static/[^"]+css)"', (await browser.get("/min")).text)[0]
        strange = await browser.another()
        answers = {
            "page": await browser.get("/min"),
            "file": await browser.get(style),
            "no file": await browser.get("/static/x/y"),
            "redirect": await browser.get("/hjem"),
            "slash": await browser.get("/avvik/"),
            "to login": await strange.get("/min"),
            "401": await strange.client.get("/min"),
            "403": await browser.get("/brukere"),
            "404": await browser.get("/finnes/ikke"),
            "405": await browser.client.put("/min"),
            "400": await browser.get("/min", headers={"host": "evil.example"}),
            "403 form": await browser.client.post("/min/tema"),
            "500": await failed(browser),
        }
        store, browser.desk.opened = browser.desk.opened, None
        answers["503"] = await browser.get("/min")
        browser.desk.opened = store
    for name, answer in answers.items():
        assert answer.headers.get("content-security-policy") == POLICY, name
        assert FIXED.items() <= {key.title(): value for key, value in answer.headers.items()}.items(), name
        assert ("immutable" in answer.headers["cache-control"]) is (name == "file"), name
        if name != "file":
            assert answer.headers["cache-control"] == "no-store", name


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "",
        "127.0.0.1:8490@evil",
        "127.0.0.1:x",
        "127.0.0.1.evil.example",
        "[::1",
        "a b",
        "x/../y",
    ],
)
async def test_another_name_than_ours(tmp_path: Path, host: str) -> None:
    """A name of somebody else's that leads here gets nothing, and who came in good faith is told our own."""
    async with logged_in(tmp_path, console_url="http://konsoll.example") as browser:
        answer = await browser.get("/min", headers={"host": host})
    assert answer.status_code == 400 and "kari" not in answer.text
    assert "satt opp med: http://konsoll.example" in answer.text and "PLO_CONSOLE_URL" in answer.text
    assert not host or host not in answer.text


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        (
            "https://Konsoll.example",
            ("konsoll.example", "KONSOLL.example:443", "localhost:8490", "[::1]:8490"),
        ),
        ("http://[2001:db8::1]:8490", ("[2001:db8::1]:8490", "127.0.0.1")),
    ],
)
async def test_our_own_names(tmp_path: Path, address: str, hosts: tuple[str, ...]) -> None:
    """The address of the settings, and this machine's own, whatever the port."""
    async with console(tmp_path, console_url=address) as browser:
        for host in hosts:
            assert (await browser.get("/logg-inn", headers={"host": host})).status_code == 200, host


async def test_a_form_that_cannot_be_read(tmp_path: Path) -> None:
    """Said in our words, not in those of a library."""
    async with logged_in(tmp_path) as browser:
        page = await browser.get("/min")
        many = b"_csrf=" + token_of(page.text).encode() + b"&a" * 100_000
        kind = "multipart/form-data"
        for given in (
            {"content": many, "headers": {"content-type": "application/x-www-form-urlencoded"}},
            {"files": [(f"f{n}", (None, b"x")) for n in range(1_100)]},
            {"content": b"xx", "headers": {"content-type": kind}},
        ):
            answer = await browser.client.post("/min/tema", **given)
            assert answer.status_code == 400, given
            assert "Skjemaet kunne ikke leses" in answer.text and "multipart" not in answer.text
            assert "Maximum" not in answer.text


async def test_a_reason_that_is_missing_is_no_mistake_of_ours(tmp_path: Path) -> None:
    """The page says what to write, not that something went wrong in the console."""
    async with at_work(tmp_path) as (browser, one):
        case = await stranded(one)
        answer = await browser.post(f"/meldinger/{case.msg_id}/xml", {"begrunnelse": " "})
        assert answer.status_code == 422 and "Det mangler noe" in answer.text
        assert "Skriv en begrunnelse på 3 til 500 tegn." in answer.text
