"""An edit that makes a message another patient's, another sender's, or another one altogether."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from builders import ILL, PATIENT, TROMSO, UNN, innlagt_xml
from letters import KARI, Office, office

from adapters.source import Source
from adapters.store import Store
from adapters.store.cases import Case
from broker.letters import edit
from broker.letters.desk import Desk
from broker.letters.refused import Refused
from broker.settings import SHIPPED
from broker.simulate.people import Person, person
from schemas.agreements import load

BOTH = Source("Nøkkel for to", frozenset({UNN.her, TROMSO.her}))
DEMO = SHIPPED / "avtale_demo.toml"
OTHER = person(2, date(1950, 1, 2))
ID = str(uuid4())


def message(patient: Person = PATIENT, msg_id: str = ID, sender: str = UNN.her) -> bytes:
    return innlagt_xml(patient=patient, msg_id=msg_id, sender=sender, receiver=TROMSO)


def broken(raw: bytes) -> bytes:
    return raw.replace(b"<MsgInfo>", b"<MsgInfo><Tull/>", 1)


def as_run(at: Office) -> Desk:
    """The desk as the product has it: it asks for verdicts alone."""
    return replace(at.desk, context=replace(at.desk.context, verdict_only=True))


async def strand(at: Office, raw: bytes) -> Case:
    assert (await at.receive(raw, BOTH)).verdict != "godtatt"
    case: Case = (await at.keep())[-1]
    return case


@pytest.mark.parametrize(
    ("after", "codes"),
    [
        (message(), []),
        (message(patient=OTHER), ["edit.patient"]),
        (message(sender=TROMSO.her), ["edit.sender"]),
        (message(msg_id=str(uuid4())), ["edit.msg_id"]),
        (broken(message(patient=OTHER)), ["edit.patient", "xsd.unexpected"]),
        (b"no longer XML", ["xml.not_well_formed"]),
    ],
)
async def test_what_is_another_has_to_be_meant(
    store: Store, tmp_path: Path, after: bytes, codes: list[str]
) -> None:
    """It is told before what its consumer would find, never with who it is; kept only when forced."""
    async with office(store, tmp_path, agreement=load(DEMO)) as at:
        case = await strand(at, broken(message()))
        draft = await edit.validated(as_run(at), case, after, KARI)
        assert [one.code for one in draft.faults] == codes
        assert not any(
            value in one.text for one in draft.faults for value in (OTHER.idents[0][1], OTHER.family)
        )
        if codes:
            with pytest.raises(Refused, match="Slik lagres den ikke"):
                await edit.keep(at.desk, draft, KARI)
        kept = await edit.keep(at.desk, draft, KARI, force=True)
        assert kept.edited_sha256


async def test_a_second_edit_is_held_to_the_original(store: Store, tmp_path: Path) -> None:
    """One that was forced is no new beginning."""
    async with office(store, tmp_path, agreement=load(DEMO)) as at:
        case = await strand(at, broken(message()))
        draft = await edit.validated(as_run(at), case, message(patient=OTHER), KARI)
        case = await edit.keep(at.desk, draft, KARI, force=True)
        again = await edit.validated(as_run(at), case, message(patient=OTHER) + b"\n", KARI)
        assert [one.code for one in again.faults] == ["edit.patient"]
        back = await edit.validated(as_run(at), case, message(), KARI)
        assert back.faults == ()


async def test_an_id_that_says_nothing_may_be_mended(store: Store, tmp_path: Path) -> None:
    """Where the original does not tell whose it is, there is nothing to hold an edit to."""
    async with office(store, tmp_path, agreement=load(DEMO)) as at:
        case = await strand(at, message(patient=ILL["nonsense"]))
        assert (await edit.validated(as_run(at), case, message(), KARI)).faults == ()
