"""Whatever a message, a dead letter, an account or an address says, it is shown as text, and nothing more."""

import csv
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import urlencode

import pytest
from console_letters import at_work, stranded
from consoles import PASSWORD, Browser, logged_in
from hostile import FORMULA, HTML, MARK, TEXTS, fill, letters, spoilt
from lxml import etree
from lxml import html as lxml_html
from store_contract import avvik, claim

from broker.console.export import export
from broker.console.xhtml import harmless, texts

ADDRESS = re.compile(r"^(/|\?|#|data:image/)")
"""What a link, a form or a picture of ours leads to."""
OURS = {"script", "img", "link", "form", "meta"}


def live(page: str) -> list[str]:
    """What in a page is alive and not ours: handlers, styles, other addresses, elements that we never use."""
    root = lxml_html.document_fromstring(page)
    wrong = [
        f"<{one.tag}>" for one in root.iter("iframe", "object", "embed", "base", "style", "math", "video")
    ]
    for one in root.iter(etree.Element):
        for name, value in one.attrib.items():
            if name.startswith("on") or name == "style" or name == "srcdoc":
                wrong.append(f"{one.tag} {name}")
            if name in ("href", "src", "action", "formaction", "hx-get", "hx-post", "data") and value:
                wrong += (
                    []
                    if ADDRESS.match(value) and not value.startswith("//")
                    else [f"{one.tag} {name}={value}"]
                )
        if one.tag == "script" and (one.text or not one.get("src", "").startswith("/static/")):
            wrong.append("script")
        if one.tag == "img" and not one.get("src", "").startswith("/static/"):
            wrong.append("img")
    return wrong


def test_live_markup_is_seen() -> None:
    """The check itself: of each of these it says that it is alive."""
    for text in (
        "<p onclick=x>",
        "<script>1</script>",
        "<a href='javascript:1'>",
        "<img src=x>",
        "<p style=x>",
    ):
        assert live(f"<html><body>{text}</body></html>"), text
    assert live('<html><body><a href="//evil.example">x</a><form action="http://evil.example"></form></body>')
    assert not live('<html><body><a href="/avvik">x</a></body></html>')


PAGES = (
    "/",
    "/avvik?tilstand=alle",
    f"/avvik/{avvik(1).id}",
    f"/avvik/{avvik(1).id}/historikk",
    "/strandet?tilstand=alle",
    "/strandet?tilstand=alle&vis=hver",
    f"/strandet/{letters('x')[0].dlq_id}",
    f"/strandet/{letters('x')[1].dlq_id}",
    f"/strandet/{letters('x')[0].dlq_id}/prov",
    f"/strandet/{letters('x')[0].dlq_id}/rediger",
    "/meldinger",
    f"/meldinger/{claim(1).msg_id}",
    f"/meldinger/{claim(1).msg_id}/xml",
    "/revisjon",
    "/brukere",
    "/brukere/kari",
    "/min",
)


@pytest.mark.parametrize("text", TEXTS)
async def test_every_page_of_hostile_rows(tmp_path: Path, text: str) -> None:
    """Each page that shows something which a sender, a reader of Kafka or an administrator wrote."""
    async with at_work(tmp_path, "admin") as (browser, _):
        await fill(browser, text)
        await browser.post("/brukere/kari", {"navn": text, "rolle": "admin"})
        for path in PAGES:
            answer = await browser.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            assert live(answer.text) == [], path


@pytest.mark.parametrize("text", TEXTS)
async def test_every_filter_and_header(tmp_path: Path, text: str) -> None:
    """Everything that an address or a header can say, on every list."""
    names = (
        "q",
        "kommune",
        "regel",
        "fra",
        "til",
        "sorter",
        "avsender",
        "kode",
        "klasse",
        "leser",
        "siden",
        "pasient",
    )
    more = (
        "enhet",
        "msgid",
        "mottaker",
        "type",
        "utfall",
        "who",
        "did",
        "about",
        "neste",
        "vis",
        "tilstand",
        "side",
    )
    async with logged_in(tmp_path, "admin") as browser:
        query = urlencode(dict.fromkeys((*names, *more), text))
        for path in (
            "/avvik",
            "/forlop",
            "/strandet",
            "/meldinger",
            "/revisjon",
            "/sok",
            "/avvik/nye",
            "/avtaler",
        ):
            for headers in (
                {},
                {"hx-request": "true", "hx-target": text, "hx-current-url": text, "referer": text},
            ):
                answer = await browser.get(f"{path}?{query}", headers=headers)
                assert answer.status_code < 500, path
                assert not answer.text.strip() or live(answer.text) == [], path
                assert text not in str(answer.headers)
        nobody = await browser.another()
        for path in (f"/logg-inn?neste={query}", f"/finnes/{urlencode({'a': text})}"):
            assert live((await nobody.get(path)).text) == []
        assert live((await nobody.log_in(text[:64], text)).text) == []


async def shown(browser: Browser, path: str, **fields: str) -> str:
    """The page that a reason opens."""
    answer = await browser.post(path, {"begrunnelse": "Ser på den", **fields}, on="/min")
    assert answer.status_code == 200, path
    return answer.text


async def test_a_hostile_message(tmp_path: Path) -> None:
    """Its XML both ways, its XHTML, and the editor: the words are there, and nothing of it is alive."""
    async with at_work(tmp_path) as (browser, one):
        case = await stranded(one, spoilt())
        editor = await shown(browser, f"/strandet/{case.dlq_id}/rediger")
        changed = await shown(
            browser, f"/strandet/{case.dlq_id}/rediger/videre", innhold=MARK + spoilt().decode()
        )
        for page in (editor, changed):
            assert live(page) == [] and "synlig tekst" in page


def test_xhtml_of_a_sender() -> None:
    """What is left of it is text, in a few elements without a single attribute."""
    root = etree.fromstring(spoilt())
    left = [str(harmless(one)) for one in texts(root)]
    assert left and "synlig tekst" in left[0] and "alert(6)" not in left[0]
    for markup in left:
        page = lxml_html.fragment_fromstring(markup, create_parent="div")
        assert [one.tag for one in page.iter(etree.Element) if one.attrib] == []
        assert not {one.tag for one in page.iter(etree.Element)} & {
            "script",
            "svg",
            "a",
            "img",
            "form",
            "iframe",
            "input",
        }
    assert HTML not in left[0]


@pytest.mark.parametrize("list_", ["/avvik", "/strandet", "/meldinger", "/revisjon"])
async def test_no_file_has_a_formula(tmp_path: Path, list_: str) -> None:
    """Of the cells of every export none is run by a spreadsheet."""
    async with at_work(tmp_path, "admin") as (browser, _):
        await fill(browser, FORMULA)
        answer = await browser.get(f"{list_}.csv?tilstand=alle")
        cells = [
            cell
            for row in csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";")
            for cell in row
        ]
        assert any("HYPERLINK" in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
        assert_no_formula((await browser.get(f"{list_}.xlsx?tilstand=alle")).content)


STARTS = ("=1+1", "{=1+1}", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(1)")


def test_whatever_begins_a_formula() -> None:
    """As it is typed on any keyboard, also the full-width signs that some spreadsheets take for the same."""
    rows = [(text, f"http://evil.example/{number}", "x" * 40_000) for number, text in enumerate(STARTS)]
    told = export("csv", "x", ("a", "b", "c"), rows).body
    cells = [row[0] for row in csv.reader(io.StringIO(bytes(told).decode("utf-8-sig")), delimiter=";")][1:]
    assert cells == [f"'{text}" if text != "{=1+1}" else text for text in STARTS]
    assert_no_formula(bytes(export("xlsx", "x", ("a", "b", "c"), rows).body))


def assert_no_formula(body: bytes) -> None:
    """Neither a formula, an array, nor a link; and no cell is lost because it is long."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "<f " not in sheet and "hyperlink" not in sheet.lower()
        assert not [name for name in book.namelist() if "rels/sheet" in name or "externalLink" in name]


def test_a_very_long_cell_is_cut_and_not_lost() -> None:
    """XLSX has room for 32 767 signs in a cell."""
    with zipfile.ZipFile(io.BytesIO(bytes(export("xlsx", "x", ("a",), [("y" * 40_000,)]).body))) as book:
        assert b"y" * 32_000 in book.read("xl/sharedStrings.xml")


async def test_a_password_is_shown_nowhere(tmp_path: Path) -> None:
    """Not in the page that refuses it, and not in the form again."""
    async with logged_in(tmp_path, "admin") as browser:
        wrong = "kjempehemmelig passord"
        told = [
            await (await browser.another()).log_in("kari", wrong),
            await browser.post("/min/passord", {"gammelt": wrong, "nytt": wrong, "igjen": wrong + "x"}),
            await browser.post("/brukere", {"bruker": "1", "passord": wrong, "rolle": "leser"}),
        ]
        assert all(wrong not in answer.text and PASSWORD not in answer.text for answer in told)
