"""What running a dead letter again would do, looked at before it is done."""

import asyncio
from dataclasses import dataclass

from adapters.claimcheck.ticket import sha256_of
from adapters.claimcheck.vault import Altered, Missing, content_of
from adapters.errors import Problems
from adapters.kafka.records import Incoming, Record
from adapters.store.cases import Case
from broker.letters import edits
from broker.letters.again import record_again
from broker.letters.desk import Desk
from broker.letters.faults import faults
from broker.letters.refused import Refused
from broker.letters.who import Who


@dataclass(frozen=True, slots=True)
class Preview:
    """A dead letter, and the record that would run it again.

    Attributes:
        content: the bytes that would be run.
        faults: what its consumer would still find wrong; empty as far as can be told beforehand.
    """

    case: Case
    letter: Incoming
    record: Record
    content: bytes
    faults: Problems

    @property
    def sha256(self) -> str:
        """Of the bytes that would be run."""
        return sha256_of(self.record)

    @property
    def words(self) -> str:
        """What is wrong, in one line."""
        first = self.faults[0]
        same = "på samme måte" if first.code == self.case.code else "på nytt"
        return f"Den ville feilet {same}: {first.code}. {first.text}"


async def preview(desk: Desk, case: Case, who: Who) -> Preview:
    """Look at a case as it stands, edited or not. Raises Refused: its bytes are gone; Transient."""
    letter = await desk.letter(case)
    edited = await edits.current(desk, case)
    record = record_again(case, letter, who, desk.now(), edited)
    content = await original(desk, letter) if edited is None else edited
    found = await asyncio.to_thread(faults, case, record, content, desk.context)
    return Preview(case, letter, record, content, found)


async def original(desk: Desk, letter: Incoming) -> bytes:
    """The bytes of a dead letter, wherever they lie. Raises Refused: they are gone, or changed; Transient."""
    try:
        return await asyncio.to_thread(content_of, letter, desk.claim_check.vault)
    except Missing:
        what = "Innholdet er for stort for Kafka, og ligger ikke i lageret for store meldinger."
        raise Refused(what, "Bruker tjenesten og denne kommandoen samme lager? Se plo settings.") from None
    except Altered:
        what = "Innholdet i lageret for store meldinger er endret siden det ble lagt der."
        raise Refused(what, "Hent det fra en sikkerhetskopi, eller be om å få meldingen på nytt.") from None
