"""The editor of a dead letter: looked at with a reason, validated, compared, sent. Kafka is a fake."""

import html
import re
from datetime import timedelta
from pathlib import Path

import pytest
from cases import case
from console_letters import at_work, keep, refused_xml, stranded, unread
from consoles import Browser
from letters import Office

from adapters.store import audit
from adapters.store.cases import Case
from broker.console.letter_text import bytes_of, text_of
from broker.letters import seen
from broker.letters.refused import Refused
from broker.letters.who import Who

WHY = {"begrunnelse": "Feil kodeverk hos avsender"}
EDITED = refused_xml().replace(b"<Tull/>", b"")


async def opened(browser: Browser, found: Case) -> str:
    """The editor, after a reason."""
    at = f"/strandet/{found.dlq_id}/rediger"
    answer = await browser.post(at, WHY, on=at)
    assert answer.status_code == 200, answer.text
    return answer.text


def typed(page: str) -> str:
    """What stands in the text field."""
    return html.unescape(page.split("<textarea")[1].split(">\n", 1)[1].split("</textarea>")[0])


def fields(found: Case, text: str | bytes, **more: str) -> dict[str, str]:
    """The form, with the line ends that a browser sends."""
    plain = text.decode() if isinstance(text, bytes) else text
    base = found.edited_sha256 or found.sha256
    return {"grunnlag": base, "innhold": plain.replace("\n", "\r\n"), **more}


async def log_of(browser: Browser, found: Case) -> list[tuple[str, str]]:
    async with browser.desk.store.read() as conn:
        rows = await audit.latest(conn, 20, None, {"about": found.dlq_id})
    return [(row.did, row.why) for row in reversed(rows)]


async def after(one: Office, found: Case) -> Case:
    return next(each for each in await one.cases() if each.dlq_id == found.dlq_id)


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


async def test_from_refused_to_run_again(tmp_path: Path) -> None:
    """Validated as it is typed, compared with signs, sent at the second click; the original is kept."""
    async with at_work(tmp_path) as (browser, one):
        found = await stranded(one)
        at, piece = f"/strandet/{found.dlq_id}/rediger", {"hx-request": "true"}
        page = await opened(browser, found)
        text = typed(page)
        as_is = await browser.post(f"{at}/valider", fields(found, text), on=at, headers=piece)
        assert 'data-linje="' in as_is.text and "xsd." in as_is.text and "<html" not in as_is.text
        right = fields(found, text.replace("<Tull/>", ""))
        verdict = await browser.post(f"{at}/valider", right, on=at, headers=piece)
        assert "Ingen feil." in verdict.text
        shown = await browser.post(f"{at}/forskjell", right, on=at)
        assert 'class="ut"' in shown.text and "&lt;Tull/&gt;" in shown.text
        assert one.producer.on("meldinger.v1.replay.receive") == []
        assert (await after(one, found)).edited_sha256 == ""
        assert (await browser.post(f"{at}/send", right, on=at)).status_code == 422
        done = await browser.post(f"{at}/send", {**right, **WHY}, on=at)
        assert done.headers["location"] == f"/strandet/{found.dlq_id}"
        (again,) = one.producer.on("meldinger.v1.replay.receive")
        assert again.value == EDITED and dict(again.headers)["plo-replay-edited"] == b"true"
        (original,) = one.producer.on("meldinger.v1.dlt")
        assert original.value == refused_xml()
        assert [did for did, _ in await log_of(browser, found)] == [
            "strandet: sett",
            "strandet: rettet",
            "strandet: kjort",
        ]
        page = (await browser.get(f"/strandet/{found.dlq_id}")).text
        assert "rettet" in page and "kari" in page and found.sha256[:12] in page


async def test_what_would_fail_is_forced_in_words(tmp_path: Path) -> None:
    """The difference tells of it; it is neither kept nor sent until they have written that they mean it."""
    async with at_work(tmp_path) as (browser, one):
        found = await unread(one)
        at = f"/strandet/{found.dlq_id}/rediger"
        assert typed(await opened(browser, found)) == '{"tull": 1}'
        wrong = fields(found, '{"tull": 2}', **WHY)
        shown = await browser.post(f"{at}/forskjell", wrong, on=at)
        assert "Den ville" in shown.text and "Skriv «kjør likevel»" in shown.text
        for more in ({}, {"tving": "ja"}):
            refused = await browser.post(f"{at}/send", {**wrong, **more}, on=at)
            assert refused.status_code == 422 and typed(refused.text) == '{"tull": 2}'
            assert one.producer.on("hendelser.v1.replay.detect") == []
            assert (await after(one, found)).edited_sha256 == ""
        done = await browser.post(f"{at}/send", {**wrong, "tving": "kjør likevel"}, on=at)
        assert done.status_code == 303
        (again,) = one.producer.on("hendelser.v1.replay.detect")
        assert again.value == b'{"tull": 2}'


async def test_two_at_the_same_letter(tmp_path: Path) -> None:
    """Who comes last is told, and keeps what they wrote."""
    async with at_work(tmp_path) as (browser, one):
        found = await unread(one)
        at = f"/strandet/{found.dlq_id}/rediger"
        await opened(browser, found)
        await keep(browser, [found._replace(edited_sha256="0" * 64)])
        assert (await browser.post(f"{at}/send", fields(found, "[]", **WHY), on=at)).status_code == 422
        await keep(browser, [found])
        stale = {**fields(found, '{"mitt": 1}', **WHY), "grunnlag": "0" * 64}
        for what in ("forskjell", "send"):
            answer = await browser.post(f"{at}/{what}", stale, on=at)
            assert answer.status_code == 422 and "Noen andre har rettet" in answer.text
            assert typed(answer.text) == '{"mitt": 1}'


async def test_the_same_as_before_is_nothing_to_send(tmp_path: Path) -> None:
    """Said, and the editor stays."""
    async with at_work(tmp_path) as (browser, one):
        found = await stranded(one)
        at = f"/strandet/{found.dlq_id}/rediger"
        text = typed(await opened(browser, found))
        answer = await browser.post(f"{at}/forskjell", fields(found, text), on=at)
        assert answer.status_code == 422 and "det samme som før" in answer.text
        back = await browser.post(f"{at}/videre", fields(found, "<ny/>"), on=at)
        assert back.status_code == 200 and typed(back.text) == "<ny/>"


async def test_kafka_away_keeps_the_edit(tmp_path: Path) -> None:
    """What was sent is kept with its reason, and can be run later."""
    async with at_work(tmp_path) as (browser, one):
        found = await stranded(one)
        at = f"/strandet/{found.dlq_id}/rediger"
        await opened(browser, found)
        one.producer.away = True
        answer = await browser.post(f"{at}/send", fields(found, EDITED, **WHY), on=at)
        assert answer.status_code == 422 and "Rettelsen er lagret, men ikke kjørt ennå" in answer.text
        one.producer.away = False
        here = f"/strandet/{found.dlq_id}"
        assert (await browser.post(f"{here}/kjor", WHY, on=here)).status_code == 303
        assert one.producer.on("meldinger.v1.replay.receive")[0].value == EDITED


async def test_an_edit_is_taken_back(tmp_path: Path) -> None:
    """With a reason; then the original is what would be run."""
    async with at_work(tmp_path) as (browser, one):
        found = await stranded(one)
        at, here = f"/strandet/{found.dlq_id}/rediger", f"/strandet/{found.dlq_id}"
        await opened(browser, found)
        one.producer.away = True
        await browser.post(f"{at}/send", fields(found, EDITED, **WHY), on=at)
        assert (await browser.post(f"{here}/angre", {}, on=here)).status_code == 422
        assert (await browser.post(f"{here}/angre", WHY, on=here)).status_code == 303
        assert (await after(one, found)).edited_sha256 == ""
        assert (await browser.post(f"{here}/angre", WHY, on=here)).status_code == 422


async def test_typing_fast_costs_little(tmp_path: Path) -> None:
    """Beyond a number the page waits and asks again by itself."""
    async with at_work(tmp_path) as (browser, one):
        found = await unread(one)
        at, piece = f"/strandet/{found.dlq_id}/rediger", {"hx-request": "true"}
        await opened(browser, found)
        for _ in range(15):
            answer = await browser.post(f"{at}/valider", fields(found, "{"), on=at, headers=piece)
            assert "venter litt" not in answer.text
        answer = await browser.post(f"{at}/valider", fields(found, "{"), on=at, headers=piece)
        assert "venter litt" in answer.text and "delay:3s" in answer.text
        browser.clock.at += timedelta(seconds=11)
        answer = await browser.post(f"{at}/valider", fields(found, "{"), on=at, headers=piece)
        assert "venter litt" not in answer.text


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
