"""The band on top of a page that is open: what is away, asked for again and again."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from broker.console.desk import desk_of
from broker.console.shown import render
from broker.console.who import Role, needs


@needs(Role.LESER)
async def away(request: Request) -> Response:
    """GET /borte?vist=Kafka: a piece for htmx, or nothing as long as the page says what there is."""
    names = " ".join(one.name for one in desk_of(request).health.away)
    if request.query_params.get("vist", "") == names:
        return Response(status_code=204)
    return render(request, "away.html")


ROUTES = (Route("/borte", away),)
