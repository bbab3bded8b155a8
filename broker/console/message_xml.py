"""The XML as it was received: for who gives a reason, which is in the audit log before anything is shown."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from lxml import etree
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.errors import Rejected, Transient
from adapters.store import audit, case_messages
from adapters.store.cases import Case
from adapters.store.claims import Claim
from adapters.xml.parse import parse
from broker.claimcheck import vault_of
from broker.console.desk import Desk, desk_of
from broker.console.guard import form_of
from broker.console.message_detail import find
from broker.console.message_reasons import problems_of
from broker.console.reasons import reason_of
from broker.console.shown import render
from broker.console.who import Role, needs, user_of
from broker.console.xhtml import harmless, texts
from broker.console.xml_lines import MOST, as_received, indented
from broker.console.xml_marks import marked
from broker.tracing.content import Gone, received
from broker.tracing.reading import reader_or_none

SEEN, TAKEN = "melding.sett", "melding.lastet_ned"
"""What the audit log calls it."""
VIEWS: Final = {"innrykk": "med innrykk", "mottatt": "slik den kom"}
AWAY: Final = "Kafka svarer ikke, og XML-en ligger der. Prøv igjen om litt."
STORE_AWAY: Final = "Lageret for store meldinger svarer ikke. Prøv igjen om litt."


@needs(Role.DRIFT)
async def asked(request: Request) -> Response:
    """GET /meldinger/<msgid>/xml: asks for a reason."""
    claim = await _claim(request)
    return render(request, "message_xml.html", claim=claim, views=VIEWS)


@needs(Role.DRIFT)
async def shown(request: Request) -> Response:
    """POST: the XML on screen."""
    desk, claim, form = desk_of(request), await _claim(request), await form_of(request)
    why = reason_of(form)
    raw = await _content(desk, claim)
    await _note(request, SEEN, claim, why)
    cases = await case_messages.of_message(desk.store, claim.msg_id)
    view = form.get("visning", "")
    facts = await asyncio.to_thread(_facts, desk, raw, claim, cases, view if view in VIEWS else "innrykk")
    return render(request, "message_xml_shown.html", claim=claim, views=VIEWS, why=why, **facts)


@needs(Role.DRIFT)
async def taken(request: Request) -> Response:
    """POST: the very bytes, as a file that no browser opens."""
    desk, claim = desk_of(request), await _claim(request)
    why = reason_of(await form_of(request))
    raw = await _content(desk, claim)
    await _note(request, TAKEN, claim, why)
    name = f"{claim.msg_id.replace(':', '-')}.xml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(raw, media_type="application/octet-stream", headers=headers)


async def _claim(request: Request) -> Claim:
    """The content that is meant: the first of its MsgId, or the one that ?utgave= names."""
    found = await find(desk_of(request), user_of(request), request.path_params["msg_id"])
    variant = request.query_params.get("utgave", "")
    meant = [one for one in found if one.variant == variant]
    if not meant:
        raise HTTPException(404)
    return meant[0]


async def _content(desk: Desk, claim: Claim) -> bytes:
    """The bytes. Raises HTTPException, in words: they are gone, or cannot be reached now."""
    async with reader_or_none(desk.settings.bootstrap) as reader:
        if reader is None:
            raise HTTPException(503, AWAY)
        try:
            return await received(reader, claim, vault_of(desk.settings))
        except Gone as gone:
            raise HTTPException(404, f"{gone.what} {gone.hint}") from None
        except Transient:
            raise HTTPException(503, STORE_AWAY) from None


async def _note(request: Request, did: str, claim: Claim, why: str) -> None:
    desk = desk_of(request)
    async with desk.store.begin() as conn:
        await audit.note(conn, desk.now(), user_of(request).id, did, claim.msg_id, why)


def _facts(desk: Desk, raw: bytes, claim: Claim, cases: Sequence[Case], view: str) -> dict[str, Any]:
    """What the page shows of the bytes; a tree where they have one."""
    problems = problems_of(desk, raw, claim, cases)
    root = _tree(raw)
    view = "mottatt" if root is None else view
    lines = as_received(raw, problems) if root is None or view == "mottatt" else indented(root, problems)
    return {
        "view": view,
        "shown": marked(lines),
        "problems": problems,
        "placed": sum(len(one.wrong) for one in lines),
        "texts": [] if root is None else [harmless(one) for one in texts(root)],
        "size": len(raw),
        "cut": sum(len(one.text) + 1 for one in lines) > MOST,
        "no_tree": root is None,
    }


def _tree(raw: bytes) -> "etree._Element | None":
    try:
        return parse(raw, len(raw))
    except Rejected:
        return None


ROUTES = (
    Route("/meldinger/{msg_id}/xml", asked),
    Route("/meldinger/{msg_id}/xml", shown, methods=["POST"]),
    Route("/meldinger/{msg_id}/xml/fil", taken, methods=["POST"]),
)
