"""Editing a dead letter: other bytes to run in its place, held against what its consumer demands before they
are kept. The original stays where it is; who changed it and why is kept with both hashes.
"""

import asyncio
from dataclasses import dataclass
from typing import Final

from adapters.claimcheck.ticket import Ticket
from adapters.errors import Problems
from adapters.store import case_edits, cases
from adapters.store.case_edits import Edit
from adapters.store.case_steps import Step, What
from adapters.store.cases import Case
from broker.letters import edits, trail
from broker.letters.again import record_again
from broker.letters.allowed import guarded
from broker.letters.desk import Desk
from broker.letters.diff import diff
from broker.letters.faults import faults
from broker.letters.moved import moved
from broker.letters.preview import original
from broker.letters.refused import Refused
from broker.letters.who import Who
from schemas.topics import MELDINGER

INLINE: Final = 1_000_000
"""Bytes up to which edited content lies in the store's own table."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Other bytes for a case, and what would become of them; nothing is kept yet.

    Attributes:
        before: what would be run as it stands.
        faults: what its consumer would find wrong with `after`; first what makes it another message.
    """

    case: Case
    before: bytes
    after: bytes
    faults: Problems

    @property
    def diff(self) -> list[str]:
        """Unified, for people; holds what the message says."""
        return diff(self.before, self.after)


async def content(desk: Desk, case: Case) -> bytes:
    """What would be run as it stands: edited before, or the original. Raises Refused, Transient."""
    edited = await edits.current(desk, case)
    return await original(desk, await desk.letter(case)) if edited is None else edited


async def validated(desk: Desk, case: Case, after: bytes, who: Who) -> Draft:
    """Hold other bytes against what the consumer demands. Raises Refused: no edit here; Transient."""
    editable(case, who)
    if len(after) > desk.context.max_bytes:
        raise Refused(f"Innholdet er større enn {desk.context.max_bytes} byte: det meste vi tar imot.")
    letter = await desk.letter(case)
    before = await content(desk, case)
    if before == after:
        raise Refused("Innholdet er det samme som før.", "Kjør den på nytt som den er: plo dlt replay.")
    record = record_again(case, letter, who, desk.now(), after)
    found = await asyncio.to_thread(faults, case, record, after, desk.context)
    other = await asyncio.to_thread(moved, case, await original(desk, letter), after, desk.context)
    return Draft(case, before, after, (*other, *found))


async def keep(desk: Desk, draft: Draft, who: Who, *, force: bool = False) -> Case:
    """Keep the bytes, to be run the next time. Raises Refused: they are still wrong, and it is not forced."""
    if draft.faults and not force:
        first = draft.faults[0]
        hint = "Rett det også. Alle feilene: --dry-run. Lagre likevel: --tving."
        raise Refused(f"Slik lagres den ikke: {first.code}. {first.text}", hint)
    if not who.why:
        raise Refused("Å rette krever en grunn.", 'Slik: --hvorfor "Feil kodeverk, avklart med avsender".')
    ticket = Ticket.of(draft.after)
    body = draft.after
    if ticket.size > INLINE:
        await asyncio.to_thread(desk.claim_check.vault.put, ticket.ref, body)
        body = b""
    edit = Edit(draft.case.dlq_id, ticket.sha256, ticket.size, body, desk.now())
    return await _note(desk, draft.case, who, "rettet", ticket.sha256, edit)


async def undo(desk: Desk, case: Case, who: Who) -> Case:
    """Run the original after all. Raises Refused: nothing is edited."""
    editable(case, who)
    if not case.edited_sha256:
        raise Refused("Den er ikke rettet.", "")
    return await _note(desk, case, who, "angret", "")


async def _note(desk: Desk, case: Case, who: Who, what: What, sha256: str, edit: Edit | None = None) -> Case:
    """Raises Refused: somebody else was there meanwhile."""
    at = desk.now()
    before, after = case.edited_sha256 or case.sha256, sha256 or case.sha256
    step = Step(case.dlq_id, what, f"{at.isoformat()} {after}", at, who.name, who.why, before, after)
    async with desk.store.begin() as conn:
        now = (await cases.locked(conn, [case.dlq_id])).get(case.dlq_id)
        if now is None or (now.state, now.edited_sha256) != (case.state, case.edited_sha256):
            raise Refused("Noen andre har endret den i mellomtiden.", "Se hva: plo dlt show. Prøv så igjen.")
        changed = now._replace(edited_sha256=sha256, changed_at=at)
        if edit:
            await case_edits.keep(conn, edit)
        await cases.save(conn, [changed])
        await trail.keep(conn, [(case, step)])
    return changed


def editable(case: Case, who: Who) -> None:
    """Raises Refused: this one's content cannot be changed, or not by this person."""
    if case.is_closed:
        raise Refused("Den er lukket, og kan ikke rettes.", "Se hva som skjedde: plo dlt show.")
    if case.state == "kjores":
        raise Refused("Den kjøres på nytt nå.", "Vent til leseren har svart: plo dlt show.")
    if case.topic == MELDINGER.name and case.reader != "receive":
        what = "Meldingen er godtatt og kvittert; innholdet kan ikke endres etterpå."
        raise Refused(what, "Kjør den på nytt som den er, eller kast den.")
    guarded(case, who)
