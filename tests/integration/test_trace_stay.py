"""The timeline of a stay: everything that happened to it, and nothing of the patient's other stays."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from histories import AVTALE, PID, at, innlagt, klar, utskrevet
from sequels import History
from store_contract import opened

from adapters.kafka.burial import Burial
from adapters.kafka.deadletter import dead_letter
from adapters.kafka.producer import Producer
from adapters.kafka.reason import Failure
from adapters.kafka.records import Incoming, Record, cloud_headers, encoded
from adapters.kafka.topics import apply
from adapters.outgoing import in_json
from adapters.store import Store, avvik_list, claims
from adapters.store.claims import Claim
from broker.cli.reach import kafka_of
from broker.kafka_local import LocalKafka
from broker.settings import Settings
from broker.tracing.patient import Unclear, patient_of
from broker.tracing.traced import Traced, Tracer
from consumers.detect import Detect
from consumers.settle import Settler
from schemas.avvik import Avvik
from schemas.topics import AVVIK, HENDELSER, KVITTERINGER, MELDINGER, Topic, dlt

NOW = at("2026-02-12T12:00")
FIRST: History = [
    innlagt("2026-02-03T10:00"),
    klar("2026-02-06", "2026-02-06T09:00"),
    utskrevet("2026-02-07"),
]
SECOND: History = [innlagt("2026-02-10T10:00")]
AGAIN = Topic("hendelser.v1.replay.detect", "again", "pid", 7, HENDELSER.partitions)
TOPICS = (MELDINGER, HENDELSER, KVITTERINGER, AVVIK, dlt(MELDINGER), dlt(HENDELSER), AGAIN)


def claim(event: Any, verdict: str = "godtatt") -> Claim:
    return Claim(
        event.msg_id, event.sender, "", "0" * 64, verdict, event.message_type, event.received_at, b"",
        PID, event.receiver, "http:k1",
    )  # fmt: skip


def xml(event: Any) -> Record:
    names = {"plo-msg-id": event.msg_id, "plo-her-sender": event.sender, "plo-her-receivers": event.receiver}
    headers = cloud_headers(event.id, "melding.v1", event.received_at, "application/xml")
    return Record(MELDINGER.name, PID.encode(), b"<xml/>", headers + encoded(names.items()))


REFUSED = innlagt("2026-02-04T08:00", navn="avvist")


async def fill(kafka: LocalKafka, producer: Producer, store: Store) -> None:
    """Both stays through detect; one message refused, one letter buried, one event run again."""
    await apply([kafka.address], TOPICS)
    told = [*FIRST, *SECOND]
    await claims.take(store, [*(claim(event) for event in told), claim(REFUSED, "avvist")])
    events = [in_json(HENDELSER.name, PID, event) for event in told]
    failure = Failure("PERMANENT_FORMAT", "xsd.missing", "Noe mangler.", "receive", apprec="T02")
    letter = dead_letter(xml(REFUSED), failure, group="receive", version="0.1.0", now=NOW)
    again = Record(AGAIN.name, events[0].key, events[0].value, events[0].headers)
    await producer.send([*map(xml, told), *events, letter, again], 30)
    settler = Settler(store, producer, AVTALE, 30)
    detect = Detect(store, settler, Burial(producer, "detect", "1", lambda: NOW), lambda: NOW)
    read = [
        Incoming(HENDELSER.name, 0, n, 0, one.key, one.value, one.headers) for n, one in enumerate(events)
    ]
    assert await detect.handle(read) == []


@pytest.fixture
async def store(kafka: LocalKafka, producer: Producer, tmp_path: Path) -> AsyncIterator[Store]:
    async with opened(f"sqlite:///{tmp_path / 'plo.db'}") as store:
        await fill(kafka, producer, store)
        yield store


async def traced(store: Store, kafka: LocalKafka | None, which: str) -> Traced:
    patient = await patient_of(store, which, NOW, AVTALE)
    if kafka is None:
        return await Tracer(store, None, AVTALE, None).stay(patient, NOW)
    async with kafka_of(Settings(kafka=kafka.address)) as reader:
        return await Tracer(store, reader, AVTALE, None).stay(patient, NOW)


async def one_of(store: Store, rule: str, stay_from: str) -> str:
    """The short id of an avvik of the stay that began then."""
    bodies = await avvik_list.listed(store, avvik_list.Wanted(rules=frozenset({rule})))
    found = [Avvik.model_validate_json(body) for body in bodies]
    (one,) = [one for one in found if str(one.stay_from) == stay_from]
    return f"A-{one.id.hex[:8].upper()}"


async def test_a_patient_as_one_timeline(store: Store, kafka: LocalKafka) -> None:
    """Received over what, judged, published and read, refused and buried, run again, avvik, and the rules."""
    found = await traced(store, kafka, f"P-{PID[:6]}")
    texts: dict[str, list[str]] = {}
    for step in found.steps:
        texts.setdefault(step.what, []).append(step.text)
    assert texts["mottatt"][0] == "LOG_INNLAGT fra UNN HF (90001), over HTTP (nøkkel k1)"
    assert (len(texts["mottatt"]), texts["vurdert"].count("avvist")) == (5, 1)
    events = [text for text in texts["publisert"] if text.startswith("hendelser.v1 ")]
    assert len(events) >= 4 and all(text.endswith(" · lest av detect") for text in events)
    assert "Feil form: Noe mangler." in texts["strandet"][0]
    assert texts["kjørt igjen"][0].startswith("hendelser.v1.replay.detect [")
    assert any(" R-K01 oppdaget: " in text for text in texts["avvik"])
    assert len(texts["vurdert nå"]) == 2 and "med avvik" in texts["vurdert nå"][0]
    assert [step.at for step in found.steps] == sorted(step.at for step in found.steps)


async def test_an_avvik_shows_its_own_stay(store: Store, kafka: LocalKafka) -> None:
    """Nothing of the other admission, neither messages nor avvik; what was refused is the patient's."""
    found = await traced(store, kafka, await one_of(store, "R-K01", "2026-02-10"))
    received = [step.text for step in found.steps if step.what == "mottatt"]
    assert len(received) == 2  # SECOND and the refused one
    rests = [step.text for step in found.steps if step.what == "avvik"]
    assert rests and not any("R-U14" in text for text in rests)
    assert [step.what for step in found.steps].count("vurdert nå") == 1


async def test_a_message_shows_what_the_rules_say_of_its_stay(store: Store, kafka: LocalKafka) -> None:
    """Of the one that it belongs to; of one that was refused, nothing is judged."""
    async with kafka_of(Settings(kafka=kafka.address)) as reader:
        tracer = Tracer(store, reader, AVTALE, None)
        known = await claims.find(store, [event.msg_id for event in (*SECOND, REFUSED)])
        said = {one.claim.verdict: await tracer.message(one.claim.msg_id, NOW) for one in known}
    (judged,) = [step.text for step in said["godtatt"].steps if step.what == "vurdert nå"]
    assert " regler: " in judged
    assert "vurdert nå" not in [step.what for step in said["avvist"].steps]


async def test_without_kafka_the_store_tells_what_it_knows(store: Store) -> None:
    """The claims, the avvik as they are now and the rules; and that Kafka was away."""
    found = await traced(store, None, f"P-{PID[:6]}")
    assert found.away
    assert {step.what for step in found.steps} == {"mottatt", "vurdert", "uavklart", "avvik", "vurdert nå"}


@pytest.mark.parametrize(("which", "several"), [("P-ffff", False), ("A-0123456789", False), ("P-", False)])
async def test_who_is_not_found(store: Store, which: str, several: bool) -> None:
    """Nobody begins so."""
    with pytest.raises(Unclear) as caught:
        await patient_of(store, which, NOW, AVTALE)
    assert caught.value.several is several
