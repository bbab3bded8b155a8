"""Several workers at one door: two on a folder, and two intakes that get one MsgId at the same moment."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import orjson
import pytest
from builders import innlagt_xml
from service import TROMSO, UNN, Service, running, until
from stress_check import check
from stress_messages import Message, stay
from stress_parts import Parts
from stress_topics import everything

FILES = 40
"""Patients, of five files each."""
SWEPT_S = 120.0
REST_S = "1.5"
CHUNKS = 25
PAIRS = 40


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Two intakes; one sweeper of the folder, and later another."""
    home = tmp_path_factory.mktemp("hjem")
    folder = {"path": str(home / "post"), "her": (UNN, TROMSO, "90201"), "historikk": True}
    extra = {
        "PLO_WORKERS": "2",
        "PLO_FOLDERS": orjson.dumps([folder]).decode(),
        "PLO_FOLDER_REST_S": REST_S,
    }
    with running(home, **extra) as service:
        yield service


@pytest.fixture(scope="module")
def key(service: Service) -> str:
    return service.key(historikk=True)


@pytest.fixture(scope="module")
def post(service: Service) -> Iterator[Path]:
    """The folder, with a second worker on it."""
    parts = Parts(service)
    try:
        parts.start("folder", number=1)
        yield service.home / "post"
        parts.stop("folder-1")
    finally:
        parts.end()


def lay(post: Path, name: str, raw: bytes) -> None:
    """A whole file, moved in."""
    (post / "inn" / f"{name}.part").write_bytes(raw)
    (post / "inn" / f"{name}.part").replace(post / "inn" / name)


def names(room: Path) -> list[str]:
    return sorted(path.name for path in room.iterdir())


def test_two_workers_share_a_folder(service: Service, key: str, post: Path) -> None:
    """Each file is carried once: one event each, one AppRec in `ut`, and `inn` is empty."""
    messages = [one for _ in range(FILES) for one in stay()]
    for one in messages:
        lay(post, f"{one.msg_id}.xml", one.raw)
    until(lambda: not names(post / "inn"), SWEPT_S, "not all is carried")
    assert names(post / "ferdig") == sorted(f"{one.msg_id}.xml" for one in messages)
    answers = {path.name.split(".")[0]: path.read_bytes() for path in (post / "ut").iterdir()}
    assert len(names(post / "ut")) == len(answers) == sum(1 for one in messages if one.judged.receipts)
    check(service, key, messages, {one.msg_id: answers.get(one.msg_id, b"") for one in messages})
    told = Counter(one.header("plo-msg-id") for one in everything(service.bootstrap, "meldinger.v1"))
    assert {told[one.msg_id] for one in messages} == {1}


def test_a_file_that_is_being_written_is_left_alone(service: Service, key: str, post: Path) -> None:
    """Nobody touches a file that grows; at rest it is carried, whole."""
    *_, message, _ = stay()
    path = post / "inn" / "langsom.xml"
    size = len(message.raw) // CHUNKS + 1

    with open(path, "wb") as file:
        for start in range(0, len(message.raw), size):
            file.write(message.raw[start : start + size])
            file.flush()
            time.sleep(0.1)  # slow on purpose; nothing waits for it
    until(lambda: (post / "ferdig" / "langsom.xml").exists(), SWEPT_S, "not carried")
    assert (post / "ferdig" / "langsom.xml").read_bytes() == message.raw
    (answer,) = (post / "ut").glob("langsom.*")
    assert service.post(message.raw, key).content == answer.read_bytes()


def test_another_partys_message_is_put_aside(service: Service, post: Path) -> None:
    """A folder speaks for its own parties only: `avvist`, with why, and a dead letter of class SECURITY."""
    raw = innlagt_xml(sender="90301", receiver=TROMSO)
    lay(post, "fremmed.xml", raw)
    until(lambda: (post / "avvist" / "fremmed.xml").exists(), SWEPT_S, "not put aside")
    assert orjson.loads((post / "avvist" / "fremmed.xml.feil.json").read_bytes())[0]["text"]
    assert not list((post / "ut").glob("fremmed*"))
    (letter,) = [one for one in everything(service.bootstrap, "meldinger.v1.dlt") if one.value == raw]
    assert letter.header("plo-dlq-class") == "SECURITY"


def test_two_contents_under_one_msg_id_at_the_same_moment(service: Service, key: str) -> None:
    """Of two, at two intakes, exactly one is accepted; the other gets E10, however often either is sent."""
    pairs = [contents(str(uuid4())) for _ in range(PAIRS)]
    answers = asyncio.run(all_at_once(service, key, pairs))
    accepted: list[Message] = []
    for pair, answered in zip(pairs, answers, strict=True):
        assert len(set(answered)) == 2 and answered[0] == answered[2] and answered[1] == answered[3]
        (yes,) = [n for n in (0, 1) if b'<Status V="1"' in answered[n]]
        assert b'<Status V="2"' in answered[1 - yes] and b'V="E10"' in answered[1 - yes]
        accepted.append(pair[yes])
    refused = {one.raw for pair in pairs for one in pair} - {one.raw for one in accepted}
    dead = [one for one in everything(service.bootstrap, "meldinger.v1.dlt") if one.value in refused]
    assert {one.value for one in dead} == refused
    assert {one.header("plo-dlq-class") for one in dead} == {"SECURITY"}
    taken = {one.value for one in everything(service.bootstrap, "meldinger.v1")}
    assert taken >= {one.raw for one in accepted} and not taken & refused


def contents(msg_id: str) -> tuple[Message, Message]:
    raws = (innlagt_xml(msg_id=msg_id, innlagt=f"2026-02-03T{hour}:00:00") for hour in (10, 11))
    first, second = (Message(raw, msg_id, 0) for raw in raws)
    return first, second


async def all_at_once(service: Service, key: str, pairs: list[tuple[Message, Message]]) -> list[list[bytes]]:
    """Both contents of each pair twice, each on a connection of its own, so that the kernel spreads them."""
    headers = {"Authorization": f"Bearer {key}", "Connection": "close"}
    async with httpx.AsyncClient(timeout=60) as client:

        async def one(message: Message) -> bytes:
            answer = await client.post(f"{service.url}/meldinger", content=message.raw, headers=headers)
            assert answer.status_code == 200, answer.text
            return answer.content

        return [list(await asyncio.gather(*map(one, (*pair, *pair)))) for pair in pairs]
