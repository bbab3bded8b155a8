"""Attacks on the pages of the console: markup, roles, headers, hosts, sizes."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from consoles import console, logged_in
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from broker.console.app import PAGES
from broker.console.guard import guarded

MARKUP = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{7*7}}"


@pytest.mark.parametrize("value", [MARKUP, "\x00", "a\x00b", "x" * 5000, "𝕏\u202e", "\ud7ff"])
async def test_nothing_typed_becomes_markup(tmp_path: Path, value: str) -> None:
    """In any field of any form, in filters and in addresses: shown as it was written, or refused."""
    async with logged_in(tmp_path, "admin") as browser:
        answers = [
            await browser.client.get("/revisjon", params={"who": value, "did": value, "about": value}),
            await browser.client.get("/revisjon", params={"under": value, "side": value}),
            await browser.post("/min/tema", {"tema": value}),
            await browser.post("/min/passord", {"gammelt": value, "nytt": value, "igjen": value}),
            await browser.post(
                "/brukere", {"bruker": value, "navn": value, "kommuner": value, "rolle": value}
            ),
            await browser.post("/brukere/kari", {"navn": value, "rolle": "admin"}),
            await browser.get("/min"),
            await browser.get("/brukere"),
            await (await browser.another()).log_in(value, value, neste=value),
        ]
        for answer in answers:
            assert answer.status_code < 500, (answer.request.url, answer.status_code)
            assert "<script>alert" not in answer.text and "onerror=alert(1)>" not in answer.text


async def test_every_page_says_whom_it_is_for(tmp_path: Path) -> None:
    """One that does not stops the start; and nobody who is not logged in gets past any that needs a role."""

    async def forgotten(_: Request) -> Response:
        raise AssertionError

    with pytest.raises(TypeError, match="forgotten"):
        guarded(Route("/x", forgotten))
    async with console(tmp_path) as browser:
        closed = [
            (method, route.path)
            for page in PAGES
            for route in page.ROUTES
            for method in route.methods
            if route.endpoint.needs is not None
        ]
        assert len(closed) > 10
        for method, path in closed:
            answer = await browser.client.request(method, path.replace("{kind}", "csv"))
            assert answer.status_code in (303, 401), (method, path)


async def test_roles(tmp_path: Path) -> None:
    """Who may look may not administer, and what the role lacks is not in the shell either."""
    for roles, status in ((("leser",), 403), (("koordinator", "drift"), 403), (("admin",), 200)):
        async with logged_in(tmp_path / roles[0], *roles) as browser:
            assert (await browser.get("/brukere")).status_code == status
            assert (await browser.get("/revisjon")).status_code == status
            assert (await browser.get("/revisjon.csv")).status_code == status
            assert ('href="/brukere"' in (await browser.get("/min")).text) is (status == 200)
            assert (await browser.post("/brukere", {"bruker": "ola"})).status_code == {403: 403, 200: 422}[
                status
            ]


async def test_headers(tmp_path: Path) -> None:
    """Every answer forbids inline code, framing and keeping; a page has no code or style of its own."""
    async with logged_in(tmp_path, "admin") as browser:
        for path in ("/min", "/brukere", "/revisjon", "/finnes/ikke", "/logg-inn"):
            answer = await browser.get(path)
            policy = answer.headers["content-security-policy"]
            assert (
                "default-src 'none'" in policy
                and "unsafe" not in policy
                and "frame-ancestors 'none'" in policy
            )
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert not re.search(r"<style|<script(?! src=)|\sstyle=|\son\w+=|javascript:", answer.text)


async def test_a_form_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """From somebody unknown 16 kB are enough; a body without a length is not taken at all."""
    async with console(tmp_path) as browser:
        answer = await browser.client.post("/logg-inn", data={"passord": "x" * 20_000})
        assert answer.status_code == 413
        answer = await browser.client.post("/logg-inn", content=_endless())
        assert answer.status_code == 413


async def _endless() -> AsyncIterator[bytes]:
    yield b"passord=x"
