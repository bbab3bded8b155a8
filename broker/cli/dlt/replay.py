"""plo dlt replay: run dead letters again."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated, Final

import typer

from broker import words
from broker.cli import start
from broker.cli.dlt import choose, options
from broker.cli.dlt.desk import desk_of, who_of
from broker.cli.exits import REFUSED
from broker.cli.pages import command

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from broker.letters.replay import Outcome

app = typer.Typer()

REPLAY = """
Kjør strandede meldinger på nytt, hos den leseren som stoppet dem og ingen andre.

Det som ville feilet på samme måte, kjøres ikke uten --tving. Det samme gjelder det som alt kjøres, og det
som er parkert etter tre forsøk. Avbryter du med Ctrl-C, er ingenting tapt: kjør kommandoen igjen. En melding
som mottaket avviste, tas inn uten ny kvittering til avsenderen. Mer: docs/strandet.md.

Utgangskoden er 1 når noe ikke ble kjørt.
"""
EXAMPLES = """
plo dlt replay D-1A2B
plo dlt replay --kode event.unreadable --siden 2d --dry-run
plo dlt replay --avsender 90101 --rate 10 --hvorfor "Skjemaet er rettet"
"""
Rate = Annotated[
    float, typer.Option("--rate", metavar="N", min=0.1, max=1000, help="Høyst så mange i sekundet.")
]
Force = Annotated[bool, typer.Option("--tving", help="Kjør også det som trolig feiler igjen.")]
Reason = Annotated[
    str,
    typer.Option("--hvorfor", metavar="TEKST", help="Grunn, uten pasientopplysninger. Kreves med --admin."),
]
CLEAR: Final = "\r\x1b[K"


@command(app, "replay", REPLAY, EXAMPLES)
@options.choosing
def replay(
    ids: options.Ids = None,
    which: options.Chosen = options.ALL,
    rate: Rate = 50.0,
    force: Force = False,
    dry_run: options.DryRun = False,
    why: Reason = "",
    by: options.By = None,
    admin: options.Admin = False,
    as_json: options.AsJson = False,
) -> None:
    """Run dead letters again."""
    wanted = choose.narrow(choose.selection(start.now(), which, ids))
    who = who_of(by, why, admin=admin, needed=False)

    async def work() -> "Counts":
        from broker.letters.replay import replay as again

        async with desk_of(start.settings()) as desk:
            found = await choose.found(desk.store, wanted)
            counts = Counts(len(found), dry_run=dry_run, as_json=as_json)
            await counts.follow(again(desk, found, who, rate=rate, force=force, dry_run=dry_run))
            return counts

    if asyncio.run(work()).skipped:
        raise typer.Exit(REFUSED)


class Counts:
    """Tells of each letter as it is run, and of all at the end."""

    def __init__(self, wanted: int, *, dry_run: bool, as_json: bool) -> None:
        self.run = self.skipped = 0
        self._wanted = wanted
        self._dry_run = dry_run
        self._as_json = as_json

    async def follow(self, outcomes: "AsyncIterator[Outcome]") -> None:
        """Until the last one, or until somebody cuts it off: then it is said how far it came."""
        try:
            async for one in outcomes:
                self._tell(one)
        finally:
            self._end()

    def _tell(self, one: "Outcome") -> None:
        from broker.cli.screen import write_json

        self.skipped += one.skipped is not None
        self.run += one.skipped is None
        if self._as_json:
            why = one.skipped.what if one.skipped else ""
            row = {"id": one.case.dlq_id, "topic": one.topic, "n": one.case.replay_n + 1, "skipped": why}
            write_json([row])
        elif one.skipped:
            name = words.shorten("D", [one.case.dlq_id])[one.case.dlq_id]
            print(f"{self._clear()} – {name} ikke kjørt. {one.skipped.what}\n     → {one.skipped.hint}")
        elif sys.stderr.isatty():
            print(
                f"{CLEAR} {self.run + self.skipped} av {self._wanted} …", end="", file=sys.stderr, flush=True
            )

    def _end(self) -> None:
        if self._as_json:
            return
        done = "ville blitt kjørt på nytt" if self._dry_run else "kjørt på nytt"
        left = self._wanted - self.run - self.skipped
        counts = [f"{words.number(self.run)} {done}", f"{words.number(self.skipped)} ikke kjørt"]
        counts += [f"{words.number(left)} gjenstår"] if left else []
        print(f"{self._clear()} {', '.join(counts)}. Hvordan det gikk: plo dlt list --tilstand alle")

    def _clear(self) -> str:
        return CLEAR if sys.stderr.isatty() and sys.stdout.isatty() else ""
