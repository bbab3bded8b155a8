"""plo key: who may send, and on whose behalf."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from broker import words
from broker.cli import start
from broker.cli.exits import REFUSED, Stop
from broker.cli.pages import OPERATING, command, group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapters.store.keys import ApiKey
    from schemas.agreements import Agreement

app = group("key", "API-nøkler: hvem som kan sende, og for hvem.", OPERATING)

CREATE = """
Lag en nøkkel for et system som sender meldinger. Den vises én gang, og kan ikke hentes fram igjen.

Nøkkelen kan bare sende for de HER-idene (nivå 1) den er knyttet til.
"""
CREATE_EXAMPLES = """
plo key create "EPJ Tromsø" --her 90101
plo key create "Etterslep UNN" --her 90001 --historikk
"""
REVOKE = """
Trekk en nøkkel tilbake. Den slutter å virke innen få sekunder, og kan ikke tas i bruk igjen.
"""


Historikk = Annotated[
    bool, typer.Option("--historikk", help="Et etterslep: meldingens egen tid teller som mottatt.")
]


@command(app, "create", CREATE, CREATE_EXAMPLES)
def create(
    name: Annotated[str, typer.Argument(metavar="NAVN", help="Hva systemet heter, for mennesker.")],
    hers: Annotated[
        list[str], typer.Option("--her", metavar="HER-ID", help="Hvem den kan sende for. Kan gjentas.")
    ],
    historikk: Historikk = False,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt, med nøkkelen.")] = False,
) -> None:
    """Make a key and show it."""
    from adapters.store import keys
    from broker.cli.reach import store_of
    from broker.cli.screen import write_json

    chosen = start.settings()
    hers = sorted(set(hers))
    strangers = _strangers(start.agreement(chosen), hers)

    async def make() -> tuple[str, str]:
        async with store_of(chosen, make=True) as store:
            return await keys.create(store, name, hers, historikk, start.now())

    key_id, secret = asyncio.run(make())
    if as_json:
        write_json([{"id": key_id, "key": secret, "name": name, "her": hers, "historikk": historikk}])
        return
    print(f" {secret}")
    print(f" Nøkkelen {key_id} ({name}) kan sende for {', '.join(hers)}. Den vises ikke igjen.")
    if strangers:
        print(f" Merk: {', '.join(strangers)} er ingen part i avtalen. Skrivefeil?")
    print(" Bruk: PLO_KEY=… plo send, eller hodet Authorization: Bearer …")


def _strangers(agreement: "Agreement", hers: "Iterable[str]") -> list[str]:
    """HER-ids that are no party: allowed, as a sender need not be one, but perhaps mistyped."""
    return [her for her in hers if agreement.part(her) is None]


@command(
    app,
    "list",
    "Vis alle nøkler, også tilbaketrukne; aldri selve nøkkelen.",
    "plo key list\nplo key list --json",
)
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")] = False,
) -> None:
    """List the keys."""
    from adapters.store import keys
    from broker.cli.reach import store_of
    from broker.cli.screen import show, table, write_json
    from broker.signs import signed

    chosen, now = start.settings(), start.now()

    async def every() -> "list[ApiKey]":
        async with store_of(chosen) as store:
            return await keys.every(store)

    found = asyncio.run(every())
    if as_json:
        write_json(_row(one) for one in found)
        return
    if not found:
        print("Ingen nøkler. Lag en: plo key create NAVN --her HER-ID")
        return
    rows = table("id", "navn", "sender for", "historikk", "laget", "tilstand")
    for one in found:
        revoked = one.revoked_at and f"✕ trukket {words.short_moment(one.revoked_at, now)}"
        made = words.short_moment(one.created_at, now)
        past = "ja" if one.historikk else "nei"
        rows.add_row(one.id, one.name, ", ".join(sorted(one.hers)), past, made, signed(revoked or "✓ i bruk"))
    show(rows)


def _row(one: "ApiKey") -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "her": sorted(one.hers),
        "historikk": one.historikk,
        "created_at": one.created_at.isoformat(),
        "revoked_at": one.revoked_at.isoformat() if one.revoked_at else None,
    }


@command(app, "revoke", REVOKE, "plo key revoke 3f9a01bc")
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="Id-en, slik plo key list viser den.")],
) -> None:
    """Refuse a key from now on."""
    from adapters.store import keys
    from broker.cli.reach import store_of

    chosen = start.settings()

    async def stop() -> bool:
        async with store_of(chosen) as store:
            return await keys.revoke(store, key_id, start.now())

    if not asyncio.run(stop()):
        raise Stop(REFUSED, f"Ingen nøkkel i bruk har id {key_id}.", "Se hvilke som finnes: plo key list")
    print(f"Nøkkelen {key_id} er trukket tilbake.")
