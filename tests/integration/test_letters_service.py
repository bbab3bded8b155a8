"""Dead letters of the running product: listed, edited, run again, killed in the middle, discarded."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from builders import innlagt_xml, rapport_xml
from service import PLO, TROMSO, UNN, Service, running, until
from stress_topics import everything, write

from adapters.kafka.records import Incoming, Record
from schemas.topics import AVVIK, HENDELSER, KVITTERINGER, MELDINGER, party_topic

LIMIT_S = 60.0


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("hjem")) as started:
        yield started


def cases(service: Service, *argv: str) -> list[dict[str, Any]]:
    said = service.plo("dlt", "list", "--tilstand", "alle", "--json", *argv)
    return [json.loads(line) for line in said.splitlines()]


def case_of(service: Service, **wanted: object) -> dict[str, Any]:
    """The one case with these values, when it is there."""

    def found() -> list[dict[str, Any]]:
        return [one for one in cases(service) if wanted.items() <= one.items()]

    until(lambda: len(found()) == 1, LIMIT_S, lambda: f"{wanted} not among {cases(service)}")
    return found()[0]


def becomes(service: Service, id_: object, state: str) -> None:
    until(
        lambda: any(one["id"] == id_ and one["state"] == state for one in cases(service)),
        LIMIT_S,
        lambda: f"not {state}: {cases(service)}\n{service.screen()}",
    )


def on(service: Service, topic: str, msg_id: str) -> list[Incoming]:
    return [one for one in everything(service.bootstrap, topic) if one.header("plo-msg-id") == msg_id]


def refused(service: Service, msg_id: str) -> tuple[bytes, bytes]:
    """A message as it should be, and as it was sent and refused."""
    raw = innlagt_xml(msg_id=msg_id, sender=UNN, receiver=TROMSO)
    wrong = raw.replace(b"<MsgInfo>", b"<MsgInfo><Tull/>", 1)
    assert b'<Status V="2"' in service.post(wrong, service.key()).content
    return raw, wrong


def test_a_refused_message_is_edited_and_run_again(service: Service, tmp_path: Path) -> None:
    """It reaches its receiver once; the sender, who has its negative AppRec, gets no other."""
    msg_id = str(uuid4())
    raw, wrong = refused(service, msg_id)
    case = case_of(service, msg_id=msg_id)
    assert service.plo("dlt", "replay", str(case["id"]), check=False).count("ikke kjørt") == 2
    file = tmp_path / "rettet.xml"
    file.write_bytes(raw)
    shown = service.plo("dlt", "edit", case["id"], "--fil", str(file), "--hvorfor", "Prøve", "--av", "kari")
    assert "<Tull/>" in shown and "✓ Rettet" in shown
    assert "<Tull/>" in service.plo("dlt", "diff", case["id"])
    assert "1 kjørt på nytt" in service.plo("dlt", "replay", case["id"])
    becomes(service, case["id"], "lost")
    theirs = party_topic(MELDINGER, TROMSO).name
    until(lambda: len(on(service, theirs, msg_id)) == 1, LIMIT_S, "not routed")
    (told,) = on(service, theirs, msg_id)
    assert told.value == raw and told.header("plo-edited-from") == case["sha256"]
    receipts = [
        one
        for one in everything(service.bootstrap, KVITTERINGER.name)
        if msg_id.encode() in (one.value or b"")
    ]
    assert len(receipts) == 1 and b'"status":"2"' in (receipts[0].value or b"").replace(b" ", b"")
    assert wrong not in [one.value for one in on(service, theirs, msg_id)]
    assert service.plo("dlt", "replay", case["id"], check=False).count("Den er løst") == 1


def test_killed_between_the_acknowledgement_and_the_note(service: Service, tmp_path: Path) -> None:
    """kill -9: what Kafka has is handled and closes the case; run again, it is told that it is done."""
    msg_id = str(uuid4())
    raw, _ = refused(service, msg_id)
    case = case_of(service, msg_id=msg_id)
    file = tmp_path / "rettet.xml"
    file.write_bytes(raw)
    service.plo("dlt", "edit", case["id"], "--fil", str(file), "--hvorfor", "Prøve")
    environment = {**service.environment, "PLO_FAILPOINT": "letters.sent"}
    killed = subprocess.run(
        (PLO, "dlt", "replay", case["id"]), env=environment, capture_output=True, timeout=120
    )
    assert killed.returncode == -9
    becomes(service, case["id"], "lost")
    service.plo("dlt", "replay", case["id"], "--tving", check=False)
    assert len(on(service, MELDINGER.name, msg_id)) == 1


def test_killed_before_the_success_is_noted(service: Service, tmp_path: Path) -> None:
    """detect dies after the effect, each time it starts; whole again it notes it, and all is certain."""
    rapport = rapport_xml(msg_id=str(uuid4()), sender=UNN, receiver=TROMSO, medicines=())
    assert service.post(rapport, service.key()).status_code == 200
    (event, *_) = everything(service.bootstrap, HENDELSER.name)
    (place,) = write(
        service.bootstrap,
        [(Record(HENDELSER.name, event.key, b'{"tull": 1}', event.headers), event.partition)],
    )
    case = case_of(service, topic=HENDELSER.name, partition_no=place[1], record_offset=place[2])
    until(lambda: uncertain(service, event), LIMIT_S, "no avvik became ufullstendig")
    file = tmp_path / "hendelse.json"
    file.write_bytes(event.value or b"")
    service.plo("dlt", "edit", case["id"], "--fil", str(file), "--hvorfor", "Prøve")
    service.stop()
    service.extra["PLO_FAILPOINT"] = "replays.handled"
    service.start()
    service.plo("dlt", "replay", case["id"])
    until(lambda: "detect-0 falt ned" in service.screen(), LIMIT_S, "detect was not killed")
    service.stop()
    del service.extra["PLO_FAILPOINT"]
    service.start()
    becomes(service, case["id"], "lost")
    until(lambda: not uncertain(service, event), LIMIT_S, "the avvik are still ufullstendig")
    (row,) = [json.loads(line) for line in service.plo("dlt", "show", case["id"], "--json").splitlines()]
    assert [one["what"] for one in row["steps"] if one["what"] != "sett"] == [
        "strandet",
        "rettet",
        "kjort",
        "lost",
    ]


def uncertain(service: Service, event: Incoming) -> bool:
    """Whether an avvik of the event's patient carries `ufullstendig` as it stands."""
    newest = {}
    for one in everything(service.bootstrap, AVVIK.name):
        if one.key == event.key:
            avvik = json.loads(one.value or b"")
            newest[avvik["id"]] = avvik.get("ufullstendig", False)
    return any(newest.values())


def test_three_failures_park_and_a_discard_ends_it(service: Service, tmp_path: Path) -> None:
    """Forced three times, it is parked; exported; discarded, and the avvik of its patient are certain."""
    (event, *_) = everything(service.bootstrap, HENDELSER.name)
    (place,) = write(
        service.bootstrap,
        [(Record(HENDELSER.name, event.key, b'{"tull": 2}', event.headers), event.partition)],
    )
    case = case_of(service, topic=HENDELSER.name, partition_no=place[1], record_offset=place[2])
    for n in (1, 2, 3):
        service.plo("dlt", "replay", case["id"], "--tving")
        case_of(service, id=case["id"], failures=n)
    assert case_of(service, id=case["id"])["state"] == "parkert"
    until(lambda: uncertain(service, event), LIMIT_S, "no avvik became ufullstendig")
    target = tmp_path / "ut.zip"
    service.plo("dlt", "export", str(target), "--id", case["id"], "--hvorfor", "Prøve")
    assert target.stat().st_mode & 0o777 == 0o600
    service.plo("dlt", "discard", case["id"], "--hvorfor", "Prøve")
    until(lambda: not uncertain(service, event), LIMIT_S, "the avvik are still ufullstendig")
    letters = [
        one for one in everything(service.bootstrap, f"{HENDELSER.name}.dlt") if one.value == b'{"tull": 2}'
    ]
    assert len({one.header("plo-dlq-id") for one in letters}) == 1
    assert len(letters) == 4


def test_killed_while_the_letter_is_read(service: Service) -> None:
    """strandet dies at each letter, and keeps nothing; whole again, it keeps the case, once."""
    service.stop()
    service.extra["PLO_FAILPOINT"] = "strandet.read"
    service.start()
    msg_id = str(uuid4())
    refused(service, msg_id)
    until(lambda: "strandet-0 falt ned" in service.screen(), LIMIT_S, "strandet was not killed")
    assert not [one for one in cases(service) if one["msg_id"] == msg_id]
    service.stop()
    del service.extra["PLO_FAILPOINT"]
    service.start()
    assert case_of(service, msg_id=msg_id)["failures"] == 0
