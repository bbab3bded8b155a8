"""Avvik as the store has them, picked as the user asks."""

from typing import TYPE_CHECKING, Final

from adapters.store import avvik
from broker.cli.exits import REFUSED, USAGE, Stop
from broker.cli.reach import store_of
from broker.names import Names
from schemas.avvik import Avvik

if TYPE_CHECKING:
    from broker.settings import Settings
    from schemas.agreements import Agreement

STATES: Final = {
    "åpent": "apen",
    "sent": "levert_sent",
    "trukket": "trukket",
    "besvart": "besvart",
    "lukket": "lukket",
}
"""--tilstand -> state (rules.md §4)."""
STANDING: Final = ("apen", "levert_sent", "besvart")
"""Listed unless the user asks for another state."""
SEARCHED: Final = 100_000
"""Most avvik read at once."""


def states_of(word: str | None) -> tuple[str, ...]:
    """The states meant. Raises Stop for a word that is none."""
    if word is None:
        return STANDING
    if word == "alle":
        return tuple(STATES.values())
    if word not in STATES:
        raise Stop(USAGE, f"--tilstand {word} finnes ikke.", f"Velg {', '.join(STATES)} eller alle.")
    return (STATES[word],)


async def stored(
    settings: "Settings", kommune: str | None, rule: str | None, states: tuple[str, ...]
) -> list[Avvik]:
    """What the store has in these states, latest change first."""
    one_state = states[0] if len(states) == 1 else None
    async with store_of(settings) as store:
        bodies = await avvik.newest(store, SEARCHED, kommune, rule.upper() if rule else None, one_state)
    found = (Avvik.model_validate_json(body) for body in bodies)
    return [one for one in found if one.state in states]


async def one_of(settings: "Settings", prefix: str) -> Avvik:
    """The avvik whose id begins so. Raises Stop when there is none, or more than one."""
    digits = prefix.lower().removeprefix("a-").strip()
    dashed = f"{digits[:8]}-{digits[8:]}" if len(digits) > 8 and "-" not in digits else digits
    async with store_of(settings) as store:
        bodies = await avvik.by_prefix(store, dashed, 2) if digits else []
    if not bodies:
        raise Stop(REFUSED, f"Fant ikke avviket {prefix}.", "Se hvilke som finnes: plo avvik list")
    if len(bodies) > 1:
        raise Stop(REFUSED, f"Flere avvik begynner med {prefix}.", "Skriv flere tegn.")
    return Avvik.model_validate_json(bodies[0])


def number_of(kommune: str, agreement: "Agreement") -> str:
    """The kommunenummer that --kommune means. Raises Stop for one that is in no agreement."""
    names = Names(agreement)
    found = names.number(kommune)
    if found is None:
        known = ", ".join(names.kommuner)
        raise Stop(USAGE, f"Ingen kommune i avtalen heter {kommune}.", f"Avtalen har: {known}.")
    return found
