"""The register of patients: what its file may hold, how it is made and followed, whom it refuses (E35)."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from answering import Desk
from builders import ILL, PATIENT, epikrise_xml, innlagt_xml
from cli_runner import run_plo
from judging import apprec, codes, errors, judged
from structlog.testing import capture_logs

from adapters.messages.register import Register, RegisterError, load
from adapters.store import Store
from broker.register import kept_current, register_of
from broker.settings import Settings

ADA, LINE = PATIENT.idents[0][1], "13116900216"
OTHER = "15076500565"
KEY = {"PLO_PID_SECRET": "k" * 32}


def pid_of(raw: bytes) -> str:
    event = judged(raw).event
    assert event and event.pid
    return event.pid


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A register with one patient, the one of the builders."""
    file = tmp_path / "register.txt"
    file.write_text(f"# laget i natt\n\n{pid_of(epikrise_xml())}\r\n")
    return file


def test_whom_it_knows(file: Path) -> None:
    """An epikrise about another is refused, by each receiver; other messages are not, nor a weak identity."""
    register = Register(load(file))
    assert codes(judged(epikrise_xml(), patients=register.knows)) == []
    stranger = judged(epikrise_xml(patient=ILL["dnr"]), patients=register.knows)
    assert codes(stranger) == ["patient.unknown"] and errors(stranger) == ["E35"]
    assert apprec(stranger) is not None
    assert codes(judged(innlagt_xml(patient=ILL["dnr"]), patients=register.knows)) == []
    assert codes(judged(epikrise_xml(patient=ILL["name_date_sex"]), patients=register.knows)) == []


async def test_at_the_door(file: Path, store: Store) -> None:
    """The AppRec that the sender gets says E35; a patient who is known is taken over."""
    register = register_of(Settings(pasientregister=file))
    assert register is not None
    desk = Desk(store, patients=register.knows)
    known = await desk.receive(epikrise_xml(receiver="90301"))
    unknown = await desk.receive(epikrise_xml(receiver="90301", patient=ILL["dnr"]))
    assert (known.verdict, b'V="E35"' in known.apprec) == ("godtatt", False)
    assert (unknown.verdict, b'V="E35"' in unknown.apprec) == ("avvist", True)
    await desk.ledger.close()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite:///{tmp_path / 'plo.db'}")
    yield store
    await store.close()


def test_lines_that_are_no_pid(tmp_path: Path) -> None:
    """Each is named by its number, up to ten, and none is shown: what stands there may be a person's."""
    file = tmp_path / "feil.txt"
    file.write_text("\n".join(["a" * 64, LINE, "A" * 64, *["x"] * 12]))
    with pytest.raises(RegisterError) as raised:
        load(file)
    told = str(raised.value)
    assert "linje 2:" in told and "linje 3:" in told and "linje 1:" not in told
    assert len(told.splitlines()) == 11 and "4 linjer til" in told and LINE not in told


@pytest.mark.parametrize("content", [b"", b"\n# ingen\n", None])
def test_an_empty_register_is_a_mistake(content: bytes | None, tmp_path: Path) -> None:
    """Else every epikrise would be refused; so is a file that is not there."""
    file = tmp_path / "register.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(RegisterError, match=r"er tomt|kan ikke leses"):
        load(file)


def test_it_is_made_with_the_key_of_the_installation(tmp_path: Path) -> None:
    """With and without a type; sorted, each once; a line that is no number is named, nothing is written."""
    made = run_plo("pasientregister", env=KEY, stdin=f"FNR {ADA}\n\n{ADA}\n55076500559\n".encode())
    assert made.code == 0 and made.out.splitlines() == sorted(
        {pid_of(epikrise_xml()), pid_of(epikrise_xml(patient=ILL["dnr"]))}
    )
    wrong = run_plo(
        "pasientregister", env=KEY, stdin=f"{ADA}\n1311690021\nEn Person {OTHER}\nFNR x\n".encode()
    )
    assert (wrong.code, wrong.out) == (2, "") and "linje 2, 3, 4." in wrong.err
    assert OTHER not in wrong.err and "Person" not in wrong.err


def test_plo_check_and_the_start(file: Path, tmp_path: Path) -> None:
    """The same register, and the same key; and a wrong one is told in words before anything starts."""
    message = tmp_path / "melding.xml"
    on = {**KEY, "PLO_PASIENTREGISTER": str(file)}
    for raw, expected in ((epikrise_xml(), []), (epikrise_xml(patient=ILL["dnr"]), ["patient.unknown"])):
        message.write_bytes(raw)
        (row,) = run_plo("check", str(message), "--json", env=on).rows
        assert [problem["code"] for problem in row["problems"]] == expected
    file.write_text(LINE)
    ended = run_plo("check", str(message), env=on)
    assert ended.code == 2 and "linje 1" in ended.err and LINE not in ended.err
    assert register_of(Settings()) is None


async def test_it_is_followed(file: Path) -> None:
    """Who is added counts; a file that cannot be used changes nothing, and is told."""
    settings = Settings(pasientregister=file)
    held, other = register_of(settings), pid_of(epikrise_xml(patient=ILL["dnr"]))
    known, write, remove = pid_of(epikrise_xml()), file.write_text, file.unlink
    assert held is not None and not held.knows(other)
    with capture_logs() as told:
        async with kept_current(held, settings, every_s=0.01):
            write(f"{known}\n{other}")
            await _until(lambda: held.knows(other))
            write("halv")
            await _until(lambda: bool(told))
            remove()
            await _until(lambda: len(told) > 1)
    assert held.knows(other) and {line["event"] for line in told} == {"register.not_read"}


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 what is waited for has no event
            await asyncio.sleep(0.01)
