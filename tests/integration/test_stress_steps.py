"""kill -9 at every step of receive, folder and detect: nothing lost, no effect twice."""

import contextlib
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import orjson
import pytest
from service import PARTIES, Service, until
from stress_check import check
from stress_messages import Message, stay
from stress_parts import Parts, by_hand

from adapters.failpoint import STEPS

KINDS = {"receive": "intake", "folder": "folder", "detect": "detect"}
"""The part that reaches a step, by the step's first word."""
DIE_S = 60.0

Process = subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """Every part running, and one folder to lay messages in."""
    home = tmp_path_factory.mktemp("hjem")
    folder = {"path": str(home / "post"), "her": PARTIES, "historikk": True}
    with by_hand(Service(home, {"PLO_FOLDERS": orjson.dumps([folder]).decode()})) as parts:
        parts.start("detect", "route", "folder", "intake")
        yield parts


@pytest.fixture(scope="module")
def key(parts: Parts) -> str:
    return parts.service.key(historikk=True)


def insist(service: Service, message: Message, key: str, dying: Process) -> None:
    """Post until the one who answers has died; it never comes to an answer."""

    def dead() -> bool:
        with contextlib.suppress(httpx.TransportError):
            answer = service.post(message.raw, key)
            raise AssertionError(f"answered {answer.status_code}")
        return dying.poll() is not None

    until(dead, DIE_S, "still alive")


def lay(service: Service, message: Message, key: str, dying: Process) -> None:
    """Lay the message in the folder, whole."""
    inn = service.home / "post" / "inn"
    draft = inn / f".{message.msg_id}"
    draft.write_bytes(message.raw)
    draft.replace(inn / f"{message.msg_id}.xml")


def post(service: Service, message: Message, key: str, *_: object) -> bytes:
    answer = service.post(message.raw, key)
    assert answer.status_code == 200, answer.text
    return answer.content


def fetched(service: Service, message: Message, key: str) -> bytes:
    """The AppRec that is laid in `ut`, and no other."""
    root = service.home / "post"

    def found() -> list[Path]:
        return list((root / "ut").glob(f"{message.msg_id}*"))

    until(lambda: (root / "ferdig" / f"{message.msg_id}.xml").exists(), DIE_S, service.screen())
    (apprec,) = found()
    assert not list((root / "inn").iterdir())
    return apprec.read_bytes()


SENDERS: dict[str, tuple[Callable[..., object], Callable[..., bytes]]] = {
    "intake": (insist, post),
    "folder": (lay, fetched),
    "detect": (post, post),
}
"""How a message comes to the part that is to die, and how its sender gets the answer afterwards."""


@pytest.mark.parametrize("step", STEPS)
def test_killed_at(step: str, parts: Parts, key: str) -> None:
    """The part dies at the step; what its successor makes of it is as if nothing had happened."""
    kind = KINDS[step.split(".")[0]]
    send, answer_to = SENDERS[kind]
    service = parts.service
    apprec, message, *_ = stay()
    assert service.post(apprec.raw, key).status_code == 202
    parts.stop(f"{kind}-0")
    dying = parts.spawn(kind, PLO_FAILPOINT=step)
    send(service, message, key, dying)
    assert dying.wait(DIE_S) == -signal.SIGKILL, service.screen()
    parts.start(kind)
    answer = answer_to(service, message, key)
    check(service, key, [apprec, message], {apprec.msg_id: b"", message.msg_id: answer})
    assert post(service, message, key) == answer
