"""A dead letter opened for editing in the console, for tests."""

import html

from consoles import Browser

from adapters.store import audit
from adapters.store.cases import Case

WHY = {"begrunnelse": "Feil kodeverk hos avsender"}


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
