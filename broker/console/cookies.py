"""The console's cookies: all of them out of scripts' reach, and over https ours alone.

Over https each is called `__Host-…`: then the browser takes it from nobody but this very host, so neither a
neighbour under the same domain nor a line without TLS can plant one.
"""

from starlette.requests import Request
from starlette.responses import Response

from broker.console.desk import desk_of


def cookie_name(secure: bool, name: str = "") -> str:
    """What the browser keeps it as: "plo" is the session's, "plo-tema" what `name` "tema" says."""
    return f"{'__Host-' if secure else ''}plo{name and '-'}{name}"


def given(request: Request, name: str = "") -> str:
    """What the browser came with; "" for nothing."""
    return request.cookies.get(cookie_name(desk_of(request).secure, name), "")


def give(request: Request, answer: Response, value: str, name: str = "", max_age: int | None = None) -> None:
    """Let the browser keep it, until it is closed or for `max_age` seconds."""
    secure = desk_of(request).secure
    answer.set_cookie(
        cookie_name(secure, name), value, max_age, path="/", httponly=True, secure=secure, samesite="lax"
    )


def forget(request: Request, answer: Response, name: str = "") -> None:
    """Let the browser forget it."""
    secure = desk_of(request).secure
    answer.delete_cookie(cookie_name(secure, name), secure=secure, httponly=True, samesite="lax")
