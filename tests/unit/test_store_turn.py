"""The turn to write to an SQLite file: no process waits while another writes again and again."""

import asyncio
import fcntl
import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from store_contract import opened

from adapters.store import Store, turn

HOLDS = """
import fcntl, os, sys, time
for ending in ("-next", "-writer"):
    fcntl.flock(os.open(sys.argv[1] + ending, os.O_RDWR), fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plo.db"


async def writes(store: Store, times: int, done: list[str], name: str) -> None:
    """One transaction after another, and nothing in between."""
    for _ in range(times):
        async with store.begin():
            await asyncio.sleep(0.01)
            done.append(name)


async def test_one_that_asks_gets_its_turn(file: Path) -> None:
    """Of two processes that never rest, each writes every other time, or nearly."""
    done: list[str] = []
    async with opened(f"sqlite:///{file}") as ours, opened(f"sqlite:///{file}") as theirs:
        busy = asyncio.create_task(writes(ours, 1000, done, "ours"))
        await writes(theirs, 1, done, "theirs")
        before = len(done)
        await writes(theirs, 20, done, "theirs")
        busy.cancel()
        with suppress(asyncio.CancelledError):
            await busy
    assert 15 <= done[before:].count("ours") <= 25


async def test_a_killed_process_lets_go(file: Path) -> None:
    """Its turn ends with it."""
    done: list[str] = []
    async with opened(f"sqlite:///{file}") as store:
        command = [sys.executable, "-c", HOLDS, str(file)]
        other = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        assert other.stdout and await other.stdout.readline() == b"held\n"
        waiting = asyncio.create_task(writes(store, 1, done, "ours"))
        await asyncio.sleep(0.05)
        other.kill()
        await other.wait()
        assert not done
        await waiting
    assert done == ["ours"]


async def test_a_stopped_process_stops_nobody(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that keeps its turn without writing is waited for LONGEST_S, and then passed by."""
    monkeypatch.setattr(turn, "LONGEST_S", 0.05)
    done: list[str] = []
    async with opened(f"sqlite:///{file}") as store:
        held = os.open(f"{file}-next", os.O_RDWR)
        fcntl.flock(held, fcntl.LOCK_EX)
        await writes(store, 2, done, "ours")
        os.close(held)
    assert done == ["ours", "ours"]


async def test_one_that_is_cancelled_leaves_the_line(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever gives up while waiting, nobody waits for it: here that would be for ever."""
    monkeypatch.setattr(turn, "LONGEST_S", 3600)
    done: list[str] = []
    async with opened(f"sqlite:///{file}") as ours, opened(f"sqlite:///{file}") as theirs:
        async with theirs.begin():
            given_up = asyncio.create_task(writes(ours, 1, done, "given up"))
            await asyncio.sleep(0.02)
            given_up.cancel()
            with suppress(asyncio.CancelledError):
                await given_up
        await writes(ours, 1, done, "ours")
        await writes(theirs, 1, done, "theirs")
    assert done == ["ours", "theirs"]
