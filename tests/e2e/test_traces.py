"""One trace from the caller's POST to the avvik, as a receiver of OpenTelemetry sees it."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import orjson
import pytest
from builders import innlagt_xml, utskrevet_xml
from otlp_receiver import Received, Seen, receiving
from service import TROMSO, UNN, Service, running, until

OURS = "0af7651916cd43dd8448eb211c80319c"
CALLER = f"00-{OURS}-b7ad6b7169203331-01"
EVERY_STEP = {
    *("POST /meldinger", "receive", "receive judge", "receive claim"),
    *("publish meldinger.v1", "publish hendelser.v1", "publish kvitteringer.v1"),
    *("detect", "publish avvik.v1", "route", f"publish part.{UNN}.avvik.v1"),
}
ATTRIBUTES = {
    *("plo.verdict", "plo.msg_id", "plo.message_type"),
    *("messaging.destination.name", "messaging.destination.partition.id", "messaging.kafka.offset"),
}
INNLAGT = innlagt_xml(
    sender=UNN, receiver=TROMSO, innlagt="2026-02-03T10:00:00", gen_date="2026-02-03T10:30:00"
)
LATE = utskrevet_xml(sender=UNN, receiver=TROMSO, dag="2026-02-07", gen_date="2026-02-09T08:00:00")


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Received]]:
    """A traced service with an admission and a late discharge, whose caller has a trace already."""
    with receiving() as received, running(tmp_path_factory.mktemp("hjem"), PLO_OTLP=received.url) as service:
        key = service.key(historikk=True)
        assert service.post(INNLAGT, key).status_code == 200
        headers = {"Authorization": f"Bearer {key}", "traceparent": CALLER}
        answer = httpx.post(f"{service.url}/meldinger", content=LATE, headers=headers)
        assert answer.status_code == 200
        until(
            lambda: set(received.of(OURS)) >= EVERY_STEP,
            60,
            lambda: f"missing: {EVERY_STEP - set(received.of(OURS))}",
        )
        yield service, received


def test_one_trace_from_post_to_avvik(traced: tuple[Service, Received]) -> None:
    """Each step is a span below the one that led to it, of the part that did it, and all have ended."""
    spans = traced[1].of(OURS)
    (post,), (receive,) = spans["POST /meldinger"], spans["receive"]
    assert post.parent == CALLER.split("-")[2] and receive.parent == post.id
    assert {one.parent for name in ("receive judge", "receive claim") for one in spans[name]} == {receive.id}
    assert {one.parent for one in spans["publish hendelser.v1"]} == {receive.id}
    (detect,) = spans["detect"]
    assert detect.parent == receive.id
    assert {one.parent for one in spans["publish avvik.v1"]} == {detect.id}
    assert detect.attributes["messaging.destination.name"] == "hendelser.v1"
    assert [spans[name][0].part for name in ("receive", "detect", "route")] == [
        "intake-0",
        "detect-0",
        "route-0",
    ]
    assert all(one.ended for each in spans.values() for one in each)


def test_the_record_says_which_trace(traced: tuple[Service, Received]) -> None:
    """A party that reads its avvik can follow it back; every record of ours carries traceparent."""
    for topic in ("meldinger.v1", "hendelser.v1", "kvitteringer.v1", "avvik.v1", f"part.{UNN}.avvik.v1"):
        headers = headers_of(traced[0], topic)
        assert headers and all(
            re.fullmatch("00-.{32}-.{16}-0[13]", one.get("traceparent", "")) for one in headers
        )
        assert any(one["traceparent"].split("-")[1] == OURS for one in headers), topic


def test_a_message_without_a_caller_has_a_trace_of_its_own(traced: tuple[Service, Received]) -> None:
    """The admission was sent without one."""
    roots = [one for one in traced[1].spans if one.name == "POST /meldinger" and one.trace != OURS]
    assert roots and not roots[0].parent


def test_nothing_of_a_person_leaves_with_a_trace(traced: tuple[Service, Received]) -> None:
    """Only attributes that are codes, ids and places; no text of the messages in anything that was sent."""
    received = traced[1]
    spans: list[Seen] = list(received.spans)
    assert {name for one in spans for name in one.attributes} <= ATTRIBUTES
    sent = b"".join(received.raw)
    texts = set(re.findall(rb">([^<>\s][^<>]{5,})<", INNLAGT + LATE))
    ids = {text for text in texts if re.fullmatch(rb"[0-9a-f]{8}-[0-9a-f-]{27}", text.lower())}
    assert len(texts - ids) > 5
    assert not [text for text in texts - ids if text in sent]
    assert not re.search(rb"\d{11}", re.sub(rb"[0-9a-f]{8}-[0-9a-f-]{27}", b"", sent))


def test_the_lookout_tells_of_every_part(traced: tuple[Service, Received]) -> None:
    """What another process measures is on the intake's page: lag, parts, readiness, each step."""
    service = traced[0]
    wanted = (
        'plo_consumer_lag{group="detect",partition="0",topic="hendelser.v1"} 0.0',
        'plo_part_healthy{part="detect-0"} 1.0',
        'plo_ready{check="kafka"} 1.0',
        f'plo_avsender_meldinger_total{{sender="{UNN}",verdict="godtatt"}} 2.0',
        "plo_outbox_records 0.0",
        "plo_wake_overdue_seconds ",
        'plo_steg_sekunder_count{step="claim"}',
    )

    def missing() -> list[str]:
        shown = httpx.get(f"{service.url}/metrics").text
        return [one for one in wanted if one not in shown]

    until(lambda: not missing(), 40, lambda: f"not shown: {missing()}")


def headers_of(service: Service, topic: str) -> list[dict[str, str]]:
    """By a client that is not ours."""
    words = ["kcat", "-b", service.bootstrap, "-C", "-t", topic, "-o", "beginning", "-e", "-q", "-J"]
    out = subprocess.run(words, capture_output=True, check=True, timeout=30).stdout
    found = [orjson.loads(line)["headers"] for line in out.splitlines()]
    return [dict(zip(one[::2], one[1::2], strict=True)) for one in found]


def test_a_receiver_that_is_away_holds_up_nothing(tmp_path: Path) -> None:
    """Traces go nowhere; messages are taken in all the same."""
    with running(tmp_path / "hjem", PLO_OTLP="http://127.0.0.1:9") as service:
        assert service.post(INNLAGT, service.key(historikk=True)).status_code == 200
        assert service.stop() == 0
