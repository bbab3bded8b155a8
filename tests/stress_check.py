"""Nothing lost, no effect twice: what was sent, held against every topic and the store."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TypeVar

from service import PARTIES, Service, until
from stress_messages import Message, expected
from stress_topics import everything

from adapters.kafka.records import Incoming
from adapters.store import Store, avvik, claims
from adapters.store.rows import fetch
from schemas.avvik import Avvik, Standing
from schemas.events import KVITTERINGER, KvitteringMottatt, KvitteringSendt
from schemas.topics import AVVIK, HENDELSER, MELDINGER
from schemas.topics import KVITTERINGER as RECEIPTS

SETTLE_S = 120.0
SAME = ("id", "rule", "state", "deadline", "msg_ids", "party", "stay_from", "stay_to")
"""What tells that two avvik are the same (architecture.md §4); not when they were found."""

K = TypeVar("K")


@dataclass(frozen=True)
class Finding:
    """Counts, each (expected, found once, records with the same id again)."""

    counts: Mapping[str, tuple[int, int, int]]

    def table(self) -> str:
        """For people."""
        rows = [f"{'':<24}{'expected':>10}{'found':>10}{'again':>10}"]
        rows += [f"{what:<24}" + "".join(f"{n:>10}" for n in count) for what, count in self.counts.items()]
        return "\n".join(rows)


def check(service: Service, sent: Sequence[Message], answered: Mapping[str, bytes]) -> Finding:
    """Wait until what was sent has come to its end; fails where anything is lost, doubled or differs.

    Records may repeat, with the same id and the same bytes: that is how at-least-once looks.

    Args:
        answered: the body each sender got, by MsgId.
    """
    assert {one.msg_id for one in sent} == answered.keys()
    should = [facts(one) for one in expected(service, sent)]
    settled(service, should, {one.msg_id for one in sent})
    counts = {
        "meldinger": messages(service, sent),
        "hendelser": events(service, sent),
        "AppRec": receipts(service, answered),
        "endringer av avvik": changes(service, len(should), {one.msg_id for one in sent}),
    }
    routed(service, sent)
    asyncio.run(stored(service, sent))
    return Finding(counts)


def facts(one: Standing) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in SAME)


def settled(service: Service, should: list[tuple[object, ...]], ours: set[str]) -> None:
    """Wait until the avvik that were told are those that should stand."""

    def stand() -> list[tuple[object, ...]]:
        last = {one.id: one for one in told(service, ours)}
        return [facts(last[key]) for key in sorted(last) if last[key].state != "trukket"]

    until(lambda: stand() == should, SETTLE_S, f"{len(stand())} avvik stand, {len(should)} should")


def told(service: Service, ours: set[str]) -> list[Avvik]:
    """Changes of avvik that rest on our messages, in order."""
    found = [Avvik.model_validate_json(one.value or b"") for one in readable(service, AVVIK.name)]
    return [one for one in found if ours.intersection(one.msg_ids)]


def readable(service: Service, *topics: str) -> list[Incoming]:
    """The records that we wrote ourselves."""
    return [one for one in everything(service.bootstrap, *topics) if one.header("ce_source") == "/plo-broker"]


def once(pairs: Iterable[tuple[K, bytes | None]]) -> tuple[dict[K, bytes], int]:
    """Each id with its bytes, and how many repeat; fails when one id has two contents."""
    found: dict[K, bytes] = {}
    again = 0
    for key, value in pairs:
        again += key in found
        assert found.setdefault(key, value or b"") == value, f"two contents of {key}"
    return found, again


def messages(service: Service, sent: Sequence[Message]) -> tuple[int, int, int]:
    """Every message lies on meldinger.v1 as it was sent, and none of them is a dead letter."""
    raw = {one.msg_id: one.raw for one in sent}
    ours = [one for one in readable(service, MELDINGER.name) if one.header("plo-msg-id") in raw]
    found, again = once((one.header("plo-msg-id") or "", one.value) for one in ours)
    assert found == raw
    assert len({one.header("ce_id") for one in ours}) == len(raw)
    dead = {one.header("plo-msg-id") for one in everything(service.bootstrap, f"{MELDINGER.name}.dlt")}
    assert not dead & raw.keys()
    return len(raw), len(found), again


def events(service: Service, sent: Sequence[Message]) -> tuple[int, int, int]:
    """Every message is one event, with the id that its sender and MsgId give."""
    should = {str(one.judged.event.id) for one in sent if one.judged.event}
    ids = {one.msg_id for one in sent}
    ours = [one for one in readable(service, HENDELSER.name) if one.header("plo-msg-id") in ids]
    found, again = once((one.header("ce_id") or "", one.value) for one in ours)
    assert found.keys() == should
    return len(should), len(found), again


def receipts(service: Service, answered: Mapping[str, bytes]) -> tuple[int, int, int]:
    """What a sender was answered is what lies on kvitteringer.v1, once; the kommuner's own are told too."""
    ours = []
    for one in readable(service, RECEIPTS.name):
        fact = KVITTERINGER.validate_json(one.value or b"")
        ours.append((fact, one.value))
    given, again = once((one.answers, value) for one, value in ours if isinstance(one, KvitteringSendt))
    texts = {one.answers: one.apprec.encode() for one, _ in ours if isinstance(one, KvitteringSendt)}
    came = {one.msg_id for one, _ in ours if isinstance(one, KvitteringMottatt)}
    due = {msg_id: body for msg_id, body in answered.items() if body}
    assert {msg_id: texts.get(msg_id) for msg_id in due} == due
    assert answered.keys() - due.keys() <= came
    return len(due), len(given.keys() & due.keys()), again


def changes(service: Service, standing: int, ours: set[str]) -> tuple[int, int, int]:
    """Each avvik is told of in versions 1, 2, 3 …, first come in that order, each with one content."""
    records = readable(service, AVVIK.name)
    parsed = [(Avvik.model_validate_json(one.value or b""), one) for one in records]
    mine = [(one, record) for one, record in parsed if ours.intersection(one.msg_ids)]
    found, again = once(((one.id, one.version), record.value) for one, record in mine)
    assert len({record.header("ce_id") for _, record in mine}) == len(found)
    versions: dict[object, list[int]] = defaultdict(list)
    for key, version in found:
        versions[key].append(version)
    assert all(came == list(range(1, len(came) + 1)) for came in versions.values()), versions
    for one, following in pairwise(sorted((one for one, _ in mine), key=lambda one: (one.id, one.version))):
        assert one.id != following.id or one.detected_at == following.detected_at
    assert len(versions) >= standing
    return len(found), len(found), again


def routed(service: Service, sent: Sequence[Message]) -> None:
    """Whatever a party may read has come to its own topics, unchanged, and nothing that is another's."""
    ids = {one.msg_id for one in sent}
    for her in PARTIES:
        theirs = {one.msg_id for one in sent if her in one.judged.receivers}
        topic = f"part.{her}.{MELDINGER.name}"

        def found(topic: str = topic) -> set[str | None]:
            return {one.header("plo-msg-id") for one in everything(service.bootstrap, topic)} & ids

        until(lambda: found() == theirs, SETTLE_S, f"{topic}: not what it should be")  # noqa: B023 used here
        avvik_topic = f"part.{her}.{AVVIK.name}"
        due = {
            one.event_id for one in told(service, ids) if her in (one.hospital, one.party)
        }

        def came(topic: str = avvik_topic) -> set[object]:
            all_ = [Avvik.model_validate_json(one.value or b"") for one in readable(service, topic)]
            return {one.event_id for one in all_ if ids.intersection(one.msg_ids)}

        until(lambda: came() == due, SETTLE_S, f"{avvik_topic}: not what it should be")  # noqa: B023 used here


async def stored(service: Service, sent: Sequence[Message]) -> None:
    """The store says the same as the topics, and has nothing left to do."""
