"""The demo from its own side: sending, listening, the key, the folder, the keyboard."""

import asyncio
import hashlib
import io
import os
import pty
import stat
import termios
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from rich.console import Console

from adapters.store import Store, keys
from broker.demo.board import Board
from broker.demo.guide import guide, taken_over
from broker.demo.key import demo_key, key_file
from broker.demo.listen import Heard, understood
from broker.demo.place import demo_settings, folder_of, url_of
from broker.demo.post import Carrier, Reply
from broker.demo.press import pressed
from broker.demo.screen import Screen
from broker.demo.stage import Stage
from broker.names import Names
from broker.settings import SHIPPED, Settings
from broker.simulate.message import Message
from broker.simulate.parties import PARTIES
from broker.simulate.stays import script
from schemas.agreements import load
from schemas.events import KvitteringSendt
from schemas.topics import AVVIK, KVITTERINGER

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MESSAGE = Message("innlagt", "m-1", b"<xml/>")
AWAY = 503


def receipt(apprec: str, status: str = "1") -> KvitteringSendt:
    return KvitteringSendt(
        id=uuid4(),
        msg_id="r",
        answers="m-1",
        message_type="LOG_INNLAGT",
        version="1.6",
        status=status,
        errors=() if status == "1" else ("E10",),
        sender="90101",
        receiver="90001",
        sent_at=NOW,
        apprec=apprec,
    )


class FakeEar:
    """Hears what it is given, once."""

    def __init__(self, *heard: Heard) -> None:
        self._heard = list(heard)

    async def before(self) -> list[Heard]:
        heard, self._heard = self._heard, []
        return heard

    async def heard(self) -> list[Heard]:
        await asyncio.sleep(0.01)
        return await self.before()


def stage(ear: FakeEar, reply: Reply) -> tuple[Stage, io.StringIO]:
    """A stage on plain paper, whose service always says `reply`."""

    async def carry(_: Message) -> Reply:
        return reply

    file = io.StringIO()
    board = Board(Names(load(SHIPPED / "avtale_demo.toml")), {})
    return Stage(board, Screen(Console(file=file, width=120)), ear, carry, asyncio.Event()), file


async def test_a_first_sending_is_told_by_kafka_alone() -> None:
    """One message, one row: what was heard before the answer came is not told twice."""
    playing, file = stage(FakeEar((receipt("<A/>"), "7f3a" + "0" * 60)), Reply("<A/>"))
    await playing.send(MESSAGE)
    task = asyncio.create_task(playing.play(None))
    await asyncio.sleep(0.1)
    playing.stop.set()
    await task
    assert file.getvalue().count("Melding om innlagt pasient") == 1


async def test_the_same_answer_again_is_told_as_such() -> None:
    """On a second start nothing new is on Kafka, and one still sees each message sent."""
    playing, file = stage(FakeEar((receipt("<A/>"), "key")), Reply("<A/>"))
    await playing.before()
    await playing.send(MESSAGE)
    assert "↻ som før" in file.getvalue()


async def test_another_answer_is_never_told_as_the_same() -> None:
    """A conflict is refused with E10, and that is what the table says."""
    ear = FakeEar((receipt("<A/>"), "key"))
    playing, file = stage(ear, Reply("<E10/>"))
    await playing.before()
    await playing.send(MESSAGE)
    assert "↻" not in file.getvalue()
    row = playing.board.receipt(receipt("<E10/>", "2"), "key")
    assert row is not None
    assert row.outcome == "✗ avvist E10"


async def test_a_message_that_nobody_took_is_told() -> None:
    """A wrong key or a full disk must not look like a quiet demo."""
    playing, file = stage(FakeEar(), Reply(wrong="✗ HTTP 401"))
    await playing.send(MESSAGE)
    assert "✗ HTTP 401" in file.getvalue()


async def test_the_show_is_over_when_all_is_sent_and_quiet() -> None:
    """Then one is told what to do next."""

    async def nothing() -> None: ...

    playing, _ = stage(FakeEar(), Reply())
    playing.last = 0.0
    async with asyncio.timeout(5):
        await playing.play(asyncio.create_task(nothing()))


async def test_what_the_service_cannot_take_now_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """503 means: the same message once more."""
    monkeypatch.setattr("broker.demo.post.AGAIN_S", 0.0)
    statuses = iter((AWAY, AWAY, 200))
    transport = httpx.MockTransport(lambda _: httpx.Response(next(statuses), text="<AppRec/>"))
    async with httpx.AsyncClient(transport=transport) as client:
        reply = await Carrier(client, "http://plo/meldinger", Path()).carry(MESSAGE)
    assert reply == Reply("<AppRec/>")


async def test_what_is_new_goes_with_the_key_for_it() -> None:
    """With the key of a backlog, a deadline that passed while the message was under way would not be seen."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["authorization"])
        return httpx.Response(200, text="<AppRec/>")

    headers = {"authorization": "Bearer gammelt"}
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer), headers=headers) as client:
        carrier = Carrier(client, "http://plo/meldinger", Path(), {"authorization": "Bearer nytt"})
        for message in (MESSAGE, replace(MESSAGE, live=True)):
            await carrier.carry(message)
    assert asked == ["Bearer gammelt", "Bearer nytt"]


async def test_a_file_is_laid_whole_and_its_answer_read(tmp_path: Path) -> None:
    """The file is under its own name only when it is complete, and the AppRec is the one in `ut`."""
    for room in ("inn", "ut"):
        (tmp_path / room).mkdir()
    laid = replace(MESSAGE, by_folder=True)
    mark = hashlib.sha256(laid.xml).hexdigest()[:8]
    (tmp_path / "ut" / f"innlagt.{mark}.apprec.xml").write_text("<A/>")
    async with httpx.AsyncClient() as client:
        carrying = asyncio.create_task(Carrier(client, "", tmp_path).carry(laid))
        file = tmp_path / "inn" / "innlagt.xml"
        await asyncio.sleep(0.05)
        assert file.read_bytes() == laid.xml
        file.unlink()
        assert await carrying == Reply("<A/>")


async def test_the_key_is_made_once_and_only_we_can_read_it(tmp_path: Path) -> None:
    """The second start uses and shows the same key; it may speak for the demo's parties, as a backlog."""
    settings = Settings(home=tmp_path)
    secret = await demo_key(settings, NOW)
    assert await demo_key(settings, NOW) == secret
    assert stat.S_IMODE(key_file(settings).stat().st_mode) == 0o600
    store = await Store.open(settings.database_url)
    try:
        found = await keys.find(store, secret)
    finally:
        await store.close()
    assert found is not None
    assert (found.hers, found.historikk) == (frozenset(PARTIES), True)


async def test_what_is_new_has_a_key_of_its_own(tmp_path: Path) -> None:
    """Only a backlog may say itself when it was received; a key of the other kind in the file is replaced."""
    settings = Settings(home=tmp_path)
    old, new = await demo_key(settings, NOW), await demo_key(settings, NOW, live=True)
    key_file(settings).write_text(new)
    again = await demo_key(settings, NOW)
    store = await Store.open(settings.database_url)
    try:
        found = [await keys.find(store, secret) for secret in (old, new, again)]
    finally:
        await store.close()
    assert [one and one.historikk for one in found] == [True, False, True]
    assert again not in (old, new)


async def test_a_key_that_the_store_does_not_know_is_replaced(tmp_path: Path) -> None:
    """Whoever threw the database away gets a key that works."""
    settings = Settings(home=tmp_path)
    key_file(settings).write_text("plo_00000000_gone\n")
    assert await demo_key(settings, NOW) == key_file(settings).read_text().strip() != "plo_00000000_gone"


def test_the_parts_read_the_demo_folder_from_their_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What demo_settings says and what a part's own Settings say is the same; twice adds nothing."""
    chosen = demo_settings(Settings(home=tmp_path))
    for name, value in chosen.as_environment().items():
        monkeypatch.setenv(name, value)
    assert Settings(home=tmp_path).folders == chosen.folders == demo_settings(chosen).folders
    (folder,) = chosen.folders
    assert (folder.path, folder.her, folder.historikk) == (folder_of(chosen), PARTIES, True)


def test_the_guide_has_commands_that_work_as_they_stand(tmp_path: Path) -> None:
    """Address, key and file are this installation's; no secret of the store is among them."""
    home = tmp_path / "med mellomrom"
    settings = Settings(home=home, http_port=8490, database=SecretStr("postgresql://u:hemmelig@h/d"))
    text = guide(settings, "plo_x_y", "ab12-cd34", script(), is_new=True)
    assert f"PLO_HOME='{home}' PLO_HTTP_PORT=8490" in text
    assert f"$(cat '{home}/demo.nokkel')" in text
    assert "part.90001.avvik.v1" in text
    assert "dlt list" in text
    assert url_of(settings) == "http://127.0.0.1:8490/meldinger"
    assert "http://127.0.0.1:8490  bruker: demo  passord: ab12-cd34" in text
    assert "hemmelig" not in text


def test_only_a_new_ward_is_told_of(tmp_path: Path) -> None:
    """Nobody is sent to look for what happened yesterday; how much was sent is told each time."""
    settings = Settings(home=tmp_path)
    new, old = (guide(settings, "plo_x_y", "ab12-cd34", script(), is_new) for is_new in (True, False))
    assert "De neste fem minuttene" in new
    assert "De neste fem minuttene" not in old
    assert "55 meldinger" in taken_over(55, is_new=True)
    assert taken_over(1, is_new=False).endswith("1 melding.")
    assert taken_over(0, is_new=False).endswith("ingen nye meldinger.")


@pytest.mark.parametrize("topic", [AVVIK.name, KVITTERINGER.name])
@pytest.mark.parametrize("value", [None, b"", b"{}", b"\xff"])
def test_garbage_on_a_topic_is_passed_over(topic: str, value: bytes | None) -> None:
    """Anybody may write to Kafka; the demo goes on."""
    assert [*understood(topic, b"\xff", value)] == []


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal."""
    ends = pty.openpty()
    yield ends
    for end in ends:
        os.close(end)


async def test_a_key_press_is_heard_and_the_terminal_left_as_it_was(
    terminal: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One key, without Enter; afterwards typing is seen again."""
    ours, theirs = terminal
    monkeypatch.setattr(os, "tcgetpgrp", lambda _: os.getpgrp())
    heard = asyncio.Event()
    before = termios.tcgetattr(theirs)
    with os.fdopen(os.dup(theirs)) as stream:
        with pressed(stream, heard.set) as listening:
            assert listening
            assert termios.tcgetattr(theirs) != before
            os.write(ours, b"x")
            async with asyncio.timeout(5):
                await heard.wait()
        assert termios.tcgetattr(theirs) == before


async def test_where_nobody_can_press_a_key_nothing_is_touched() -> None:
    """A pipe, or a process in the background."""
    with pressed(io.StringIO(), lambda: None) as listening:
        assert not listening
