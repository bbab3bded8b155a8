"""Which dead letters can be opened for editing in the console, by whom, and what their bytes become there."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from cases import case
from console_letters import at_work, keep, stranded, unread
from letter_edits import WHY, fields, log_of, opened, typed

from broker.console.letter_text import bytes_of, text_of
from broker.letters import seen
from broker.letters.refused import Refused
from broker.letters.who import Who


async def test_nobody_sees_the_content_without_a_reason(tmp_path: Path) -> None:
    """Asked first, noted before it is shown; no address gives it to who has not said why."""
    async with at_work(tmp_path) as (browser, one):
        found = await stranded(one)
        at = f"/strandet/{found.dlq_id}/rediger"
        page = await browser.get(at)
        assert page.status_code == 200 and "Hvorfor trenger du å se det?" in page.text
        assert "Tull" not in page.text
        assert (await browser.post(at, {}, on=at)).status_code == 422
        number = await browser.post(at, {"begrunnelse": "Gjelder 12057900499"}, on=at)
        assert number.status_code == 422 and "Tull" not in number.text
        for what in ("valider", "videre", "forskjell", "send"):
            answer = await browser.post(f"{at}/{what}", {**fields(found, "<a/>"), **WHY}, on=at)
            assert answer.status_code == 403 and "Tull" not in answer.text, what
        assert await log_of(browser, found) == []
        assert "<Tull/>" in typed(await opened(browser, found))
        assert await log_of(browser, found) == [("strandet: sett", WHY["begrunnelse"])]
        browser.clock.at += timedelta(hours=9)
        await browser.log_in("kari")
        await seen.note(browser.desk.store, [found], Who("kari", ""), browser.clock)
        await seen.note(browser.desk.store, [found], Who("ola", "Feilsøker"), browser.clock)
        late = await browser.post(f"{at}/videre", fields(found, "<a/>"), on=at)
        assert late.status_code == 403


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\nto linjer f\xc3\xb8rst",
        b"\xff\xfe\x00garbage",
        b"</textarea><script>alert(1)</script>",
        b"<a>\xe5</a>",
        b'{"a": "\x00\x01"}',
        b"x" * 1_500_000,
        b"[" * 50_000,
    ],
)
async def test_any_bytes_can_be_opened(tmp_path: Path, raw: bytes) -> None:
    """Shown as text, nothing of it as markup, validated and compared without a fault of ours."""
    async with at_work(tmp_path) as (browser, one):
        found = await unread(one, raw)
        at = f"/strandet/{found.dlq_id}/rediger"
        page = await opened(browser, found)
        assert "<script>alert" not in page and page.count("</textarea>") == 1
        assert typed(page).split("\n")[-1][:200] == text_of(raw).text.split("\n")[-1][:200]
        for what in ("valider", "forskjell", "videre"):
            answer = await browser.post(f"{at}/{what}", fields(found, typed(page) + " "), on=at)
            assert answer.status_code in (200, 422) and "<script>alert" not in answer.text, what


async def test_too_large_to_edit_here(tmp_path: Path) -> None:
    """Neither opened nor sent; said in words."""
    async with at_work(tmp_path) as (browser, one):
        found = await unread(one, b"x" * 2_000_001)
        at = f"/strandet/{found.dlq_id}/rediger"
        answer = await browser.post(at, WHY, on=at)
        assert answer.status_code == 422 and "over 2 MB" in answer.text
        small = await unread(one, b"liten")
        at = f"/strandet/{small.dlq_id}/rediger"
        await opened(browser, small)
        answer = await browser.post(f"{at}/forskjell", fields(small, "x" * 2_000_001), on=at)
        assert answer.status_code == 422 and "for stort (over 2 MB)" in answer.text


async def test_what_cannot_be_edited(tmp_path: Path) -> None:
    """Closed, being run, or another's to deal with: said before anything is shown."""
    async with at_work(tmp_path) as (browser, _):
        several = [
            case(1, state="lost"),
            case(2, state="kjores"),
            case(3, error_class="SECURITY"),
            case(4, topic="meldinger.v1", reader="route"),
        ]
        await keep(browser, several)
        for each in several:
            at = f"/strandet/{each.dlq_id}/rediger"
            page = await browser.get(at)
            assert page.status_code == 422 and re.search(
                "kan ikke|kjøres på nytt nå|administrator", page.text
            )
            assert (await browser.post(at, WHY)).status_code == 422
            assert await log_of(browser, each) == []


@pytest.mark.parametrize("role", ["leser", "koordinator"])
async def test_others_edit_nothing(tmp_path: Path, role: str) -> None:
    """The editor is for drift."""
    async with at_work(tmp_path, role) as (browser, one):
        at = f"/strandet/{(await unread(one)).dlq_id}/rediger"
        assert (await browser.get(at)).status_code == 403
        for what in ("", "/valider", "/videre", "/forskjell", "/send"):
            assert (await browser.post(f"{at}{what}", WHY)).status_code == 403


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"<a>\r\n</a>\r\n", "<a>\n</a>\n"),
        (b"\xef\xbb\xbf<a/>", "<a/>"),
        (b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe5</a>", None),
        ("<a>å</a>".encode("utf-16"), "<a>å</a>"),
        (b"a\rb\r\nc\n", "a\nb\nc\n"),
        (b"a\xffb\x00", "a\ufffdb\ufffd"),
    ],
)
def test_what_is_not_touched_stays(raw: bytes, shown: str | None) -> None:
    """Bytes to text and back are the same bytes; a change is written in the same kind."""
    text = text_of(raw)
    assert shown is None or text.text == shown
    assert bytes_of(text.text.replace("\n", "\r\n"), text) == raw
    if not text.strange:
        assert bytes_of(text.text + "x", text).decode(text.encoding).endswith("x")
        assert (b"\r\n" in bytes_of(text.text + "x", text)) == (b"\r\n" in raw)


def test_what_cannot_be_written() -> None:
    """A sign that the encoding has not, and places that are still no text."""
    with pytest.raises(Refused, match="Linje 1 har et tegn"):
        bytes_of("<a>→</a>", text_of(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe5</a>"))
    with pytest.raises(Refused, match="Det står igjen"):
        bytes_of("a\ufffdbc", text_of(b"a\xffb"))
    assert bytes_of("aåb", text_of(b"a\xffb")) == "aåb".encode()
