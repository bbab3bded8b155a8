"""What the console answers when it does not do what was asked: in words, and what to do instead."""

from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from broker.console.desk import desk_of
from broker.console.shown import is_piece, render

UNREADABLE: Final = "Skjemaet kunne ikke leses. Last siden på nytt, og prøv igjen."
FAULTS: Final = {
    400: ("Forespørselen kunne ikke leses", UNREADABLE),
    401: ("Du er ikke logget inn", "Logg inn, og prøv igjen."),
    403: (
        "Dette har du ikke tilgang til",
        "Trenger du det i arbeidet ditt: spør en administrator om en annen rolle.",
    ),
    404: ("Her er det ingenting", "Adressen finnes ikke, eller det den viser er ikke ditt å se."),
    405: ("Det går ikke", "Adressen finnes, men ikke for dette. Gå tilbake, og bruk knappene på siden."),
    408: ("Det tok for lang tid", "Prøv igjen."),
    413: ("For stort", "Send mindre om gangen."),
    422: ("Det mangler noe", "Gå tilbake, og se over det du skrev."),
    429: ("Litt for mye på én gang", "Vent litt, og prøv igjen."),
    503: (
        "Databasen svarer ikke akkurat nå",
        "Ingenting er tapt: avsendere får beskjed om å prøve igjen. Last siden på nytt om litt.",
    ),
}
UNAVAILABLE: Final = "Det går ikke akkurat nå"
"""Above a 503 that says itself what it is that does not answer."""
BUG: Final = (
    "Noe gikk galt i konsollen",
    "Det du gjorde ble ikke lagret. Feilen står i loggen. Prøv igjen, og si fra hvis den kommer tilbake.",
)
AT_ONCE: Final = frozenset({400, 503})
"""Where the front page would be no help."""
FOREIGN: Final = frozenset({400})
"""Answers whose text may be of a library, in English."""


def page(request: Request, status: int, title: str, text: str) -> Response:
    """The page of a fault."""
    return render(request, "fault.html", status, title=title, text=text, links=status not in AT_ONCE)


async def refused(request: Request, error: Exception) -> Response:
    """What a page raised on purpose; a text of ours goes before the usual one."""
    assert isinstance(error, HTTPException)  # noqa: S101
    status = error.status_code
    title, text = FAULTS.get(status, BUG)
    own = "" if status in FOREIGN or error.detail == HTTPException(status).detail else error.detail
    answer = page(request, status, UNAVAILABLE if own and status == 503 else title, own or text)
    answer.headers.update(error.headers or {})
    return answer


async def away(request: Request, _: Exception) -> Response:
    """The store is away: what was asked was not done."""
    desk = desk_of(request)
    desk.health.saw("store", "svarer ikke", desk.now())
    answer: Response
    if is_piece(request):
        answer = render(request, "away.html", 503)
        answer.headers["HX-Retarget"] = "#borte"
    else:
        answer = page(request, 503, *FAULTS[503])
    answer.headers["Retry-After"] = "5"
    return answer


async def bug(request: Request, _: Exception) -> Response:
    """Our own mistake."""
    return page(request, 500, *BUG)
