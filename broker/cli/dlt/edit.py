"""plo dlt edit: other content for a dead letter."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from broker.cli import start
from broker.cli.dlt import choose, options
from broker.cli.dlt.desk import desk_of, told, who_of
from broker.cli.dlt.diff import File, show_diff
from broker.cli.exits import REFUSED, Stop
from broker.cli.pages import command

if TYPE_CHECKING:
    from adapters.store.cases import Case
    from broker.letters.desk import Desk
    from broker.letters.edit import Draft
    from broker.letters.who import Who

app = typer.Typer()

EDIT = """
Rett innholdet i en strandet melding. Det rettede kontrolleres slik leseren ville gjort, og lagres bare når
det ikke lenger feiler (eller med --tving). Forskjellen vises. Originalen blir liggende uendret. Kjør den så
på nytt med plo dlt replay.

Uten --fil åpnes innholdet i maskinens redigeringsprogram. En rettet melding fra mottaket tas inn uten
kvittering til avsenderen, som alt har fått sin (docs/strandet.md).
"""
EDIT_EXAMPLES = """
plo dlt edit D-1A2B --hvorfor "Feil kodeverk, avklart med avsender"
plo dlt edit D-1A2B --fil rettet.xml --dry-run --hvorfor "Prøve"
plo dlt edit D-1A2B --angre --hvorfor "Avsender sendte ny"
"""
Undo = Annotated[bool, typer.Option("--angre", help="Glem rettelsen; originalen skal kjøres.")]
Force = Annotated[bool, typer.Option("--tving", help="Lagre selv om den trolig feiler igjen.")]


@command(app, "edit", EDIT, EDIT_EXAMPLES)
def edit(
    prefix: options.Id,
    why: options.Why,
    file: File = None,
    undo: Undo = False,
    dry_run: options.DryRun = False,
    force: Force = False,
    by: options.By = None,
    admin: options.Admin = False,
) -> None:
    """Change the content of one."""
    who = who_of(by, why, admin=admin)
    given = file.read_bytes() if file else None

    async def work() -> None:
        async with desk_of(start.settings()) as desk:
            case = await choose.one_of(desk.store, prefix)
            with told():
                if undo:
                    await _undone(desk, case, who, prefix)
                else:
                    await _edited(desk, case, who, given, dry_run=dry_run, force=force)
                    _end(prefix, dry_run=dry_run)

    asyncio.run(work())


async def _undone(desk: "Desk", case: "Case", who: "Who", prefix: str) -> None:
    from broker.letters.edit import undo

    await undo(desk, case, who)
    print(f" {prefix}: rettelsen er tatt tilbake; originalen kjøres neste gang.")


async def _edited(
    desk: "Desk", case: "Case", who: "Who", given: bytes | None, *, dry_run: bool, force: bool
) -> None:
    """Raises Refused, and Stop: it is still wrong."""
    from broker.letters.edit import keep

    draft = await _drafted(desk, case, who, given)
    if not _keeps(draft, dry_run=dry_run, force=force):
        raise Stop(REFUSED, "", "Ingenting er lagret. Lagre likevel: --tving.")
    if not dry_run:
        await keep(desk, draft, who, force=force)


async def _drafted(desk: "Desk", case: "Case", who: "Who", given: bytes | None) -> "Draft":
    from broker.cli.dlt.editor import edited
    from broker.letters import edit as editing
    from broker.letters import seen

    editing.editable(case, who)
    await seen.note(desk.store, [case], who, desk.now)
    if given is None:
        given = await asyncio.to_thread(edited, await editing.content(desk, case))
    return await editing.validated(desk, case, given, who)


def _keeps(draft: "Draft", *, dry_run: bool, force: bool) -> bool:
    """Show what changes and what is still wrong; whether it may be kept."""
    show_diff(draft.diff)
    for one in draft.faults:
        where = f"linje {one.line}  {one.path}" if one.line else one.path
        print(f" ✕ {one.code}  {where}\n   {one.text}")
    return dry_run or force or not draft.faults


def _end(prefix: str, *, dry_run: bool) -> None:
    if dry_run:
        print(" Ingenting er lagret (--dry-run).")
    else:
        print(f" ✓ Rettet. Kjør den: plo dlt replay {prefix}")
