"""What the commands of plo user share: an account from what was written, and the store to work in."""

import asyncio
from typing import TYPE_CHECKING, Any

from broker.cli import start
from broker.cli.exits import REFUSED, Stop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from adapters.store import Store
    from adapters.store.users import Account


def check(user_id: str, roles: list[str], kommuner: list[str] | None) -> None:
    """Raise Stop before a password is asked for in vain."""
    from broker.console.accounts import Refused

    try:
        account(user_id, "", roles, kommuner)
    except Refused as error:
        raise Stop(REFUSED, str(error)) from None


def account(user_id: str, name: str, roles: list[str], kommuner: list[str] | None) -> "Account":
    """The account that was described. Raises Refused."""
    from adapters.store.users import LOCAL, Account
    from broker.console.accounts import checked_id, checked_roles

    checked = checked_id(user_id)
    return Account(checked, name or checked, LOCAL, None, *checked_roles(roles, kommuner or ()), start.now())


def do(work: "Callable[[Store], Awaitable[Any]]", *, make: bool = False) -> Any:
    """Open the store and work with it; what is refused ends the command with its sentence."""
    from broker.cli.reach import store_of
    from broker.console.accounts import Misnamed, Refused

    async def run() -> Any:
        async with store_of(start.settings(), make=make) as store:
            return await work(store)

    try:
        return asyncio.run(run())
    except Refused as error:
        hint = "Se hvem som finnes: plo user list" if isinstance(error, Misnamed) else ""
        raise Stop(REFUSED, str(error), hint) from None
