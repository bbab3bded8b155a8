"""A template becomes an answer: everything escaped, with what the shell needs."""

from datetime import datetime
from functools import cache
from typing import Any, Final
from urllib.parse import quote, unquote, urlencode

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from broker import words
from broker.console import cookies
from broker.console.desk import desk_of
from broker.console.guard import TOKEN_FIELD
from broker.console.places import here, places
from broker.console.statics import static
from broker.templates import environment

SAID, THEME = "beskjed", "tema"
"""Cookies: a sentence for the next page, and light or dark."""
THEMES: Final = {"lys": "Lyst", "mork": "Mørkt"}
LONGEST_SAID: Final = 300


def render(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """The page. Templates that begin with `{% extends "shell.html" %}` are whole, others pieces for htmx."""
    desk, user = desk_of(request), getattr(request.state, "user", None)
    theme = cookies.given(request, THEME)
    said = unquote(cookies.given(request, SAID))[:LONGEST_SAID]
    facts = {
        "request": request,
        "now": desk.now(),
        "user": user,
        "miljo": desk.settings.miljo,
        "places": places(user, request.app.state.paths) if user else [],
        "here": here(request.url.path),
        "away": desk.health.away,
        "theme": theme if theme in THEMES else "",
        "said": said,
        "csrf": user.csrf if user else "",
    }
    page = HTMLResponse(_environment().get_template(template).render({**facts, **context}), status)
    if said:
        cookies.forget(request, page, SAID)
    return page


def onward(request: Request, to: str, say: str = "") -> RedirectResponse:
    """Go on to another page of ours after a form, which says what was done."""
    answer = RedirectResponse(to, 303)
    if say:
        cookies.give(request, answer, quote(say[:LONGEST_SAID]), SAID, 60)
    return answer


def is_piece(request: Request) -> bool:
    """Whether htmx asks, for a piece of the page that is open already."""
    return request.headers.get("hx-request") == "true"


@pass_context
def _tid(context: Context, value: datetime | None) -> str:
    """A moment as people read it, and for machines as well."""
    if value is None:
        return Markup("–")
    shown = words.moment(value, context["now"])
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), shown)


@pass_context
def _csrf_field(context: Context) -> str:
    """What every form that changes something holds."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN_FIELD, context["csrf"])


@pass_context
def _query(context: Context, **changes: object) -> str:
    """The address of this very list with other filters; None takes one away. Begins on page 1."""
    kept = dict(context["request"].query_params)
    if "side" not in changes:
        kept.pop("side", None)
    kept.update({name: str(value) for name, value in changes.items() if value is not None})
    left = {name: value for name, value in kept.items() if value and changes.get(name, "") is not None}
    return f"?{urlencode(left)}"


@cache
def _environment() -> Environment:
    made = environment("broker.console", "templates")
    made.filters.update(
        number=words.number,
        counted=words.counted,
        decimal=words.decimal,
        day=words.day,
        short=words.short_moment,
        span=words.span,
        left=words.time_left,
        size=words.size,
    )
    made.globals.update(static=static, tid=_tid, csrf_field=_csrf_field, query=_query, themes=THEMES)
    return made
