"""The options of plo dlt, each declared once; those that say which letters are meant travel together."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

if TYPE_CHECKING:
    from adapters.store.cases import State

STATES: Final[dict[str, "State"]] = {
    "åpen": "apen",
    "kjøres": "kjores",
    "feilet": "feilet",
    "parkert": "parkert",
    "løst": "lost",
    "forkastet": "forkastet",
}
"""--tilstand -> state."""
Ids = Annotated[
    list[str] | None, typer.Argument(metavar="ID…", help="Starten av id-en: D-1A2B. Ellers: valgene under.")
]
Id = Annotated[str, typer.Argument(metavar="ID", help="Starten av id-en: D-1A2B.")]
Kode = Annotated[list[str] | None, typer.Option("--kode", metavar="KODE", help="Bare denne feilkoden.")]
Avsender = Annotated[
    list[str] | None, typer.Option("--avsender", metavar="HER", help="Bare fra denne HER-id-en (nivå 1).")
]
Siden = Annotated[
    str | None, typer.Option("--siden", metavar="TID", help="Strandet etter: 7d, 12t eller 2026-02-01.")
]
Til = Annotated[str | None, typer.Option("--til", metavar="TID", help="Strandet før: 7d, 12t eller dato.")]
Tilstand = Annotated[
    str | None, typer.Option("--tilstand", metavar="ORD", help=f"{', '.join(STATES)} eller alle.")
]
Emne = Annotated[str | None, typer.Option("--emne", metavar="EMNE", help="Bare fra emnet: meldinger.v1.")]
AsJson = Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Si bare hva som ville skjedd.")]
Why = Annotated[str, typer.Option("--hvorfor", metavar="TEKST", help="Kort grunn, uten pasientopplysninger.")]
By = Annotated[str | None, typer.Option("--av", metavar="NAVN", help="Hvem som gjør det. Ellers: brukeren.")]
Admin = Annotated[
    bool, typer.Option("--admin", help="Du er administrator, og svarer for en sikkerhetssak (SECURITY).")
]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which dead letters are meant, as the options say it; what is not given does not narrow."""

    code: Kode = None
    sender: Avsender = None
    since: Siden = None
    until: Til = None
    state: Tilstand = None
    topic: Emne = None


ALL: Final = Chosen()
"""Nothing is narrowed."""


def choosing(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of Chosen in place of its parameter `which`."""

    def called(**given: Any) -> None:
        which = Chosen(**{one.name: given.pop(one.name) for one in fields(Chosen)})
        command(**given, which=which)

    options = inspect.signature(Chosen).parameters.values()
    kept = inspect.signature(command, eval_str=True).parameters.values()
    wanted = [one for each in kept for one in (options if each.name == "which" else (each,))]
    by_name = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in wanted]
    called.__signature__ = inspect.Signature(by_name)  # type: ignore[attr-defined]
    return called
