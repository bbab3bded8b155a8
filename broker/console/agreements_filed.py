"""Avtaler as files: the parties, and the deadlines of everybody and of each kommune that has its own."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from broker.console.agreements import KINDS, OWN, chosen_part, limits, says
from broker.console.desk import desk_of
from broker.console.export import Cell, export
from broker.console.who import Role, needs
from schemas.agreements import Agreement, Part

Rows = Iterator[tuple[Cell, ...]]


class Filed(NamedTuple):
    """One of the lists of the page, as a file.

    Attributes:
        rows: of a party, or of all where that is None.
    """

    columns: tuple[str, ...]
    rows: Callable[[Agreement, Part | None], Rows]


@needs(Role.LESER)
async def exported(request: Request) -> Response:
    """GET /avtaler/frister.csv?part=90101: the list as it is filtered."""
    name, agreement = request.path_params["liste"], desk_of(request).agreement
    if name not in LISTS:
        raise HTTPException(404)
    filed = LISTS[name]
    rows = filed.rows(agreement, chosen_part(request, agreement))
    return export(request.path_params["kind"], name, filed.columns, rows)


def _parties(agreement: Agreement, part: Part | None) -> Rows:
    for one in [part] if part else agreement.parts:
        extra = "; ".join(says(one))
        yield one.navn, KINDS.get(one.kind, one.kind), one.her, one.kommunenr, " ".join(one.tjenester), extra


def _limits(agreement: Agreement, part: Part | None) -> Rows:
    """Those in force for the party, or for everybody and what kommuner have of their own."""
    kommune = part.kommunenr if part else None
    for one in limits(agreement, kommune):
        yield kommune or "alle", one.name, one.shown, one.source, one.usual, one.key
    for other in () if part else sorted(filter(None, agreement.frister)):
        for one in limits(agreement, other):
            if one.source == OWN:
                yield other, one.name, one.shown, one.source, one.usual, one.key


LISTS: Final[Mapping[str, Filed]] = {
    "parter": Filed(("part", "hva", "HER-id", "kommunenr.", "tjenester", "avtalt i tillegg"), _parties),
    "frister": Filed(("gjelder", "frist", "lengde", "kilde", "ellers", "nøkkel"), _limits),
}

ROUTES = (Route("/avtaler/{liste}.{kind}", exported),)
