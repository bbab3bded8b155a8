"""A message of 15 MB with a PDF goes in over HTTP, and comes out of topic and store as it was sent."""

import base64
import hashlib
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from builders import rapport_xml
from giants import FILE, filled, pdf
from object_store import BUCKET, OURS, object_store
from service import TROMSO, UNN, Service, running, until
from stress_topics import everything

from adapters.claimcheck.ticket import ticket_of
from adapters.claimcheck.vault import Vault, content_of
from adapters.kafka.records import Incoming
from broker.claimcheck import vault_of
from broker.settings import Settings
from schemas.topics import MELDINGER, dlt, party_topic

SIZE = 15_000_000
THEIRS = party_topic(MELDINGER, TROMSO).name


@pytest.fixture(scope="module", params=["folder", "s3"])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """With the folder that is the default, and with a bucket."""
    home = tmp_path_factory.mktemp("hjem")
    if request.param == "folder":
        with running(home) as started:
            yield started
        return
    with object_store(tmp_path_factory.mktemp("s3")) as server:
        s3 = {"BUCKET": BUCKET, "ENDPOINT": server.url, "KEY_ID": OURS[0], "SECRET": OURS[1]}
        given: dict[str, Any] = {f"s3_{name}".lower(): value for name, value in s3.items()}
        vault_of(Settings(home=home, **given)).put("bøtte", b"")  # the server makes one for the first object
        with running(home, **{f"PLO_S3_{name}": value for name, value in s3.items()}) as started:
            yield started


@pytest.fixture(scope="module")
def vault(service: Service) -> Vault:
    """The store of the service, as anybody opens it who has its settings."""
    given: dict[str, Any] = {
        name.removeprefix("PLO_").lower(): value for name, value in service.extra.items()
    }
    return vault_of(Settings(home=service.home, **given))


def large(msg_id: str) -> bytes:
    """A utskrivningsrapport of 15 MB, whose one attachment is a PDF."""
    raw = rapport_xml(msg_id=msg_id, sender=UNN, receiver=TROMSO, attachment="Røntgen.pdf")
    return filled(FILE, pdf, SIZE, raw)


def of(service: Service, topic: str, msg_id: str) -> list[Incoming]:
    return [one for one in everything(service.bootstrap, topic) if one.header("plo-msg-id") == msg_id]


def test_it_comes_out_as_it_was_sent(
    service: Service, vault: Vault, capsys: pytest.CaptureFixture[str]
) -> None:
    """Positive AppRec; byte-equal out of topic and store, for us and for the party; sent again, as before."""
    msg_id = str(uuid4())
    raw, key = large(msg_id), service.key()
    begun = time.monotonic()
    answer = service.post(raw, key)
    taken = time.monotonic() - begun
    assert answer.status_code == 200 and b'<Status V="1"' in answer.content, answer.text
    (record,) = of(service, MELDINGER.name, msg_id)
    ticket = ticket_of(record)
    assert record.value == b"" and ticket is not None
    until(lambda: bool(of(service, THEIRS, msg_id)), 30, "the party has no record")
    (theirs,) = of(service, THEIRS, msg_id)
    sent = hashlib.sha256(raw).hexdigest()
    found = [hashlib.sha256(content_of(one, vault)).hexdigest() for one in (record, theirs)]
    status = Path(f"/proc/{service.pid('intake-0')}/status").read_text()
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    with capsys.disabled():
        print(f"\n{type(vault).__name__}: {len(raw):,} bytes in, answered in {taken:.2f} s, {ticket.ref}")
        print(f"sent    {sent}\nours    {found[0]}\ntheirs  {found[1]}")
        print(f"the intake at most {int(peak) * 1024 / 1e6:.0f} MB")
    assert found == [sent, sent]
    assert service.post(raw, key).content == answer.content
    assert len(of(service, MELDINGER.name, msg_id)) == 1


def test_small_ones_stay_in_their_record(service: Service) -> None:
    """The store is for those that need it."""
    msg_id = str(uuid4())
    raw = rapport_xml(msg_id=msg_id, sender=UNN, receiver=TROMSO, attachment="Notat.pdf")
    assert service.post(raw, service.key()).status_code == 200
    (record,) = of(service, MELDINGER.name, msg_id)
    assert record.value == raw and ticket_of(record) is None


def test_the_commands_find_it(service: Service, tmp_path: Path) -> None:
    """plo trace tells its size; plo dlt show --bytes writes a refused one to a file, byte for byte."""
    msg_id = str(uuid4())
    raw = large(msg_id).replace(b"<BorAlene>true", b"<BorAlene>ja").replace(b"<MsgInfo>", b"<MsgInfo><x/>")
    answer = service.post(raw, service.key())
    assert b'<Status V="2"' in answer.content, answer.text
    (letter,) = of(service, dlt(MELDINGER).name, msg_id)
    assert letter.value == b""
    id_ = letter.header("plo-dlq-id") or ""
    target = tmp_path / "melding.xml"
    told = json.loads(service.plo("dlt", "show", id_, "--bytes", str(target), "--json").splitlines()[0])
    assert target.read_bytes() == raw
    assert told["bytes"] == len(raw)
    assert "strandet" in service.plo("trace", msg_id)
    assert "15,0 MB" in service.plo("dlt", "show", id_)


def test_the_store_is_swept(service: Service) -> None:
    """By the service itself, from its start on."""
    log = service.home / "logg" / "detect-0.log"
    until(lambda: "retention.swept" in log.read_text(), 30, "nobody sweeps")
    assert "retention.waiting" not in log.read_text()


def test_the_attachment_is_in_it() -> None:
    """What these tests send is a PDF of 11 MB."""
    raw = large(str(uuid4()))
    text = raw.split(b'base64container">')[1].split(b"<")[0]
    assert base64.b64decode(text).startswith(b"%PDF-") and 14_900_000 < len(raw) <= SIZE
