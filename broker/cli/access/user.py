"""plo user: who may use the console."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from broker import words
from broker.cli import start
from broker.cli.access.secret import asked, by_whom
from broker.cli.access.user_account import account, check, do
from broker.cli.pages import OPERATING, command, group

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from adapters.store import Store
    from adapters.store.users import Account

app = group("user", "Brukere av konsollen: hvem som kan logge inn, og hva de kan der.", OPERATING)

CREATE = """
Lag en bruker. Passordet spørres det etter; uten terminal leses det fra første linje inn (stdin).

Roller: leser ser avvik og forløp, koordinator behandler avvik, drift ser meldinger og behandler strandede,
admin kan alt.
"""
CREATE_EXAMPLES = """
plo user create kari --navn "Kari Nordmann" --rolle koordinator --kommune 5501
pass show plo/ola | plo user create ola --rolle drift
"""
DISABLE = "Steng en bruker ute, straks og overalt. Med --enable slippes brukeren inn igjen."

Id = Annotated[str, typer.Argument(metavar="BRUKER", help="Det brukeren logger inn som.")]
Roles = Annotated[
    list[str],
    typer.Option("--rolle", metavar="ROLLE", help="leser, koordinator, drift eller admin. Kan gjentas."),
]
Kommuner = Annotated[
    list[str] | None,
    typer.Option("--kommune", metavar="NR", help="Ser bare denne kommunen. Kan gjentas. Ellers: alle."),
]
Name = Annotated[str, typer.Option("--navn", metavar="NAVN", help="Navnet som vises. Ellers: brukernavnet.")]


@command(app, "create", CREATE, CREATE_EXAMPLES)
def create(user_id: Id, roles: Roles, kommuner: Kommuner = None, name: Name = "") -> None:
    """Make an account."""
    from broker.console import accounts

    def make(store: "Store", password: str) -> "Awaitable[None]":
        return accounts.create(store, account(user_id, name, roles, kommuner), password, by_whom())

    check(user_id, roles, kommuner)
    password = asked()
    do(lambda store: make(store, password), make=True)
    print(f"Brukeren {user_id.strip().lower()} er laget ({', '.join(roles)}).")


@command(app, "password", "Sett et nytt passord. Brukeren logges ut overalt.", "plo user password kari")
def password(user_id: Id) -> None:
    """Set a password."""
    from broker.console import accounts

    given = asked()
    do(lambda store: accounts.set_password(store, user_id, given, by_whom(), start.now()))
    print(f"Passordet til {user_id} er byttet.")


@command(app, "roles", "Gi en bruker andre roller eller kommuner.", "plo user roles kari --rolle leser")
def roles(user_id: Id, roles: Roles, kommuner: Kommuner = None, name: Name = "") -> None:
    """Change what an account may do."""
    from broker.console import accounts

    check(user_id, roles, kommuner)
    changed = account(user_id, name, roles, kommuner)
    do(lambda store: accounts.change(store, changed, by_whom(), start.now()))
    print(f"{user_id} er nå {', '.join(sorted(changed.roles))}.")


@command(app, "disable", DISABLE, "plo user disable kari\nplo user disable kari --enable")
def disable(
    user_id: Id, enable: Annotated[bool, typer.Option("--enable", help="Slipp brukeren inn igjen.")] = False
) -> None:
    """Shut an account out, or let it in again."""
    from broker.console import accounts

    do(lambda store: accounts.disable(store, user_id, by_whom(), start.now(), enable=enable))
    print(f"Brukeren {user_id} er {'sluppet inn igjen' if enable else 'stengt ute'}.")


@command(app, "list", "Vis alle brukere.", "plo user list\nplo user list --json")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")] = False,
) -> None:
    """List the accounts."""
    from adapters.store import users
    from broker.cli.screen import show, table, write_json
    from broker.signs import signed

    async def every(store: "Store") -> "list[Account]":
        async with store.read() as conn:
            return await users.every(conn)

    found = do(every)
    if as_json:
        write_json(_row(one) for one in found)
        return
    if not found:
        print("Ingen brukere. Lag en: plo user create NAVN --rolle ROLLE")
        return
    rows = table("bruker", "navn", "roller", "kommuner", "innlogging", "tilstand")
    for one in found:
        shut = one.disabled_at and f"✕ stengt {words.short_moment(one.disabled_at, start.now())}"
        limits = "alle" if one.kommuner is None else ", ".join(sorted(one.kommuner))
        named = ", ".join(sorted(one.roles))
        rows.add_row(one.id, one.name, named, limits, one.origin, signed(shut or "✓ i bruk"))
    show(rows)


def _row(one: "Account") -> dict[str, Any]:
    kommuner = None if one.kommuner is None else sorted(one.kommuner)
    shut = one.disabled_at.isoformat() if one.disabled_at else None
    shown = {"id": one.id, "name": one.name, "origin": one.origin, "roles": sorted(one.roles)}
    return {**shown, "kommuner": kommuner, "created_at": one.created_at.isoformat(), "disabled_at": shut}
