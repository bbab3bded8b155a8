"""What the door refused, run again and edited: taken in once, nobody answered twice, nobody let past."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from builders import TROMSO, UNN, innlagt_xml
from letters import ADMIN, KARI, Office, office

from adapters.kafka.burial import Burial
from adapters.kafka.records import text_of
from adapters.replays import Replays
from adapters.source import Source
from adapters.store import Store, case_steps
from adapters.store.cases import Case
from broker.letters import edit
from broker.letters.refused import Refused
from broker.letters.who import Who
from consumers.mottak import Mottak

UNNS = Source("UNNs nøkkel", frozenset({UNN.her}))
AGAIN = "meldinger.v1.replay.receive"


class Desk:
    """The office, and the part that gives the door what it refused."""

    def __init__(self, at: Office) -> None:
        self.office = at
        self.burial = Burial(at.producer, "receive", "1", at.now)  # type: ignore[arg-type] # a fake
        vault = at.desk.claim_check.vault
        self.replays = Replays(at.store, "receive", Mottak(at.door.receive, vault).handle, at.now)

    async def read(self) -> None:
        await self.burial.bury(await self.replays.handle(self.office.unread(AGAIN)))
        await self.office.settle()
        await self.office.keep()

    def taken(self) -> list[bytes | None]:
        return [one.value for one in self.office.producer.on("meldinger.v1")]

    async def run(self, case: Case, who: Who = KARI, **how: bool) -> Case:
        """Run one again, let the door have it; the case as it is then."""
        (outcome,) = await self.office.run([case], who, **how)
        assert outcome.skipped is None, outcome.skipped.what
        await self.read()
        (after,) = [one for one in await self.office.cases() if one.dlq_id == case.dlq_id]
        return after

    async def edited(self, case: Case, after: bytes, who: Who = KARI, *, force: bool = False) -> Case:
        draft = await edit.validated(self.office.desk, case, after, who)
        return await edit.keep(self.office.desk, draft, who, force=force)


@pytest.fixture
async def desk(store: Store, tmp_path: Path) -> AsyncIterator[Desk]:
    async with office(store, tmp_path) as made:
        yield Desk(made)


def message(msg_id: str, hour: int = 10) -> bytes:
    return innlagt_xml(msg_id=msg_id, sender=UNN, receiver=TROMSO, innlagt=f"2026-02-03T{hour}:00:00")


def broken(raw: bytes) -> bytes:
    """The same, against the schema."""
    return raw.replace(b"<MsgInfo>", b"<MsgInfo><Tull/>", 1)


async def strand(desk: Desk, raw: bytes, source: Source = UNNS) -> Case:
    """The case of a message that the door refuses."""
    before = await desk.office.cases()
    assert (await desk.office.receive(raw, source)).verdict != "godtatt"
    (case,) = [one for one in await desk.office.keep() if one not in before]
    return case


async def test_edited_it_is_taken_in_and_nobody_is_answered(desk: Desk) -> None:
    """The sender has its negative AppRec; the message goes on, and says that it is not what was sent."""
    raw = message(str(uuid4()))
    case = await strand(desk, broken(raw))
    receipts = len(desk.office.producer.on("kvitteringer.v1"))
    assert case.reader == "receive" and case.state == "apen"
    case = await desk.edited(case, raw)
    case = await desk.run(case)
    assert case.state == "lost"
    assert desk.taken() == [raw]
    assert len(desk.office.producer.on("kvitteringer.v1")) == receipts
    (told,) = desk.office.producer.on("meldinger.v1")
    assert text_of(told.headers, "plo-edited-from") == case.sha256
    assert text_of(told.headers, "plo-speaks-for") is None
    steps = await case_steps.of(desk.office.store, case.dlq_id)
    assert [one.what for one in steps] == ["strandet", "rettet", "kjort", "lost"]
    assert (steps[1].who, steps[1].sha256_before, steps[1].sha256_after) == (
        "kari",
        case.sha256,
        case.edited_sha256,
    )


async def test_sent_again_afterwards_the_sender_gets_the_answer_it_had(desk: Desk) -> None:
    """The original is still refused, the edited content under the same MsgId is E10: one answer, for good."""
    raw = message(str(uuid4()))
    case = await strand(desk, broken(raw))
    await desk.run(await desk.edited(case, raw))
    first = await desk.office.receive(broken(raw), UNNS)
    assert (first.verdict, first.repeated) == ("avvist", True)
    second = await desk.office.receive(raw, UNNS)
    assert b'V="E10"' in second.apprec
    assert desk.taken() == [raw]


async def test_the_same_replay_twice_is_taken_in_once(desk: Desk) -> None:
    """Two records of one letter, read before either is noted."""
    raw = message(str(uuid4()))
    case = await desk.edited(await strand(desk, broken(raw)), raw)
    await desk.office.run([case])
    await desk.office.run([case], force=True)
    await desk.read()
    assert desk.taken() == [raw]


async def test_two_edits_of_one_message_one_is_taken_in(desk: Desk) -> None:
    """Another content under a MsgId that was taken in by a replay is E10 there too."""
    msg_id = str(uuid4())
    case = await strand(desk, broken(message(msg_id)))
    await desk.run(await desk.edited(case, message(msg_id)))
    other = await strand(desk, broken(message(msg_id, hour=11)))
    other = await desk.run(await desk.edited(other, message(msg_id, hour=12), ADMIN), ADMIN)
    assert (other.state, other.code, other.error_class) == ("feilet", "msgid.reused", "SECURITY")
    assert desk.taken() == [message(msg_id)]


async def test_what_is_still_wrong_is_not_kept_unless_forced(desk: Desk) -> None:
    """The door's own judge is asked first; forced, the door refuses it again and the case goes on."""
    raw = message(str(uuid4()))
    case = await strand(desk, broken(raw))
    worse = raw.replace(b"<MsgInfo>", b"<MsgInfo><Annet/>", 1)
    draft = await edit.validated(desk.office.desk, case, worse, KARI)
    assert draft.faults and any(line.startswith("+") for line in draft.diff)
    with pytest.raises(Refused):
        await edit.keep(desk.office.desk, draft, KARI)
    case = await edit.keep(desk.office.desk, draft, KARI, force=True)
    case = await desk.run(case, force=True)
    assert (case.state, case.failures) == ("feilet", 1)
    assert desk.taken() == []


async def test_security_needs_an_admin_and_is_still_held_to_the_check(desk: Desk) -> None:
    """Another's message: refused to all but an admin with a reason, and refused by the door even so."""
    raw = message(str(uuid4()))
    case = await strand(desk, raw, Source("Tromsøs nøkkel", frozenset({TROMSO.her})))
    assert (case.error_class, case.code) == ("SECURITY", "sender.not_allowed")
    for who in (KARI, Who("kari", "", admin=True)):
        (outcome,) = await desk.office.run([case], who, force=True)
        assert outcome.skipped and "administrator" in outcome.skipped.what
    case = await desk.run(case, ADMIN, force=True)
    assert (case.state, case.error_class) == ("feilet", "SECURITY")
    assert desk.taken() == []


async def test_other_content_under_a_taken_msg_id_stays_out(desk: Desk) -> None:
    """E10, run again by an admin: the message that was taken in first is the one there is."""
    msg_id = str(uuid4())
    await desk.office.receive(message(msg_id), UNNS)
    case = await strand(desk, message(msg_id, hour=11))
    assert case.code == "msgid.reused"
    case = await desk.run(case, ADMIN, force=True)
    assert (case.state, case.code) == ("feilet", "msgid.reused")
    assert desk.taken() == [message(msg_id)]


async def test_no_edit_gives_more_than_the_carrier_might(desk: Desk) -> None:
    """A kommune's letter edited into UNN's message is not the kommune's to send."""
    theirs = innlagt_xml(msg_id=str(uuid4()), sender=TROMSO, receiver=UNN)
    case = await strand(desk, broken(theirs), Source("Tromsøs nøkkel", frozenset({TROMSO.her})))
    draft = await edit.validated(desk.office.desk, case, message(str(uuid4())), KARI)
    assert [one.code for one in draft.faults] == ["edit.sender", "edit.msg_id", "sender.not_allowed"]
    case = await edit.keep(desk.office.desk, draft, KARI, force=True)
    case = await desk.run(case, force=True)
    assert (case.state, case.error_class) == ("feilet", "SECURITY")
    assert desk.taken() == []


async def test_what_was_no_xml_at_all_takes_its_msg_id_when_mended(desk: Desk) -> None:
    """Nobody could be answered then; the MsgId is new, and the same content sent later is that message."""
    raw = message(str(uuid4()))
    case = await strand(desk, raw[:-5])
    case = await desk.run(await desk.edited(case, raw))
    assert (case.state, desk.taken()) == ("lost", [raw])
    later = await desk.office.receive(raw, UNNS)
    assert later.repeated and later.verdict == "godtatt"
    assert desk.taken() == [raw]


async def test_an_edit_can_be_taken_back(desk: Desk) -> None:
    """The original is what would be run; a second person's change in between is not overwritten."""
    msg_id = str(uuid4())
    raw, other = (message(msg_id, hour) for hour in (10, 11))
    case = await strand(desk, broken(raw))
    edited = await desk.edited(case, raw)
    draft = await edit.validated(desk.office.desk, edited, other, KARI)
    back = await edit.undo(desk.office.desk, edited, KARI)
    assert back.edited_sha256 == ""
    assert await edit.content(desk.office.desk, back) == broken(raw)
    with pytest.raises(Refused, match="mellomtiden"):
        await edit.keep(desk.office.desk, draft, KARI)
    with pytest.raises(Refused):
        await edit.undo(desk.office.desk, back, KARI)
    with pytest.raises(Refused, match="det samme"):
        await edit.validated(desk.office.desk, back, broken(raw), KARI)


async def test_without_a_reason_nothing_is_edited(desk: Desk) -> None:
    """Who and why are always kept."""
    raw = message(str(uuid4()))
    case = await strand(desk, broken(raw))
    with pytest.raises(Refused, match="grunn"):
        await desk.edited(case, raw, Who("kari", ""))


async def test_a_large_one_is_edited_and_run_too(desk: Desk) -> None:
    """Its edited bytes lie in the claim-check store, and the record carries where."""
    padding = b"<!--" + b"x" * 1_200_000 + b"-->"
    raw = message(str(uuid4())).replace(b"<MsgInfo>", padding + b"<MsgInfo>", 1)
    case = await strand(desk, broken(raw))
    case = await desk.edited(case, raw)
    case = await desk.run(case)
    assert case.state == "lost"
    (told,) = desk.office.producer.on("meldinger.v1")
    assert told.value == b"" and text_of(told.headers, "plo-claim-sha256") == case.edited_sha256
