"""Dead letters at the console: the desk that plo dlt works at, who works there, and what is refused."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request

from adapters.errors import Transient
from adapters.store import cases
from adapters.store.cases import Case
from broker.console.desk import Desk, desk_of
from broker.console.reasons import reason_of
from broker.console.who import Role, User, user_of
from broker.letters import allowed, who
from broker.letters.desk import Desk as Letters
from broker.letters.refused import Refused
from broker.letters.who import Who
from broker.names import Names

AWAY: Final = "Kafka svarer ikke akkurat nå. Ingenting er gjort, og ingenting er tapt."
LATER: Final = "Prøv igjen når båndet øverst på siden er borte."

FORCE: Final = "kjør likevel"
"""What somebody writes who wants to run what would fail again."""


def letters_of(desk: Desk) -> Letters:
    """Where the work is done. Raises Refused: Kafka has not answered yet."""
    if desk.letters is None:
        raise Refused(AWAY, LATER)
    now = desk.now()
    return replace(desk.letters, context=replace(desk.letters.context, received_at=now))


@asynccontextmanager
async def kafka_told(desk: Desk) -> AsyncIterator[None]:
    """Say in words when it is Kafka that is away. Raises Refused; Transient when it is the store."""
    try:
        yield
    except Transient:
        await desk.store.ping()
        raise Refused(AWAY, LATER) from None


def hers_of(request: Request) -> frozenset[str] | None:
    """HER-ids of the senders whose dead letters this user may see; None: all."""
    return Names(desk_of(request).agreement).hers(user_of(request).kommuner)


async def case_of(request: Request) -> Case:
    """The case of the address. Raises HTTPException 404: there is none, or not for this user."""
    id_ = request.path_params["id"]
    found = await cases.load(desk_of(request).store, [id_]) if len(id_) < 64 else {}
    hers = hers_of(request)
    if id_ not in found or (hers is not None and found[id_].sender not in hers):
        raise HTTPException(404)
    return found[id_]


def looking(user: User) -> Who:
    """Somebody who looks at what would happen, and does nothing."""
    return Who(user.id, "ser etter", user.may(Role.ADMIN))


def acting(user: User, form: Mapping[str, str]) -> Who:
    """Somebody who does something, with the reason of the form. Raises Refused."""
    try:
        why = reason_of(form)
    except HTTPException as wrong:
        raise Refused(wrong.detail) from None  # told on the page that has what was typed
    return who.checked(user.id, why, admin=user.may(Role.ADMIN))


def mine(case: Case, user: User) -> None:
    """Raises Refused: this one is for administrators."""
    if case.error_class == allowed.SECURITY and not user.may(Role.ADMIN):
        raise Refused(
            "Den er stoppet av sikkerhetsgrunner, og er bare en administrators å behandle.",
            "Be en med rollen admin se på den.",
        )


def told(refused: Refused) -> str:
    """Why it was refused, and what to do."""
    return f"{refused.what} {advice(refused.hint)}".strip()


def advice(text: str) -> str:
    """What to do, without the sentences that are for the terminal."""
    sentences = text.removesuffix(".").split(". ")
    kept = [one for one in sentences if one and "plo " not in one and "--" not in one]
    return f"{'. '.join(kept)}." if kept else ""


def forced(form: Mapping[str, str]) -> bool:
    """Whether they have written that they want it nevertheless. Raises Refused: they wrote something else."""
    text = form.get("tving", "").strip().lower()
    if text and text != FORCE:
        raise Refused(
            f"For å kjøre det som trolig feiler igjen, skriv «{FORCE}». Ellers: la feltet stå tomt."
        )
    return bool(text)
