"""The running product from outside: HTTP in, kcat out."""

import json
import subprocess
from collections.abc import Iterator
from uuid import uuid4

import pytest
from builders import innlagt_xml, utskrevet_xml
from service import HARSTAD, TROMSO, UNN, Service, running, until


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("hjem")) as service:
        yield service


def kcat(service: Service, topic: str) -> list[tuple[dict[str, str], str, str]]:
    """Everything on a topic, by a client that is not ours: headers, key, value."""
    out = subprocess.run(
        ["kcat", "-b", service.bootstrap, "-C", "-t", topic, "-o", "beginning", "-e", "-q", "-J"],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    ).stdout
    records = [json.loads(line) for line in out.splitlines()]
    return [
        (dict(zip(one["headers"][::2], one["headers"][1::2], strict=True)), one["key"], one["payload"])
        for one in records
    ]


def test_a_late_discharge_reaches_both_parties_and_nobody_else(service: Service) -> None:
    """UNN's integration engine, and the kommune, read the avvik on their own topics with any client."""
    key = service.key(historikk=True)
    for raw in (
        innlagt_xml(
            sender=UNN, receiver=TROMSO, innlagt="2026-02-03T10:00:00", gen_date="2026-02-03T10:30:00"
        ),
        utskrevet_xml(
            sender=UNN,
            receiver=TROMSO,
            dag="2026-02-07",
            gen_date="2026-02-09T08:00:00",
            msg_id=(late := str(uuid4())),
        ),
    ):
        answer = service.post(raw, key)
        assert answer.status_code == 200 and b'<Status V="1"' in answer.content, answer.text

    def told(her: str) -> list[tuple[dict[str, str], str, str]]:
        return [one for one in kcat(service, f"part.{her}.avvik.v1") if json.loads(one[2])["rule"] == "R-U12"]

    until(lambda: bool(told(UNN) and told(TROMSO)), 20, "no R-U12 on the parties' topics")
    headers, pid, body = told(UNN)[0]
    avvik = json.loads(body)
    assert headers["ce_specversion"] == "1.0" and headers["ce_type"] == "avvik.v1"
    assert headers["content-type"] == "application/json"
    assert avvik["pid"] == pid and late in avvik["msg_ids"]
    assert not kcat(service, f"part.{HARSTAD}.avvik.v1")


def test_a_person_closes_it(service: Service) -> None:
    """plo avvik explain tells why; close reaches both parties with who and why, and show has the history."""

    def changes() -> list[dict[str, str]]:
        return [json.loads(body) for _, _, body in kcat(service, f"part.{TROMSO}.avvik.v1")]

    (late,) = {one["id"] for one in changes() if one["rule"] == "R-U12"}
    name = f"A-{late[:8]}"
    explained = service.plo("avvik", "explain", name)
    assert "R-U12" in explained and " JA " in explained and "melding om utskrevet 9. feb." in explained
    service.plo("avvik", "close", name, "--hvorfor", "Tatt opp i møte.", "--av", "kari")
    until(lambda: changes()[-1]["change"] == "lukket", 20, "not closed on the party's topic")
    last = changes()[-1]
    assert (last["state"], last["behandlet_av"], last["hvorfor"]) == ("lukket", "kari", "Tatt opp i møte.")
    shown = service.plo("avvik", "show", name)
    assert "lukket" in shown and "av kari: Tatt opp i møte." in shown
